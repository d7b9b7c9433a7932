import type {
  DeleteWorkspaceImageRequest, DescribeWorkspaceImagePermissionsRequest, DescribeWorkspaceImagePermissionsResult, DescribeWorkspaceImagesRequest,
  DescribeWorkspaceImagesResult, UpdateWorkspaceImagePermissionRequest, WorkspaceImage,
} from '@aws-sdk/client-workspaces';
import { Account, ImageResource, isCustom } from './account';
import { ServiceError } from '../service';

export function imageOperations(account: Account) {
  const { settings } = account;
  const isListed = (image: ImageResource) => settings.pendingListed || !isCustom(image) || account.stateOf(image) !== 'PENDING';

  return {
    /** Nobody shares anything with this account. Assumed: without a type the owned ones are meant, and unknown ids are left out. */
    DescribeWorkspaceImages({ ImageIds: ids, ImageType: type, ...page }: DescribeWorkspaceImagesRequest): DescribeWorkspaceImagesResult {
      const owned = type === 'SHARED' ? [] : [...account.images.values()];
      const { shown, NextToken } = pageOf(owned.filter((image) => (!ids || ids.includes(image.id)) && isListed(image)), page, settings.pageSize);
      return { Images: shown.map((image) => describe(account, image)), NextToken };
    },

    DeleteWorkspaceImage({ ImageId: id }: DeleteWorkspaceImageRequest): object {
      const image = account.image(id!);
      if (account.stateOf(image) === 'PENDING') throw new ServiceError('InvalidResourceStateException', `The image ${id} is in the state PENDING.`);
      const bundle = [...account.bundles].find(([, imageId]) => imageId === id)?.[0];
      if (bundle) throw new ServiceError('ResourceAssociatedException', `The image ${id} is associated with the bundle ${bundle}.`);
      if (image.sharedWith.size) throw new ServiceError('ResourceAssociatedException', `The image ${id} is shared with other accounts.`);
      account.images.delete(id!);
      return {};
    },

    UpdateWorkspaceImagePermission({ ImageId: id, AllowCopyImage: allow, SharedAccountId: other }: UpdateWorkspaceImagePermissionRequest): object {
      const image = account.image(id!);
      // Assumed, and so is that the own account is refused.
      if (account.stateOf(image) !== 'AVAILABLE') throw new ServiceError('ResourceUnavailableException', `The image ${id} is not available.`);
      if (other === account.context.account) throw new ServiceError('InvalidParameterValuesException', 'An image cannot be shared with its owner.');
      if (allow) image.sharedWith.add(other!);
      else image.sharedWith.delete(other!); // assumed: without an error when it was not shared
      return {};
    },

    DescribeWorkspaceImagePermissions({ ImageId: id, ...page }: DescribeWorkspaceImagePermissionsRequest): DescribeWorkspaceImagePermissionsResult {
      const accounts = [...account.image(id!).sharedWith].map((other, order) => ({ other, order }));
      const { shown, NextToken } = pageOf(accounts, page, settings.pageSize);
      return { ImageId: id, ImagePermissions: shown.map(({ other }) => ({ SharedAccountId: other })), NextToken };
    },
  };
}

function describe(account: Account, image: ImageResource): WorkspaceImage {
  const { id, created, input, course } = image;
  const state = account.stateOf(image);
  return {
    ImageId: id,
    Name: input.ImageName,
    Description: input.ImageDescription,
    OperatingSystem: { Type: 'WINDOWS' },
    State: state,
    RequiredTenancy: 'DEDICATED',
    Created: new Date(created),
    OwnerAccountId: account.context.account,
    // Assumed: the single code and message are those of the first detail.
    ...state === 'ERROR' && {
      ErrorCode: course.errors![0].code,
      ErrorMessage: course.errors![0].message,
      ErrorDetails: course.errors!.map(({ code, message }) => ({ ErrorCode: code, ErrorMessage: message })) as WorkspaceImage['ErrorDetails'],
    },
  };
}

/** One page in the order of making. Its token names the last thing on it, so that deletions between two pages skip nothing. */
function pageOf<T extends { readonly order: number }>(things: readonly T[], page: { MaxResults?: number; NextToken?: string }, pageSize: number) {
  const after = page.NextToken === undefined ? -1 : Number(page.NextToken);
  if (Number.isNaN(after)) throw new ServiceError('InvalidParameterValuesException', 'The token is not valid.');
  const rest = things.filter(({ order }) => order > after);
  const shown = rest.slice(0, Math.min(page.MaxResults ?? pageSize, pageSize));
  return { shown, NextToken: rest.length > shown.length ? `${shown.at(-1)!.order}` : undefined };
}
