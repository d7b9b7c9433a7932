import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CloudFormation, DeployOptions } from '../cloudformation/cloudformation';
import { Operation } from '../cloudformation/operation';
import { StackState } from '../cloudformation/stack-state';
import { synthesize } from '../cloudformation/synthesize';
import { Variants } from '../cloudformation/variants';
import { LocalAws } from '../local-aws/local-aws';
import { Access } from '../permissions/access';
import { describe } from '../permissions/ledger';
import { writeDown } from '../permissions/written';
import { VirtualClock } from '../support/clock';

export type Define = (stack: Stack) => void;

export const MINUTE = 60_000;

/** What our handlers call. */
const SERVICES = ['appstream', 'cloudformation', 'ec2', 'workspaces'];

/** An account with a CloudFormation and the services that our handlers call, on one clock, and one stack in it. */
export class World {
  public static async start(variants: Partial<Variants> = {}): Promise<World> {
    const clock = new VirtualClock();
    return new World(clock, await LocalAws.start({ clock }), variants);
  }

  public readonly cfn: CloudFormation;
  /** IAM: every call is judged by the role of the function that makes it. */
  public readonly access: Access;

  private constructor(public readonly clock: VirtualClock, public readonly aws: LocalAws, variants: Partial<Variants>) {
    this.access = new Access({ callerOf: async ({ accessKeyId }) => this.cfn.callerOf(accessKeyId), role: async (arn) => this.cfn.role(arn) }, aws);
    this.cfn = new CloudFormation({
      clock,
      variants,
      authorize: (...request) => this.access.of(...request),
      environment: () => Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, aws.endpoint(service)])),
    });
    aws.register('cloudformation', this.cfn.service);
    aws.authorizer = (call) => this.access.ofCall(call);
  }

  /** Ends the world. A call that a role did not allow is a fault of the library or of the tables, whatever came of it. */
  public async stop(): Promise<void> {
    await this.aws.stop();
    writeDown(this.access.ledger.judged);
    const { denials } = this.access.ledger;
    if (denials.length) throw new Error(`denied: ${denials.map(describe).join('; ')}`);
  }

  public get stack(): StackState {
    return this.cfn.stack('S');
  }

  /** Begins to create or update the stack, and lets that many minutes pass. */
  public async begin(define: Define, minutes: number, options?: DeployOptions): Promise<Operation> {
    const operation = this.cfn.deploy(stackWith(define), options);
    await this.clock.advance(minutes * MINUTE);
    return operation;
  }

  /** Creates or updates the stack, and waits for the end. */
  public async deploy(define: Define, options?: DeployOptions): Promise<string> {
    return this.end(this.cfn.deploy(stackWith(define), options));
  }

  public async destroy(): Promise<string> {
    return this.end(this.cfn.destroy('S'));
  }

  /** The status in which an operation ends. */
  public async end(operation: Operation): Promise<string> {
    return (await this.cfn.settle(operation)).status;
  }

  /** Lets everything run out that nobody waits for any more. */
  public async runOut(): Promise<void> {
    await this.clock.drain();
  }

  /** Why the resource of that name failed, as CloudFormation shows it. */
  public reasons(status: string): string[] {
    return this.stack.events.filter((event) => event.status === status).map(({ reason }) => reason ?? '');
  }
}

/** A resource that is no image, and fails when a test says so; it begins when all that it hangs on is there. */
export function other(stack: Stack, id = 'Other'): CfnResource {
  return new CfnResource(stack, id, { type: 'AWS::SNS::Topic' });
}

function stackWith(define: Define) {
  const stack = new Stack(new App(), 'S');
  define(stack);
  return synthesize(stack);
}
