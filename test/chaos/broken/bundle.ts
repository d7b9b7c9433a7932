import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokenEngine } from './engines';
import { APPSTREAM_IMAGE } from '../../../src/contract/appstream-image';
import { APPSTREAM_IMAGE_BUILDER } from '../../../src/contract/appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE } from '../../../src/contract/byol-workspace-image';
import { EC2_VM_IMPORT } from '../../../src/contract/ec2-vm-import';
import type { StackToDeploy } from '../../cloudformation/template';

/*
 * Bundles the handlers with a broken engine, beside those that are published.
 */

const ROOT = join(__dirname, '../../..');
const BUNDLES = [APPSTREAM_IMAGE, APPSTREAM_IMAGE_BUILDER, BYOL_WORKSPACE_IMAGE, EC2_VM_IMPORT].map(({ bundle }) => bundle);

/** Bundles to be run in the place of others: by the code of those, the folder of these. */
export type Handlers = ReadonlyMap<string, string>;

/** The handlers, and the folder that holds all of them. */
export async function bundleBroken(engine: BrokenEngine): Promise<{ readonly folder: string; readonly handlers: Handlers }> {
  // Paths in variables: the type checker does not follow them into modules without types.
  const [bundles, settings] = ['bundle.mjs', 'sdk.mjs'].map((script) => join(ROOT, 'scripts', script));
  const { bundleKind } = await import(bundles);
  const { sdk } = await import(settings);
  const options = { ...sdk, plugins: [...sdk.plugins, breaking(engine)] };
  const folder = await mkdtemp(join(tmpdir(), 'broken-engine-'));
  const handlers = new Map<string, string>();
  for (const kind of BUNDLES) {
    await bundleKind(kind, join(folder, kind), options);
    handlers.set(codeOf(join(ROOT, 'assets', kind)), join(folder, kind));
  }
  return { folder, handlers };
}

/** A stack with these handlers. */
export function withHandlers(stack: StackToDeploy, handlers: Handlers): StackToDeploy {
  const assets = Object.entries(stack.assets).map(([key, folder]) => [key, handlers.get(codeOf(folder)) ?? folder]);
  return { ...stack, assets: Object.fromEntries(assets) };
}

/** What a bundle is known by, wherever it was copied. */
function codeOf(folder: string): string {
  const file = join(folder, 'index.js');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function breaking({ what, file, from, to }: BrokenEngine) {
  return {
    name: 'broken-engine',
    setup(build: { onLoad(where: { filter: RegExp }, load: (args: { path: string }) => unknown): void }) {
      build.onLoad({ filter: new RegExp(`/${file.replace(/\./g, '\\.')}$`) }, ({ path }) => {
        const parts = readFileSync(path, 'utf8').split(from);
        if (parts.length !== 2) throw new Error(`the fault "${what}" does not fit ${file} any more: its text is there ${parts.length - 1} times`);
        return { contents: parts.join(to), loader: 'ts' };
      });
    },
  };
}
