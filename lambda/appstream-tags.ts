import { AppStreamApi } from './appstream-port';
import { read } from './identity';
import { Change, Order, Tags } from './kind';
import { areMarks, MARKS } from './marks';
import { TAG_PREFIX } from '../src/contract/envelope';

/*
 * AppStream takes tags with the request that makes a thing, and copies none of them. So what is ours bears our mark from the
 * first moment, and what bears our name but not our mark is somebody else's.
 */

/**
 * Set when a thing is up for the first time. A failure before that is one of its making, after that something that befell it. And
 * to set it the engine asks whether it is still wanted: a thing that came up for nobody is removed.
 */
export const READY = `${TAG_PREFIX}ready`;

/** The token of the request that has last deployed software: what had failed before is tried again by the next one. */
export const TRIED = `${TAG_PREFIX}tried`;

export function tagsAtCreate(order: Order<unknown>): Tags {
  return { ...order.tags, [MARKS.id]: order.id, [MARKS.stack]: order.stackId };
}

/** The user's tags and ours; those of others stay. */
export function toTagChanges(order: Order<unknown>, arn: string, now: Tags, api: Pick<AppStreamApi, 'tag' | 'untag'>): Change[] {
  const wanted: Tags = { ...tagsAtCreate(order), [READY]: 'true', ...order.retain && { [MARKS.retain]: 'true' } };
  const unwanted = [...Object.keys(order.tagsBefore).filter((key) => !Object.hasOwn(order.tags, key)), ...order.retain ? [] : [MARKS.retain]];
  const stale = unwanted.filter((key) => Object.hasOwn(now, key));
  return [
    // All of them: the right to tag is bound to our mark in the request.
    ...Object.entries(wanted).some(([key, value]) => now[key] !== value) ? [{ what: `tag ${arn}`, run: () => api.tag(arn, wanted) }] : [],
    ...stale.length ? [{ what: `untag ${arn}`, run: () => api.untag(arn, stale) }] : [],
  ];
}

/** What a listing gives. */
interface Listed {
  readonly Name?: string;
  readonly Arn?: string;
}

/** Without tags where somebody has taken it over. */
export interface Found<T> {
  readonly thing: T;
  readonly tags?: Tags;
}

/**
 * A name finds, the tag proves. A minted name is the id itself; a name that a user gave may be that of any id, even after it was
 * changed, and asking its tags is the only way to know. What was ours by its name and bears no mark was taken over.
 */
export async function findOurs<T extends Listed>(
  things: readonly T[], order: Pick<Order<unknown>, 'id' | 'stackId' | 'held'>, given: string | undefined, api: Pick<AppStreamApi, 'tags'>,
): Promise<Found<T> | undefined> {
  let taken: T | undefined;
  for (const thing of things.filter(({ Name: name }) => name === order.id || !read(name!))) {
    const tags = await api.tags(thing.Arn!);
    if (!tags) continue;
    if (areMarks(tags, order)) return { thing, tags };
    if ((thing.Name === order.id || (order.held && thing.Name === given)) && !(MARKS.id in tags)) taken = thing;
  }
  return taken && { thing: taken };
}

/** The ids of one chain among all things of the account. */
export async function idsOf(things: readonly Listed[], stem: string, scope: string, stackId: string, api: Pick<AppStreamApi, 'tags'>): Promise<string[]> {
  // Under a minted name stands what it was minted for, so those of other chains need not be asked.
  const candidates = things.filter(({ Name: name }) => (read(name!)?.scope ?? scope) === scope);
  const tags = await Promise.all(candidates.map(({ Arn: arn }) => api.tags(arn!)));
  const ids = tags.flatMap((one) => (one && areMarks(one, { stackId }) ? one[MARKS.id] : []));
  return [...new Set(ids.filter((id) => id.startsWith(`${stem}-${scope}-`)))];
}
