import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { constantsOf, CoverageStacks, ends, QUICK, rowsOf, tag } from './coverage-stacks';
import {
  DiskFormat, DiskImage, Ec2VmImport, Ec2VmImportProps, VmArchitecture, VmBootMode, VmHypervisor, VmLicenseType, VmPlatform, VmUsageOperation,
} from '../../../src';

const LICENSE = 'arn:aws:license-manager:us-east-1:111122223333:license-configuration:lic-0123456789abcdef0123456789abcdef';

const bare = (stack: Stack) => {
  new Ec2VmImport(stack, 'Bare', { disks: [DiskImage.fromBucket(s3.Bucket.fromBucketName(stack, 'Disks', 'disks'), 'bare.vmdk')] });
};

/** Every property at once; those that exclude each other are in `words` and `licenses`. */
function everything(stack: Stack, snapshotId: string): Partial<Ec2VmImportProps> {
  return {
    disks: [
      DiskImage.fromBucket(s3.Bucket.fromBucketName(stack, 'Mine', 'my-disks'), 'boot.vhdx', { deviceName: '/dev/sda1', description: 'boot' }),
      DiskImage.fromUrl('https://example.com/data.raw'),
      DiskImage.fromSnapshotId(snapshotId),
    ],
    clientData: { comment: 'by hand', uploadStart: new Date('2026-11-01T00:00:00Z'), uploadEnd: new Date('2026-11-02T00:00:00Z'), uploadSize: 40.5 },
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1'),
    licenseConfigurationArns: [LICENSE],
    platform: VmPlatform.WINDOWS,
  };
}

/** All words of all classes, and what they cannot stand beside. */
const words = rowsOf({
  architecture: constantsOf(VmArchitecture),
  bootMode: constantsOf(VmBootMode),
  disks: constantsOf(DiskFormat).map((format) => [DiskImage.fromUrl('https://example.com/disk', { format })]),
  hypervisor: constantsOf(VmHypervisor),
  platform: constantsOf(VmPlatform),
  usageOperation: constantsOf(VmUsageOperation),
});
const licenses = rowsOf({ licenseType: constantsOf(VmLicenseType) });

export const ec2VmImportStacks: CoverageStacks = {
  kind: 'Ec2VmImport',
  operations: ['ec2:ImportImage', 'ec2:CancelImportTask', 'ec2:DeregisterImage'],

  async bare(world) {
    await world.begin(bare, 20);
    await ends(world.destroy(), 'DELETE_COMPLETE', world); // cancels it
    await ends(world.deploy(bare), 'CREATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world); // deregisters it
  },

  async asked(world) {
    world.aws.ec2.settings.concurrentTasks = Infinity;
    world.aws.ec2.settings.course = () => ({ duration: QUICK.takes });
    const snapshotId = world.aws.ec2.seedSnapshot();
    await ends(world.deploy((stack) => {
      const role = iam.Role.fromRoleName(stack, 'Role', 'my-import-role');
      const said = { disks: [DiskImage.fromUrl('s3://my-disks/disk.vmdk')], description: 'a server', role, timeout: QUICK.timeout };
      [everything(stack, snapshotId), ...words, ...licenses].forEach((props, i) => tag(new Ec2VmImport(stack, `Asked${i}`, { ...said, ...props })));
    }), 'CREATE_COMPLETE', world);
  },
};
