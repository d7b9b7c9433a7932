import type { BenchKind } from './kinds';
import type { Table } from './table';
import type { Workshop } from './workshop';

/** One part of the benchmark. To add one, write it in a file of its own and name it in sections.ts. */
export interface Section<R = unknown> {
  readonly name: string;
  readonly title: string;
  /** Whether it runs only when it is named, since it takes long. */
  readonly onDemand?: boolean;
  /** What stands under the section's name in the output of `--json`. */
  measure(conditions: Conditions): Promise<R>;
  /** The same in tables, and in sentences where those say more. */
  report(result: R): (Table | string)[];
}

export interface Conditions {
  /** The Node that runs what is measured. */
  readonly node: string;
  /** How often each thing is measured; without a wish of the user each section knows its own number. */
  readonly repetitions?: number;
  readonly kinds: readonly BenchKind[];
  /** How many images a stack has, one after the other; without a wish of the user each section knows its own numbers. */
  readonly images?: readonly number[];
  readonly workshop: Workshop;
  /** Tells the user what is being done. */
  progress(line: string): void;
}
