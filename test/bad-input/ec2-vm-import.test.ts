import { App, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { commonTables, newStack, runTables, runTagTable, Subject } from './table';
import {
  DiskFormat, DiskImage, Ec2VmImport, Ec2VmImportProps, LaunchPermission, VmArchitecture, VmBootMode, VmHypervisor, VmLicenseType, VmPlatform,
  VmUsageOperation,
} from '../../src';

const LICENSE = 'arn:aws:license-manager:eu-west-1:123456789012:license-configuration:lic-0123456789abcdef0123456789abcdef';
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-abcdefghij';
const UNIT = 'arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-ab12-12345678';

const bucketIn = (stack: Stack) => (stack.node.tryFindChild('B') as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, 'B', 'disks');
const disk = (stack: Stack, key = 'a.vmdk') => DiskImage.fromBucket(bucketIn(stack), key);
const snapshots = (...deviceNames: string[]) => deviceNames.map((deviceName) => DiskImage.fromSnapshotId('snap-01234567', { deviceName }));

const subject: Subject<Ec2VmImportProps> = {
  path: 'S/Disk',
  define: (stack, props) => new Ec2VmImport(stack, 'Disk', { disks: props.disks ?? [disk(stack)], ...props }),
};
const common = commonTables<Ec2VmImportProps>();
const formats = (got: string) => `VM Import takes OVA, VMDK, VHD, VHDX and raw disks, got '${got}'`;
const constant = (name: string, got = 'x') => `${name} must be a constant of its class, got '${got}'; take the constant, or of('${got}')`;

runTables<Ec2VmImportProps>(subject, {
  refused: [
    ...common.refused,
    ['disks must have 1 to 21 entries, got 0', () => ({ disks: [] })],
    ['disks must have 1 to 21 entries, got 22', (stack) => ({ disks: Array(22).fill(disk(stack)) })],
    ["format cannot be told from 'https://x/disk.bin'; if it is an OVA, VMDK, VHD, VHDX or raw disk, add format, e.g. DiskFormat.VMDK",
      () => ({ disks: [DiskImage.fromUrl('https://x/disk.bin')] })],
    ["format cannot be told from 'a.constructor'; if it is an OVA, VMDK, VHD, VHDX or raw disk, add format, e.g. DiskFormat.VMDK",
      (stack) => ({ disks: [disk(stack, 'a.constructor')] })],
    [`${formats('win.qcow2')}; convert it first, such as by 'qemu-img convert -O vmdk -o subformat=streamOptimized'`, (stack) => ({ disks: [disk(stack, 'win.qcow2')] })],
    [`${formats('https://x/a.vmdk.ZIP')}; unpack it first`, () => ({ disks: [DiskImage.fromUrl('https://x/a.vmdk.ZIP?v=1')] })],
    [`${formats('a.ovf')}; export the machine as one OVA, or name its disks`, () => ({ disks: [DiskImage.fromAsset('a.ovf')] })],
    [`${formats('Win11.iso')}; install it in a machine and export that one's disk, or let EC2 Image Builder import it (aws imagebuilder import-disk-image) and use ` +
      'ByolImageSource.fromImageBuildVersionArn()', (stack) => ({ disks: [disk(stack, 'Win11.iso')] })],
    ['format cannot be told from a token; add format, e.g. DiskFormat.VMDK', (stack) => ({ disks: [disk(stack, stack.stackId)] })],
    ['format must have 1 to 1024 characters, got 0', () => ({ disks: [DiskImage.fromUrl('https://x/a', { format: DiskFormat.of('') })] })],
    ["objectKey must be the key in the bucket, got 's3://my-disks/a.vmdk'; leave out what comes before the key",
      (stack) => ({ disks: [disk(stack, 's3://my-disks/a.vmdk')] })],
    ["objectKey must be the key in the bucket, got 'https://my-disks.s3.amazonaws.com/a.vmdk'; leave out what comes before the key",
      (stack) => ({ disks: [disk(stack, 'https://my-disks.s3.amazonaws.com/a.vmdk')] })],
    ["objectKey must not start with '/', got '/a.vmdk'", (stack) => ({ disks: [disk(stack, '/a.vmdk')] })],
    ['objectKey must have 1 to 1024 characters, got 0', (stack) => ({ disks: [disk(stack, '')] })],
    ['objectKey must have 1 to 1024 characters, got 1025', (stack) => ({ disks: [disk(stack, `${'x'.repeat(1020)}.vmdk`)] })],
    ["url must be like https://host/disk.vmdk or s3://bucket/disk.vmdk, got 'ftp://x/a.vmdk'", () => ({ disks: [DiskImage.fromUrl('ftp://x/a.vmdk')] })],
    ["url must be like https://host/disk.vmdk or s3://bucket/disk.vmdk, got 'http://x/a.vmdk'", () => ({ disks: [DiskImage.fromUrl('http://x/a.vmdk')] })],
    ["url must be like https://host/disk.vmdk or s3://bucket/disk.vmdk, got 's3://disks/'", () => ({ disks: [DiskImage.fromUrl('s3://disks/')] })],
    [`path must be a disk file, got the directory '${__dirname}'; name the file in it`, () => ({ disks: [DiskImage.fromAsset(__dirname)] })],
    ["disks must have different deviceNames, got '/dev/sda1' twice; change one, or leave them all out", () => ({ disks: snapshots('/dev/sda1', '/dev/sda1') })],
    ['encryptionKey must be a key, got an alias, and the import role cannot be granted a key by that; give the key, or a role that may use it',
      (stack) => ({ encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/amis') })],
    ["snapshotId must be like snap-0123456789abcdef0, got 'vol-1'", () => ({ disks: [DiskImage.fromSnapshotId('vol-1')] })],
    ["snapshotId must be like snap-0123456789abcdef0, got 'snap-0123456'", () => ({ disks: [DiskImage.fromSnapshotId('snap-0123456')] })],
    ["snapshotId must be like snap-0123456789abcdef0, got 'snap-0123456789abcdef01'", () => ({ disks: [DiskImage.fromSnapshotId('snap-0123456789abcdef01')] })],
    ['disks must be one OVA alone or single disks, got an OVA among 2; an OVA holds all its disks', (stack) => ({ disks: [disk(stack, 'a.ova'), disk(stack)] })],
    ['encrypted must be true or left out with an encryptionKey, got false; remove one of the two',
      (stack) => ({ encrypted: false, encryptionKey: new kms.Key(stack, 'Key') })],
    ["licenseType and usageOperation exclude each other, got 'BYOL' and 'RunInstances:0800'; keep usageOperation",
      () => ({ licenseType: VmLicenseType.BYOL, usageOperation: VmUsageOperation.WINDOWS_BYOL })],
    ["bootMode 'uefi-preferred' is not supported by VM Import; use VmBootMode.UEFI or VmBootMode.LEGACY_BIOS", () => ({ bootMode: VmBootMode.of('uefi-preferred') })],
    ["bootMode 'uefi' from a snapshot needs platform, got none; add platform: VmPlatform.WINDOWS or VmPlatform.LINUX",
      () => ({ bootMode: VmBootMode.UEFI, disks: snapshots('/dev/sda1') })],
    ["licenseConfigurationArns must hold ARNs of License Manager configurations, got 'lic-1'", () => ({ licenseConfigurationArns: [LICENSE, 'lic-1'] })],
    ['clientData.uploadEnd must not be before uploadStart, got 2026-11-01T00:00:00.000Z and 2026-11-02T00:00:00.000Z',
      () => ({ clientData: { uploadStart: new Date('2026-11-02'), uploadEnd: new Date('2026-11-01') } })],
    ['clientData.uploadStart must be a date, got Invalid Date', () => ({ clientData: { uploadStart: new Date('yesterday') } })],
    ['clientData.uploadEnd must be a date, got Invalid Date', () => ({ clientData: { uploadEnd: new Date(NaN) } })],
    ['clientData.uploadSize must be a number, 0 or more, got -1', () => ({ clientData: { uploadSize: -1 } })],
    ['clientData.uploadSize must be a number, 0 or more, got NaN', () => ({ clientData: { uploadSize: NaN } })],
    ['clientData.uploadSize must be a number, 0 or more, got Infinity', () => ({ clientData: { uploadSize: Infinity } })],
    ["accountId must be a 12-digit account id, got '12345'", () => ({ launchPermissions: [LaunchPermission.account('12345')] })],
    ["accountId must be a 12-digit account id, got '1234567890123'", () => ({ launchPermissions: [LaunchPermission.account('1234567890123')] })],
    ["organizationArn must be the ARN of an organization, got 'o-1'", () => ({ launchPermissions: [LaunchPermission.organization('o-1')] })],
    [`organizationArn must be the ARN of an organization, got '${UNIT}'`, () => ({ launchPermissions: [LaunchPermission.organization(UNIT)] })],
    ["organizationalUnitArn must be the ARN of an organizational unit, got 'ou-1'", () => ({ launchPermissions: [LaunchPermission.organizationalUnit('ou-1')] })],
    [`organizationalUnitArn must be the ARN of an organizational unit, got '${UNIT.slice(0, -1)}'`,
      () => ({ launchPermissions: [LaunchPermission.organizationalUnit(UNIT.slice(0, -1))] })],
    ['description must have 1 to 255 characters, got 0', () => ({ description: '' })],
    ['description must have 1 to 255 characters, got 256', () => ({ description: 'x'.repeat(256) })],
    ['description must have 1 to 255 characters, got 300', () => ({ description: 'x'.repeat(300) })],
    ['revision must have 1 to 255 characters, got 0', () => ({ revision: '' })],
    ['revision must have 1 to 255 characters, got 256', () => ({ revision: 'x'.repeat(256) })],
    // JavaScript lets these pass.
    [constant('architecture'), () => ({ architecture: 'x' as any })],
    [constant('bootMode'), () => ({ bootMode: 'x' as any })],
    [constant('hypervisor'), () => ({ hypervisor: 'x' as any })],
    [constant('licenseType', 'BYOL'), () => ({ licenseType: 'BYOL' as any })],
    [constant('platform'), () => ({ platform: 'x' as any })],
    [constant('usageOperation'), () => ({ usageOperation: 'x' as any })],
    [constant('format', 'VMDK'), () => ({ disks: [DiskImage.fromUrl('https://x/a', { format: 'VMDK' as any })] })],
    ["imageId must be like ami-0123456789abcdef0, got 'img-1' (at S/Old)", (stack) => Ec2VmImport.fromImageId(stack, 'Old', 'img-1')],
    ["imageId must be like ami-0123456789abcdef0, got 'ami-0123456789' (at S/Old)", (stack) => Ec2VmImport.fromImageId(stack, 'Old', 'ami-0123456789')],
    ["importTaskId must be like import-ami-0123456789abcdef0, got 'task-1' (at S/Old)",
      (stack) => Ec2VmImport.fromEc2VmImportAttributes(stack, 'Old', { imageId: 'ami-01234567', importTaskId: 'task-1' })],
  ],
  taken: [
    ...common.taken,
    ['21 disks', (stack) => ({ disks: Array(21).fill(disk(stack)) })],
    ['one OVA', (stack) => ({ disks: [disk(stack, 'a.ova')] })],
    ['an object key of 1024 characters', (stack) => ({ disks: [disk(stack, `${'x'.repeat(1019)}.vmdk`)] })],
    ['different deviceNames', () => ({ disks: snapshots('/dev/sda1', '/dev/sdb') })],
    ['a description and a revision of 255 characters', () => ({ description: 'x'.repeat(255), revision: 'x'.repeat(255) })],
    ['a description and a revision of one', () => ({ description: 'x', revision: 'x' })],
    ['an upload of nothing, in no time', () => ({ clientData: { uploadSize: 0, uploadStart: new Date('2026-11-01'), uploadEnd: new Date('2026-11-01') } })],
    ['all launch permissions', () => ({
      launchPermissions: [LaunchPermission.account('123456789012'), LaunchPermission.organization(ORGANIZATION), LaunchPermission.organizationalUnit(UNIT)],
    })],
    ['a license', () => ({ licenseConfigurationArns: [LICENSE] })],
    ['an ARN of a license with a slash', () => ({ licenseConfigurationArns: [LICENSE.replace(':lic-', '/lic-')] })],
    ['UEFI from a snapshot with a platform', () => ({ bootMode: VmBootMode.UEFI, platform: VmPlatform.LINUX, disks: snapshots('/dev/sda1') })],
    ['encrypted: true with a key', (stack) => ({ encrypted: true, encryptionKey: new kms.Key(stack, 'Key') })],
    ['an alias of a key, with a role that may use the key', (stack) => ({
      encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/amis'), role: iam.Role.fromRoleName(stack, 'Role', 'vmimport', { mutable: false }),
    })],
    ['an AMI that is being looked up', (stack) => Ec2VmImport.fromImageId(stack, 'Old', ec2.MachineImage.lookup({ name: 'x' }).getImage(stack).imageId)],
  ],
  tokens: {
    'architecture': (_, { text }) => ({ architecture: VmArchitecture.of(text) }),
    'bootMode': (_, { text }) => ({ bootMode: VmBootMode.of(text) }),
    'clientData.comment': (_, { text }) => ({ clientData: { comment: text } }),
    'clientData.uploadSize': (_, { number }) => ({ clientData: { uploadSize: number } }),
    'description': (_, { text }) => ({ description: text }),
    'a part of the description': (_, { text }) => ({ description: `of ${text}` }),
    'disks, deviceName': (_, { text }) => ({ disks: snapshots(text) }),
    'disks, description': (_, { text }) => ({ disks: [DiskImage.fromSnapshotId('snap-01234567', { description: text })] }),
    'disks, format': (_, { text }) => ({ disks: [DiskImage.fromUrl('https://x/a', { format: DiskFormat.of(text) })] }),
    'disks, objectKey': (stack, { text }) => ({ disks: [DiskImage.fromBucket(bucketIn(stack), text, { format: DiskFormat.RAW })] }),
    'disks, snapshotId': (_, { text }) => ({ disks: [DiskImage.fromSnapshotId(text)] }),
    'disks, url': (_, { text }) => ({ disks: [DiskImage.fromUrl(text, { format: DiskFormat.RAW })] }),
    'hypervisor': (_, { text }) => ({ hypervisor: VmHypervisor.of(text) }),
    'launchPermissions, account': (_, { text }) => ({ launchPermissions: [LaunchPermission.account(text)] }),
    'launchPermissions, organization': (_, { text }) => ({ launchPermissions: [LaunchPermission.organization(text)] }),
    'launchPermissions, organizationalUnit': (_, { text }) => ({ launchPermissions: [LaunchPermission.organizationalUnit(text)] }),
    'licenseConfigurationArns': (_, { list }) => ({ licenseConfigurationArns: list }),
    'one of licenseConfigurationArns': (_, { text }) => ({ licenseConfigurationArns: [LICENSE, text] }),
    'licenseType': (_, { text }) => ({ licenseType: VmLicenseType.of(text) }),
    'platform': (_, { text }) => ({ platform: VmPlatform.of(text) }),
    'revision': (_, { text }) => ({ revision: text }),
    'usageOperation': (_, { text }) => ({ usageOperation: VmUsageOperation.of(text) }),
    'the imageId of one that exists': (stack, { text }) => Ec2VmImport.fromImageId(stack, 'Old', text),
    'the importTaskId of one that exists':
      (stack, { text }) => Ec2VmImport.fromEc2VmImportAttributes(stack, 'Old', { imageId: 'ami-01234567', importTaskId: text }),
  },
});

runTagTable(subject, { key: 128, value: 256 });

describe('a key of another Region', () => {
  const importWith = (region: string) => {
    const stack = new Stack(new App(), 'S', { env: { region: 'eu-west-1' } });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${region}:123456789012:key/01234567-89ab-cdef-0123-456789abcdef`);
    return () => subject.define(stack, { encryptionKey });
  };

  test('is refused', () => {
    expect(importWith('us-east-1')).toThrow(new Error(
      "encryptionKey must be in the Region of the stack, 'eu-west-1', got one in 'us-east-1'; take a key in 'eu-west-1' (at S/Disk)"));
    expect(importWith('eu-west-1')).not.toThrow();
  });
});

describe('a bucket whose key is known by an alias', () => {
  const importFrom = (more: (stack: Stack) => Partial<Ec2VmImportProps> = () => ({})) => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'B', { bucketName: 'disks', encryptionKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/disks') });
    return () => subject.define(stack, { disks: [DiskImage.fromBucket(bucket, 'a.vmdk')], ...more(stack) });
  };

  test('is refused, as the role could not be granted that key', () => {
    expect(importFrom()).toThrow(new Error('the encryptionKey of the bucket must be a key, got an alias, and the import role cannot be granted a key by that; ' +
      'give the bucket with its key, or a role that may use it (at S/Disk)'));
    expect(importFrom((stack) => ({ role: iam.Role.fromRoleName(stack, 'Role', 'vmimport') }))).not.toThrow();
  });
});

describe('a bucket of another Region', () => {
  const importFrom = (stackRegion: string | undefined, bucketRegion: string | undefined) => {
    const stack = new Stack(new App(), 'S', { env: { region: stackRegion } });
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'B', { bucketName: 'disks', region: bucketRegion });
    return () => subject.define(stack, { disks: [DiskImage.fromBucket(bucket, 'a.vmdk')] });
  };

  test('is refused where both are known', () => {
    expect(importFrom('eu-west-1', 'us-east-1')).toThrow(new Error(
      "bucket must be in the Region of the stack, 'eu-west-1', got one in 'us-east-1'; copy the disk to a bucket in 'eu-west-1' (at S/Disk)",
    ));
  });

  test.each([['eu-west-1', 'eu-west-1'], ['eu-west-1', undefined], [undefined, 'us-east-1'], [undefined, undefined]])('passes with %s and %s', (stack, bucket) => {
    expect(importFrom(stack, bucket)).not.toThrow();
  });
});

test.each<[string, number, number]>([
  ['tags must be at most 45, got 46; five of the service\'s 50 are ours', 45, 1], // the Name among them
  ['properties and tags must have 5500 bytes together, got 6', 25, 240],
])('refused: %s', (message, count, size) => {
  const stack = newStack();
  const image = subject.define(stack, {});
  for (let i = 0; i < count; i++) Tags.of(image).add(`k${i}`, 'v'.repeat(size));
  expect(() => (stack.node.root as App).synth()).toThrow(message);
});

test('taken: 45 tags', () => {
  const stack = newStack();
  const image = subject.define(stack, {});
  for (let i = 0; i < 44; i++) Tags.of(image).add(`k${i}`, 'v');
  expect(() => (stack.node.root as App).synth()).not.toThrow();
});
