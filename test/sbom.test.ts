import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * The bill of materials names all code of others that is in the bundles, with its version, license and notice, and is in the package.
 */

const ROOT = join(__dirname, '..');
const BOM = JSON.parse(readFileSync(join(ROOT, 'assets', 'sbom.cdx.json'), 'utf8'));
const NOTICES = readFileSync(join(ROOT, 'assets', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
const KINDS = readdirSync(join(ROOT, 'assets'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** Runs a module in a process of its own, since jest loads no ES modules; gives what it prints. */
function run(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** For each kind, the packages whose files the source maps of its bundle lead back to: another witness than the one that the bill is made from. */
function packagesByMap(): { readonly [kind: string]: string[] } {
  return JSON.parse(run(`
    import { build } from 'esbuild';
    import { sdk } from './scripts/sdk.mjs';
    const options = { bundle: true, platform: 'node', format: 'esm', splitting: true, minify: true, tsconfig: 'lambda/tsconfig.json', outdir: 'unused', write: false };
    const packagesIn = async (kind) => {
      const { outputFiles } = await build({ ...options, entryPoints: [\`lambda/\${kind}.ts\`, 'lambda/stack-reader.ts'], sourcemap: 'external', ...sdk });
      const sources = outputFiles.filter(({ path }) => path.endsWith('.map')).flatMap(({ text }) => JSON.parse(text).sources);
      return [kind, [...new Set(sources.flatMap((source) => /^.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(source)?.[1] ?? []))].sort()];
    };
    console.log(JSON.stringify(Object.fromEntries(await Promise.all(${JSON.stringify(KINDS)}.map(packagesIn)))));
  `));
}

const nameOf = ({ group, name }: { group?: string; name: string }) => [group, name].filter(Boolean).join('/');

test('the packages in each bundle are those of its source maps', () => {
  const told = (kind: string) => BOM.components.filter(({ properties }: any) => properties.some(({ value }: any) => value === `assets/${kind}`)).map(nameOf).sort();
  expect(KINDS).toHaveLength(4);
  expect(Object.fromEntries(KINDS.map((kind) => [kind, told(kind)]))).toEqual(packagesByMap());
});

test('each has the version and the license that is installed, and its notice', () => {
  for (const component of BOM.components) {
    const { version, license } = JSON.parse(readFileSync(join(ROOT, 'node_modules', nameOf(component), 'package.json'), 'utf8'));
    expect(component).toMatchObject({ type: 'library', version, licenses: [{ license: { id: license } }], purl: `pkg:npm/${nameOf(component).replace('@', '%40')}@${version}` });
    expect(NOTICES).toContain(`\n${nameOf(component)} ${version} (${license})\n`);
    expect(NOTICES).toContain(readFileSync(join(ROOT, 'node_modules', nameOf(component), 'LICENSE'), 'utf8').trim());
  }
});

test('it is CycloneDX whose references all lead somewhere', () => {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(BOM).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: { name, version } } });
  const refs = [BOM.metadata.component, ...BOM.components].map((component) => component['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
  expect(BOM.dependencies.map(({ ref }: any) => ref)).toEqual(refs);
  expect(BOM.dependencies[0].dependsOn).toEqual(refs.slice(1));
});

test('both files are in the package', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
  const paths = files.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(expect.arrayContaining(['assets/sbom.cdx.json', 'assets/THIRD-PARTY-LICENSES.txt', 'LICENSE']));
});

describe('what may not be bundled is refused', () => {
  const roots: string[] = [];
  afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

  const bundling = (license: string, text?: string) => {
    const root = mkdtempSync(join(tmpdir(), 'sbom-'));
    roots.push(root);
    for (const folder of ['assets', 'node_modules/other']) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{ "name": "mine", "version": "1.0.0", "license": "Apache-2.0" }');
    writeFileSync(join(root, 'node_modules', 'other', 'package.json'), JSON.stringify({ name: 'other', version: '2.0.0', license }));
    if (text) writeFileSync(join(root, 'node_modules', 'other', 'LICENSE.md'), text);
    return () => run(`
      import { writeSbom } from './scripts/sbom.mjs';
      await writeSbom(${JSON.stringify(root)}, [{ kind: 'kind', inputs: ['node_modules/other/a.js', 'lambda/b.ts'] }]);
    `);
  };

  test('a license that nobody has looked at', () => {
    expect(bundling('AGPL-3.0', 'words')).toThrow('other 2.0.0 has the license AGPL-3.0: may it be bundled?');
  });

  test('a package without the text of its license', () => {
    expect(bundling('MIT')).toThrow('has no text of its license');
  });

  test('but nothing else', () => {
    expect(bundling('MIT', 'words')).not.toThrow();
    expect(readFileSync(join(roots[2], 'assets', 'THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(/\nother 2\.0\.0 \(MIT\)\n-+\n\nwords\n/);
  });
});
