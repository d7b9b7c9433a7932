import { hash } from './identity';
import { LinkEvent } from './link';

/*
 * CloudFormation sends the requests of all images of a stack at once, and the framework's polls then go in step for hours. So the
 * first request of each chain waits a moment of its own: each wait of the framework counts from the end of the poll before, so that
 * one delay keeps them apart for good.
 */

/** How long this request is to wait, in milliseconds below `span`: the same in each repetition. */
export function delayOf({ RequestType: request, RequestId: id, ResourceProperties: { Link: role } }: LinkEvent, span: number): number {
  // A chain is created and updated from its first link on, and deleted from its last.
  const isEntry = role === (request === 'Delete' ? 'Last' : 'First');
  return isEntry ? Math.floor(parseInt(hash(id), 16) / 0x100_0000_0000 * span) : 0;
}
