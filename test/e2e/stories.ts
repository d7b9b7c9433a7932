import type { LocalAws } from '../local-aws/local-aws';

/** One example as the demo deploys it. */
export interface Story {
  readonly example: string;
  /** How many times as fast as the real clock the simulated one runs. */
  readonly rate: number;
}

export const STORIES: { readonly [name: string]: Story } = {
  'windows-desktop': { example: 'windows-desktop', rate: 600 },
  'vm-import': { example: 'vm-import', rate: 420 },
};

const HOUR = 3600_000;

/** Longer than four links wait, well within the six hours that the examples allow. */
const IMPORT = { duration: 4 * HOUR };

const FAILURE = { after: 1.5 * HOUR, message: 'ClientError: Unknown OS / Missing OS files.' };

/** What the account is to do with the disk. */
export function begin({ ec2 }: LocalAws, fails: boolean): void {
  ec2.settings.course = () => (fails ? { ...IMPORT, failure: FAILURE } : IMPORT);
}
