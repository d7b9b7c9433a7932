import type { Call } from '../../local-aws/call';
import { isAlive, isWork, OwnThing, serviceOf } from '../account';
import type { Play } from '../play';
import type { Start, Thing } from '../services/service';
import { Violation } from '../violation';

/*
 * What must hold whenever one of our calls reaches a service.
 */

/** Only what our requests have started, and nobody has taken over since, is changed or removed. */
export function foreignUntouched({ account }: Play, call: Call, target: Thing): void {
  if (!account.originOf(target)) throw new Violation('foreignUntouched', `${call.operation} was called for ${target.name}, which is not ours`);
}

/** What is retained stays. */
export function retainedAlive({ model }: Play, call: Call, target: OwnThing): void {
  const { origin: { id }, name } = target;
  const isHeld = model.chains.some((chain) => chain.id === id) || model.isTakenUp(id);
  if (isRemoval(call) && isWork(target) && model.kept.get(id) && !isHeld) throw new Violation('retainedAlive', `${call.operation} removed ${name} of ${id}, which is retained`);
}

/**
 * What the stack holds stays until it holds something else: the old image until the new one is ready, and for a rollback. What
 * CloudFormation has asked to delete, and does not hold, may go.
 */
export function heldAlive({ model, world }: Play, call: Call, target: OwnThing): void {
  const { origin: { id, stackId }, name, state } = target;
  if (!isRemoval(call) || !isWork(target) || state !== 'ready' || stackId !== model.stack?.id || !model.protectedIds.includes(id)) return;
  const isHeld = model.chains.some((chain) => chain.id === id && !chain.record.status.startsWith('DELETE'));
  const isAsked = world.cfn.requests.some(({ event: { RequestType, PhysicalResourceId, ResourceProperties }, outcome }) =>
    RequestType === 'Delete' && PhysicalResourceId === id && ResourceProperties.Link === 'First' && !outcome);
  if (isHeld || !isAsked) throw new Violation('heldAlive', `${call.operation} removed ${name} of ${id} while the stack is ${model.status} and needs it`);
}

/** Nothing is started for which there is something already. */
export function startedOnce({ account, model }: Play, start: Start): void {
  const shape = shapeOf(start.id);
  // What no record and no tag names any more cannot be found.
  for (const other of account.own().filter((thing) => isWork(thing) && isAlive(thing) && thing.name !== start.name && thing.lostTrace !== 'forgotten')) {
    const { origin: { id }, name, state } = other;
    if (id === start.id) throw new Violation('startedOnce', `${start.name} was started for ${id}, for which there is ${name}, ${state}`);
    // Who does not retain takes up nothing retained.
    if (model.wasSound && state === 'ready' && shapeOf(id) === shape && !model.kept.has(id) && !model.isMarked(id)) {
      throw new Violation('startedOnce', `${start.name} was started for ${start.id}, but ${name} of ${id} is the same and ready`);
    }
  }
}

/** Once the stack has settled, nobody starts anything for it. */
export function nothingStartedAtRest({ model }: Play, start: Start): void {
  if (!model.isBusy) throw new Violation('nothingStartedAtRest', `${start.name} was started for ${start.id} while the stack is ${model.status || 'not there'}`);
}

function isRemoval(call: Call): boolean {
  return serviceOf(call)!.removing.includes(call.operation);
}

/** Scope and shape: all but the nonce. */
function shapeOf(id: string): string {
  return id.split('-').slice(0, -1).join('-');
}
