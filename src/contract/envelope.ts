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

/** The variable that tells in which order they do so: by the ends of their first logical ids. */
export const TURNS_VARIABLE = 'SPREAD_TURNS';

/** The CDK ends a logical id with a hash of that many letters. */
export const TURN_LETTERS = 8;

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

/**
 * The form of a text: any; `name`, one of 1 to 1024 characters; a number that is not negative; a moment; or one of the words between bars.
 */
export type TextForm = 'text' | 'name' | 'number' | 'time' | `${string} | ${string}`;

/**
 * What of a request a handler can understand, in the shape of its interface. In brackets stands the form of each element of a list; a
 * word with a question mark may be absent, as each that a release adds; `*` stands for any word. Of the words in `oneOf` exactly one is
 * there, of those in `anyOf` at least one.
 */
export type Form<T> =
  [T] extends [string] ? TextForm :
    [T] extends [readonly (infer E)[]] ? readonly [Form<E>] :
      { readonly [K in keyof T & string as undefined extends T[K] ? `${K}?` : K]: Form<NonNullable<T[K]>> } & {
        readonly oneOf?: readonly (keyof T & string)[];
        readonly anyOf?: readonly (keyof T & string)[];
      };

export const ENVELOPE_FORM: Form<Envelope> = {
  'Link': 'First | Hold | Wait | Last',
  'Scope': 'name',
  'Id?': 'name',
  'Minutes': 'number',
  'Timeout': 'number',
  'Contract': 'text',
  'Retain': 'true | false',
  'Tags?': { '*': 'text' },
};

/** What both sides know of a kind. */
export interface KindWords {
  /** How long the key and the value of a tag may be, and which letters the service takes in them, if not all. */
  readonly tags: { readonly key: number; readonly value: number; readonly letters?: RegExp };
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
  /** Seconds between the beginnings of two images of a stack. */
  readonly turnSeconds: number;
}
