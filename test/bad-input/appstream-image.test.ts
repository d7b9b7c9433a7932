import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ami, commonTables, runTables, runTagTable, Subject } from './table';
import {
  AppStreamAgentSoftwareVersion, AppStreamApplication, AppStreamImage, AppStreamImageProps, AppStreamImageSource, AppStreamInstanceType,
  ByolWorkspaceImage, DiskImage, Ec2VmImport, Ec2VmImportProps, VmBootMode, VmPlatform, VmUsageOperation,
} from '../../src';

const from = (image: ec2.IMachineImage) => ({ source: AppStreamImageSource.fromMachineImage(image) });
const VMDK = DiskImage.fromUrl('s3://disks/a.vmdk');
const fromDisk = (props: Partial<Ec2VmImportProps>) => (stack: Stack) => from(new Ec2VmImport(stack, 'Disk', { disks: [VMDK], ...props }).toMachineImage());

const subject: Subject<AppStreamImageProps> = {
  path: 'S/Image',
  define: (stack, props) => new AppStreamImage(stack, 'Image', { ...from(ami()), ...props }),
};
const common = commonTables<AppStreamImageProps>();
const constant = (name: string) => `${name} must be a constant of its class, got 'x'; take the constant, or of('x')`;
const X = 'x' as any;

const apps = (count: number, more: Partial<AppStreamApplication> = {}) => () =>
  ({ applications: Array.from({ length: count }, (_, i) => ({ name: `a${i}`, absoluteAppPath: 'C:\\a.exe', ...more })) });
const app = (more: Partial<AppStreamApplication>) => apps(1, more);
const permissions = (count: number) => Array.from({ length: count }, (_, i) => ({ accountId: `${210987654321 + i}` }));

const NAMES = 'applications must have names of 1 to 100 letters, digits and _.-';
const DISPLAY_NAMES = 'applications must have display names of 1 to 100 letters, digits, spaces and _.-';
const NAME = 'imageName may have 1 to 100 letters, digits and _.-, the first a letter or digit';
const TOGETHER = (size: number) => `applications must have 5000 characters together, got ${size}; shorten them, or add applications on an image builder`;
/** How long the catalog of one application is. */
const sizeOf = (more: object) => JSON.stringify([{ AbsoluteAppPath: 'C:\\a.exe', ...more, Name: 'a0' }]).length;
const PATH = 'x'.repeat(5000);
const ROOM = 5000 - sizeOf({ AbsoluteAppPath: '' });

