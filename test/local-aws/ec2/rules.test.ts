import * as sdk from '@aws-sdk/client-ec2';
import { EC2_RULES } from './rules';
import { failureOf, world } from '../fixture';

const here = world();

const AMI = 'ami-0123456789abcdef0';
const SNAPSHOT = 'snap-0123456789abcdef0';
const TASK = 'import-ami-0123456789abcdef0';
const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-abcdefghij';
const DISK = { Format: 'VMDK', UserBucket: { S3Bucket: 'disks', S3Key: 'disk.vmdk' } };

const disks = (...DiskContainers: object[]) => ({ DiskContainers });
const withDisk = (input: object) => ({ DiskContainers: [DISK], ...input });
const tagged = (...Tags: object[]) => withDisk({ TagSpecifications: [{ ResourceType: 'import-image-task', Tags }] });
const tags = (...Tags: object[]) => ({ Resources: [AMI], Tags });
const permit = (permission: object) => ({ ImageId: AMI, LaunchPermission: { Add: [permission] } });
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: `key${i}`, Value: '' }));
const send = (operation: string, input: object) => here.client.send(new (sdk as any)[`${operation}Command`](input));

/** An input for each rule, and each operation it stands for, that breaks it and no rule before it. */
const BREAKERS: [rule: string, operation: string, input: object][] = [
  ['there is a disk', 'ImportImage', {}],
  ['there is a disk', 'ImportImage', disks()],
  ['there are at most 21 disks', 'ImportImage', disks(...Array(22).fill(DISK))],
  ['a disk has exactly one source', 'ImportImage', disks({ Format: 'RAW' })],
  ['a disk has exactly one source', 'ImportImage', disks(DISK, { ...DISK, SnapshotId: SNAPSHOT })],
  ['a bucket comes with a key', 'ImportImage', disks({ UserBucket: { S3Bucket: 'disks' } })],
  ['a URL is of http, https or s3', 'ImportImage', disks({ Url: 'ftp://disks/disk.vmdk' })],
  ['a snapshot id is well formed', 'ImportImage', disks({ SnapshotId: 'snap-1' })],
  ['a format is one of OVA, VHD, VHDX, VMDK, RAW', 'ImportImage', disks({ ...DISK, Format: 'ISO' })],
  ['an OVA stands alone', 'ImportImage', disks(DISK, { ...DISK, Format: 'ova' })],
  ['Architecture is one of i386, x86_64, arm64', 'ImportImage', withDisk({ Architecture: 'amd64' })],
  ['Hypervisor is one of xen', 'ImportImage', withDisk({ Hypervisor: 'nitro' })],
  ['LicenseType is one of AWS, BYOL', 'ImportImage', withDisk({ LicenseType: 'byol' })],
  ['Platform is one of Windows, Linux', 'ImportImage', withDisk({ Platform: 'windows' })],
  [EC2_RULES.find(({ rule }) => rule.startsWith('UsageOperation is'))!.rule, 'ImportImage', withDisk({ UsageOperation: 'RunInstances:9999' })],
  ['LicenseType and UsageOperation exclude each other', 'ImportImage', withDisk({ LicenseType: 'BYOL', UsageOperation: 'RunInstances:0800' })],
  ['uefi-preferred is not for imports', 'ImportImage', withDisk({ BootMode: 'uefi-preferred' })],
  ['UEFI from a snapshot needs a platform', 'ImportImage', { ...disks({ SnapshotId: SNAPSHOT }), BootMode: 'uefi' }],
  ['a key is for an encrypted image', 'ImportImage', withDisk({ KmsKeyId: 'alias/disks' })],
  ['a key is for an encrypted image', 'ImportImage', withDisk({ KmsKeyId: 'alias/disks', Encrypted: false })],
  ['a role is given by its name', 'ImportImage', withDisk({ RoleName: 'arn:aws:iam::111122223333:role/vmimport' })],
  ['a description has at most 255 characters', 'ImportImage', withDisk({ Description: 'x'.repeat(256) })],
  ['a client token has at most 64 ASCII characters', 'ImportImage', withDisk({ ClientToken: 'x'.repeat(65) })],
  ['a client token has at most 64 ASCII characters', 'ImportImage', withDisk({ ClientToken: 'ü' })],
  ['only the task can be tagged', 'ImportImage', withDisk({ TagSpecifications: [{ ResourceType: 'image', Tags: [] }] })],
  ['ImageIds is well formed', 'DescribeImages', { ImageIds: [AMI, 'ami-xyz'] }],
  ['ImageId is well formed', 'DescribeImageAttribute', { ImageId: 'ami-xyz', Attribute: 'description' }],
  ['ImageId is well formed', 'ModifyImageAttribute', { ImageId: 'ami-xyz', Description: { Value: '' } }],
  ['ImageId is well formed', 'DeregisterImage', { ImageId: 'import-ami-0123456789abcdef0' }],
  ['SnapshotIds is well formed', 'DescribeSnapshots', { SnapshotIds: ['snap-'] }],
  ['SnapshotId is well formed', 'DeleteSnapshot', { SnapshotId: AMI }],
  ['ImportTaskIds is well formed', 'DescribeImportImageTasks', { ImportTaskIds: [AMI] }],
  ['ImportTaskId is well formed', 'CancelImportTask', { ImportTaskId: 'import-snap-0123456789abcdef0' }],
  ['there is a task', 'CancelImportTask', {}],
  ['Resources is well formed', 'CreateTags', { ...tags({ Key: 'a' }), Resources: ['vol'] }],
  ['Resources is well formed', 'DeleteTags', { Resources: ['vol'] }],
  ['a tag has a key', 'ImportImage', tagged({ Value: 'x' })],
  ['a tag has a key', 'CreateTags', tags({ Key: '' })],
  ['a tag has a key', 'DeleteTags', tags({ Value: 'x' })],
  ['a tag key has at most 128 characters', 'ImportImage', tagged({ Key: 'k'.repeat(129) })],
  ['a tag key has at most 128 characters', 'CreateTags', tags({ Key: 'k'.repeat(129) })],
  ['a tag key has at most 128 characters', 'DeleteTags', tags({ Key: 'k'.repeat(129) })],
  ['a tag value has at most 256 characters', 'ImportImage', tagged({ Key: 'k', Value: 'v'.repeat(257) })],
  ['a tag value has at most 256 characters', 'CreateTags', tags({ Key: 'k', Value: 'v'.repeat(257) })],
  ['a tag value has at most 256 characters', 'DeleteTags', tags({ Key: 'k', Value: 'v'.repeat(257) })],
  ['the prefix aws: is reserved', 'ImportImage', tagged({ Key: 'aws:x', Value: '' })],
  ['the prefix aws: is reserved', 'CreateTags', tags({ Key: 'AWS:x', Value: '' })],
  ['the prefix aws: is reserved', 'DeleteTags', tags({ Key: 'aws:x' })],
  ['a tag key comes once', 'ImportImage', tagged({ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' })],
  ['a tag key comes once', 'CreateTags', tags({ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' })],
  ['a task is born with at most 50 tags', 'ImportImage', tagged(...many(51))],
  ['at most 1000 resources at once', 'CreateTags', { ...tags({ Key: 'k' }), Resources: Array(1001).fill(AMI) }],
  ['at most 1000 resources at once', 'DeleteTags', { Resources: Array(1001).fill(AMI) }],
  ['ImageIds are not paged', 'DescribeImages', { ImageIds: [AMI], MaxResults: 5 }],
  ['SnapshotIds are not paged', 'DescribeSnapshots', { SnapshotIds: [SNAPSHOT], MaxResults: 5 }],
  ['a page holds at least 1', 'DescribeImages', { MaxResults: 0 }],
  ['a page holds at least 1', 'DescribeImportImageTasks', { MaxResults: 0 }],
  ['a page holds at least 5', 'DescribeSnapshots', { MaxResults: 4 }],
  ['one attribute at a time', 'ModifyImageAttribute', { ...permit({ UserId: '111122223333' }), Description: { Value: 'x' } }],
  ['there is an attribute', 'ModifyImageAttribute', { ImageId: AMI }],
  ['there is an attribute', 'ModifyImageAttribute', { ImageId: AMI, Description: { Value: undefined } }],
  ['there is an attribute', 'ModifyImageAttribute', { ImageId: AMI, LaunchPermission: { Add: [], Remove: [] } }],
  ['ImdsSupport is v2.0', 'ModifyImageAttribute', { ImageId: AMI, ImdsSupport: { Value: 'v1.0' } }],
  ['a description has at most 255 characters', 'ModifyImageAttribute', { ImageId: AMI, Description: { Value: 'x'.repeat(256) } }],
  ['a permission names exactly one', 'ModifyImageAttribute', permit({ UserId: '111122223333', OrganizationArn: ORGANIZATION })],
  ['an account has 12 digits', 'ModifyImageAttribute', permit({ UserId: '1111-2222-3333' })],
  ['an organization is an ARN', 'ModifyImageAttribute', permit({ OrganizationArn: 'o-abcdefghij' })],
  ['an organizational unit is an ARN', 'ModifyImageAttribute', permit({ OrganizationalUnitArn: ORGANIZATION })],
];

test.each(BREAKERS)('%s: %s refuses %j', async (name, operation, input) => {
  const rule = EC2_RULES.find((one) => one.rule === name && one.operations.includes(operation))!;
  const message = typeof rule.message === 'string' ? rule.message : rule.message(input);
  expect(await failureOf(send(operation, input))).toMatchObject({ name: rule.code, message });
  expect(here.aws.calls).toMatchObject([{ operation, errorCode: rule.code }]);
});

test('every rule is broken here for each of its operations, and says where it is written', () => {
  const broken = BREAKERS.map(([rule, operation]) => `${operation}: ${rule}`);
  const rules = EC2_RULES.flatMap(({ rule, operations }) => operations.map((operation) => `${operation}: ${rule}`));
  expect([...new Set(broken)].sort()).toEqual(rules.sort());
  for (const { source } of EC2_RULES) expect(source).toMatch(/^https:\/\/|^assumed$/);
});

test.each<[string, object]>([
  ['ImportImage', {
    ...disks({ Format: 'ova', Url: 's3://disks/disk.ova' }),
    Platform: 'Windows', LicenseType: 'BYOL', BootMode: 'uefi', Encrypted: true, KmsKeyId: 'alias/disks',
  }],
  ['ImportImage', { ...tagged(...many(50)), DiskContainers: Array(21).fill(DISK), ClientToken: 'x'.repeat(64), RoleName: 'import' }],
  ['CreateTags', { Resources: [AMI, SNAPSHOT, TASK], Tags: [{ Key: 'k'.repeat(128), Value: 'v'.repeat(256) }] }],
  ['ModifyImageAttribute', permit({ OrganizationArn: ORGANIZATION })],
  ['ModifyImageAttribute', permit({ OrganizationalUnitArn: 'arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-12345678' })],
  ['DescribeSnapshots', { MaxResults: 5 }],
])('%s takes %j', async (operation, input) => {
  expect(await failureOf(send(operation, { ...input, DryRun: true }))).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
});
