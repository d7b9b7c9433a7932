// What of the AWS SDK goes into a bundle, and what stays out: said to esbuild by its own options and by plugins.
// `npm run bench -- bundle` tells what each of them saves.
import { readFile } from 'node:fs/promises';

/** A module of the SDK that does nothing in a function, and what stands in for it: its exports, with the answer that they would give. */
function standIn(name, module, contents) {
  const path = new RegExp(`[\\\\/]${module.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
  return {
    name,
    setup(plugin) {
      let isSeen = false;
      plugin.onLoad({ filter: path }, () => {
        isSeen = true;
        return { contents, loader: 'js' };
      });
      // The SDK may move a module with any release.
      plugin.onEnd(() => isSeen ? undefined : { errors: [{ text: `nothing imports ${module} any more, for which there is a stand-in` }] });
    },
  };
}

// A function has no files of configuration: the next source is asked.
const noConfigFiles = standIn('no-config-files',
  '@smithy/core/dist-es/submodules/config/node-config-provider/fromSharedConfigFiles.js',
  'export const fromSharedConfigFiles = () => async () => { throw Object.assign(new Error(), { tryNextLink: true }); };');

// Node has SHA-256.
const noSha256Js = standIn('no-sha256-js',
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
  'export const Sha256Js = undefined;');

// We ask for the standard way to try again, and for one attempt.
const noAdaptiveRetry = standIn('no-adaptive-retry',
  '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js',
  'export const AdaptiveRetryStrategy = undefined;');

// Of its own package.json a client wants the version, for the user agent.
const packageVersion = {
  name: 'package-version',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

// The SDK's schema tables use computed keys with constant names ({ [_xN]: ... }), which esbuild must keep, and with them every
// schema of the service. With the literal names in their place those that no command of ours uses are dropped.
const literalSchemaKeys = {
  name: 'literal-schema-keys',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const names = new Map(Array.from(text.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm), ([, key, name]) => [key, name]));
      return { contents: text.replace(/\[(_\w+)\](?=\s*:)/g, (whole, key) => names.get(key) ?? whole), loader: 'js' };
    });
  },
};

/** Options of esbuild. */
export const sdk = {
  mainFields: ['module', 'main'], // ES modules first, so that what is not used can be dropped
  alias: { '@aws-sdk/credential-provider-node': './lambda/credential-provider-node.ts' },
  // Both are loaded late, by operations with event streams and for the user agent of a browser. We have neither.
  external: ['@smithy/core/event-streams', 'bowser'],
  plugins: [noConfigFiles, noSha256Js, noAdaptiveRetry, packageVersion, literalSchemaKeys],
};
