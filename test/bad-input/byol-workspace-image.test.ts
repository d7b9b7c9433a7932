import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ami, commonTables, runTables, runTagTable, Subject } from './table';
import {
  ByolComputeType, ByolImageBuilderImportOptions, ByolImageSource, ByolImportMethod, ByolOsVersion, ByolPlatform, ByolProtocol, ByolStandardImportOptions,
  ByolWorkspaceImage, ByolWorkspaceImageProps, DiskImage, Ec2VmImport, Ec2VmImportAttributes, Ec2VmImportProps, IngestionProcess, OfficeApplication, VmBootMode,
  VmLicenseType, VmPlatform, VmUsageOperation,
} from '../../src';

const AMI = 'ami-0123456789abcdef0';
const TASK = 'import-ami-0123456789abcdef0';
const INFRASTRUCTURE = 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/desktops';
const BUILD = 'arn:aws:imagebuilder:eu-west-1:123456789012:image/windows-11/1.0.0/1';
const PCOIP_CURE = 'use DCV, or set osVersion to ByolOsVersion.WINDOWS_10 if the image is Windows 10';
const VMDK = DiskImage.fromUrl('s3://disks/a.vmdk');
const LICENSE_CURE = "licenseType 'AWS'; import the disk with VmLicenseType.BYOL";
const BOOT_CURE = "bootMode 'legacy-bios'; import the disk with VmBootMode.UEFI, or set osVersion to ByolOsVersion.WINDOWS_10 if the image is Windows 10";
const UEFI_CURE = "bootMode 'uefi'; import the disk with VmBootMode.LEGACY_BIOS, or set osVersion to ByolOsVersion.WINDOWS_11 if the image is Windows 11";
const ENCRYPTED = "WorkSpaces imports no encrypted image, got 'S/Secret' with encrypted: true; import the disk without encrypted and encryptionKey";

/** An import that exists; encrypted, or without a task, as a row wants it. */
const vmImport = (stack: Stack, id: string, attributes: Partial<Ec2VmImportAttributes> = {}) =>
  Ec2VmImport.fromEc2VmImportAttributes(stack, id, { imageId: AMI, importTaskId: TASK, ...attributes });
const secret = (stack: Stack) => vmImport(stack, 'Secret', { encrypted: true });

type Method = (stack: Stack) => Partial<ByolWorkspaceImageProps>;
const standard = (options?: ByolStandardImportOptions, image = ami()): Method => () => ({ importMethod: ByolImportMethod.standard(image, options) });
const imageBuilder = (source: (stack: Stack) => ByolImageSource, options: Partial<ByolImageBuilderImportOptions> = {}): Method => (stack) => ({
  importMethod: ByolImportMethod.imageBuilder(source(stack), {
    infrastructureConfigurationArn: INFRASTRUCTURE, osVersion: ByolOsVersion.WINDOWS_11, ...options,
  }),
});
/** An import of this app. */
const diskIn = (stack: Stack, props: Partial<Ec2VmImportProps>) => new Ec2VmImport(stack, 'Disk', { disks: [VMDK], ...props });
const fromDisk = (props: Partial<Ec2VmImportProps>, options?: ByolStandardImportOptions): Method =>
  (stack) => standard(options, diskIn(stack, props).toMachineImage())(stack);
const taskOf = (props: Partial<Ec2VmImportProps>, options?: Partial<ByolImageBuilderImportOptions>) =>
  imageBuilder((stack) => ByolImageSource.fromVmImport(diskIn(stack, props)), options);
const task = (id = TASK) => () => ByolImageSource.fromImportTaskId(id);
const build = (arn: string) => () => ByolImageSource.fromImageBuildVersionArn(arn);

