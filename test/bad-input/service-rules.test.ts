import { builder, byol, image, Place, tagged, tagsOf, vmImport } from './places';
import { newStack } from './table';
import { AppStreamSoftware, DiskFormat, DiskImage, LaunchPermission, VmBootMode, VmLicenseType, VmUsageOperation } from '../../src';
import { OVERLAY } from '../local-aws/overlay';

/*
 * What the local AWS refuses beyond the models of the services, by the documentation, synthesis refuses too. A rule that is not named
 * here fails.
 */

/** The rules for what is made or shared; a text says why synthesis has nothing to refuse. */
const RULES: { readonly [rule: string]: Place | string } = {
  'appstream a builder is made of one image, by name or by ARN': 'the classes let no other be said',
  'appstream a builder is in one subnet': 'the property takes one',
  'appstream the root volume has 200 to 500 GB': 'in the table of the kind',
  'appstream no software is both installed and uninstalled': {
    says: 'software cannot be installed and uninstalled',
    put: builder(() => ({ softwaresToInstall: [AppStreamSoftware.of('x')], softwaresToUninstall: [AppStreamSoftware.of('x')] })),
  },
  'appstream an image is imported from one source': 'the classes let no other be said',
  'appstream an AMI is read with a role': 'one is made',
  'appstream some beginnings of a name are reserved': { says: 'imageName must not begin with', put: image(() => ({ imageName: 'aws-x' })) },
  'appstream names of applications are unique': {
    says: 'applications must have different names', put: image(() => ({ applications: [1, 2].map(() => ({ name: 'a', absoluteAppPath: 'p' })) })),
  },
  'ec2 there is a disk': { says: 'disks must have 1 to 21 entries', put: vmImport({ disks: [] }) },
  'ec2 there are at most 21 disks': { says: 'disks must have 1 to 21 entries', put: vmImport({ disks: Array(22).fill(DiskImage.fromSnapshotId('snap-01234567')) }) },
  'ec2 a disk has exactly one source': 'the classes let no other be said',
  'ec2 a bucket comes with a key': { says: 'url', put: vmImport({ disks: [DiskImage.fromUrl('s3://disks/', { format: DiskFormat.RAW })] }) },
  'ec2 a URL is of http, https or s3': { says: 'url', put: vmImport({ disks: [DiskImage.fromUrl('ftp://x/a.vmdk')] }) },
  'ec2 a snapshot id is well formed': { says: 'snapshotId', put: vmImport({ disks: [DiskImage.fromSnapshotId('x')] }) },
  'ec2 a format is one of OVA, VHD, VHDX, VMDK, RAW': 'AWS may add to them',
  'ec2 an OVA stands alone': { says: 'disks must be one OVA', put: vmImport({ disks: ['a.ova', 'b.vmdk'].map((key) => DiskImage.fromUrl(`s3://disks/${key}`)) }) },
  'ec2 Architecture is one of i386, x86_64, arm64': 'AWS may add to them',
  'ec2 Hypervisor is one of xen': 'AWS may add to them',
  'ec2 LicenseType is one of AWS, BYOL': 'AWS may add to them',
  'ec2 Platform is one of Windows, Linux': 'AWS may add to them',
  'ec2 UsageOperation is one of': 'AWS may add to them',
  'ec2 LicenseType and UsageOperation exclude each other': {
    says: 'licenseType and usageOperation', put: vmImport({ licenseType: VmLicenseType.BYOL, usageOperation: VmUsageOperation.LINUX }),
  },
  'ec2 uefi-preferred is not for imports': { says: "bootMode 'uefi-preferred'", put: vmImport({ bootMode: VmBootMode.of('uefi-preferred') }) },
  'ec2 UEFI from a snapshot needs a platform': {
    says: "bootMode 'uefi' from a snapshot", put: vmImport({ bootMode: VmBootMode.UEFI, disks: [DiskImage.fromSnapshotId('snap-01234567')] }),
  },
  'ec2 a key is for an encrypted image': 'a key encrypts',
  'ec2 a role is given by its name': 'the CDK knows the name of a role',
  'ec2 a description has at most 255 characters': { says: 'description', put: vmImport({ description: 'x'.repeat(256) }) },
  'ec2 a client token has at most 64 ASCII characters': 'is ours',
  'ec2 only the task can be tagged': 'is ours',
  'ec2 ImageId is well formed': 'is told by the service',
  'ec2 Resources is well formed': 'is told by the service',
  'ec2 a tag has a key': { says: 'tag keys must have 1 to 128 characters', put: tagged(vmImport({}), () => ({ '': 'v' })) },
  'ec2 a tag key has at most 128 characters': { says: 'tag keys must have 1 to 128 characters', put: tagged(vmImport({}), () => ({ ['k'.repeat(129)]: 'v' })) },
  'ec2 a tag value has at most 256 characters': { says: 'tag values must have at most 256', put: tagged(vmImport({}), () => ({ k: 'v'.repeat(257) })) },
  'ec2 the prefix aws: is reserved': { says: "tag keys must not begin with 'aws:'", put: tagged(vmImport({}), () => ({ 'AWS:k': 'v' })) },
  'ec2 a tag key comes once': 'the CDK tells each key once',
  'ec2 a task is born with at most 50 tags': {
    says: 'tags must be at most 45', put: tagged(vmImport({}), () => Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v']))),
  },
  'ec2 at most 1000 resources at once': 'an import has fewer',
  'ec2 one attribute at a time': 'is ours',
  'ec2 there is an attribute': 'is ours',
  'ec2 ImdsSupport is v2.0': 'is not sent',
  'ec2 a permission names exactly one': 'the classes let no other be said',
  'ec2 an account has 12 digits': { says: 'accountId', put: vmImport({ launchPermissions: [LaunchPermission.account('1')] }) },
  'ec2 an organization is an ARN': { says: 'organizationArn', put: vmImport({ launchPermissions: [LaunchPermission.organization('o-1')] }) },
  'ec2 an organizational unit is an ARN': {
    says: 'organizationalUnitArn',
    put: vmImport({ launchPermissions: [LaunchPermission.organizationalUnit('arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-1')] }),
  },
  'workspaces there is at most one application': 'the property takes one',
  'workspaces Windows 11 has no PCoIP': 'in the table of the kind',
  'workspaces the prefix aws: is reserved': { says: "tag keys must not begin with 'aws:'", put: tagged(byol(() => ({})), () => ({ 'aws:k': 'v' })) },
  'workspaces a tag key comes once': 'the CDK tells each key once',
  'workspaces an image is born with at most 50 tags': tagsOf(byol(() => ({}))).all,
};

describe('the rules of the local AWS', () => {
  const making = /^(Create|Import|Modify|Update)/;
  const rules = Object.entries(OVERLAY).flatMap(([service, all]) => all.filter(({ operations }) => operations.some((one) => making.test(one)))
    .map(({ rule }) => `${service} ${rule}`.replace(/(UsageOperation is one of).*/, '$1')));

  test('are each refused, or have a reason not to be', () => {
    expect(Object.keys(RULES).sort()).toEqual([...new Set(rules)].sort());
  });

  const told = Object.entries(RULES).flatMap(([rule, place]) => (typeof place === 'string' ? [] : [{ rule, ...place }]));
  test.each(told)('$rule', ({ put, says }) => {
    expect(() => put(newStack(), Array(46).fill('x'))).toThrow(says);
  });
});
