import {
  AppStreamClient, CreateImportedImageCommand, CreateImportedImageCommandInput, DeleteImageCommand, DeleteImagePermissionsCommand,
  DescribeImagePermissionsCommand, DescribeImagesCommand, Image, ImagePermissions, SharedImagePermissions, UpdateImagePermissionsCommand,
} from '@aws-sdk/client-appstream';
import { AppStreamApi, sdkAppStreamApi } from './appstream-port';
import { pages } from './sdk';

/** The part of AppStream that this kind calls, page by page where the service pages. */
export interface ImageApi extends AppStreamApi {
  importImage(input: CreateImportedImageCommandInput): Promise<unknown>;
  /** Those of the account. */
  images(): Promise<Image[]>;
  permissions(name: string): Promise<SharedImagePermissions[]>;
  share(name: string, accountId: string, permissions: ImagePermissions): Promise<unknown>;
  unshare(name: string, accountId: string): Promise<unknown>;
  deleteImage(name: string): Promise<unknown>;
}

/** Speaks to the real AppStream. */
export function sdkImageApi(client: AppStreamClient): ImageApi {
  return {
    ...sdkAppStreamApi(client),
    importImage: (input) => client.send(new CreateImportedImageCommand(input)),
    images: () => pages(async (NextToken) => {
      const page = await client.send(new DescribeImagesCommand({ Type: 'PRIVATE', NextToken }));
      return { items: page.Images, next: page.NextToken };
    }),
    permissions: (name) => pages(async (NextToken) => {
      const page = await client.send(new DescribeImagePermissionsCommand({ Name: name, NextToken }));
      return { items: page.SharedImagePermissionsList, next: page.NextToken };
    }),
    share: (name, accountId, permissions) =>
      client.send(new UpdateImagePermissionsCommand({ Name: name, SharedAccountId: accountId, ImagePermissions: permissions })),
    unshare: (name, accountId) => client.send(new DeleteImagePermissionsCommand({ Name: name, SharedAccountId: accountId })),
    deleteImage: (name) => client.send(new DeleteImageCommand({ Name: name })),
  };
}
