/** The end, in words for the user: the service's own reason, then the cure. */
export class Failure extends Error {}

/** Not wanted any more: nobody hears of it but the log. */
export class Stopped extends Failure {}

/** Ask again at the next poll. */
export class NotYet extends Error {}

/** CloudFormation wants this request no longer. */
export class Abandoned extends Error {}

/** CloudFormation takes 4096 bytes for the whole answer, of which the framework and the ids need a part. */
const MAX_REASON_BYTES = 2_800;

/** The error that Lambda hands to the framework, which sends message and trace on: one line, no trace, short enough to arrive. */
export function answerable(error: unknown): Error {
  const message = clip((error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim());
  const answer = new Error(message);
  answer.stack = message;
  return answer;
}

/** What counts is the answer as JSON, in which quotes and control characters are longer. */
function clip(text: string): string {
  const size = (t: string) => Buffer.byteLength(JSON.stringify(t));
  if (size(text) <= MAX_REASON_BYTES) return text;
  let end = text.length;
  while (size(text.slice(0, end)) > MAX_REASON_BYTES - 1 - '…'.length * 3) end = Math.floor(end * 0.95);
  return `${text.slice(0, end)}…`;
}
