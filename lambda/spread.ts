import { hash, read } from './identity';
import { LinkEvent } from './link';
import { TURN_LETTERS } from '../src/contract/envelope';

/*
 * CloudFormation sends the requests of all images of a stack at once, and the framework's polls then go in step for hours. So the
 * first request of each chain waits for its turn: each wait of the framework counts from the end of the poll before, so that one
 * delay keeps them apart. But only as long as all polls take the same time: those that ask would fall behind those that glance, until
 * all come together.
 */

/** How long a poll takes that only waits, where there are others; more than it needs for its calls. */
export const STEADY_MS = 1_000;

/** How long this request is to wait, in milliseconds below `span`: the same in each repetition. */
export function delayOf(event: LinkEvent, span: number, turns: readonly string[] = []): number {
  if (!isEntry(event)) return 0;
  const turn = turns.indexOf(`${event.ResourceProperties.Scope}`.slice(-TURN_LETTERS));
  // One that leaves the stack has no turn any more.
  const part = turn < 0 ? parseInt(hash(event.RequestId), 16) / 0x100_0000_0000 : turn / turns.length;
  return Math.floor(part * span);
}

/** A chain is created and updated from its first link on; it is deleted from its last, or from the one that was cut short. */
function isEntry({ RequestType: request, PhysicalResourceId: id, ResourceProperties: { Link: role } }: LinkEvent): boolean {
  return request === 'Delete' ? role === 'Last' || read(id ?? '') === undefined : role === 'First';
}
