/** Prices in USD of what runs while an image is waited for, as in most Regions. docs/costs.md says where they stand; logs come to it. */
export const PRICES = {
  /** https://aws.amazon.com/step-functions/pricing/ */
  transition: 0.025 / 1_000,
  /** https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html */
  invocation: 0.20 / 1_000_000,
  /** The same page. */
  gigabyteSecond: 0.0000166667,
};

export interface Units {
  readonly transitions: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
}

export function dollarsOf({ transitions, invocations, gigabyteSeconds }: Units): number {
  return transitions * PRICES.transition + invocations * PRICES.invocation + gigabyteSeconds * PRICES.gigabyteSecond;
}
