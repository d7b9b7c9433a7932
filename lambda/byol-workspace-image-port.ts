import {
  CreateTagsCommand, DeleteTagsCommand, DeleteWorkspaceImageCommand, DescribeCustomWorkspaceImageImportCommand, DescribeCustomWorkspaceImageImportResult,
  DescribeTagsCommand, DescribeWorkspaceImagePermissionsCommand, DescribeWorkspaceImagesCommand, ImportCustomWorkspaceImageCommand,
  ImportCustomWorkspaceImageCommandInput, ImportWorkspaceImageCommand, ImportWorkspaceImageCommandInput, Tag, UpdateWorkspaceImagePermissionCommand,
  WorkspaceImage, WorkSpacesClient,
} from '@aws-sdk/client-workspaces';
import { Tags } from './kind';
import { pages } from './sdk';

/** The part of WorkSpaces that this kind calls, page by page where the service pages. */
export interface WorkSpacesApi {
  importImage(input: ImportWorkspaceImageCommandInput): Promise<unknown>;
  importCustomImage(input: ImportCustomWorkspaceImageCommandInput): Promise<unknown>;
  /** All that the account owns: the service has no filter by name. */
  images(): Promise<WorkspaceImage[]>;
  customImport(imageId: string): Promise<DescribeCustomWorkspaceImageImportResult>;
  tags(imageId: string): Promise<Tag[]>;
  sharedAccounts(imageId: string): Promise<string[]>;
  share(imageId: string, accountId: string, allow: boolean): Promise<unknown>;
  deleteImage(imageId: string): Promise<unknown>;
  createTags(imageId: string, tags: Tags): Promise<unknown>;
  deleteTags(imageId: string, keys: readonly string[]): Promise<unknown>;
}

/** Speaks to the real WorkSpaces. */
export function sdkApi(client: WorkSpacesClient): WorkSpacesApi {
  return {
    importImage: (input) => client.send(new ImportWorkspaceImageCommand(input)),
    importCustomImage: (input) => client.send(new ImportCustomWorkspaceImageCommand(input)),
    images: () => pages(async (NextToken) => {
      const page = await client.send(new DescribeWorkspaceImagesCommand({ ImageType: 'OWNED', NextToken }));
      return { items: page.Images, next: page.NextToken };
    }),
    customImport: (ImageId) => client.send(new DescribeCustomWorkspaceImageImportCommand({ ImageId })),
    tags: async (ResourceId) => (await client.send(new DescribeTagsCommand({ ResourceId }))).TagList ?? [],
    sharedAccounts: (ImageId) => pages(async (NextToken) => {
      const page = await client.send(new DescribeWorkspaceImagePermissionsCommand({ ImageId, NextToken }));
      return { items: page.ImagePermissions?.flatMap(({ SharedAccountId: id }) => id ?? []), next: page.NextToken };
    }),
    share: (ImageId, SharedAccountId, AllowCopyImage) =>
      client.send(new UpdateWorkspaceImagePermissionCommand({ ImageId, SharedAccountId, AllowCopyImage })),
    deleteImage: (ImageId) => client.send(new DeleteWorkspaceImageCommand({ ImageId })),
    createTags: (ResourceId, tags) =>
      client.send(new CreateTagsCommand({ ResourceId, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) })),
    deleteTags: (ResourceId, keys) => client.send(new DeleteTagsCommand({ ResourceId, TagKeys: [...keys] })),
  };
}
