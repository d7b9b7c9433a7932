import type { VirtualClock } from '../support/clock';

/** Waits in virtual time. */
export type Sleep = (milliseconds: number) => Promise<void>;

/**
 * Runs `body` on the clock: the clock stands still while the body computes or talks over the network, and turns while it sleeps.
 * The promise is fulfilled when the body sleeps or ends, so that a task of the clock can wait for it.
 */
export function flow(clock: VirtualClock, body: (sleep: Sleep) => Promise<void>): Promise<void> {
  let rest: () => void;
  let fail: (error: unknown) => void;
  const turn = (go: () => void) => new Promise<void>((resolve, reject) => {
    [rest, fail] = [resolve, reject];
    go();
  });
  const sleep: Sleep = (milliseconds) => milliseconds > 0
    ? new Promise((wake) => {
      clock.schedule(milliseconds, () => turn(wake));
      rest();
    })
    : Promise.resolve();
  return turn(() => void body(sleep).then(() => rest(), (error) => fail(error)));
}
