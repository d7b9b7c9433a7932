// Writes down whose code is in the bundles, from what the bundler has read: assets/sbom.cdx.json, a software bill of materials in CycloneDX,
// and assets/THIRD-PARTY-LICENSES.txt, the notices that the licenses ask for. Both go into the npm package. They hold no time, so that the
// same code gives the same files.
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What may be bundled into a package under Apache-2.0, if its notice goes along. */
const LICENSES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** `files` are those that were bundled: of which kind, and from which inputs. */
export async function writeSbom(root, files) {
  const packages = await packagesIn(root, files);
  await replace(join(root, 'assets', 'sbom.cdx.json'), `${JSON.stringify(bomOf(await read(root), packages), undefined, 2)}\n`);
  await replace(join(root, 'assets', 'THIRD-PARTY-LICENSES.txt'), noticesOf(packages));
}

/** Each npm package of which a bundle has code, by name and version, with the kinds that have it. */
async function packagesIn(root, files) {
  const kinds = new Map();
  for (const { kind, inputs } of files) {
    for (const input of inputs) {
      const [folder] = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input) ?? [];
      if (folder) kinds.set(folder, (kinds.get(folder) ?? new Set()).add(kind));
    }
  }
  const packages = await Promise.all([...kinds].map(async ([folder, by]) => {
    const { name, version, license } = await read(join(root, folder));
    if (!LICENSES.includes(license)) throw new Error(`${name} ${version} has the license ${license}: may it be bundled?`);
    return { name, version, license, kinds: [...by].sort(), texts: await textsIn(join(root, folder)) };
  }));
  return packages.sort((one, other) => purlOf(one).localeCompare(purlOf(other)));
}

async function read(folder) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

async function textsIn(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  if (!names.length) throw new Error(`${folder} has no text of its license`);
  return Promise.all(names.map(async (name) => (await readFile(join(folder, name), 'utf8')).trim()));
}

function bomOf(library, packages) {
  const refs = packages.map(purlOf);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: componentOf(library) },
    components: packages.map((one) => ({ ...componentOf(one), properties: one.kinds.map((kind) => ({ name: 'cdk-euc-images:bundle', value: `assets/${kind}` })) })),
    dependencies: [{ ref: purlOf(library), dependsOn: refs }, ...refs.map((ref) => ({ ref }))],
  };
}

function componentOf({ name, version, license }) {
  const [, group, rest] = /^(?:(@[^/]+)\/)?(.*)$/.exec(name);
  return { 'type': 'library', 'bom-ref': purlOf({ name, version }), ...group && { group }, 'name': rest, version, 'purl': purlOf({ name, version }), 'licenses': [{ license: { id: license } }] };
}

function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Each text once, under the packages that it belongs to. */
function noticesOf(packages) {
  const texts = new Map();
  for (const one of packages) for (const text of one.texts) texts.set(text, [...texts.get(text) ?? [], `${one.name} ${one.version} (${one.license})`]);
  const line = '-'.repeat(100);
  return ['The bundles in this folder hold code of these packages.', ...[...texts].map(([text, names]) => [line, ...names, line, '', text].join('\n'))].join('\n\n') + '\n';
}

/** In one step: another test run may be reading it. */
async function replace(file, text) {
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}
