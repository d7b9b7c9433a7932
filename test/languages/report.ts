import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/*
 * Packs the library for each language as it is published, installs the package into a fresh app of that language, and compares what
 * the app synthesizes with what TypeScript's does. For .NET the sources are generated, and compiled where its SDK is present.
 * After `projen compile`; needs Python, Java with Maven, and Go.
 */

const ROOT = path.join(__dirname, '..', '..');
const WORK = path.join(ROOT, '.languages');
const PACKED = path.join(WORK, 'packed');
const LIBRARY = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const CDK: string = LIBRARY.devDependencies['aws-cdk-lib'];
const CONSTRUCTS: string = LIBRARY.devDependencies.constructs;

interface Language {
  readonly name: string;
  /** Installs the package into the app at `folder`, builds it, and runs it. */
  synthesize(folder: string): void;
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'typescript',
    synthesize(folder) {
      writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
      run(folder, 'npm', 'install', '--silent', only('js', /\.tgz$/), `aws-cdk-lib@${CDK}`, `constructs@${CONSTRUCTS}`, '@types/node@20');
      const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
      run(folder, 'node', tsc, '--ignoreConfig', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', '--skipLibCheck', 'app.ts');
      run(folder, 'node', 'app.js');
    },
  },
  {
    name: 'python',
    synthesize(folder) {
      run(folder, 'python3', '-m', 'venv', '.venv');
      run(folder, '.venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', only('python', /\.whl$/), `aws-cdk-lib==${CDK}`, `constructs==${CONSTRUCTS}`);
      run(folder, '.venv/bin/python', 'app.py');
    },
  },
  {
    name: 'java',
    synthesize(folder) {
      const settings = [`-Dpacked=file://${PACKED}/java`, `-Dlibrary=${LIBRARY.version}`, `-Dcdk=${CDK}`];
      run(folder, 'mvn', '-B', '-q', '-ntp', ...settings, 'compile', 'exec:java');
    },
  },
  {
    name: 'go',
    synthesize(folder) {
      const [module] = readdirSync(path.join(PACKED, 'go'));
      const name = `${LIBRARY.jsii.targets.go.moduleName}/${module}`;
      writeFileSync(path.join(folder, 'go.mod'), [
        'module images', 'go 1.25', `require github.com/aws/aws-cdk-go/awscdk/v2 v${CDK}`, `replace ${name} => ${path.join(PACKED, 'go', module)}`, '',
      ].join('\n'));
      run(folder, 'go', 'mod', 'tidy');
      run(folder, 'go', 'run', '.');
    },
  },
];

function run(folder: string, command: string, ...args: string[]): void {
  const env = { ...process.env, CDK_OUTDIR: path.join(folder, 'cdk.out'), CDK_VALIDATION: 'false' };
  const { status, stdout } = spawnSync(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} in ${folder} ended with ${status}:\n${stdout}`);
}

/** The one packed file of a language. */
function only(language: string, pattern: RegExp): string {
  const folder = path.join(PACKED, language);
  const [file, ...more] = readdirSync(folder).filter((name) => pattern.test(name));
  if (!file || more.length) throw new Error(`${folder} must hold one file like ${pattern}, got ${[file, ...more].join()}`);
  return path.join(folder, file);
}

function pack(...targets: string[]): void {
  run(ROOT, 'jsii-pacmak', '--outdir', PACKED, ...targets.flatMap((target) => ['--target', target]));
}

/** The template, with hashes of assets as one word: each package brings its own copies, zipped at its own time. */
function template(folder: string): string {
  const text = readFileSync(path.join(folder, 'cdk.out', 'Images.template.json'), 'utf8');
  const { Resources, Outputs } = JSON.parse(text);
  return JSON.stringify({ Resources, Outputs }, (key, value) => key === 'Metadata' || key === 'CDKMetadata' ? undefined : value, 1)
    .replace(/[0-9a-f]{64}/g, '<asset>');
}

function compileDotnet(): string {
  run(ROOT, 'jsii-pacmak', '--code-only', '--outdir', PACKED, '--target', 'dotnet');
  if (spawnSync('dotnet', ['--version']).status !== 0) return 'its code is generated; not compiled, there is no .NET SDK here';
  pack('dotnet');
  return 'its code is generated and compiled';
}

function main(): void {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(PACKED, { recursive: true });
  pack('js', 'python', 'java', 'go');

  let wanted: string | undefined;
  let differences = 0;
  for (const { name, synthesize } of LANGUAGES) {
    const folder = path.join(WORK, name);
    cpSync(path.join(__dirname, 'apps', name), folder, { recursive: true });
    synthesize(folder);
    const got = template(folder);
    wanted ??= got;
    const same = got === wanted;
    if (!same) differences++;
    console.log(`${name.padEnd(12)}${Object.keys(JSON.parse(got).Resources).length} resources, ${got.length} bytes, ${same ? 'identical' : 'DIFFERENT'}`);
  }
  console.log(`dotnet      ${compileDotnet()}`);
  if (differences) {
    console.error(`${differences} of the languages make another template than TypeScript; compare .languages/*/cdk.out`);
    process.exitCode = 1;
  }
}

main();
