import type { LocalAws } from '../local-aws/local-aws';

/** One example as the demo deploys it. */
export interface Story {
  readonly example: string;
  /** How many times as fast as the real clock the simulated one runs. */
  readonly rate: number;
  readonly fails: boolean;
  /** What the account is to do. */
  begin(aws: LocalAws): void;
}

const HOUR = 3600_000;

/** Longer than four links wait, well within the six hours that the examples allow. */
const IMPORT = { duration: 4 * HOUR };

export const STORIES: { readonly [name: string]: Story } = {
  'windows-desktop': {
    example: 'windows-desktop',
    rate: 600,
    fails: false,
    begin: ({ ec2 }) => {
      ec2.settings.course = () => IMPORT;
    },
  },
  'vm-import': {
    example: 'vm-import',
    rate: 420,
    fails: false,
    begin: ({ ec2 }) => {
      ec2.settings.course = () => IMPORT;
    },
  },
  '--fail': {
    example: 'vm-import',
    rate: 420,
    fails: true,
    begin: ({ ec2 }) => {
      ec2.settings.course = () => ({ ...IMPORT, failure: { after: 1.5 * HOUR, message: 'ClientError: Unknown OS / Missing OS files.' } });
    },
  },
};
