/*
 * The ground floor: the words that a construct says and a handler hears. Nothing here imports anything else of the house.
 *
 * Old stacks go on speaking old words: add optional words, never rename one, and never let a new one change the shape of an
 * old request. Only strings cross the wire, so a flag is 'true' or 'false' and is compared with ===.
 */

/** CloudFormation gives a custom resource one hour; a link that waits 52 minutes leaves room for the framework around it. */
export const LINK_MINUTES = 52;

/** How long one run of a handler may take. A Delete that finds nothing waits as long, for a run that may just be creating it. */
export const HANDLER_SECONDS = 60;

/** CloudFormation sends each request within events of limited size; past this, a timeout could no longer be reported. */
export const MAX_REQUEST_BYTES = 5500;

/** The variable of a function's environment that tells over how many seconds the images of the stack are to spread. */
export const SPREAD_VARIABLE = 'SPREAD_SECONDS';

/** The type of all links of a chain but the first. */
export const WAIT_TYPE = 'Custom::EucImageWait';

/** The keys of our own tags begin with this; nobody else's may. */
export const TAG_PREFIX = 'cdk-euc-images:';

/** A resource of these services has room for 50 tags; five are ours. */
export const MAX_USER_TAGS = 45;

export type Flag = 'true' | 'false';

/** `First` mints the id, `Hold` gives a Delete time, `Wait` starts and waits, `Last` waits and gives the attributes. */
export type LinkRole = 'First' | 'Hold' | 'Wait' | 'Last';

/** What each request carries beside the words of its kind. */
export interface Envelope {
  /** The place of this link in its chain. */
  readonly Link: LinkRole;
  /** The logical id of the chain's first link. */
  readonly Scope: string;
  /** The id that the first link answered with. Absent on the first link itself. */
  readonly Id?: string;
  /** How many minutes this link may wait. */
  readonly Minutes: string;
  /** How many minutes all links of the chain may wait together. */
  readonly Timeout: string;
  /** Raised when a release adds an output, so that stacks of an older release ask for it once. */
  readonly Contract: string;
  /** Whether the image stays when it leaves the stack. */
  readonly Retain: Flag;
  /** The tags of the user. Absent when there are none. */
  readonly Tags?: { [key: string]: string };
}

/** What both sides know of a kind. */
export interface KindWords {
  /** The CloudFormation type of the first link. */
  readonly type: string;
  /** The folder of the bundle. */
  readonly bundle: string;
  /** How an id of this kind begins. Frozen: it names things in accounts. */
  readonly stem: string;
  /** Seconds from poll to poll of one image. */
  readonly pollSeconds: number;
  /** For how many seconds one image may go by what was read for another: with `pollSeconds`, the longest time until an end is noticed. */
  readonly recallSeconds: number;
}
