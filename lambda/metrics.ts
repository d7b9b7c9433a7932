import { Link } from './link';
import { log } from './log';
import { Dimensions, METRICS, MetricName, NAMESPACE } from '../src/contract/metrics';

/**
 * Counts something for alarms. CloudWatch reads metrics out of log lines in its embedded format: that needs no call and no right.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function measure(name: MetricName, value: number, { stackId, first }: Pick<Link<unknown>, 'stackId' | 'first'>, now: Date): void {
  const dimensions: Dimensions = { Stack: stackId.split('/')[1], Image: first };
  log({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: name, Unit: METRICS[name] }] }],
    },
    ...dimensions,
    [name]: value,
  });
}
