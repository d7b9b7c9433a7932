import type {
  DeleteSnapshotReturnCode, DeregisterImageRequest, DeregisterImageResult, DescribeImagesRequest, DescribeImagesResult, Image, ImageState,
} from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { imageUnavailable, notPlayed, notYours } from './errors';
import { deviceName } from './import-tasks';
import { BY_TAG, filtered, FilterTable, pageOf } from './listing';
import { ImageResource, isPublic } from './resources';
import { toTags } from './tags';
import { Caller, ServiceError } from '../service';

export function imageOperations(account: Account) {
  const { settings, context } = account;

  const filters: FilterTable<ImageResource> = {
    ...BY_TAG,
    'image-id': ({ id }) => [id],
    'name': ({ name }) => [name],
    'state': (image) => [stateOf(account, image)],
    'description': ({ description }) => [description],
    'owner-id': ({ owner }) => [owner],
    'architecture': ({ architecture }) => [architecture],
    'creation-date': ({ created }) => [new Date(created).toISOString()],
    'is-public': (image) => [String(isPublic(image))],
    'block-device-mapping.snapshot-id': ({ snapshotIds }) => snapshotIds,
  };

  return {
    DescribeImages(
      { ImageIds: ids, Owners: owners, Filters, IncludeDisabled: withDisabled, ExecutableUsers, ...page }: DescribeImagesRequest,
    ): DescribeImagesResult {
      if (ExecutableUsers) throw notPlayed('ExecutableUsers');
      const visible = ids ? ids.map((id) => account.image(id)) : account.readableImages();
      const owned = visible.filter(({ owner }) => !owners || owners.some((one) => (one === 'self' ? context.account : one) === owner));
      const shown = owned.filter((image) => !isForgotten(account, image) && (withDisabled || image.state !== 'disabled'));
      const result = pageOf(filtered(shown, Filters, filters), page, settings.pageSize);
      return { Images: result.page.map((image) => describe(account, image)), NextToken: result.NextToken };
    },

    DeregisterImage({ ImageId: id, DeleteAssociatedSnapshots: withSnapshots }: DeregisterImageRequest, { without }: Caller): DeregisterImageResult {
      const image = own(account, id!);
      if (image.isProtected) throw new ServiceError('OperationNotPermitted', `Deregistration protection is enabled for image ${id}`); // code assumed
      image.deregistered = account.now;
      const results = withSnapshots ? image.snapshotIds.map((snapshotId) => deleteSnapshot(account, snapshotId, without)) : undefined;
      return { Return: true, DeleteSnapshotResults: results };
    },
  };
}

/** An image that the caller may change: registered, and its own. */
export function own(account: Account, id: string): ImageResource {
  const image = account.image(id);
  if (image.owner !== account.context.account) throw notYours('image', id);
  if (image.deregistered !== undefined) throw imageUnavailable(id);
  return image;
}

export function stateOf(account: Account, image: ImageResource): ImageState {
  if (image.deregistered !== undefined) return 'deregistered';
  return (account.now < image.pendingUntil ? 'pending' : image.state) as ImageState;
}

/** Deregistered so long ago that it is listed no more, though its id is not an error yet. */
function isForgotten(account: Account, { deregistered }: ImageResource): boolean {
  return deregistered !== undefined && account.now >= deregistered + account.settings.deregisteredSeenFor;
}

/** The call does not fail on a snapshot, it tells. What it tells of one that is gone or foreign is assumed. */
function deleteSnapshot(account: Account, id: string, without: readonly string[] = []): DeleteSnapshotReturnCode {
  const snapshot = account.snapshots.get(id);
  if (!snapshot) return { SnapshotId: id, ReturnCode: 'client-error' };
  const isDenied = without.some((arn) => arn.endsWith(`/${id}`));
  if (isDenied || snapshot.owner !== account.context.account) return { SnapshotId: id, ReturnCode: 'missing-permissions' };
  if (account.usersOf(id).length) return { SnapshotId: id, ReturnCode: 'skipped' };
  const left = account.settings.snapshotLeft(id);
  if (left) return { SnapshotId: id, ReturnCode: left };
  account.snapshots.delete(id);
  return { SnapshotId: id, ReturnCode: 'success' };
}

function describe(account: Account, image: ImageResource): Image {
  return {
    ImageId: image.id,
    Name: image.name,
    Description: image.description,
    OwnerId: image.owner,
    ImageLocation: `${image.owner}/${image.name}`,
    State: stateOf(account, image),
    StateReason: image.stateReason === undefined ? undefined : { Code: 'Client.InvalidSnapshot', Message: image.stateReason },
    CreationDate: new Date(image.created).toISOString(),
    Public: isPublic(image),
    Architecture: image.architecture as Image['Architecture'],
    BootMode: image.bootMode as Image['BootMode'],
    Platform: image.platform === 'Windows' ? 'Windows' : undefined,
    UsageOperation: image.usageOperation,
    ImdsSupport: image.imdsSupport as Image['ImdsSupport'],
    DeregistrationProtection: image.isProtected ? 'enabled' : 'disabled',
    ImageType: 'machine',
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    EnaSupport: true,
    RootDeviceType: 'ebs',
    RootDeviceName: deviceName(0),
    BlockDeviceMappings: image.snapshotIds.map((snapshotId, i) => {
      const snapshot = account.snapshots.get(snapshotId);
      return {
        DeviceName: deviceName(i),
        Ebs: { SnapshotId: snapshotId, VolumeSize: snapshot?.size, Encrypted: snapshot?.encrypted, VolumeType: 'gp2', DeleteOnTermination: i === 0 },
      };
    }),
    Tags: toTags(image.tags),
  };
}
