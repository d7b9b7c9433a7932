import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/*
 * Packs the library for each language as it is published, installs the package into a fresh app of that language, and compares what
 * the app synthesizes with what TypeScript's does; so it does with the first example of the README. For .NET the sources are generated,
 * and compiled where its SDK is present. After `projen compile`; needs Python, Java with Maven, and Go.
 */

const ROOT = path.join(__dirname, '..', '..');
const WORK = path.join(ROOT, '.languages');
const PACKED = path.join(WORK, 'packed');
const LIBRARY = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const CDK: string = LIBRARY.devDependencies['aws-cdk-lib'];
const CONSTRUCTS: string = LIBRARY.devDependencies.constructs;

const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const TYPES = ['--ignoreConfig', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', '--skipLibCheck'];

interface Language {
  readonly name: string;
  /** Where the README has its first example in this language too: how it is marked there, and how its code runs in the app. */
  readonly readme?: { readonly mark: string; run(folder: string, code: string): void };
  /** Installs the package into the app at `folder`, builds it, and runs it. */
  synthesize(folder: string): void;
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'typescript',
    synthesize(folder) {
      writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
      run(folder, 'npm', 'install', '--silent', only('js', /\.tgz$/), `aws-cdk-lib@${CDK}`, `constructs@${CONSTRUCTS}`, '@types/node@20');
      run(folder, 'node', TSC, ...TYPES, 'app.ts');
      run(folder, 'node', 'app.js');
    },
    readme: {
      mark: 'ts nofixture',
      run(folder, code) {
        writeFileSync(path.join(folder, 'readme.ts'), code);
        run(folder, 'node', TSC, ...TYPES, 'readme.ts');
        run(folder, 'node', 'readme.js');
      },
    },
  },
  {
    name: 'python',
    synthesize(folder) {
      run(folder, 'python3', '-m', 'venv', '.venv');
      run(folder, '.venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', only('python', /\.whl$/), `aws-cdk-lib==${CDK}`, `constructs==${CONSTRUCTS}`);
      run(folder, '.venv/bin/python', 'app.py');
    },
    readme: {
      mark: 'python',
      run(folder, code) {
        writeFileSync(path.join(folder, 'readme.py'), code);
        run(folder, '.venv/bin/python', 'readme.py');
      },
    },
  },
  {
    name: 'java',
    synthesize(folder) {
      const maven = ['mvn', '-B', '-q', '-ntp', `-Dpacked=file://${PACKED}/java`, `-Dlibrary=${LIBRARY.version}`, `-Dcdk=${CDK}`] as const;
      const { groupId, artifactId } = LIBRARY.jsii.targets.java.maven;
      // Maven keeps for good what it has once seen of a version, and between two releases ours is the same each time.
      run(folder, ...maven, 'dependency:purge-local-repository', `-DmanualInclude=${groupId}:${artifactId}`, '-DreResolve=false');
      run(folder, ...maven, 'compile', 'exec:java');
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
function template(assembly: string): string {
  const text = readFileSync(path.join(assembly, 'Images.template.json'), 'utf8');
  const { Resources, Outputs } = JSON.parse(text);
  return JSON.stringify({ Resources, Outputs }, (key, value) => key === 'Metadata' || key === 'CDKMetadata' ? undefined : value, 1)
    .replace(/[0-9a-f]{64}/g, '<asset>');
}

function firstExample(mark: string): string {
  const [, code] = new RegExp(`^\`\`\`${mark}\\n([^]*?)^\`\`\`$`, 'm').exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? [];
  if (!code) throw new Error(`the README has no example that is marked ${mark}`);
  return code;
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

  const wanted = new Map<string, string>();
  let differences = 0;
  const compare = (what: string, name: string, folder: string) => {
    const assembly = path.join(folder, `${what}.out`);
    renameSync(path.join(folder, 'cdk.out'), assembly);
    const got = template(assembly);
    if (!wanted.has(what)) wanted.set(what, got);
    const same = got === wanted.get(what);
    if (!same) differences++;
    console.log(`${name.padEnd(12)}${what}: ${Object.keys(JSON.parse(got).Resources).length} resources, ${got.length} bytes, ${same ? 'identical' : 'DIFFERENT'}`);
  };
  for (const { name, synthesize, readme } of LANGUAGES) {
    const folder = path.join(WORK, name);
    cpSync(path.join(__dirname, 'apps', name), folder, { recursive: true });
    synthesize(folder);
    compare('app', name, folder);
    if (!readme) continue;
    readme.run(folder, firstExample(readme.mark));
    compare('README', name, folder);
  }
  console.log(`dotnet      ${compileDotnet()}`);
  if (differences) {
    console.error(`${differences} of the languages make another template than TypeScript; compare .languages/*/*.out`);
    process.exitCode = 1;
  }
}

main();
