import type { BenchKind } from './kinds';
import { appStreamImage } from '../lifecycle/appstream-image';
import { appStreamImageBuilder } from '../lifecycle/appstream-image-builder';
import { byolWorkspaceImage } from '../lifecycle/byol-workspace-image';
import { ec2VmImport } from '../lifecycle/ec2-vm-import';
import { World } from '../lifecycle/world';

/** One poll of a kind, as the framework sends it for an image that is being made. */
export interface Poll {
  readonly kind: string;
  /** The folder of its functions. */
  readonly bundle: string;
  readonly event: { readonly [key: string]: unknown };
  /** What onEvent was asked for the same link. */
  readonly request: { readonly [key: string]: unknown };
  /** What a new run calls for it, in the order of the calls. */
  calls: readonly { readonly service: string; readonly operation: string; readonly input: object }[];
}

const SUBJECTS = [ec2VmImport, byolWorkspaceImage, appStreamImage, appStreamImageBuilder];

/** A local AWS, over loopback, in which one image of each kind is being made, and the polls that wait for them. */
export class Polls {
  public static async start(kinds: readonly BenchKind[]): Promise<Polls> {
    const world = await World.start();
    const subjects = SUBJECTS.filter(({ name }) => kinds.some((kind) => kind.name === name));
    for (const subject of subjects) subject.course(world, { minutes: 300 });
    await world.begin((stack) => { for (const subject of subjects) subject.define(stack, { color: 'red', id: subject.name }); }, 30);
    return new Polls(world, kinds.map(({ name, words: { bundle } }) => ({ kind: name, bundle, ...requestsOf(world, name), calls: [] })));
  }

  private constructor(private readonly world: World, public readonly all: readonly Poll[]) {}

  /** What Lambda gives a function, and where the local AWS is. */
  public get environment(): Record<string, string> {
    const services = ['appstream', 'cloudformation', 'ec2', 'workspaces'];
    return {
      AWS_REGION: this.world.aws.context.region,
      AWS_ACCESS_KEY_ID: 'AKIABENCH',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_SESSION_TOKEN: 'none',
      ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, this.world.aws.endpoint(service)])),
    };
  }

  /** What is called while this runs. */
  public async callsOf(run: () => Promise<unknown>): Promise<Poll['calls']> {
    const before = this.world.aws.calls.length;
    await run();
    return this.world.aws.calls.slice(before).map(({ service, operation, input }) => ({ service, operation, input }));
  }

  /** Fills the account with imports of others. */
  public crowd(tasks: number): void {
    for (let i = 0; i < tasks; i++) this.world.aws.ec2.seedTask({ Description: `Import ${i} of somebody else` });
  }

  public stop(): Promise<void> {
    return this.world.stop();
  }
}

/** The last poll and the first request of the link that waits. */
function requestsOf({ cfn }: World, kind: string): Pick<Poll, 'event' | 'request'> {
  const sent = (fn: string) => cfn.invocations.filter(({ logicalId, event }) =>
    logicalId.startsWith(`EucImagesCustom${kind}${fn}`) && event.ResourceProperties.Link === 'Wait');
  const [request] = sent('OnEvent');
  const poll = sent('IsComplete').pop();
  if (!poll || !request || poll.result?.IsComplete !== false) throw new Error(`no link waits for ${kind}`);
  return { request: request.event, event: poll.event };
}
