import type { Account } from './account';
import type { Handlers } from './broken/bundle';
import type { Model } from './model';
import type { Sequence } from './sequence';
import type { Tally } from './tally';
import type { Violation } from './violation';
import type { World } from './world';
import type { Operation } from '../cloudformation/operation';

/** One sequence as it is played: what all its parts look at. */
export interface Play {
  readonly sequence: Sequence;
  /** What runs in the place of the published handlers. */
  readonly handlers?: Handlers;
  readonly world: World;
  readonly account: Account;
  readonly model: Model;
  readonly tally: Tally;
  /** The stack operation under way: an act may begin another one. */
  operation?: Operation;
  /** The step has been disturbed: nobody promises that its operation succeeds. */
  disturbed: boolean;
  /** Faults that an earlier step has brought may strike until then. */
  stormyUntil: number;
  /** A promise that was broken in a call: what is thrown there would reach the handler as an answer. */
  broken?: Violation;
  /** The steps are over: nobody acts by hand any more. */
  isOver: boolean;
}
