import * as fc from 'fast-check';
import type { Play } from './play';
import type { Event } from './tally';
import { MINUTE } from './world';
import type { Variants } from '../cloudformation/variants';

/*
 * What Lambda, Step Functions and the network between them do for a while.
 */

type Way = keyof Pick<Variants, 'delivery' | 'onEvent' | 'isComplete' | 'startExecution'>;

const USUAL: Pick<Variants, Way> = { delivery: 'once', onEvent: 'once', isComplete: 'once', startExecution: 'works' };

const EFFECTS: { readonly [event in Event]?: Partial<Pick<Variants, Way>> | 'cut off' } = {
  'request delivered twice': { delivery: 'twice' },
  'request delivered twice at once': { delivery: 'twice at once' },
  'request delivered late': { delivery: 'late' },
  'onEvent twice': { onEvent: 'twice' },
  'onEvent twice at once': { onEvent: 'twice at once' },
  'isComplete twice': { isComplete: 'twice' },
  'isComplete twice at once': { isComplete: 'twice at once' },
  'waiter not started': { startExecution: 'fails' },
  'answer to the waiter lost': { startExecution: 'answer lost' },
  'run cut off': 'cut off',
};
const NAMES = Object.keys(EFFECTS) as Event[];

export interface Disturbance {
  readonly what: Event;
  /** When it begins, in seconds of the step, and how many minutes it lasts. */
  readonly from: number;
  readonly minutes: number;
}

export const disturbances: fc.Arbitrary<Disturbance> = fc.record({
  what: fc.constantFrom(...NAMES),
  from: fc.constantFrom(0, 0, 10, 60, 300),
  minutes: fc.constantFrom(1, 10, 60),
});

/** Longer than any function may run. */
const TOO_LONG = 200_000;

export function disturb({ what, from, minutes }: Disturbance, play: Play): void {
  const { clock } = play.world;
  play.stormyUntil = Math.max(play.stormyUntil, clock.now() + from * 1000 + minutes * MINUTE);
  clock.schedule(from * 1000, () => apply(what, play));
  clock.schedule(from * 1000 + minutes * MINUTE, () => calm(play));
}

/** As all of it usually is. */
export function calm({ world: { cfn } }: Play): void {
  Object.assign(cfn.variants, USUAL);
  cfn.conditions.invocations = {};
}

/** From now on each effect on a request, a call of a handler or a waiter is counted. */
export function countEffects({ world: { cfn: { variants } }, tally }: Play): void {
  for (const way of Object.keys(USUAL) as Way[]) {
    let value: string = variants[way];
    let reads = 0;
    // A handler that is called twice asks twice.
    const perEffect = way === 'onEvent' || way === 'isComplete' ? 2 : 1;
    Object.defineProperty(variants, way, {
      set: (next: string) => { value = next; },
      get: () => {
        const event = NAMES.find((name) => (EFFECTS[name] as { [way: string]: string })[way] === value);
        if (event && reads++ % perEffect === 0) tally.count(event);
        return value;
      },
    });
  }
}

function apply(what: Event, { world: { cfn }, model: { stack } }: Play): void {
  const effect = EFFECTS[what]!;
  if (effect !== 'cut off') return void Object.assign(cfn.variants, effect);
  for (const { logicalId, type, properties } of Object.values(stack?.resources ?? {})) {
    if (type === 'AWS::Lambda::Function' && properties.Handler === 'index.isComplete') cfn.conditions.invocations[logicalId] = TOO_LONG;
  }
}
