import { AppStreamClient, DescribeImageBuildersCommand, DescribeImagesCommand } from '@aws-sdk/client-appstream';
import { DescribeImportImageTasksCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeWorkspaceImagesCommand, WorkSpacesClient } from '@aws-sdk/client-workspaces';

/*
 * What one writes first, the peer of our functions at run time: each poll describes its own image. It waits for an import that is there
 * already, and what the service refuses it asks again in the next poll, or else forty images under two calls a second would only fail.
 */

interface Request {
  readonly ResourceProperties: { readonly Kind: string; readonly Name: string; readonly Id: string };
}

const ONCE = { maxAttempts: 1 };
const appStream = new AppStreamClient(ONCE);
const ec2 = new EC2Client(ONCE);
const workSpaces = new WorkSpacesClient(ONCE);

/** Whether the image is ready. */
const READY: { readonly [kind: string]: (id: string) => Promise<boolean> } = {
  async Ec2VmImport(id) {
    const { ImportImageTasks: [task] = [] } = await ec2.send(new DescribeImportImageTasksCommand({ ImportTaskIds: [id] }));
    return task.Status === 'completed';
  },
  async ByolWorkspaceImage(id) {
    const { Images: [image] = [] } = await workSpaces.send(new DescribeWorkspaceImagesCommand({ ImageIds: [id] }));
    return image.State === 'AVAILABLE';
  },
  async AppStreamImage(name) {
    const { Images: [image] = [] } = await appStream.send(new DescribeImagesCommand({ Names: [name] }));
    return image.State === 'AVAILABLE';
  },
  async AppStreamImageBuilder(name) {
    const { ImageBuilders: [builder] = [] } = await appStream.send(new DescribeImageBuildersCommand({ Names: [name] }));
    return builder.State === 'RUNNING';
  },
};

export async function onEvent({ ResourceProperties: { Name } }: Request) {
  return { PhysicalResourceId: Name };
}

export async function isComplete({ ResourceProperties: { Kind, Id } }: Request) {
  try {
    return { IsComplete: await READY[Kind](Id) };
  } catch (error) {
    if ((error as Error).name === 'ThrottlingException') return { IsComplete: false };
    throw error;
  }
}
