import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Conditions, Section } from './section';
import { ROOT } from './workshop';

/*
 * Where the time of `npm test` and of `npm run demo` goes. Each is run once, as whoever works on the library runs it.
 */

const PARTS: readonly (readonly [name: string, command: string])[] = [
  ['types', 'projen typecheck'],
  ['lint', 'projen eslint'],
  ['bundles', 'projen bundle'],
  ['templates', 'projen integ'],
];

/** How the demo begins each of its parts. */
const DEMO_PARTS = ['Set-up', 'cdk deploy', 'In the account', 'cdk destroy', 'Left in the account'];

interface Figures {
  /** Seconds of each part of `npm test`. */
  readonly test: { readonly [part: string]: number };
  /** Seconds of the slowest files; several run at once. */
  readonly slowest: { readonly [file: string]: number };
  readonly demo: { readonly [part: string]: number };
}

export const tests: Section<Figures> = {
  name: 'tests',
  title: 'Tests and demo: seconds',
  onDemand: true,

  async measure({ progress, workshop }: Conditions) {
    const test: Record<string, number> = {};
    for (const [name, command] of PARTS) {
      progress(`tests: ${name}`);
      test[name] = await seconds(command);
    }
    progress('tests: jest');
    const file = join(workshop.folder, 'jest.json');
    test.jest = await seconds(`jest --ci --silent --json --outputFile=${file}`);
    progress('tests: demo');
    return { test, slowest: slowestOf(JSON.parse(readFileSync(file, 'utf8'))), demo: await demo() };
  },

  report({ test, slowest, demo: parts }) {
    const rows = (figures: { readonly [name: string]: number }) => Object.entries(figures).map(([name, figure]) => [name, figure.toFixed(1)]);
    return [
      { head: ['npm test', 's'], rows: rows(test) },
      { head: ['its slowest files', 's'], rows: rows(slowest) },
      { head: ['npm run demo', 's'], rows: rows(parts) },
    ];
  },
};

/** A command of the project's own, which must succeed. */
async function seconds(command: string, hear: (line: string) => void = () => {}): Promise<number> {
  const start = performance.now();
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}` };
  const child = spawn('/bin/sh', ['-c', command], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      hear(line);
      last.push(line);
      if (last.length > 30) last.shift();
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command} failed:\n${last.join('\n')}`);
  return (performance.now() - start) / 1000;
}

interface JestReport {
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

function slowestOf({ testResults: files }: JestReport): Figures['slowest'] {
  const times = files.map(({ name, startTime, endTime }): [string, number] => [relative(ROOT, name), (endTime - startTime) / 1000]);
  return Object.fromEntries(times.sort(([, a], [, b]) => b - a).slice(0, 10));
}

async function demo(): Promise<Figures['demo']> {
  const begun: [name: string, at: number][] = [];
  const start = performance.now();
  const all = await seconds('projen demo', (line) => {
    const part = DEMO_PARTS.find((name) => line.startsWith(name));
    if (part) begun.push([part, (performance.now() - start) / 1000]);
  });
  return Object.fromEntries(begun.map(([name, at], index) => [name, (begun[index + 1]?.[1] ?? all) - at]));
}
