import { AppStreamClient, DescribeImageBuildersCommand, DescribeImagesCommand as DescribeAppStreamImagesCommand } from '@aws-sdk/client-appstream';
import { CloudFormationClient, DescribeStackEventsCommand, DescribeStacksCommand, Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import {
  DescribeImagesCommand, DescribeImportImageTasksCommand, DescribeSnapshotsCommand, EC2Client, Image, ImportImageTask, Snapshot,
} from '@aws-sdk/client-ec2';
import { DescribeCustomWorkspaceImageImportCommand, DescribeWorkspaceImagesCommand, WorkSpacesClient } from '@aws-sdk/client-workspaces';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
/** The emulator takes the access key for the number of the account. */
export const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'demo' };

/** The services that the local AWS plays, beside what the emulator does. */
export const SERVICES = ['appstream', 'ec2', 'workspaces'] as const;

/** What bears the name of one of our ids, and how far it is. */
export interface Work {
  readonly id: string;
  readonly percent?: number;
  readonly text: string;
  readonly running: boolean;
}

/** What the bootstrap leaves in every account. */
const TOOLKIT = 'CDKToolkit';

/** States in which a WorkSpaces or AppStream thing stays until somebody acts. */
const AT_REST = ['AVAILABLE', 'RUNNING', 'STOPPED', 'ERROR', 'FAILED'];

/** The simulated account as a user sees it: asked over the wire, as the AWS CLI would ask. */
export class Account {
  private readonly cloudFormation: CloudFormationClient;
  private readonly ec2: EC2Client;
  private readonly workspaces: WorkSpacesClient;
  private readonly appstream: AppStreamClient;

  constructor(cloudFormation: string, endpoints: { [service in typeof SERVICES[number]]: string }) {
    const at = (endpoint: string) => ({ endpoint, region: REGION, credentials: CREDENTIALS });
    this.cloudFormation = new CloudFormationClient(at(cloudFormation));
    this.ec2 = new EC2Client(at(endpoints.ec2));
    this.workspaces = new WorkSpacesClient(at(endpoints.workspaces));
    this.appstream = new AppStreamClient(at(endpoints.appstream));
  }

  /** The stacks that there are, but for the toolkit's. */
  public async stacks(): Promise<Stack[]> {
    const { Stacks: stacks } = await this.cloudFormation.send(new DescribeStacksCommand({}));
    return (stacks ?? []).filter(({ StackName: name, StackStatus: status }) => name !== TOOLKIT && status !== 'DELETE_COMPLETE');
  }

  /** The events of a stack, the oldest first. */
  public async events(stack: string): Promise<StackEvent[]> {
    const { StackEvents: events } = await this.cloudFormation.send(new DescribeStackEventsCommand({ StackName: stack }));
    return (events ?? []).reverse();
  }

  /** EC2 goes on listing a deregistered AMI for a while; it is none any more. */
  public async images(): Promise<Image[]> {
    const { Images: images } = await this.ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    return (images ?? []).filter(({ State: state }) => state !== 'deregistered');
  }

  public async snapshots(): Promise<Snapshot[]> {
    return (await this.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }))).Snapshots ?? [];
  }

  /** WorkSpaces and AppStream things, which bear a name. */
  public async namedThings(): Promise<Work[]> {
    return (await Promise.all([this.workspaceImages(), this.appStream()])).flat();
  }

  /** All that goes on or stands under an id of ours. */
  public async work(): Promise<Work[]> {
    return [...await this.importTasks(), ...await this.namedThings()];
  }

  /** Whatever costs money or is in the way, in words. The record of an import that has ended is neither: AWS keeps it for seven days. */
  public async contents(): Promise<string[]> {
    const [stacks, tasks, images, snapshots, named] = await Promise.all(
      [this.stacks(), this.importTasks(), this.images(), this.snapshots(), this.namedThings()],
    );
    return [
      ...stacks.map(({ StackName: name, StackStatus: status }) => `stack ${name} (${status})`),
      ...tasks.filter(({ running }) => running).map(({ id, text }) => `import task of ${id} (${text})`),
      ...images.map(({ ImageId: id, State: state }) => `AMI ${id} (${state})`),
      ...snapshots.map(({ SnapshotId: id, State: state }) => `snapshot ${id} (${state})`),
      ...named.map(({ id, text }) => `${id} (${text})`),
    ];
  }

  private async importTasks(): Promise<Work[]> {
    const { ImportImageTasks: tasks } = await this.ec2.send(new DescribeImportImageTasksCommand({}));
    return (tasks ?? []).map(({ Tags: tags, Progress: progress = '0', Status: status = '', StatusMessage: message }: ImportImageTask) => ({
      id: tags?.find(({ Key: key }) => key === 'cdk-euc-images:id')?.Value ?? '',
      percent: Number(progress),
      text: `${status}: ${message}`,
      running: !['completed', 'deleted'].includes(status),
    }));
  }

  private async workspaceImages(): Promise<Work[]> {
    const { Images: images } = await this.workspaces.send(new DescribeWorkspaceImagesCommand({}));
    return Promise.all((images ?? []).map(async ({ ImageId, Name: id = '', State: state = '' }) => {
      // Only an import through Image Builder tells how far it is.
      const custom = await this.workspaces.send(new DescribeCustomWorkspaceImageImportCommand({ ImageId })).catch(() => undefined);
      const running = !AT_REST.includes(state);
      return { id, running, percent: custom?.ProgressPercentage, text: running && custom?.State ? custom.State : state };
    }));
  }

  private async appStream(): Promise<Work[]> {
    const { ImageBuilders: builders } = await this.appstream.send(new DescribeImageBuildersCommand({}));
    const { Images: images } = await this.appstream.send(new DescribeAppStreamImagesCommand({ Type: 'PRIVATE' }));
    return [...builders ?? [], ...images ?? []].map(({ Name: id = '', State: state = '' }) => ({ id, text: state, running: !AT_REST.includes(state) }));
  }
}
