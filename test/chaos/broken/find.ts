import { rm } from 'node:fs/promises';
import { bundleBroken } from './bundle';
import { BrokenEngine } from './engines';
import { search } from '../search';
import { Tally } from '../tally';

/** In so many sequences at most. */
const RUNS = 400;

/** Plays sequences with a broken engine until one of the promises that it breaks is found broken. Whether it was, and what is to be said of it. */
export async function find(engine: BrokenEngine, seed: number): Promise<{ readonly isFound: boolean; readonly words: string }> {
  const { folder, handlers } = await bundleBroken(engine);
  const tally = new Tally();
  const isMeant = (invariant?: string) => invariant !== undefined && engine.breaks.includes(invariant);
  const found = await search({
    seed, runs: RUNS, kind: engine.kind, handlers, isEnough: (all) => all.some(({ invariant }) => isMeant(invariant)),
  }, tally);
  await rm(folder, { recursive: true });
  const hit = found.find(({ invariant }) => isMeant(invariant));
  const others = [...new Set(found.flatMap(({ invariant, message }) => isMeant(invariant) ? [] : invariant ?? message))];
  return {
    isFound: hit !== undefined,
    words: `${hit ? `${hit.invariant} after ${tally.sequences}` : `NOT FOUND in ${tally.sequences}`} sequences: an engine that ${engine.what}`
      + (others.length ? ` (before: ${others.join(', ')})` : ''),
  };
}
