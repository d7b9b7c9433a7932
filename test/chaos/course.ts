import * as fc from 'fast-check';

/** How one piece of work of a service goes. */
export interface Course {
  /** The part of the usual time, from nearly none to many times. */
  readonly pace: number;
  readonly end: 'ready' | 'fails' | 'hangs';
  /** For how many minutes it is not seen at first. */
  readonly unseen: number;
  /** For how many minutes what it makes is pending, or not seen, when the work is done. */
  readonly slow: number;
  /** Whether a cancellation is accepted, and comes too late. */
  readonly unstoppable: boolean;
  /** Whether it passes through a state that nobody knows. */
  readonly odd: boolean;
}

/** Of the words of a failure, as a service says them; long and awkward. */
export const FAILURE = 'ClientError: the \\"disk\\" cannot be used';

export const PLAIN: Course = { pace: 1, end: 'ready', unseen: 0, slow: 0, unstoppable: false, odd: false };

const rarely = <T>(value: fc.Arbitrary<T>, usual: T, weight = 4) => fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value });

export const courses: fc.Arbitrary<Course> = fc.record({
  pace: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(1, 0.1, 0.5) }, { weight: 1, arbitrary: fc.constantFrom(3, 8) }),
  end: fc.oneof(
    { weight: 10, arbitrary: fc.constant<Course['end']>('ready') },
    { weight: 3, arbitrary: fc.constant<Course['end']>('fails') },
    { weight: 1, arbitrary: fc.constant<Course['end']>('hangs') },
  ),
  unseen: rarely(fc.constantFrom(1, 4), 0),
  slow: rarely(fc.constantFrom(2, 12), 0),
  unstoppable: rarely(fc.constant(true), false),
  odd: rarely(fc.constant(true), false, 9),
});
