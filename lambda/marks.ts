import { Observation, Tags } from './kind';
import { TAG_PREFIX } from '../src/contract/envelope';

/*
 * The tags that prove that a thing is ours. Copies inherit tags (CopyImage, backups), so on an AMI or a snapshot the mark holds
 * the thing's own id too, and counts only there. Who removes our tags by hand has taken the thing over.
 */
export const MARKS = {
  id: `${TAG_PREFIX}id`,
  stack: `${TAG_PREFIX}stack`,
  /** The id of the very thing that bears the mark; on a task, of the AMI that was marked in its name. */
  self: `${TAG_PREFIX}self`,
  /** The task that an AMI or a snapshot came from: the task's own record is kept for seven days only. */
  task: `${TAG_PREFIX}task`,
  /** When a task was started, which EC2 does not tell. */
  started: `${TAG_PREFIX}started`,
  /** Outlives its stack. */
  retain: `${TAG_PREFIX}retain`,
};

interface Tagged {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** Whose a thing is to be: of one id, or of any id of the stack. */
interface Owner {
  readonly id?: string;
  readonly stackId: string;
}

export function tagsOf({ Tags: tags }: Tagged): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key: key, Value: value }) => [key ?? '', value ?? '']));
}

export function isMarked(thing: Tagged, by: Owner): boolean {
  return areMarks(tagsOf(thing), by);
}

export function areMarks(tags: Tags, by: Owner): boolean {
  return tags[MARKS.stack] === by.stackId && (by.id ? tags[MARKS.id] === by.id : MARKS.id in tags);
}

/** Who has taken a thing over keeps it as it is, also when the stack lets go of it. What refers to it still finds it. */
export function takenOver<O>(outputs: O): Observation<O> {
  return { state: 'ready', outputs, changes: [], removal: [], retained: true };
}

/** For things whose tags are copied with them. */
export function isOurs(thing: Tagged, self: string | undefined, by: Owner): boolean {
  return isMarked(thing, by) && tagsOf(thing)[MARKS.self] === self;
}
