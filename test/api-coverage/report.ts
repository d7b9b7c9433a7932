import '../setup-env';
import { join } from 'node:path';
import { Class, Classified, cover, Coverage } from './coverage';
import { toText } from './evidence';
import { keyOf } from './items';
import { nameOf, OPERATIONS } from './operations';
import { deploy } from './sent';

/*
 * npm run api:coverage
 *     holds the library against every member, value, state and exception of the operations that it exists for
 * npm run api:coverage -- --verbose
 *     tells of each its class and the evidence
 */

const CLASSES: readonly Class[] = ['prop', 'engine', 'refused'];

/** What is wrong, in words; each ends the command with an error. */
const FAULTS: readonly (readonly [keyof Coverage & ('unclassified' | 'twice' | 'stale' | 'wrong'), string])[] = [
  ['unclassified', 'in the model, and of no class'],
  ['twice', 'of two classes'],
  ['stale', 'claimed, and in no model'],
  ['wrong', 'claimed, and not so'],
];

export function render(coverage: Coverage, verbose = false): string {
  const { classified, items } = coverage;
  const rows = OPERATIONS.map(nameOf).map((operation) => {
    const own = classified.filter(({ item }) => item.operation === operation);
    return [operation, ...CLASSES.map((one) => own.filter((entry) => entry.class === one).length), items.filter((item) => item.operation === operation).length];
  });
  const sums = ['together', ...[1, 2, 3, 4].map((column) => rows.reduce((sum, row) => sum + (row[column] as number), 0))];
  return [
    ...table([['operation', ...CLASSES, 'total'], ...rows, sums]),
    ...verbose ? ['', ...classified.map(toLine)] : [],
    ...FAULTS.flatMap(([fault, words]) => {
      const entries = coverage[fault].map((entry) => (typeof entry === 'string' ? entry : keyOf(entry)));
      return ['', `${entries.length} ${words}`, ...entries.map((entry) => `  ${entry}`)];
    }),
  ].join('\n');
}

function toLine({ item, class: one, evidence, test }: Classified): string {
  return `${one.padEnd(7)}  ${keyOf(item)}  (${[evidence, test && toText(test)].filter(Boolean).join('; ')})`;
}

export function isWhole(coverage: Coverage): boolean {
  return FAULTS.every(([fault]) => !coverage[fault].length);
}

function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const width = Math.max(...rows.map(([name]) => `${name}`.length));
  return rows.map(([name, ...cells]) => [`${name}`.padEnd(width), ...cells.map((cell) => `${cell}`.padStart(8))].join(' '));
}

async function main(): Promise<void> {
  const { default: bundle } = await import(join(__dirname, '..', '..', 'scripts', 'bundle.mjs'));
  await bundle();
  const coverage = cover(await deploy());
  console.log(render(coverage, process.argv.includes('--verbose')));
  process.exitCode = isWhole(coverage) ? 0 : 1;
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
