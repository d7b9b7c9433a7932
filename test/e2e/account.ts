import { CloudFormationClient, DescribeStackEventsCommand, DescribeStacksCommand, Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import {
  DescribeImagesCommand, DescribeImportImageTasksCommand, DescribeSnapshotsCommand, EC2Client, Image, ImportImageTask, Snapshot,
} from '@aws-sdk/client-ec2';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
/** The emulator takes the access key for the number of the account. */
export const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'demo' };

/** What the bootstrap leaves in every account. */
const TOOLKIT = 'CDKToolkit';

/** The simulated account as a user sees it: asked over the wire, as the AWS CLI would ask. */
export class Account {
  private readonly cloudFormation: CloudFormationClient;
  private readonly ec2: EC2Client;

  constructor(endpoints: { cloudFormation: string; ec2: string }) {
    const common = { region: REGION, credentials: CREDENTIALS };
    this.cloudFormation = new CloudFormationClient({ ...common, endpoint: endpoints.cloudFormation });
    this.ec2 = new EC2Client({ ...common, endpoint: endpoints.ec2 });
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

  public async importTasks(): Promise<ImportImageTask[]> {
    return (await this.ec2.send(new DescribeImportImageTasksCommand({}))).ImportImageTasks ?? [];
  }

  /** EC2 goes on listing a deregistered AMI for a while; it is none any more. */
  public async images(): Promise<Image[]> {
    const { Images: images } = await this.ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    return (images ?? []).filter(({ State: state }) => state !== 'deregistered');
  }

  public async snapshots(): Promise<Snapshot[]> {
    return (await this.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }))).Snapshots ?? [];
  }

  /** Whatever costs money or is in the way, in words. The record of an import that has ended is neither: AWS keeps it for seven days. */
  public async contents(): Promise<string[]> {
    const [stacks, tasks, images, snapshots] = await Promise.all([this.stacks(), this.importTasks(), this.images(), this.snapshots()]);
    return [
      ...stacks.map(({ StackName: name, StackStatus: status }) => `stack ${name} (${status})`),
      ...tasks.filter(isRunning).map(({ ImportTaskId: id, Status: status }) => `import task ${id} (${status})`),
      ...images.map(({ ImageId: id, State: state }) => `AMI ${id} (${state})`),
      ...snapshots.map(({ SnapshotId: id, State: state }) => `snapshot ${id} (${state})`),
    ];
  }
}

export function isRunning({ Status: status = '' }: ImportImageTask): boolean {
  return !['completed', 'deleted'].includes(status);
}
