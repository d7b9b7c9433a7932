import {
  CancelImportTaskCommand, CreateTagsCommand, DeleteSnapshotCommand, DeleteTagsCommand, DeregisterImageCommand, DescribeImageAttributeCommand,
  DescribeImagesCommand, DescribeImportImageTasksCommand, DescribeSnapshotsCommand, EC2Client, Filter, Image, ImportImageCommand, ImportImageTask,
  ImportImageCommandInput, LaunchPermission, ModifyImageAttributeCommand, ModifyImageAttributeCommandInput, Snapshot,
} from '@aws-sdk/client-ec2';
import { Tags } from './kind';
import { pages } from './sdk';

export type Selection = { readonly ids: string[] } | { readonly filters: Filter[] };

/** The part of EC2 that this kind calls, page by page where the service pages. */
export interface Ec2Api {
  importImage(input: ImportImageCommandInput): Promise<unknown>;
  cancelImportTask(taskId: string): Promise<unknown>;
  importImageTasks(): Promise<ImportImageTask[]>;
  images(by: Selection): Promise<Image[]>;
  snapshots(by: Selection): Promise<Snapshot[]>;
  launchPermissions(imageId: string): Promise<LaunchPermission[]>;
  modifyImage(input: ModifyImageAttributeCommandInput): Promise<unknown>;
  deregisterImage(imageId: string, withSnapshots: boolean): Promise<unknown>;
  deleteSnapshot(snapshotId: string): Promise<unknown>;
  createTags(resourceId: string, tags: Tags): Promise<unknown>;
  deleteTags(resourceId: string, keys: readonly string[]): Promise<unknown>;
}

/** Speaks to the real EC2. */
export function sdkApi(client: EC2Client): Ec2Api {
  return {
    importImage: (input) => client.send(new ImportImageCommand(input)),
    cancelImportTask: (taskId) => client.send(new CancelImportTaskCommand({ ImportTaskId: taskId, CancelReason: 'The stack does not want it any more' })),
    importImageTasks: () => pages(async (NextToken) => {
      const page = await client.send(new DescribeImportImageTasksCommand({ NextToken }));
      return { items: page.ImportImageTasks, next: page.NextToken };
    }),
    images: (by) => pages(async (NextToken) => {
      const page = await client.send(new DescribeImagesCommand(
        'ids' in by ? { ImageIds: by.ids, IncludeDisabled: true } : { Owners: ['self'], Filters: by.filters, IncludeDisabled: true, NextToken },
      ));
      return { items: page.Images, next: page.NextToken };
    }),
    snapshots: (by) => pages(async (NextToken) => {
      const page = await client.send(new DescribeSnapshotsCommand(
        'ids' in by ? { SnapshotIds: by.ids } : { OwnerIds: ['self'], Filters: by.filters, NextToken },
      ));
      return { items: page.Snapshots, next: page.NextToken };
    }),
    launchPermissions: async (imageId) =>
      (await client.send(new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: 'launchPermission' }))).LaunchPermissions ?? [],
    modifyImage: (input) => client.send(new ModifyImageAttributeCommand(input)),
    deregisterImage: (imageId, withSnapshots) =>
      client.send(new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: withSnapshots })),
    deleteSnapshot: (snapshotId) => client.send(new DeleteSnapshotCommand({ SnapshotId: snapshotId })),
    createTags: (id, tags) =>
      client.send(new CreateTagsCommand({ Resources: [id], Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) })),
    deleteTags: (id, keys) => client.send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
  };
}
