/*
 * What the failures of the services mean. One table serves the handlers, which add the cure to what the service said, and the guide
 * in docs/troubleshooting.md, in which a user looks a text up.
 */

/** One failure that a user can meet. */
export interface Cure {
  /** How the service words it, in one way or several; … stands for what varies. By these words the handlers know it, and a reader finds it. */
  readonly says: readonly string[];
  /** Why it happens. */
  readonly cause: string;
  /** What to do. */
  readonly cure: string;
}

/** What the service said, then why, and what to do, where that is known. */
export function withCure(words: string, cures: readonly Cure[]): string {
  const known = cureOf(words, cures);
  return known ? `${words.replace(/[.\s]+$/, '')}. ${known.cause} ${known.cure}` : words;
}

/** Of several that fit the first counts. */
export function cureOf(words: string, cures: readonly Cure[]): Cure | undefined {
  return cures.find(({ says }) => says.some((text) => toPattern(text).test(words)));
}

/** Finds whole words only: `DomainJoined` is not in `AzureDomainJoined`. */
function toPattern(text: string): RegExp {
  const parts = text.split('…').map((part) => part.trim()).filter(Boolean);
  const literals = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return new RegExp(literals.map((literal) => literal.replace(/^(?=\w)|(?<=\w)$/g, '\\b')).join('.*'), 'is');
}

/** What any service can answer. */
export const COMMON_CURES: readonly Cure[] = [
  {
    says: ['OptInRequired: …', 'SubscriptionRequiredException: …', 'UnrecognizedClientException: …', 'PendingVerification: …', 'Blocked: …'],
    cause: 'The account may not use this service in this Region, or not yet.',
    cure: 'Enable the Region under Account in the AWS console, and open the console of the service once; of a new or a blocked account ask AWS Support.',
  },
  {
    says: ['UnknownOperationException: …', 'InvalidAction: …'],
    cause: 'The service has no such call in this Region.',
    cure: 'Deploy to a Region in which AWS offers it.',
  },
  {
    says: ['ValidationException: …', 'SerializationException: …'],
    cause: 'The service does not take a value of the request.',
    cure: 'Correct the property that the message names.',
  },
];
