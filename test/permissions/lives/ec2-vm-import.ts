import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ends, Life, tagged, TWICE } from './life';
import { DiskImage, Ec2VmImport, LaunchPermission } from '../../../src';

const LICENSE = 'arn:aws:license-manager:us-east-1:111122223333:license-configuration:lic-0123456789abcdef0123456789abcdef';
const MINUTE = 60_000;

/** One import of everything that can be read, in a key of the user's. */
export const windows = (snapshotId: string, isChanged: boolean) => (stack: Stack) => {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'BucketKey', 'arn:aws:kms:us-east-1:111122223333:key/1');
  tagged(new Ec2VmImport(stack, 'Windows', {
    disks: [
      DiskImage.fromBucket(s3.Bucket.fromBucketAttributes(stack, 'Disks', { bucketName: 'disks', encryptionKey }), 'windows.vmdk'),
      DiskImage.fromUrl('s3://more-disks/data.vmdk'),
      DiskImage.fromUrl('https://example.com/data.raw'),
      DiskImage.fromSnapshotId(snapshotId),
    ],
    encryptionKey: new kms.Key(stack, 'Key'),
    licenseConfigurationArns: [LICENSE],
    launchPermissions: [LaunchPermission.account(isChanged ? '444455556666' : '222233334444')],
    description: isChanged ? 'changed' : 'new',
  }), !isChanged);
};

const linux = (stack: Stack) => { new Ec2VmImport(stack, 'Linux', { disks: [DiskImage.fromUrl('s3://disks/linux.ova')] }); };

export const EC2_VM_IMPORT: readonly Life[] = [
  {
    name: 'an import that is changed and deleted',
    async play(world) {
      const snapshotId = world.aws.ec2.seedSnapshot();
      await ends(world.deploy(windows(snapshotId, false)), 'CREATE_COMPLETE', world);
      await ends(world.deploy(windows(snapshotId, true)), 'UPDATE_COMPLETE', world);
      await ends(world.destroy(), 'DELETE_COMPLETE', world);
    },
  },
  {
    name: 'an import that is cancelled when it has made snapshots',
    async play(world) {
      await world.begin(linux, 15);
      await ends(world.destroy(), 'DELETE_COMPLETE', world);
    },
  },
  {
    name: 'an import that fails when it has made snapshots',
    variants: TWICE,
    async play(world) {
      world.aws.ec2.settings.course = () => ({ duration: 30 * MINUTE, failure: { after: 29 * MINUTE, message: 'ClientError: Unknown OS / Missing OS files.' } });
      await ends(world.deploy(linux), 'ROLLBACK_COMPLETE', world);
    },
  },
  {
    name: 'an import with a role of the user\'s',
    async play(world) {
      await ends(world.deploy((stack) => {
        const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('vmie.amazonaws.com') });
        new Ec2VmImport(stack, 'Linux', { disks: [DiskImage.fromUrl('s3://disks/linux.ova')], role });
      }), 'CREATE_COMPLETE', world);
    },
  },
];
