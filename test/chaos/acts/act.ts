import type { Play } from '../play';

/** What a user does while the stack is at work, or between two deployments. `choice` picks among the things that it can be done to. */
export interface Act {
  perform(play: Play, choice: number): void;
}

export function pick<T>(all: readonly T[], choice: number): T | undefined {
  return all[choice % all.length];
}
