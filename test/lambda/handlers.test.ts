import { AppStreamClient } from '@aws-sdk/client-appstream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { beQuiet, ENVELOPE, STACK } from './toy';
import * as appStreamImage from '../../lambda/appstream-image';
import * as appStreamImageBuilder from '../../lambda/appstream-image-builder';
import * as byolWorkspaceImage from '../../lambda/byol-workspace-image';
import * as ec2VmImport from '../../lambda/ec2-vm-import';
import { LinkEvent } from '../../lambda/link';

/*
 * The handlers as they are put together: what each poll of work that goes on costs in calls, the first and the next.
 */

beforeEach(beQuiet);

const idOf = (stem: string) => `${stem}-aaaaaaaaaa-bbbbbbbbbb-cccccccccc`;
const marks = (id: string) => ({ 'cdk-euc-images:id': id, 'cdk-euc-images:stack': STACK });
const toTags = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const VM = idOf('vm-import');
const BYOL = idOf('byol');
const BUILDER = idOf('builder');
const IMAGE = idOf('image');
const IMPORTING = { ImageId: 'wsi-1', Name: 'desktop', State: 'PENDING' };
const IMAGE_BUILDER = { ComputeType: 'BASE', InfrastructureConfigurationArn: 'arn', OsVersion: 'Windows_11', Platform: 'WINDOWS', Protocol: 'DCV', Source: { Ec2ImageId: 'ami-1' } };

type Client = { readonly prototype: { send: unknown } };
type Handlers = { isComplete(event: LinkEvent, run: { getRemainingTimeInMillis(): number }): Promise<unknown> };

test.each<[string, Handlers, Client, string, object, { [command: string]: unknown }]>([
  ['a VM import', ec2VmImport, EC2Client, VM, { Description: 'd', Disks: [{ Url: 'u', Format: 'VMDK' }], RoleName: 'r' }, {
    DescribeImportImageTasksCommand: { ImportImageTasks: [{ ImportTaskId: 't', Status: 'active', Tags: toTags(marks(VM)) }] },
  }],
  ['a BYOL import', byolWorkspaceImage, WorkSpacesClient, BYOL, { Description: 'd', ImageName: 'desktop', ImageBuilder: IMAGE_BUILDER }, {
    DescribeWorkspaceImagesCommand: { Images: [IMPORTING] },
    DescribeTagsCommand: { TagList: toTags(marks(BYOL)) },
    DescribeCustomWorkspaceImageImportCommand: { ImageId: 'wsi-1', State: 'IN_PROGRESS' },
  }],
  ['an image builder', appStreamImageBuilder, AppStreamClient, BUILDER, { ImageName: 'base', InstanceType: 't', DesiredState: 'RUNNING' }, {
    DescribeImageBuildersCommand: { ImageBuilders: [{ Name: BUILDER, Arn: 'arn', State: 'PENDING' }] },
    ListTagsForResourceCommand: { Tags: marks(BUILDER) },
  }],
  ['an AppStream image', appStreamImage, AppStreamClient, IMAGE, { AgentSoftwareVersion: 'CURRENT_LATEST', SourceAmiId: 'ami-1', IamRoleArn: 'r' }, {
    DescribeImagesCommand: { Images: [{ Name: IMAGE, Arn: 'arn', State: 'AVAILABLE' }] },
    ListTagsForResourceCommand: { Tags: { ...marks(IMAGE), 'cdk-euc-images:ready': 'true' } },
    DescribeImagePermissionsCommand: { SharedImagePermissionsList: [] },
  }],
])('%s is asked for once within seconds', async (_, { isComplete }, client, id, properties, answers) => {
  const asked: string[] = [];
  jest.spyOn(client.prototype as any, 'send').mockImplementation(async (command: any) => {
    asked.push(command.constructor.name);
    return answers[command.constructor.name];
  });
  const event: any = {
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Wait1', PhysicalResourceId: id, StartedAt: new Date().toISOString(),
    ResourceProperties: { ...ENVELOPE, Id: id, ...properties },
  };
  const run = { getRemainingTimeInMillis: () => 60_000 };
  const first = await isComplete(event, run);
  expect(asked).toEqual(Object.keys(answers));
  expect(await isComplete(event, run)).toEqual(first);
  expect(asked).toEqual(Object.keys(answers));
});
