import * as fc from 'fast-check';
import { TimedAct, timedActs } from './acts/acts';
import { Course, courses } from './course';
import { Disturbance, disturbances } from './disturbance';
import { KIND_NAMES, KindName } from './kinds';
import type { ImageSpec, OtherSpec } from './templates';
import { Weather, weathers } from './weather';
import type { Variants } from '../cloudformation/variants';

/*
 * A random sequence, as plain data: what is deployed, what goes wrong, what is done by hand. It can be printed, repeated and shrunk.
 */

export interface Deploy {
  readonly verb: 'deploy';
  /** What stands in each place of the stack. */
  readonly images: readonly (ImageSpec | undefined)[];
  readonly other: OtherSpec & {
    readonly minutes: number;
    readonly breaks: boolean;
  };
  readonly rollback: boolean;
}

export interface Step {
  readonly operation: Deploy | { readonly verb: 'destroy' } | { readonly verb: 'nothing' };
  /** How the pieces of work go that begin in this step, one after the other, then again from the first. */
  readonly courses: readonly Course[];
  readonly weather: Weather | undefined;
  readonly disturbance: Disturbance | undefined;
  readonly acts: readonly TimedAct[];
  /** What comes after it: the next step at once, or when all that is abandoned has run out, or eight days later. */
  readonly rest: 'none' | 'run out' | 'days';
}

/** How the services are where they may be one way or another. */
export interface Settings {
  readonly smallPages: boolean;
  readonly fewImports: boolean;
  readonly cancelledSnapshots: 'stay' | 'vanish';
  readonly pendingListed: boolean;
  readonly deletesRunning: boolean;
}

export interface Sequence {
  readonly kinds: readonly KindName[];
  readonly variants: Pick<Variants, 'rollbackUpdate' | 'failedNewId' | 'firstRecord' | 'rollbackTime' | 'cleanupDelete' | 'failedCreate' | 'failedUpdate'>;
  readonly settings: Settings;
  readonly steps: readonly Step[];
}

const variants: fc.Arbitrary<Sequence['variants']> = fc.record({
  rollbackUpdate: fc.constantFrom('old id', 'new id', 'none'),
  failedNewId: fc.constantFrom('sent', 'lost'),
  firstRecord: fc.constantFrom('listed', 'missing until done'),
  rollbackTime: fc.constantFrom('kept', 'bumped'),
  cleanupDelete: fc.constantFrom('once', 'three times'),
  failedCreate: fc.constantFrom('deleted first', 'deleted in cleanup'),
  failedUpdate: fc.constantFrom('left', 'restored'),
});

const settings: fc.Arbitrary<Settings> = fc.record({
  smallPages: fc.boolean(),
  fewImports: fc.boolean(),
  cancelledSnapshots: fc.constantFrom('stay', 'vanish'),
  pendingListed: fc.constantFrom(true, true, false),
  deletesRunning: fc.boolean(),
});

const sometimes = <T>(value: fc.Arbitrary<T>, percent: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary: value });

const images: fc.Arbitrary<ImageSpec> = fc.record({
  color: fc.constantFrom('red', 'blue'),
  prose: fc.constantFrom('one', 'two'),
  timeout: fc.oneof({ weight: 24, arbitrary: fc.constantFrom(20, 50, 120, 200) }, { weight: 4, arbitrary: fc.constantFrom(360, 720) },
    { weight: 1, arbitrary: fc.constant(72 * 60) }),
  retain: fc.constantFrom(false, false, true),
  isOld: fc.constantFrom(false, false, false, true),
});

const deploys = (places: number): fc.Arbitrary<Deploy> => fc.record({
  verb: fc.constant('deploy'),
  images: fc.tuple(...Array.from({ length: places }, (_, place) => sometimes(images, place === 0 ? 92 : 70))),
  other: fc.record({
    value: fc.constantFrom('a', 'b', 'c'),
    begins: fc.constantFrom('at once', 'beside', 'behind'),
    minutes: fc.constantFrom(0, 1, 5, 30),
    breaks: fc.constantFrom(false, false, true),
  }),
  rollback: fc.constantFrom(true, true, true, true, false),
});

const steps = (places: number): fc.Arbitrary<Step> => fc.record({
  operation: fc.oneof(
    { weight: 8, arbitrary: deploys(places) },
    { weight: 1, arbitrary: fc.constant({ verb: 'destroy' as const }) },
    { weight: 1, arbitrary: fc.constant({ verb: 'nothing' as const }) },
  ),
  courses: fc.array(courses, { minLength: 1, maxLength: 3 }),
  weather: sometimes(weathers, 45),
  disturbance: sometimes(disturbances, 30),
  acts: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(timedActs, { minLength: 1, maxLength: 2 }) }),
  rest: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step['rest']>('none') }, { weight: 4, arbitrary: fc.constant<Step['rest']>('run out') },
    { weight: 1, arbitrary: fc.constant<Step['rest']>('days') },
  ),
});

/** Of any kinds, or of one alone. */
export function sequences(only?: KindName): fc.Arbitrary<Sequence> {
  const kind = only ? fc.constant(only) : fc.constantFrom(...KIND_NAMES);
  const kinds = fc.oneof({ weight: 3, arbitrary: fc.tuple(kind) }, { weight: 2, arbitrary: fc.tuple(kind, kind) },
    { weight: 1, arbitrary: fc.tuple(kind, kind, kind) });
  return kinds.chain((places: KindName[]) => fc.record({
    kinds: fc.constant(places), variants, settings, steps: fc.array(steps(places.length), { minLength: 1, maxLength: 5 }),
  }));
}
