import type { StackState } from './stack-state';

/** A stack operation on its way. */
export interface Operation {
  readonly stack: StackState;
  readonly done: boolean;
}
