/** What a service refuses although its model allows it. */
export interface Rule {
  readonly operations: readonly string[];
  readonly rule: string;
  /** Whether the input breaks the rule. */
  readonly broken: (input: any) => boolean;
  readonly code: string;
  readonly message: string | ((input: any) => string);
  /** Where the rule is written; `assumed` where it is written nowhere. */
  readonly source: string;
}
