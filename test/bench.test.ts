import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { figureOf, lineThrough, ratioOf, told } from './bench/figures';
import { KINDS } from './bench/kinds';
import { chainOf } from './bench/peers';
import { dollarsOf, PRICES } from './bench/prices';
import { SECTIONS } from './bench/sections';
import { fill, inMarkdown, onScreen } from './bench/table';
import { WAIT_KINDS } from './bench/wait-kinds';
import { mostWithin } from './bench/waiting';

/*
 * What the benchmark computes and prints. The figures themselves are not held to anything here: they depend on the machine.
 */

const root = resolve(__dirname, '..');
const page = readFileSync(join(root, 'docs', 'performance.md'), 'utf8');

describe('figures', () => {
  test('the median lies between the quartiles', () => {
    expect(figureOf([5, 1, 4, 2, 3])).toEqual({ median: 3, quartiles: [2, 4] });
    expect(figureOf([1, 2])).toEqual({ median: 1.5, quartiles: [1.25, 1.75] });
  });

  test('each repetition is compared with its peer of the same moment', () => {
    expect(ratioOf([1, 20, 3], [2, 40, 6])).toEqual({ median: 0.5, quartiles: [0.5, 0.5] });
  });

  test('a line has a slope and a start', () => {
    expect(lineThrough([[1, 5], [2, 7], [4, 11]])).toEqual({ slope: 2, start: 3 });
  });

  test('a second begins with each call', () => {
    expect(mostWithin(1_000, [])).toBe(0);
    expect(mostWithin(1_000, [0, 999, 1_000, 1_500, 1_998, 2_000])).toBe(4);
  });

  test('dollars follow from what is billed', () => {
    expect(dollarsOf({ transitions: 1_000, invocations: 1_000_000, gigabyteSeconds: 0 })).toBeCloseTo(0.225);
    expect(dollarsOf({ transitions: 0, invocations: 0, gigabyteSeconds: 400_000 })).toBeCloseTo(6.67);
  });

  test('the prices are those of the page on costs', () => {
    const costs = readFileSync(join(root, 'docs', 'costs.md'), 'utf8');
    const prices = [...costs.matchAll(/\[([\d.]+) for (a GB-second|[\d,]+)\]/g)].map(([, price, unit]) => Number(price) / (parseInt(unit.replace(/,/g, '')) || 1));
    expect(prices).toHaveLength(3);
    Object.values(PRICES).forEach((price, index) => expect(prices[index]).toBeCloseTo(price, 8));
  });

  test('a chain of AwsCustomResources is as long as the stack has room', () => {
    expect(chainOf(1).longestMinutes).toBeCloseTo(41.5);
    expect(chainOf(40).longestMinutes).toBe(1);
    expect(chainOf(40)).toMatchObject({ calls: 720, invocations: 720, transitions: 0 });
  });
});

describe('tables', () => {
  const table = { head: ['', 'ms'], rows: [['ours', told({ median: 1, quartiles: [0.5, 2] })], ['peer', 10]] };

  test('on a screen', () => {
    expect(onScreen(table)).toEqual(['                    ms', 'ours  1.00 (0.50-2.00)', 'peer                10']);
  });

  test('in a page', () => {
    expect(inMarkdown(table)).toEqual(['|  | ms |', '| --- | ---: |', '| ours | 1.00 (0.50-2.00) |', '| peer | 10 |']);
    const filled = fill('# A\n<!-- bench: a -->\nold\n<!-- end of a -->\nB', { a: 'new' });
    expect(filled).toBe('# A\n<!-- bench: a -->\n\nnew\n\n<!-- end of a -->\nB');
    expect(fill(filled, { a: 'new' })).toBe(filled);
    expect(() => fill(filled, { b: 'new' })).toThrow("the page has no place for 'b'");
  });

  test('the page has a place for each section, and figures that the benchmark has written there', () => {
    expect(() => fill(page, Object.fromEntries(SECTIONS.map(({ name }) => [name, ''])))).not.toThrow();
    const texts = new Map([...page.matchAll(/<!-- bench: (\w+) -->\s*([^]*?)\s*<!-- end of \1 -->/g)].map(([, name, text]) => [name, text]));
    for (const { name } of SECTIONS.filter(({ onDemand }) => !onDemand)) expect(texts.get(name)).toMatch(/^On .*, Node v\d+.*\n\n\|.*\|\n\|/);
  });
});

test('every kind is played at run time', () => {
  expect(Object.keys(WAIT_KINDS)).toEqual(KINDS.map(({ name }) => name));
});

test('--json is one object, with a ratio for each peer', async () => {
  const options = ['handler', 'synth', 'template', 'runtime', '--json', '--kind', 'AppStreamImageBuilder', '--images', '1,2', '--repetitions', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', 'ts-node/register/transpile-only', join(root, 'test', 'bench', 'bench.ts'), ...options], {
    cwd: root, env: { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.dev.json') }, maxBuffer: 1e8,
  });
  const figure = expect.any(Number); // what is none, such as a ratio to nothing, is null
  const compared = { toPoller: { calls: figure, invocations: figure, transitions: figure, dollars: figure }, toAwsCustomResource: { calls: figure } };
  expect(JSON.parse(stdout)).toMatchObject({
    machine: { node: process.version },
    handler: { AppStreamImageBuilder: { bundleBytes: figure, initRatio: figure, unbundledRatio: figure } },
    synth: { slopeRatio: figure, slopeMs: figure, peerSlopeMs: figure },
    template: { AppStreamImageBuilder: { default: { linkBytesRatio: figure, largestFleet: figure }, oneHour: { largestFleet: figure } } },
    runtime: { AppStreamImageBuilder: { interval: figure, growth: figure, images: { 1: compared, 2: compared } } },
  });
}, 120_000);