runTables<AppStreamImageProps>(subject, {
  refused: [
    ...common.refused,
    ["imageId must be like ami-0123456789abcdef0, got 'img-1'", () => from(ami('img-1'))],
    ["imageId must be like ami-0123456789abcdef0, got 'ami-0123456'", () => from(ami('ami-0123456'))],
    ["AppStream imports no encrypted image, got 'S/Secret' with encrypted: true; import the disk without encrypted and encryptionKey",
      (stack) => from(new Ec2VmImport(stack, 'Secret', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], encrypted: true }).toMachineImage())],
    ["AppStream imports Windows alone, got 'S/Disk' with platform 'Linux'; import a disk with Windows", fromDisk({ platform: VmPlatform.LINUX })],
    ["AppStream imports Windows alone, got 'S/Disk' with usageOperation 'RunInstances:0004', which is Linux; import a disk with Windows",
      fromDisk({ usageOperation: VmUsageOperation.LINUX_SQL_STANDARD })],
    ["AppStream imports one disk, got 'S/Disk' with 2; import the boot disk alone", fromDisk({ disks: [VMDK, VMDK] })],
    ["an image for AppStream boots by UEFI, got 'S/Disk' with bootMode 'legacy-bios'; import the disk with VmBootMode.UEFI",
      fromDisk({ bootMode: VmBootMode.LEGACY_BIOS })],
    ["imageName must not begin with Amazon, AWS or AppStream, got 'AWS-x'", () => ({ imageName: 'AWS-x' })],
    ["imageName must not begin with Amazon, AWS or AppStream, got 'amazonas'", () => ({ imageName: 'amazonas' })],
    ["imageName must not begin with Amazon, AWS or AppStream, got 'AppStream'", () => ({ imageName: 'AppStream' })],
    [`${NAME}, got 'my image'`, () => ({ imageName: 'my image' })],
    [`${NAME}, got ''`, () => ({ imageName: '' })],
    [`${NAME}, got '${'x'.repeat(101)}'`, () => ({ imageName: 'x'.repeat(101) })],
    ["displayName may have letters, digits, spaces and _.()-, got 'a/b'", () => ({ displayName: 'a/b' })],
    ['displayName must have 1 to 100 characters, got 0', () => ({ displayName: '' })],
    ['displayName must have 1 to 100 characters, got 101', () => ({ displayName: 'x'.repeat(101) })],
    ["description may have letters, digits, spaces and _.()-, got 'Bob's image'", () => ({ description: "Bob's image" })],
    ['description must have 1 to 256 characters, got 0', () => ({ description: '' })],
    ['description must have 1 to 256 characters, got 257', () => ({ description: 'x'.repeat(257) })],
    ['description must have 1 to 256 characters, got 300', () => ({ description: 'x'.repeat(300) })],
    ['revision must have 1 to 255 characters, got 0', () => ({ revision: '' })],
    ['revision must have 1 to 255 characters, got 256', () => ({ revision: 'x'.repeat(256) })],
    ['applications must have at most 50 entries, got 51', apps(51)],
    ["applications must have different names, got 'a' twice", apps(2, { name: 'a' })],
    [`${NAMES}, got 'a b'`, app({ name: 'a b' })],
    [`${NAMES}, got ''`, app({ name: '' })],
    [`${NAMES}, got '${'x'.repeat(101)}'`, app({ name: 'x'.repeat(101) })],
    [`${DISPLAY_NAMES}, got '(a)'`, app({ displayName: '(a)' })],
    [`${DISPLAY_NAMES}, got ''`, app({ displayName: '' })],
    [`${DISPLAY_NAMES}, got '${'x'.repeat(101)}'`, app({ displayName: 'x'.repeat(101) })],
    ['applications.absoluteAppPath must have 1 to 5000 characters, got 0', app({ absoluteAppPath: '' })],
    ['applications.absoluteAppPath must have 1 to 5000 characters, got 5001', app({ absoluteAppPath: 'x'.repeat(5001) })],
    ['applications.launchParameters must have 1 to 1024 characters, got 0', app({ launchParameters: '' })],
    ['applications.launchParameters must have 1 to 1024 characters, got 1025', app({ launchParameters: 'x'.repeat(1025) })],
    ["applications.launchParameters must not have a character 0, got 'a\0'", app({ launchParameters: 'a\0' })],
    [TOGETHER(5001), app({ absoluteAppPath: 'x'.repeat(ROOM + 1) })],
    [TOGETHER(5036), app({ absoluteAppPath: PATH })],
    [TOGETHER(sizeOf({ AbsoluteIconPath: PATH })), app({ absoluteIconPath: PATH })],
    [TOGETHER(sizeOf({ AbsoluteManifestPath: PATH })), app({ absoluteManifestPath: PATH })],
    [TOGETHER(sizeOf({ WorkingDirectory: PATH })), app({ workingDirectory: PATH })],
    ['imagePermissions must have at most 100 entries, got 101', () => ({ imagePermissions: permissions(101) })],
    ["imagePermissions must hold 12-digit account ids, got '12345'", () => ({ imagePermissions: [{ accountId: '12345' }] })],
    ["imagePermissions must hold 12-digit account ids, got '2109876543210'", () => ({ imagePermissions: [{ accountId: '2109876543210' }] })],
    ["imagePermissions must be for other accounts, got the account of the stack, '123456789012'", () => ({ imagePermissions: [{ accountId: '123456789012' }] })],
    ["imagePermissions must be for different accounts, got '210987654321' twice", () => ({ imagePermissions: [...permissions(1), ...permissions(1)] })],
    ["imagePermissions must allow something, got allowFleet and allowImageBuilder false for '210987654321'; remove the entry",
      () => ({ imagePermissions: [{ accountId: '210987654321', allowFleet: false, allowImageBuilder: false }] })],
    ['agentSoftwareVersion must have 1 to 1024 characters, got 0', () => ({ agentSoftwareVersion: AppStreamAgentSoftwareVersion.of('') })],
    ['intendedInstanceType must have 1 to 1024 characters, got 0', () => ({ intendedInstanceType: AppStreamInstanceType.of('') })],
    // JavaScript lets these pass.
    [constant('agentSoftwareVersion'), () => ({ agentSoftwareVersion: X })],
    [constant('intendedInstanceType'), () => ({ intendedInstanceType: X })],
    ['imageName must have 1 to 256 characters, got 0 (at S/Old)', (stack) => AppStreamImage.fromImageName(stack, 'Old', '')],
    ["imageArn must be the ARN of an AppStream image, got 'x' (at S/Old)", (stack) => AppStreamImage.fromImageArn(stack, 'Old', 'x')],
  ],
  taken: [
    ...common.taken,
    ['an AMI with a short id', () => from(ami('ami-01234567'))],
    ['an AMI that the CDK looks up', () => from(ec2.MachineImage.lookup({ name: 'x' }))],
    ['the longest names and descriptions', () => ({ imageName: 'x'.repeat(100), displayName: 'x'.repeat(100), description: 'x'.repeat(256), revision: 'x'.repeat(255) })],
    ['those of one character', () => ({ imageName: '1', displayName: ' ', description: '(', revision: '"' })],
    ['a name that holds a reserved one', () => ({ imageName: 'my-AWS' })],
    ['no application, and nobody', () => ({ applications: [], imagePermissions: [] })],
    ['50 applications', apps(50)],
    ['an application with the longest names', app({ name: 'x'.repeat(100), displayName: 'x'.repeat(100), launchParameters: 'x'.repeat(1024) })],
    ['an application with the shortest', app({ name: 'x', displayName: 'x', launchParameters: ' ', absoluteAppPath: 'x' })],
    ['5000 characters of applications', app({ absoluteAppPath: 'x'.repeat(ROOM) })],
    ['100 accounts', () => ({ imagePermissions: permissions(100) })],
    ['an account that may do one of the two', () => ({ imagePermissions: [{ accountId: '210987654321', allowFleet: false }] })],
  ],
  tokens: {
    'source, AMI': (_, { text }) => from(ami(text)),
    'source, WorkSpaces image': (stack, { text }) => ({ source: AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Old', text)) }),
    'agentSoftwareVersion': (_, { text }) => ({ agentSoftwareVersion: AppStreamAgentSoftwareVersion.of(text) }),
    'applications, name': (_, { text }) => app({ name: text })(),
    'applications, displayName': (_, { text }) => app({ displayName: text })(),
    'applications, absoluteAppPath': (_, { text }) => app({ absoluteAppPath: text })(),
    'applications, absoluteIconPath': (_, { text }) => app({ absoluteIconPath: text })(),
    'applications, absoluteManifestPath': (_, { text }) => app({ absoluteManifestPath: text })(),
    'applications, launchParameters': (_, { text }) => app({ launchParameters: text })(),
    'applications, workingDirectory': (_, { text }) => app({ workingDirectory: text })(),
    'description': (_, { text }) => ({ description: text }),
    'displayName': (_, { text }) => ({ displayName: text }),
    'imageName': (_, { text }) => ({ imageName: text }),
    'imagePermissions': (_, { text }) => ({ imagePermissions: [{ accountId: text }] }),
    'intendedInstanceType': (_, { text }) => ({ intendedInstanceType: AppStreamInstanceType.of(text) }),
    'revision': (_, { text }) => ({ revision: text }),
    'the name of one that exists': (stack, { text }) => AppStreamImage.fromImageName(stack, 'Old', text),
    'the ARN of one that exists': (stack, { text }) => AppStreamImage.fromImageArn(stack, 'Old', text),
  },
});

runTagTable(subject, { key: 128, value: 256, letter: '#' });
