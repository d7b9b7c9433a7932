import { isDeepStrictEqual } from 'node:util';
import type { DescribeImageAttributeRequest, ImageAttribute, LaunchPermission, ModifyImageAttributeRequest } from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { notPlayed } from './errors';
import { own, stateOf } from './images';
import type { ImageResource } from './resources';
import { ServiceError } from '../service';

export function imageAttributeOperations(account: Account) {
  return {
    DescribeImageAttribute({ ImageId: id, Attribute: attribute }: DescribeImageAttributeRequest): ImageAttribute {
      const image = own(account, id!);
      switch (attribute) {
        case 'launchPermission': return { ImageId: id, LaunchPermissions: [...image.launchPermissions] };
        case 'description': return { ImageId: id, Description: { Value: image.description } };
        default: throw notPlayed(`the attribute ${attribute}`);
      }
    },

    ModifyImageAttribute({ ImageId: id, Attribute, Description, ImdsSupport, LaunchPermission: change }: ModifyImageAttributeRequest): void {
      if (Attribute !== undefined) throw notPlayed('the older form, with Attribute and OperationType');
      const image = own(account, id!);
      const state = stateOf(account, image);
      if (state !== 'available') throw new ServiceError('IncorrectState', `The image '${id}' is ${state}`); // code assumed
      if (Description) image.description = Description.Value ?? '';
      if (ImdsSupport) image.imdsSupport = ImdsSupport.Value;
      if (change) permit(account, image, change.Add ?? [], change.Remove ?? []);
    },
  };
}

/** To add what is there and to remove what is not changes nothing. */
function permit(account: Account, image: ImageResource, add: readonly LaunchPermission[], remove: readonly LaunchPermission[]): void {
  if (add.length && image.snapshotIds.some((id) => account.snapshots.get(id)?.kmsKeyId?.endsWith('alias/aws/ebs'))) {
    // That it is refused is documented, for the key is AWS's own and cannot be shared; the code is assumed.
    throw new ServiceError('InvalidParameter', 'Images with snapshots encrypted by the default key of EBS cannot be shared.');
  }
  const isIn = (list: readonly LaunchPermission[]) => (one: LaunchPermission) => list.some((other) => isDeepStrictEqual(one, other));
  const kept = image.launchPermissions.filter((one) => !isIn(remove)(one));
  image.launchPermissions = [...kept, ...add.filter((one) => !isIn(kept)(one))];
}
