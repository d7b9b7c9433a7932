/** One failure that a user can meet: how the service words it, why it happens, and what to do. */
export interface Cure {
  readonly when: RegExp;
  readonly cause: string;
  readonly cure: string;
}

/** What the service said, then why, and what to do, where that is known. */
export function withCure(words: string, cures: readonly Cure[]): string {
  const known = cures.find(({ when }) => when.test(words));
  return known ? `${words.replace(/[.\s]+$/, '')}. ${known.cause} ${known.cure}` : words;
}