const subject: Subject<ByolWorkspaceImageProps> = {
  path: 'S/Image',
  define: (stack, props) => new ByolWorkspaceImage(stack, 'Image', { importMethod: ByolImportMethod.standard(ami()), ...props }),
};
const common = commonTables<ByolWorkspaceImageProps>();
const constant = (name: string) => `${name} must be a constant of its class, got 'x'; take the constant, or of('x')`;
const X = 'x' as any;
const noProcess = (computeType: string, protocol: string) =>
  `no ingestion process is known for compute type '${computeType}' with protocol '${protocol}', wanted BASE or GRAPHICS_G4DN with PCOIP, DCV or BYOP; ` +
  'use ByolImportMethod.imageBuilder() or IngestionProcess.of()';

runTables<ByolWorkspaceImageProps>(subject, {
  refused: [
    ...common.refused,
    [`Windows 11 does not support PCoIP, got ingestionProcess 'BYOL_REGULAR'; ${PCOIP_CURE}`, standard({ ingestionProcess: IngestionProcess.BYOL_REGULAR })],
    [`Windows 11 does not support PCoIP, got ingestionProcess 'BYOL_GRAPHICS'; ${PCOIP_CURE}`, standard({ ingestionProcess: IngestionProcess.BYOL_GRAPHICS })],
    [`Windows 11 does not support PCoIP, got ingestionProcess 'BYOL_GRAPHICSPRO'; ${PCOIP_CURE}`, standard({ ingestionProcess: IngestionProcess.BYOL_GRAPHICSPRO })],
    [`Windows 11 does not support PCoIP, got ingestionProcess 'BYOL_GRAPHICS_G4DN'; ${PCOIP_CURE}`,
      standard({ ingestionProcess: IngestionProcess.BYOL_GRAPHICS_G4DN })],
    [`Windows 11 does not support PCoIP, got protocol 'PCOIP'; ${PCOIP_CURE}`, imageBuilder(task(), { protocol: ByolProtocol.PCOIP })],
    ["application is not supported on Windows 11 with GPU, got 'Microsoft_Office_2019' with ingestionProcess 'BYOL_GRAPHICS_G4DN_WSP'; remove application",
      standard({ application: OfficeApplication.MICROSOFT_OFFICE_2019, ingestionProcess: IngestionProcess.BYOL_GRAPHICS_G4DN_WSP })],
    ["application on Windows 11 must be Microsoft_Office_2019, got 'Microsoft_Office_2016'; use OfficeApplication.MICROSOFT_OFFICE_2019",
      standard({ application: OfficeApplication.MICROSOFT_OFFICE_2016 })],
    [ENCRYPTED, (stack) => standard({}, secret(stack).toMachineImage())(stack)],
    [ENCRYPTED, imageBuilder((stack) => ByolImageSource.fromMachineImage(secret(stack).toMachineImage()))],
    [ENCRYPTED, imageBuilder((stack) => ByolImageSource.fromVmImport(secret(stack)))],
    ["WorkSpaces imports Windows alone, got 'S/Disk' with platform 'Linux'; import a disk with Windows", fromDisk({ platform: VmPlatform.LINUX })],
    ["WorkSpaces imports Windows alone, got 'S/Disk' with platform 'Linux'; import a disk with Windows", taskOf({ platform: VmPlatform.LINUX })],
    ["WorkSpaces imports Windows alone, got 'S/Old' with platform 'Linux'; import a disk with Windows",
      imageBuilder((stack) => ByolImageSource.fromVmImport(vmImport(stack, 'Old', { platform: VmPlatform.LINUX })))],
    ["WorkSpaces imports one disk, got 'S/Disk' with 2; import the boot disk alone", fromDisk({ disks: [VMDK, VMDK] })],
    ["WorkSpaces imports one disk, got 'S/Disk' with 2; import the boot disk alone", taskOf({ disks: [VMDK, VMDK] })],
    [`WorkSpaces imports a Windows under your own license, got 'S/Disk' with ${LICENSE_CURE}`, fromDisk({ licenseType: VmLicenseType.AWS })],
    [`WorkSpaces imports a Windows under your own license, got 'S/Disk' with ${LICENSE_CURE}`, taskOf({ licenseType: VmLicenseType.AWS })],
    ["WorkSpaces imports a Windows under your own license, got 'S/Disk' with usageOperation 'RunInstances:0002'; import the disk with VmLicenseType.BYOL",
      fromDisk({ usageOperation: VmUsageOperation.WINDOWS_SERVER })],
    ["WorkSpaces imports Windows alone, got 'S/Disk' with usageOperation 'RunInstances', which is Linux; import a disk with Windows",
      taskOf({ usageOperation: VmUsageOperation.LINUX })],
    [`WorkSpaces boots Windows 10 by legacy BIOS, got 'S/Disk' with ${UEFI_CURE}`, fromDisk({ bootMode: VmBootMode.UEFI }, { osVersion: ByolOsVersion.WINDOWS_10 })],
    [`WorkSpaces boots Windows 10 by legacy BIOS, got 'S/Disk' with ${UEFI_CURE}`,
      taskOf({ bootMode: VmBootMode.UEFI }, { osVersion: ByolOsVersion.WINDOWS_10 })],
    [`Windows 11 boots by UEFI, got 'S/Disk' with ${BOOT_CURE}`, fromDisk({ bootMode: VmBootMode.LEGACY_BIOS }, { osVersion: ByolOsVersion.WINDOWS_11 })],
    [`Windows 11 boots by UEFI, got 'S/Disk' with ${BOOT_CURE}`, taskOf({ bootMode: VmBootMode.LEGACY_BIOS })],
    [`Windows 11 boots by UEFI, got 'S/Disk' with ${BOOT_CURE}`,
      imageBuilder((stack) => ByolImageSource.fromMachineImage(diskIn(stack, { bootMode: VmBootMode.LEGACY_BIOS }).toMachineImage()))],
    ["imageId must be like ami-0123456789abcdef0, got 'img-1'", standard({}, ami('img-1'))],
    ["imageId must be like ami-0123456789abcdef0, got 'ami-0123456789ABCDEF0'", imageBuilder(() => ByolImageSource.fromMachineImage(ami('ami-0123456789ABCDEF0')))],
    ["importTaskId of 'S/Bare' is not known; use ByolImageSource.fromMachineImage(image.toMachineImage())",
      imageBuilder((stack) => ByolImageSource.fromVmImport(vmImport(stack, 'Bare', { importTaskId: undefined })))],
    ["importTaskId must be like import-ami-0123456789abcdef0, got 'task-1'", imageBuilder(task('task-1'))],
    ["importTaskId must be like import-ami-0123456789abcdef0, got 'import-ami-0123456'", imageBuilder(task('import-ami-0123456'))],
    ["imageBuildVersionArn must end in image/<name>/<x.y.z> or image/<name>/<x.y.z>/<build>, got 'arn:aws:imagebuilder:eu-west-1:123456789012:image/x'",
      imageBuilder(build('arn:aws:imagebuilder:eu-west-1:123456789012:image/x'))],
    ['imageBuildVersionArn must have 1 to 2048 characters, got 2049', imageBuilder(build(BUILD.replace('windows-11', 'w'.repeat(2049 - BUILD.length + 10))))],
    ["infrastructureConfigurationArn must be the ARN of an Image Builder infrastructure configuration, got 'x'",
      imageBuilder(task(), { infrastructureConfigurationArn: 'x' })],
    ['infrastructureConfigurationArn must have 1 to 2048 characters, got 2049',
      imageBuilder(task(), { infrastructureConfigurationArn: INFRASTRUCTURE.padEnd(2049, 's') })],
    ["imageName may have letters, digits and _./()\\- (no spaces), got 'my image'", () => ({ imageName: 'my image' })],
    ['imageName must have 1 to 64 characters, got 0', () => ({ imageName: '' })],
    ['imageName must have 1 to 64 characters, got 65', () => ({ imageName: 'x'.repeat(65) })],
    ["description may have letters, digits, spaces and _./()-, got 'Bob's image'", () => ({ description: "Bob's image" })],
    ['description must have 1 to 256 characters, got 0', () => ({ description: '' })],
    ['description must have 1 to 256 characters, got 257', () => ({ description: 'x'.repeat(257) })],
    ['revision must have 1 to 255 characters, got 0', () => ({ revision: '' })],
    ['revision must have 1 to 255 characters, got 256', () => ({ revision: 'x'.repeat(256) })],
    ["sharedAccountIds must be a 12-digit account id, got '12345'", () => ({ sharedAccountIds: ['12345'] })],
    ["sharedAccountIds must be a 12-digit account id, got '2109876543210'", () => ({ sharedAccountIds: ['2109876543210'] })],
    ["sharedAccountIds must be other accounts, got the account of the stack, '123456789012'", () => ({ sharedAccountIds: ['123456789012'] })],
    ["sharedAccountIds must be different accounts, got '210987654321' twice", () => ({ sharedAccountIds: ['210987654321', '210987654321'] })],
    ['application must have 1 to 1024 characters, got 0', standard({ application: OfficeApplication.of('') })],
    ['ingestionProcess must have 1 to 1024 characters, got 0', standard({ ingestionProcess: IngestionProcess.of('') })],
    ['computeType must have 1 to 1024 characters, got 0', imageBuilder(task(), { computeType: ByolComputeType.of('') })],
    // JavaScript lets these pass.
    [constant('application'), standard({ application: X })],
    [constant('ingestionProcess'), standard({ ingestionProcess: X })],
    [constant('osVersion'), standard({ osVersion: X })],
    [constant('application'), standard({ application: X, ingestionProcess: X })],
    [constant('computeType'), imageBuilder(task(), { computeType: X })],
    [constant('osVersion'), imageBuilder(task(), { osVersion: X })],
    [constant('platform'), imageBuilder(task(), { platform: X })],
    [constant('protocol'), imageBuilder(task(), { protocol: X })],
    ["imageId must be like wsi-0123456789, got 'ami-1' (at S/Old)", (stack) => ByolWorkspaceImage.fromImageId(stack, 'Old', 'ami-1')],
    ["imageId must be like wsi-0123456789, got 'wsi-01234567' (at S/Old)", (stack) => ByolWorkspaceImage.fromImageId(stack, 'Old', 'wsi-01234567')],
  ],
  taken: [
    ...common.taken,
    ['a disk that is what WorkSpaces wants', taskOf({ platform: VmPlatform.WINDOWS, licenseType: VmLicenseType.BYOL, bootMode: VmBootMode.UEFI })],
    ['a legacy boot mode with Windows 10', taskOf({ bootMode: VmBootMode.LEGACY_BIOS }, { osVersion: ByolOsVersion.WINDOWS_10 })],
    ['a legacy boot mode where the version of Windows is not said', fromDisk({ bootMode: VmBootMode.LEGACY_BIOS })],
    ['PCoIP with Windows 10', standard({ ingestionProcess: IngestionProcess.BYOL_REGULAR, osVersion: ByolOsVersion.WINDOWS_10 })],
    ['PCoIP with Windows 10 through Image Builder', imageBuilder(task(), { protocol: ByolProtocol.PCOIP, osVersion: ByolOsVersion.WINDOWS_10 })],
    ['a GPU and Office with Windows 10', standard({
      application: OfficeApplication.MICROSOFT_OFFICE_2019, ingestionProcess: IngestionProcess.BYOL_GRAPHICS_G4DN_WSP, osVersion: ByolOsVersion.WINDOWS_10,
    })],
    ['Office 2019 with Windows 11', standard({ application: OfficeApplication.MICROSOFT_OFFICE_2019 })],
    ['a protocol of one\'s own with Windows 11', standard({ ingestionProcess: IngestionProcess.BYOL_REGULAR_BYOP })],
    ['a process that AWS has added', standard({ ingestionProcess: IngestionProcess.of('BYOL_REGULAR_X') })],
    ['an AMI with a short id', standard({}, ami('ami-01234567'))],
    ['an AMI that the CDK looks up', standard({}, ec2.MachineImage.lookup({ name: 'desktop-*', owners: ['self'] }))],
    ['an AMI whose parameter the CDK looks up', standard({}, ec2.MachineImage.latestWindows(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE))],
    ['a task with a short id', imageBuilder(task('import-ami-01234567'))],
    ['the latest build of a version', imageBuilder(build('arn:aws:imagebuilder:eu-west-1:aws:image/w/1.x.x'))],
    ['a build ARN of 2048 characters', imageBuilder(build(BUILD.replace('windows-11', 'w'.repeat(2048 - BUILD.length + 10))))],
    ['an infrastructure ARN of 2048 characters', imageBuilder(task(), { infrastructureConfigurationArn: INFRASTRUCTURE.padEnd(2048, 's') })],
    ['a name of 64 characters, a description of 256, a revision of 255', () => ({ imageName: 'x'.repeat(64), description: 'x'.repeat(256), revision: 'x'.repeat(255) })],
    ['all of one character', () => ({ imageName: '\\', description: ' ', revision: 'x' })],
    ['two accounts', () => ({ sharedAccountIds: ['210987654321', '210987654322'] })],
    ['an image with an id of 9 characters', (stack) => ByolWorkspaceImage.fromImageId(stack, 'Old', 'wsi-012345678')],
  ],
  tokens: {
    'importMethod, AMI': (_, { text }) => standard({}, ami(text))(_),
    'importMethod, application': (_, { text }) => standard({ application: OfficeApplication.of(text) })(_),
    'importMethod, ingestionProcess': (_, { text }) => standard({ ingestionProcess: IngestionProcess.of(text) })(_),
    'importMethod, computeType': (_, { text }) => imageBuilder(task(), { computeType: ByolComputeType.of(text) })(_),
    'importMethod, infrastructureConfigurationArn': (_, { text }) => imageBuilder(task(), { infrastructureConfigurationArn: text })(_),
    'importMethod, osVersion': (_, { text }) => imageBuilder(task(), { osVersion: ByolOsVersion.of(text) })(_),
    'importMethod, platform': (_, { text }) => imageBuilder(task(), { platform: ByolPlatform.of(text) })(_),
    'importMethod, protocol': (_, { text }) => imageBuilder(task(), { protocol: ByolProtocol.of(text) })(_),
    'importMethod, task': (_, { text }) => imageBuilder(task(text))(_),
    'importMethod, build version': (_, { text }) => imageBuilder(build(text))(_),
    'importMethod, vmImport': (stack, { text }) => imageBuilder(() => ByolImageSource.fromVmImport(vmImport(stack, 'Known', { importTaskId: text })))(stack),
    'revision': (_, { text }) => ({ revision: text }),
    'imageName': (_, { text }) => ({ imageName: text }),
    'description': (_, { text }) => ({ description: text }),
    'sharedAccountIds': (_, { list }) => ({ sharedAccountIds: list }),
    'one of sharedAccountIds': (_, { text }) => ({ sharedAccountIds: ['210987654321', text] }),
    'the imageId of one that exists': (stack, { text }) => ByolWorkspaceImage.fromImageId(stack, 'Old', text),
  },
});

runTagTable(subject, { key: 127, value: 255 });

test.each([
  [ByolComputeType.GRAPHICS_G6, ByolProtocol.DCV],
  [ByolComputeType.BASE, ByolProtocol.of('x')],
  [ByolComputeType.of('constructor'), ByolProtocol.of('toString')],
])('refused: no ingestion process for %j and %j', (computeType, protocol) => {
  expect(() => IngestionProcess.fromComputeType(computeType, protocol)).toThrow(new Error(noProcess(computeType.value, protocol.value)));
});
