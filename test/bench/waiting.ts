import { Duration } from 'aws-cdk-lib';
import type { Units } from './prices';
import { MINUTE, World } from '../chaos/world';
import type { StackToDeploy } from '../cloudformation/template';
import { WORKSPACES_RATE } from '../local-aws/workspaces/workspaces';

/*
 * The course of a deployment whose images take given times, in the world without sockets: the services, CloudFormation, the framework's
 * own code in its own state machine, and the functions of the template. All is counted there: an invocation is a run of a function, of
 * the framework or of ours; a transition is a state that is entered, and each retry of the waiter's state, of which a poll is one.
 */

/** How long a run of a function takes, in milliseconds. Assumed, as all else in this world takes no time; the framework waits for ours. */
export const RUN = { cold: 1_000, warm: 200 };

export interface Times {
  /** How long the shortest and the longest take, in minutes. */
  readonly takes: readonly [from: number, to: number];
  readonly timeout: Duration;
}

/** How the images of a kind are made in the local AWS. */
export interface WaitKind extends Times {
  readonly service: 'appstream' | 'ec2' | 'workspaces';
  /** Where they may take hours. */
  readonly long?: Times;
  /** From now on each image that is begun takes what `next` says. */
  course(world: World, next: (name: string) => number): void;
  /** Begins an image of that name by hand. Returns by what a describe knows it. */
  seed(world: World, name: string): string;
}

export interface Waiting extends Units {
  /** For how many hours the images have been in the making, all together. */
  readonly hours: number;
  /** Of the service that makes the images. */
  readonly calls: number;
  readonly throttled: number;
  /** The most calls within one second. */
  readonly busiestSecond: number;
  /** For how many seconds each was done before its resource was. */
  readonly lags: readonly number[];
}

/** An account in which that many images are about to take their times, the shortest first. */
export class Account {
  public readonly world = new World({});
  /** When each is done, by its name. */
  private readonly done = new Map<string, number>();
  private hours = 0;

  constructor(private readonly kind: WaitKind, images: number) {
    const { aws, cfn } = this.world;
    const [from, to] = kind.takes;
    cfn.conditions.run = (isCold) => isCold ? RUN.cold : RUN.warm;
    // As an account that imports so many has been granted.
    aws.ec2.settings.concurrentTasks = images;
    Object.assign(aws.appstream.settings, { mostBuilders: images, mostImages: images });
    kind.course(this.world, (name) => {
      const minutes = from + (to - from) * (this.done.size + 0.5) / images;
      this.done.set(name, this.world.clock.now() + minutes * MINUTE);
      this.hours += minutes / 60;
      return minutes * MINUTE;
    });
  }

  /** Deploys, and counts what it took until the last image was there. The last resource of an image bears its name as its id. */
  public async deploy(stack: StackToDeploy): Promise<Waiting> {
    const { aws, cfn } = this.world;
    aws.limit('workspaces', WORKSPACES_RATE);
    const { events, status } = await cfn.settle(cfn.deploy(stack));
    await this.world.clock.drain(); // who has answered for the last one still has to end
    if (status !== 'CREATE_COMPLETE') throw new Error(`the stack is ${status}: ${events.find(({ reason }) => reason)?.reason}`);
    const calls = aws.calls.filter(({ service }) => service === this.kind.service);
    return {
      hours: this.hours,
      calls: calls.length,
      throttled: calls.filter(({ errorCode }) => errorCode === 'ThrottlingException').length,
      busiestSecond: mostWithin(1_000, calls.map(({ time }) => time)),
      invocations: cfn.invocations.length,
      gigabyteSeconds: cfn.invocations.reduce((sum, { at, ended, megabytes }) => sum + (ended! - at) / 1000 * megabytes / 1024, 0),
      transitions: cfn.executions.reduce((sum, { transitions }) => sum + transitions, 0),
      lags: [...this.done].map(([name, done]) => {
        const complete = events.filter((event) => event.status === 'CREATE_COMPLETE' && event.physicalId === name).map(({ time }) => time);
        return (Math.max(...complete) - done) / 1000;
      }),
    };
  }
}

/** The most of these moments that lie within so many milliseconds. They come in the order of time. */
export function mostWithin(milliseconds: number, moments: readonly number[]): number {
  let first = 0;
  return moments.reduce((most, moment, last) => {
    while (moments[first] <= moment - milliseconds) first++;
    return Math.max(most, last - first + 1);
  }, 0);
}
