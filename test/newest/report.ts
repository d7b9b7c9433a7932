/*
 * `npm run newest`, after `projen compile`: the packed library in two fresh apps, one with the CDK that it is compiled against and one with the
 * newest. All examples are type-checked and synthesized in both, and the templates compared: what differs must be the framework's or the
 * user's. With the newest, cdk-nag 3 looks at all of them. It installs from the npm registry into a folder that it deletes again.
 *
 *   npm run newest -- --keep      leaves the folder there, and says where
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Difference, differencesBetween } from './differences';
import { namesOfExamples, exampleFolder } from '../support/templates';

const ROOT = join(__dirname, '..', '..');
const LIBRARY = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** An app of a user's, with the library and all examples. */
interface Consumer {
  readonly name: string;
  readonly folder: string;
}

interface Violation {
  readonly ruleName: string;
  readonly violatingResources: readonly { readonly constructPath: string }[];
}

const env = { ...process.env, CDK_VALIDATION: 'false', npm_config_loglevel: 'error' };

function run(folder: string, command: string, args: string[], more: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} in ${folder} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function consumer(name: string, work: string, packed: string, packages: string[]): Consumer {
  const folder = join(work, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run(folder, 'npm', ['install', '--silent', '--no-audit', '--no-fund', packed, ...packages, '@types/node@20']);
  for (const example of namesOfExamples()) {
    cpSync(exampleFolder(example), join(folder, example), { recursive: true });
    const app = join(folder, example, 'app.ts');
    writeFileSync(app, readFileSync(app, 'utf8').replace(/'\.\.\/\.\.\/src'.*/, "'cdk-euc-images';"));
  }
  const apps = namesOfExamples().map((example) => join(example, 'app.ts'));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  run(folder, 'node', [tsc, '--ignoreConfig', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', '--skipLibCheck', ...apps]);
  const installed = ['aws-cdk-lib', 'constructs', 'cdk-nag'].flatMap((one) => versionOf(folder, one) ?? []);
  console.log(`${name}: ${installed.join(', ')}; ${apps.length} examples pass the type checker`);
  return { name, folder };
}

function versionOf(folder: string, name: string): string | undefined {
  try {
    return `${name} ${JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version}`;
  } catch {
    return undefined;
  }
}

/** Synthesizes an example as the CDK CLI does; gives its templates by file name. */
function synthesize({ folder }: Consumer, example: string, preloaded: string[] = []): Map<string, any> {
  const { context } = JSON.parse(readFileSync(join(folder, example, 'cdk.json'), 'utf8'));
  const outdir = join(folder, example, 'cdk.out');
  run(join(folder, example), 'node', [...preloaded, 'app.js'], { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) });
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(join(outdir, file), 'utf8'))]));
}

/** The same, and what cdk-nag 3 finds in it. */
function synthesizeUnderNag(newest: Consumer, example: string): { templates: Map<string, any>; violations: Violation[] } {
  const templates = synthesize(newest, example, ['--require', join(__dirname, 'nag.cjs')]);
  return { templates, violations: JSON.parse(readFileSync(join(newest.folder, example, 'nag.json'), 'utf8')) };
}

/** As users switch cdk-nag on: it must pass over our resources, and stop at a wildcard of the user's. */
function pluginOf({ folder }: Consumer): { passes: boolean; stops: boolean } {
  cpSync(join(__dirname, 'plugin.cjs'), join(folder, 'plugin.cjs'));
  const status = (...args: string[]) => spawnSync('node', ['plugin.cjs', ...args], { cwd: folder, env: { ...env, CDK_OUTDIR: join(folder, 'plugin.out') } }).status;
  return { passes: status() === 0, stops: status('wildcard') !== 0 };
}

/** Images and what stands behind them; the rest of an example is the user's. */
const isOurs = (constructPath: string) => /\/(EucImages:|Import\/|Role\/)/.test(`/${constructPath}`);

function main(work: string): void {
  const packed = join(work, JSON.parse(run(ROOT, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work]))[0].filename);
  const { 'aws-cdk-lib': cdk, constructs } = LIBRARY.devDependencies;
  const floor = consumer('floor', work, packed, [`aws-cdk-lib@${cdk}`, `constructs@${constructs}`]);
  const newest = consumer('newest', work, packed, ['aws-cdk-lib@latest', 'constructs@latest', 'cdk-nag@3']);

  const faults: string[] = [];
  const differences: Difference[] = [];
  let templates = 0;
  for (const example of namesOfExamples()) {
    const before = synthesize(floor, example);
    const { templates: after, violations } = synthesizeUnderNag(newest, example);
    templates += after.size;
    for (const [file, template] of after) differences.push(...differencesBetween(before.get(file), template));
    for (const { ruleName, violatingResources } of violations) {
      for (const { constructPath } of violatingResources) {
        const line = `${example}: ${ruleName} ${constructPath}`;
        if (isOurs(constructPath)) faults.push(`cdk-nag: ${line}`);
        else console.log(`the example's own, cdk-nag: ${line}`);
      }
    }
  }

  for (const [what, count] of counted(differences.filter(({ whose }) => whose !== 'ours'))) console.log(`${count} x ${what}`);
  faults.push(...counted(differences.filter(({ whose }) => whose === 'ours')).map(([what, count]) => `${count} x ${what}`));
  const { passes, stops } = pluginOf(newest);
  if (!passes) faults.push('cdk-nag: all kinds with the plugin do not synthesize');
  if (!stops) faults.push('cdk-nag: a wildcard of the user\'s is not found');

  for (const fault of faults) console.log(`FAULT ${fault}`);
  console.log(`${templates} templates of ${namesOfExamples().length} examples compared, ${differences.length} differences, ${faults.length} faults`);
  if (faults.length) process.exitCode = 1;
}

function counted(differences: readonly Difference[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { whose, what } of differences) counts.set(`${whose}: ${what}`, (counts.get(`${whose}: ${what}`) ?? 0) + 1);
  return [...counts].sort();
}

const work = mkdtempSync(join(tmpdir(), 'newest-'));
try {
  main(work);
} finally {
  if (process.argv.includes('--keep')) console.log(`kept: ${work}`);
  else rmSync(work, { recursive: true });
}
