import { isAlive, isWork, OwnThing } from '../account';
import type { Chain } from '../model';
import type { Play } from '../play';
import { Violation } from '../violation';

/*
 * What must hold when nothing is under way: the account holds exactly what the stack says.
 */

/**
 * Nothing of ours is left that neither the stack holds, nor is retained, nor has a Delete failed of in words. What has lost its trace is
 * counted, and not held against the engine.
 */
export function noOrphan({ account, model, tally }: Play, isFinal = false): void {
  if (!model.isSound && !model.isEmpty) return;
  const current = new Set(model.chains.map(({ id }) => id));
  // A chain that was cut short has a first link, and what its import has left is cleared by the next event.
  const whole = new Set(model.chains.filter((chain) => model.isWhole(chain)).map(({ id }) => id));
  const isExcused = (id: string) => model.kept.has(id) || (isFinal ? model.given : model.owed).has(id) || (!isFinal && model.strayed.has(id));
  const own = account.own().filter(({ state }) => state !== 'leaving');
  for (const { name, what, from, state, origin: { id }, lostTrace } of own) {
    const isLeftOver = what === 'snapshot' && whole.has(id) && !model.lost.has(id) && !own.some((other) => other.from === from && isWork(other));
    if (isExcused(id) || (current.has(id) && !isLeftOver)) continue;
    if (lostTrace) tally[lostTrace].add(`${id} ${name}`);
    else throw new Violation('noOrphan', `${what} ${name} of ${id} is ${state}, and the stack, which is ${model.status || 'not there'}, does not hold it`);
  }
}

/** One id, one thing. */
export function noDouble({ account }: Play): void {
  const seen = new Map<string, OwnThing>();
  for (const thing of account.own().filter((one) => isWork(one) && isAlive(one) && one.lostTrace !== 'forgotten')) {
    const { origin: { id }, name } = thing;
    const other = seen.get(id);
    if (other) throw new Violation('noDouble', `${id} has both ${other.name} (${other.state}) and ${name} (${thing.state})`);
    seen.set(id, thing);
  }
}

/** What the stack holds is there, and ready. */
export function holdsWhatTheStackSays(play: Play): void {
  for (const { id, record } of soundChains(play)) {
    const thing = workOf(play, id);
    if (thing?.state === 'ready') continue;
    throw new Violation('holdsWhatTheStackSays', `${record.logicalId} is ${record.status} with ${id}, but ${thing ? `${thing.name} is ${thing.state}` : 'there is nothing'}`);
  }
}

/** It has the tags, and what else changes in place, that the stack says. */
export function inLine(play: Play): void {
  const { model, world } = play;
  for (const { id, record: { logicalId, properties } } of soundChains(play)) {
    const thing = workOf(play, id)!;
    const updated = world.cfn.requests.filter(({ event: { RequestType, ResourceProperties: asked }, outcome }) =>
      outcome?.ok && RequestType !== 'Delete' && asked.Scope === logicalId && asked.Link === 'Last' && asked.Id === id).at(-1);
    const edited = model.edited.get(id!);
    if (edited !== undefined && (updated?.at ?? 0) <= edited) continue;
    for (const [key, value] of Object.entries(properties.Tags ?? {})) {
      if (thing.tags.get(key) !== value) throw new Violation('inLine', `the tag ${key} of ${thing.name} of ${id} is ${thing.tags.get(key)}, not ${value}`);
    }
    if (thing.service === 'ec2' && thing.prose !== properties.Description) {
      throw new Violation('inLine', `${thing.name} of ${id} is described as ${thing.prose}, not as ${properties.Description}`);
    }
  }
}

/** The attributes of the last link name the real thing. */
export function attributesTrue(play: Play): void {
  for (const chain of soundChains(play)) {
    const { id, kind } = chain;
    const last = play.model.lastOf(chain)!;
    const named = kind.nameOf(`${last.attributes[kind.attribute]}`);
    const { name } = workOf(play, id)!;
    if (named !== name) throw new Violation('attributesTrue', `${last.logicalId} names ${named}, but ${id} is ${name}`);
  }
}

/** What was retained is still there. */
export function retainedStay(play: Play): void {
  for (const [id, mustStay] of play.model.kept) {
    if (mustStay && !play.model.lost.has(id) && !workOf(play, id)) throw new Violation('retainedStay', `${id} was retained, and is not there any more`);
  }
}

/** No waiter is left when all of them have had their time. */
export function waitsEnd({ world }: Play): void {
  const left = world.cfn.executions.find(({ status }) => status === 'RUNNING');
  if (left) throw new Violation('waitsEnd', `the waiter ${left.name} of ${new Date(left.startedAt).toISOString()} is still running`);
}

export const AT_REST = [noDouble, noOrphan, holdsWhatTheStackSays, inLine, attributesTrue, retainedStay, waitsEnd];

/** The chains that a sound stack holds to their last link, but for those of which the user has taken the thing away. */
function soundChains({ model }: Play): Chain[] {
  if (!model.isSound) return [];
  return model.chains.filter((chain) => model.isWhole(chain) && !model.lost.has(chain.id!));
}

function workOf({ account }: Play, id: string | undefined): OwnThing | undefined {
  const all = account.own().filter((thing) => thing.origin.id === id && isWork(thing));
  // What is forgotten may still be there beside it.
  return all.find(({ lostTrace, state }) => state === 'ready' && lostTrace !== 'forgotten') ?? all.at(-1);
}
