import { CloudFormation } from './cloudformation';
import { stackOf } from './fixture';
import type { Definition } from './template';
import type { Variants } from './variants';
import { VirtualClock } from '../support/clock';

/** A CloudFormation with one stack, for the tests of the simulator itself, and the questions that they ask. */
export class World {
  public readonly clock = new VirtualClock();
  public readonly cfn: CloudFormation;
  private asked = 0;

  constructor(variants: Partial<Variants> = {}, environment?: () => Record<string, string>) {
    this.cfn = new CloudFormation({ clock: this.clock, variants, environment });
  }

  /** Deploys to the end, and tells how the stack ended. */
  public async deploy(resources: Record<string, Definition>, options: { rollback?: boolean } = {}): Promise<string> {
    return (await this.cfn.settle(this.cfn.deploy(stackOf(resources), options))).status;
  }

  /** Begins to deploy, and stops after a minute: resources that take longer are in flight. */
  public async begin(resources: Record<string, Definition>) {
    const operation = this.cfn.deploy(stackOf(resources));
    await this.clock.advance(60_000);
    return operation;
  }

  public async destroy(): Promise<string> {
    return (await this.cfn.settle(this.cfn.destroy('Test'))).status;
  }

  public get stack() {
    return this.cfn.stack('Test');
  }

  /** What was sent since the last question, as `Create Thing` or `Delete Thing one`. */
  public sent(): string[] {
    const all = this.cfn.requests.slice(this.asked);
    this.asked = this.cfn.requests.length;
    return all.map(({ event }) => [event.RequestType, event.LogicalResourceId, event.PhysicalResourceId].filter(Boolean).join(' '));
  }

  /** The request that was sent last. */
  public get last() {
    return this.cfn.requests[this.cfn.requests.length - 1];
  }

  /** What has happened to a resource, or to the stack `Test`. */
  public statuses(logicalId: string): string[] {
    return this.stack.events.filter((event) => event.logicalId === logicalId).map(({ status }) => status);
  }

  public describe(operation: 'DescribeStacks' | 'DescribeStackResource', input: object): any {
    return this.cfn.service.call(operation, input, { accessKeyId: '' });
  }

  public record(logicalId: string): any {
    return this.describe('DescribeStackResource', { StackName: this.stack.id, LogicalResourceId: logicalId }).StackResourceDetail;
  }
}
