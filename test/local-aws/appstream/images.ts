import type {
  CreateImportedImageRequest, DeleteImagePermissionsRequest, DescribeImagePermissionsRequest, DescribeImagesRequest, Image, UpdateImagePermissionsRequest,
} from '@aws-sdk/client-appstream';
import { Account, notFound, notPermitted, pageOf } from './account';
import { ImageResource, phaseOf } from './resources';
import { toTagMap } from './tags';
import { ServiceError } from '../service';

const IMPORTING = ['PENDING', 'IMPORTING', 'VALIDATING', 'CREATING']; // their order is assumed

/** The order of the checks and the words of the refusals are assumed. */
export function imageOperations(account: Account) {
  return {
    CreateImportedImage({ DryRun: isDry, ...input }: CreateImportedImageRequest) {
      const { settings } = account;
      if (account.images.has(account.arnOf(`image/${input.Name}`))) {
        throw new ServiceError('ResourceAlreadyExistsException', `Image ${input.Name} already exists.`);
      }
      const problem = input.IamRoleArn && settings.roleProblem(input.IamRoleArn);
      if (problem) throw new ServiceError('InvalidRoleException', problem);
      const sourceProblem = settings.sourceProblem(input);
      if (sourceProblem) throw new ServiceError('IncompatibleImageException', sourceProblem);
      if ([...account.images.values()].filter(({ owner }) => owner === account.context.account).length >= settings.mostImages) {
        throw new ServiceError('LimitExceededException', `The limit of ${settings.mostImages} images is reached.`);
      }
      if (isDry) throw new ServiceError('DryRunOperationException', 'The request would have succeeded, but it was a dry run.', 412);
      const image: ImageResource = {
        name: input.Name!,
        arn: account.arnOf(`image/${input.Name}`),
        order: account.nextOrder(),
        created: account.now,
        tags: toTagMap(input.Tags),
        phases: account.phasesOf(IMPORTING, settings.image(input), 'AVAILABLE'),
        input,
        owner: account.context.account,
        visibility: 'PRIVATE',
        platform: 'WINDOWS_SERVER_2022',
        imageBuilderSupported: true,
        permissions: new Map(),
      };
      account.images.set(image.arn, image);
      return { Image: toImage(account, image) };
    },

    DescribeImages({ Names: names, Arns: arns, Type: type, ...paging }: DescribeImagesRequest) {
      if (names?.length && arns?.length) throw new ServiceError('InvalidParameterCombinationException', 'Give names or ARNs, not both.');
      const wanted = [...names ?? [], ...arns ?? []];
      const images = findImage(account, { Names: names, Arns: arns }).filter(({ visibility }) => !type || visibility === type);
      const missing = wanted.find((one) => !images.some(({ name, arn }) => name === one || arn === one));
      if (missing) notFound(`Image ${missing} could not be found.`);
      const { page, NextToken } = pageOf(images, paging, account.settings.pageSize);
      return { Images: page.map((image) => toImage(account, image)), NextToken };
    },

    DeleteImage({ Name: name }: { Name: string }) {
      const image = account.image(name);
      const state = account.stateOf(image);
      if (state === 'DELETING') throw new ServiceError('ConcurrentModificationException', `Image ${name} is being deleted. Wait a few minutes and try again.`);
      // That an import has to end first is assumed; there is no call that cancels one.
      if (IMPORTING.includes(state)) notPermitted(`Image ${name} is ${state} and cannot be deleted.`);
      if (image.usedBy) throw new ServiceError('ResourceInUseException', `Image ${name} is in use by fleet ${image.usedBy}.`);
      if (image.permissions.size) notPermitted(`Image ${name} is shared with other accounts.`);
      image.phases = account.phasesOf(['DELETING'], { takes: account.settings.deleteTakes }, 'GONE');
      return { Image: toImage(account, image) };
    },

    UpdateImagePermissions({ Name: name, SharedAccountId: accountId, ImagePermissions: permissions }: UpdateImagePermissionsRequest) {
      const image = account.image(name!);
      if (account.stateOf(image) !== 'AVAILABLE') throw new ServiceError('ResourceNotAvailableException', `Image ${name} is not available.`);
      if (image.permissions.size >= 100 && !image.permissions.has(accountId!)) {
        throw new ServiceError('LimitExceededException', 'An image can be shared with 100 accounts.');
      }
      image.permissions.set(accountId!, permissions!);
      return {};
    },

    DeleteImagePermissions({ Name: name, SharedAccountId: accountId }: DeleteImagePermissionsRequest) {
      if (!account.image(name!).permissions.delete(accountId!)) notFound(`Image ${name} is not shared with ${accountId}.`);
      return {};
    },

    DescribeImagePermissions({ Name: name, SharedAwsAccountIds: accountIds, ...paging }: DescribeImagePermissionsRequest) {
      const shared = [...account.image(name!).permissions].filter(([accountId]) => !accountIds || accountIds.includes(accountId));
      const { page, NextToken } = pageOf(shared.map(([sharedAccountId, imagePermissions], order) => ({ sharedAccountId, imagePermissions, order })),
        paging, account.settings.pageSize);
      return { Name: name, SharedImagePermissionsList: page.map(({ order, ...one }) => one), NextToken };
    },
  };
}

/** By name a shared image is not found. */
export function findImage(account: Account, { Names: names, Arns: arns }: { Names?: string[]; Arns?: string[] }): ImageResource[] {
  const images = [...account.images.values()];
  if (names?.length) return images.filter(({ name, visibility }) => names.includes(name) && visibility !== 'SHARED');
  return arns?.length ? images.filter(({ arn }) => arns.includes(arn)) : images;
}

function toImage(account: Account, image: ImageResource): Image {
  const { input, permissions } = image;
  const { state, failure, from } = phaseOf(image, account.now);
  return {
    Name: image.name,
    Arn: image.arn,
    DisplayName: input?.DisplayName,
    State: state as Image['State'],
    Visibility: image.visibility,
    ImageBuilderSupported: image.imageBuilderSupported,
    Platform: image.platform,
    Description: input?.Description,
    StateChangeReason: failure && { Code: 'IMAGE_IMPORT_FAILURE', Message: failure.message },
    CreatedTime: new Date(image.created),
    ImageErrors: failure ? [{ ErrorCode: failure.code as 'VALIDATION_ERROR', ErrorMessage: failure.message, ErrorTimestamp: new Date(from) }] : [],
    ImageSharedWithOthers: permissions.size ? 'TRUE' : 'FALSE',
    ImageType: input ? 'CUSTOM' : 'NATIVE',
  };
}
