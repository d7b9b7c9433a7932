import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { KIND_NAMES, KindName } from './kinds';
import { run } from './run';
import { Sequence, sequences } from './sequence';
import { Tally } from './tally';

/*
 * npm run chaos -- --runs 10000 [--seed 1] [--kind ec2-vm-import] [--path 123]
 */

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string' }, kind: { type: 'string' }, path: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const kind = values.kind as KindName | undefined;
if (kind && !KIND_NAMES.includes(kind)) throw new Error(`--kind must be one of ${KIND_NAMES.join(', ')}`);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const runs = Number(values.runs);

interface Found {
  readonly index: number;
  readonly error: Error;
}

async function main() {
  const tally = new Tally();
  const found: Found[] = [];
  const began = Date.now();
  let index = 0;
  const property = fc.asyncProperty(sequences(kind), async (sequence: Sequence) => {
    const at = values.path ?? `${index}`;
    index++;
    try {
      await run(sequence, tally);
    } catch (error) {
      if (values.path) throw error;
      found.push({ index: Number(at), error: error as Error });
      console.log(`run ${at}: ${(error as Error).message}`);
    }
    if (index % 20 === 0) console.log(`${index} of ${runs}, ${((Date.now() - began) / index).toFixed(0)} ms each, ${found.length} violations`);
  });
  if (values.path) {
    const result = await fc.check(property, { seed, path: values.path, numRuns: 1, endOnFailure: true });
    console.log(JSON.stringify(result.counterexample, undefined, 1));
    console.log((result.errorInstance as Error)?.stack);
    return;
  }
  await fc.check(property, { seed, numRuns: runs });
  console.log(JSON.stringify({ ...tally, counts: Object.fromEntries((tally as any).counts) }, undefined, 1), tally.missing());
}

void main();
