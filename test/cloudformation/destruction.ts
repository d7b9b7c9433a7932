import type { Actor } from './actor';
import { deletionStep, withoutCurrent, withoutRetained } from './deletion';
import type { Operation } from './operation';
import { Phase } from './phase';
import type { StackState } from './stack-state';
import { needsAmong } from './template';

/** Deletes a stack; what failed to delete stays, and a second attempt takes up from there. */
export class Destruction implements Operation {
  public done = false;

  constructor(public readonly stack: StackState, private readonly actor: Actor) {}

  public begin() {
    const { stack } = this;
    stack.become('DELETE_IN_PROGRESS', 'User Initiated');
    const records = Object.values(stack.resources).filter(({ status }) => !['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(status));
    const deletions = [...withoutRetained(stack, records, false), ...withoutCurrent(stack, stack.leftovers.splice(0))];
    const needs = needsAmong([...records, ...deletions]);
    const steps = deletions.map((deletion) => deletionStep(this.actor, stack, deletion));
    new Phase(steps, needs, 'hold dependents', (failed) => {
      if (failed.length) stack.become('DELETE_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}].`);
      else stack.become('DELETE_COMPLETE');
      this.done = true;
    }).begin();
  }
}
