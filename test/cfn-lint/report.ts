/*
 * `npm run cfn-lint`: cfn-lint over the template of every sample and every example. It fails when there is an error, or a warning that is
 * not known here. It installs cfn-lint from PyPI into a folder that it deletes again; needs Python 3.10 or newer.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { exampleFolder, namesOfExamples, synthesizeExample, writeSamples } from '../support/templates';

interface Match {
  readonly Rule: { readonly Id: string; readonly ShortDescription: string };
  readonly Level: 'Error' | 'Warning' | 'Informational';
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] };
}

/** Warnings that are the CDK's own, by rule. */
const KNOWN = new Map([
  ['W3005', 'the CDK writes each dependency that it knows, also where a reference says it'],
]);

function main(folder: string): void {
  process.env.CDK_VALIDATION = 'false'; // as under jest
  const lint = install(join(folder, 'venv'));
  const templates = synthesizeAll(join(folder, 'templates'));
  const matches = run(lint, templates);

  console.log(`${execFileSync(lint, ['--version'], { encoding: 'utf8' }).trim()}, ${templates.length} templates`);
  for (const [rule, [first, ...more]] of byRule(matches)) {
    console.log(`${first.Level.toLowerCase()} ${rule} ${1 + more.length} x ${first.Rule.ShortDescription}: ${KNOWN.get(rule) ?? placeOf(first)}`);
  }
  const bad = matches.filter(({ Level, Rule }) => Level === 'Error' || !KNOWN.has(Rule.Id));
  for (const match of bad) console.log(`FAULT ${match.Rule.Id} ${placeOf(match)}: ${match.Message}`);
  console.log(`errors: ${matches.filter(({ Level }) => Level === 'Error').length}, warnings: ${matches.length - bad.length} known, ${bad.length} faults`);
  if (bad.length) process.exitCode = 1;
}

function install(venv: string): string {
  execFileSync('python3', ['-m', 'venv', venv]);
  execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', join(__dirname, 'requirements.txt')]);
  return join(venv, 'bin', 'cfn-lint');
}

function synthesizeAll(folder: string): string[] {
  const into = (name: string) => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    return own;
  };
  return [...writeSamples(into('samples')), ...namesOfExamples().flatMap((name) => synthesizeExample(exampleFolder(name), into(name)))];
}

function run(lint: string, templates: readonly string[]): Match[] {
  const { status, stdout, stderr } = spawnSync(lint, ['--format', 'json', '--', ...templates], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // Its exit code is a sum of what it found; without JSON it did not run.
  if (status === null || !stdout.startsWith('[')) throw new Error(`cfn-lint did not run: ${stderr || stdout}`);
  return JSON.parse(stdout);
}

function byRule(matches: readonly Match[]): [string, Match[]][] {
  const rules = new Map<string, Match[]>();
  for (const match of matches) rules.set(match.Rule.Id, [...rules.get(match.Rule.Id) ?? [], match]);
  return [...rules].sort(([one], [other]) => one.localeCompare(other));
}

function placeOf({ Filename: file, Location: { Path: path } }: Match): string {
  return `${basename(dirname(file))}/${basename(file)} ${path.join('.')}`;
}

const folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true });
}
