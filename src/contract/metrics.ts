/*
 * The metrics that the functions write and the constructs name. Frozen: alarms and dashboards hold these words.
 */

export const NAMESPACE = 'CdkEucImages';

/** The name of each metric, and the unit in which CloudWatch shows it. */
export const METRICS = {
  Duration: 'Seconds',
  Failures: 'Count',
  Leftovers: 'Count',
} as const;

export type MetricName = keyof typeof METRICS;

/** By what a metric is told apart: the name of the stack, and the logical id of the chain's first link. */
export interface Dimensions {
  readonly Stack: string;
  readonly Image: string;
}
