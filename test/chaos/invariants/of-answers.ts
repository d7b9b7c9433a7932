import type { CustomResourceRequest } from '../../cloudformation/requests';
import type { Play } from '../play';
import { Violation } from '../violation';
import { MINUTE } from '../world';

/*
 * What must hold for each request of CloudFormation.
 */

/** CloudFormation's limit. */
const LONGEST = 4096;
/** Beyond its share a link may take this long: the patience of its last call, the polls around it, and a delivery that is late. */
const SLACK = 9 * MINUTE;
/** The share of a first link, in minutes. */
const FIRST = 52;

/** What the framework says in the place of a reason; and a trace of our own code, which tells a user nothing. */
const EMPTY_WORDS = [/^Error: *$/, /Operation timed out/, /undefined|null|\[object/, /\n\s+at .*\/var\/task\/index\.js/];

/** All answers are short enough to be taken. */
export function answersShort({ event, answers }: CustomResourceRequest): void {
  for (const { bytes } of answers) {
    if (bytes > LONGEST) throw new Violation('answersShort', `an answer to the ${nameOf(event)} has ${bytes} bytes`);
  }
}

/** Who fails says why. */
export function reasonsGiven({ event, answers }: CustomResourceRequest): void {
  for (const { body } of answers) {
    const { Status, Reason } = JSON.parse(body);
    if (Status !== 'FAILED') continue;
    const bare = EMPTY_WORDS.find((words) => words.test(`${Reason}`));
    if (bare || `${Reason}`.length < 10) throw new Violation('reasonsGiven', `the ${nameOf(event)} failed with nothing but: ${Reason}`);
  }
}

/** CloudFormation never waits in vain. */
export function noSilence({ event, outcome }: CustomResourceRequest): void {
  if (outcome && !outcome.ok && /did not receive a response/.test(outcome.reason)) throw new Violation('noSilence', `nobody answered the ${nameOf(event)}`);
}

/** Each wait of CloudFormation ends by its deadline. A waiter to whom nobody listens may still be clearing up. */
export function endsInTime({ at, event, answers }: CustomResourceRequest): void {
  const { Link: role, Minutes: minutes } = event.ResourceProperties;
  const share = (role === 'First' ? FIRST : Number(minutes)) * MINUTE;
  for (const answer of answers.filter(({ ignored }) => !ignored)) {
    if (answer.at - at > share + SLACK) throw new Violation('endsInTime', `the ${nameOf(event)} took ${Math.round((answer.at - at) / MINUTE)} minutes of ${share / MINUTE}`);
  }
}

export const OF_ANSWERS = [answersShort, reasonsGiven, noSilence, endsInTime];

/** Checks each request whose answers are in; those that wait are left for the next time. */
export function checkAnswers({ world }: Play): void {
  for (const request of world.cfn.requests) for (const invariant of OF_ANSWERS) invariant(request);
}

function nameOf({ RequestType: type, LogicalResourceId: link, PhysicalResourceId: id }: CustomResourceRequest['event']): string {
  return [type, 'of', link, id].filter(Boolean).join(' ');
}
