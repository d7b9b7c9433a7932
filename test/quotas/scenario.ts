import type { Row } from './trial';

/** One question about quotas or long waits, and the operations that answer it. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  play(): Promise<readonly Row[]>;
}
