import * as fc from 'fast-check';
import type { Handlers } from './broken/bundle';
import type { KindName } from './kinds';
import { run } from './run';
import { sequences } from './sequence';
import type { Tally } from './tally';
import { Violation } from './violation';

export interface Search {
  readonly seed: number;
  readonly runs: number;
  readonly kind?: KindName;
  readonly handlers?: Handlers;
  /** Whether what was found so far is enough. */
  isEnough?(found: readonly Found[]): boolean;
}

/** A sequence that broke a promise; `path` and the seed give it again. */
export interface Found {
  readonly path: string;
  /** Which promise; nothing if the sequence ended with an error that is none of ours. */
  readonly invariant?: string;
  readonly message: string;
}

/** Plays that many sequences, and goes on past those that break a promise. */
export async function search(
  { seed, runs, kind, handlers, isEnough = () => false }: Search, tally: Tally, progress: (done: number, found: readonly Found[]) => void = () => undefined,
): Promise<Found[]> {
  const found: Found[] = [];
  let done = 0;
  await fc.check(fc.asyncProperty(sequences(kind), async (sequence) => {
    if (isEnough(found)) return;
    await run(sequence, tally, { handlers }).catch((error: Error) => {
      found.push({ path: `${done}`, invariant: error instanceof Violation ? error.invariant : undefined, message: error.message });
    });
    progress(++done, found);
  }), { seed, numRuns: runs });
  return found;
}
