import * as fc from 'fast-check';
import type { KindName } from './kinds';
import type { Play } from './play';
import { run, RunOptions } from './run';
import { Sequence, sequences } from './sequence';
import { storyOf } from './story';
import { Tally } from './tally';
import { Violation } from './violation';

/** How long it is tried to make a sequence shorter, in milliseconds. */
const SHRINKING = 120_000;

/** Plays one sequence again, makes it as short as the same promise is still broken by it, and tells its story. Whether nothing was broken. */
export async function repeat({ seed, path, kind }: { seed: number; path: string; kind?: KindName }): Promise<boolean> {
  let broken: string | undefined;
  const property = fc.asyncProperty(sequences(kind), async (sequence) => {
    const error = await errorOf(sequence);
    broken ??= nameOf(error);
    if (error && nameOf(error) === broken) throw error;
  });
  const { counterexample, counterexamplePath, failed } = await fc.check(property, { seed, path, numRuns: 1, interruptAfterTimeLimit: SHRINKING });
  if (!counterexample) {
    console.log(`nothing is broken on the path ${path} of the seed ${seed}`);
    return !failed;
  }
  const [sequence] = counterexample;
  const { steps, ...world } = sequence;
  let play: Play | undefined;
  const error = await errorOf(sequence, { begun: (begun) => { play = begun; } });
  console.log([
    '', `--seed ${seed} --path ${counterexamplePath}`, JSON.stringify(world), ...steps.map((step) => JSON.stringify(step)),
    '', storyOf(play!), '', `${error?.message}`,
  ].join('\n'));
  return false;
}

async function errorOf(sequence: Sequence, options?: RunOptions): Promise<Error | undefined> {
  try {
    await run(sequence, new Tally(), options);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function nameOf(error: Error | undefined): string | undefined {
  return error instanceof Violation ? error.invariant : error?.message;
}
