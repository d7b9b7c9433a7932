import { ITaggableV2, RemovalPolicy, Resource, TagManager, TagType } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Dimensions, METRICS, MetricName, NAMESPACE } from './contract/metrics';
import { ManagedResource, ManagedResourceProps } from './managed-resource';

/**
 * What all kinds are alike in as constructs: tags, removal policy, metrics. Not exported, so that users see it in each kind.
 *
 * @internal
 */
export abstract class ManagedImage extends Resource implements ITaggableV2 {
  /** The tags of the image: `Tags.of()` adds to them. */
  public readonly cdkTagManager: TagManager;

  private managed!: ManagedResource<object, object>;

  constructor(scope: Construct, id: string, type: string) {
    super(scope, id);
    this.cdkTagManager = new TagManager(TagType.MAP, type);
  }

  /** The same as the property `removalPolicy`. */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.managed.applyRemovalPolicy(policy);
  }

  /**
   * One of the metrics of this image: `Duration`, `Failures` or `Leftovers`, in the namespace `CdkEucImages`. They are there from the
   * first time that something is counted.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/working_with_metrics.html
   */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const dimensions: Dimensions = { Stack: this.stack.stackName, Image: this.managed.first.logicalId };
    return new cloudwatch.Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { ...dimensions }, ...props }).attachTo(this);
  }

  /**
   * How long the work took from its start to its end, in seconds, once for each that succeeded.
   *
   * @default - the average over 5 minutes
   */
  public metricDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measured('Duration', { statistic: cloudwatch.Stats.AVERAGE, ...props });
  }

  /**
   * How many requests for this image have failed.
   *
   * @default - the sum over 5 minutes
   */
  public metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measured('Failures', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /**
   * How often something of this image could not be removed. What an update has taken out of the stack, and whose Delete has failed, gets no
   * further event from CloudFormation: an alarm on this metric is how you hear of it. The log names it.
   *
   * @default - the sum over 5 minutes
   */
  public metricLeftovers(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measured('Leftovers', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /** @internal */
  protected _manage<P extends object, O extends object>(id: string, props: Omit<ManagedResourceProps<P>, 'tags'>): ManagedResource<P, O> {
    const managed = new ManagedResource<P, O>(this, id, { ...props, tags: this.cdkTagManager });
    this.managed = managed as unknown as ManagedResource<object, object>;
    this.node.defaultChild = managed.first;
    return managed;
  }

  private measured(name: MetricName, props: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(name, { unit: METRICS[name] as cloudwatch.Unit, ...props });
  }
}
