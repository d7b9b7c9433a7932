import * as fc from 'fast-check';
import type { Act } from './act';
import { copy } from './copy';
import { interrupt } from './interrupt';
import { remove } from './remove';
import { retag } from './retag';
import { untag } from './untag';
import { use } from './use';

export const ACTS = { copy, interrupt, remove, retag, untag, use } satisfies { readonly [name: string]: Act };

/** An act and its time. */
export interface TimedAct {
  readonly act: keyof typeof ACTS;
  readonly choice: number;
  /** In seconds of the step. */
  readonly at: number;
}

/** Early, where the first requests have just been sent; or later, in the midst of the work. */
const moments = fc.oneof(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 2, max: 90 }).map((minutes) => minutes * 60));

export const timedActs: fc.Arbitrary<TimedAct> = fc.record({
  act: fc.oneof(
    { weight: 5, arbitrary: fc.constant<TimedAct['act']>('interrupt') },
    { weight: 4, arbitrary: fc.constantFrom<TimedAct['act']>('copy', 'remove', 'retag', 'untag', 'use') },
  ),
  choice: fc.nat({ max: 5 }),
  at: moments,
});
