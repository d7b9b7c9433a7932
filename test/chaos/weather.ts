import * as fc from 'fast-check';
import { serviceOf } from './account';
import { SERVICES } from './kinds';
import type { Play } from './play';
import { randomOf } from './random';
import type { Refusal } from './services/service';
import type { Event } from './tally';
import { MINUTE } from './world';
import type { Call } from '../local-aws/call';
import type { Fault } from '../local-aws/faults';

/*
 * Faults at every call: for some time each call of some sort may be struck, with some probability.
 */

/** What sort of call; `fence` are the questions to CloudFormation. */
const SCOPES = ['all', 'starting', 'looking', 'changing', 'removing', 'fence'] as const;
type Scope = typeof SCOPES[number];

type What =
  | { readonly kind: 'throttle' | 'reset' | 'lose' | 'hang' | 'denied' }
  | { readonly kind: 'refusal'; readonly of: 'broken' | 'quota' | 'concurrent' | 'role' }
  | { readonly kind: 'listing'; readonly of: 'odd' | 'hiding' };

/** Each with the sort of call that it can befall. */
const FAULTS: { readonly [event in Event]?: { readonly what: What; readonly befalls: readonly Scope[] } } = {
  'throttled': { what: { kind: 'throttle' }, befalls: ['all'] },
  'broken (5xx)': { what: { kind: 'refusal', of: 'broken' }, befalls: ['all'] },
  'reset before it acted': { what: { kind: 'reset' }, befalls: ['all'] },
  'reset after it acted': { what: { kind: 'lose' }, befalls: ['all'] },
  'answer lost': { what: { kind: 'hang' }, befalls: ['all'] },
  'denied': { what: { kind: 'denied' }, befalls: ['all'] },
  'quota reached': { what: { kind: 'refusal', of: 'quota' }, befalls: ['starting'] },
  'concurrent modification': { what: { kind: 'refusal', of: 'concurrent' }, befalls: ['changing', 'removing'] },
  'role not visible yet': { what: { kind: 'refusal', of: 'role' }, befalls: ['starting'] },
  'unknown state': { what: { kind: 'listing', of: 'odd' }, befalls: ['looking'] },
  'listing behind the times': { what: { kind: 'listing', of: 'hiding' }, befalls: ['looking'] },
};
const NAMES = Object.keys(FAULTS) as Event[];

/** How far a listing is behind: what was made since is not seen. The engine counts on less than five minutes. */
const BEHIND = 4 * MINUTE;

export interface Weather {
  readonly seed: number;
  /** The probability that a call is struck. */
  readonly rate: number;
  readonly faults: readonly Event[];
  readonly scope: Scope;
  /** When it begins, in seconds of the step, and how many minutes it lasts. */
  readonly from: number;
  readonly minutes: number;
}

export const weathers: fc.Arbitrary<Weather> = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  rate: fc.constantFrom(0.05, 0.2, 0.5, 1),
  faults: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
  scope: fc.constantFrom(...SCOPES),
  from: fc.constantFrom(0, 0, 30, 300, 1200),
  minutes: fc.constantFrom(1, 4, 8, 20, 70),
});

/** Lets it come over the account. */
export function bring({ seed, rate, faults, scope, from, minutes }: Weather, play: Play): void {
  const { world, tally } = play;
  const begins = world.clock.now() + from * 1000;
  const ends = begins + minutes * MINUTE;
  play.stormyUntil = Math.max(play.stormyUntil, ends);
  const random = randomOf(seed);
  for (const name of faults) {
    const { what, befalls } = FAULTS[name]!;
    const when = (call: Call) => {
      const now = world.clock.now();
      if (now < begins || now >= ends) return false;
      const sort = sortOf(call);
      if (!befalls.includes('all') && !befalls.includes(sort)) return false;
      if (scope !== 'all' && scope !== sort) return false;
      if (what.kind === 'listing' && sort === 'fence') return false;
      if (random() >= rate) return false;
      tally.count(name);
      return true;
    };
    for (const fault of faultsOf(what, () => world.clock.now(), seed)) {
      world.aws.faults.add({ ...fault, times: Infinity, when: fault.service ? (call) => call.service === fault.service && when(call) : when });
    }
  }
}

function faultsOf(what: What, now: () => number, seed: number): Fault[] {
  if (what.kind === 'refusal') {
    const ofCloudFormation = what.of === 'broken' ? [refusal('cloudformation', { code: 'InternalFailure', status: 500 })] : [];
    return [...SERVICES.map(({ name, refusals }) => refusal(name, refusals[what.of][seed % refusals[what.of].length])), ...ofCloudFormation];
  }
  if (what.kind === 'listing') {
    return SERVICES.map((service): Fault => ({
      service: service.name, kind: 'alter', alter: (output) => what.of === 'odd' ? service.odd(output) : service.hiding(output, now() - BEHIND),
    }));
  }
  return [{ kind: what.kind }];
}

function refusal(service: string, { code, message, status }: Refusal): Fault {
  return { service, kind: 'error', code, message, status };
}

function sortOf(call: Call): Scope {
  const service = serviceOf(call);
  if (!service) return 'fence';
  if (service.starting.includes(call.operation)) return 'starting';
  if (service.removing.includes(call.operation)) return 'removing';
  return /^(Describe|List)/.test(call.operation) ? 'looking' : 'changing';
}
