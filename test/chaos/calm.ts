import type { Play } from './play';
import type { Step } from './sequence';
import { Violation } from './violation';

/*
 * When nothing goes wrong, a deployment has to succeed.
 */

const SUCCESS: { readonly [verb: string]: RegExp } = {
  deploy: /^(CREATE|UPDATE)_COMPLETE$/,
  continue: /^UPDATE_ROLLBACK_COMPLETE$/,
  destroy: /^DELETE_COMPLETE$/,
};

/** Before it begins: whether all that could disturb this step is absent. */
export function isCalm(play: Play, { operation, courses, weather, disturbance, acts }: Step): boolean {
  const { account, model, world } = play;
  const isQuiet = world.clock.now() >= play.stormyUntil && world.cfn.executions.every(({ status }) => status !== 'RUNNING') && (model.isSound || model.isEmpty);
  const isPlain = courses.every(({ end, pace, slow }) => end === 'ready' && pace <= 0.5 && slow < 12);
  const isPossible = operation.verb !== 'deploy' || !operation.other.breaks;
  // What an earlier step has begun may take longer than anybody waits.
  const isIdle = account.own().every(({ state }) => state !== 'pending');
  return isQuiet && isIdle && isPlain && isPossible && !weather && !disturbance && !acts.length && !model.owed.size && !model.lost.size;
}

export function requireSuccess({ model }: Play, verb: string): void {
  if (SUCCESS[verb].test(model.status)) return;
  const why = model.stack!.events.filter(({ status }) => status.endsWith('_FAILED')).at(-1)?.reason;
  throw new Violation('calmSucceeds', `nothing was wrong, and the stack is ${model.status}: ${why}`);
}
