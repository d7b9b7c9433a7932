import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageSource, AppStreamInstanceType, ByolImageSource, ByolImportMethod, ByolOsVersion,
  ByolWorkspaceImage, DiskImage, Ec2VmImport,
} from '../src';

/*
 * What may be meant, or what AWS does not document: a warning says it, and does not stand in the way.
 */

const INFRASTRUCTURE = 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/desktops';

const newDisk = (stack: Stack) => new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
const oldDisk = (stack: Stack) =>
  Ec2VmImport.fromEc2VmImportAttributes(stack, 'Disk', { imageId: 'ami-01234567', importTaskId: 'import-ami-01234567' });
const newImage = (stack: Stack) => new AppStreamImage(stack, 'Base', { source: AppStreamImageSource.fromMachineImage(oldDisk(stack).toMachineImage()) });

function warningsOf(define: (stack: Stack) => void): string[] {
  const stack = new Stack(new App(), 'S');
  define(stack);
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id} ${entry.data}`);
}

type Disk = ReturnType<typeof oldDisk>;
const standard = (disk: Disk, imageName?: string) => (stack: Stack) =>
  new ByolWorkspaceImage(stack, 'Image', { imageName, importMethod: ByolImportMethod.standard(disk.toMachineImage()) });
const imageBuilder = (source: ByolImageSource, imageName: string) => (stack: Stack) => new ByolWorkspaceImage(stack, 'Image', {
  imageName,
  importMethod: ByolImportMethod.imageBuilder(source, { infrastructureConfigurationArn: INFRASTRUCTURE, osVersion: ByolOsVersion.WINDOWS_11 }),
});
const applications = (source: AppStreamImageSource, imageName: string) => (stack: Stack) => new AppStreamImage(stack, 'Image', { imageName, source });
const builder = (stack: Stack, baseImage: AppStreamBaseImage, type: string, imageBuilderName?: string) =>
  new AppStreamImageBuilder(stack, 'Image', { baseImage, imageBuilderName, instanceType: AppStreamInstanceType.of(type) });

const fixed = (prop: string, name: string, source: string) =>
  `/S/Image a change that replaces 'S/${source}' replaces this one too, and is refused after the hours of its import, since two cannot have the ${prop} '${name}'; ` +
  `leave ${prop} out, or change it together with 'S/${source}' [ack: cdk-euc-images:fixedName]`;

describe('a name of the user, where the app makes the source', () => {
  test.each<[string, (stack: Stack) => void, string]>([
    ['a disk for WorkSpaces', (stack) => standard(newDisk(stack), 'mine')(stack), fixed('imageName', 'mine', 'Disk')],
    ['a task for Image Builder', (stack) => imageBuilder(ByolImageSource.fromVmImport(newDisk(stack)), 'mine')(stack), fixed('imageName', 'mine', 'Disk')],
    ['a disk for Image Builder', (stack) => imageBuilder(ByolImageSource.fromMachineImage(newDisk(stack).toMachineImage()), 'mine')(stack),
      fixed('imageName', 'mine', 'Disk')],
    ['a disk for AppStream', (stack) => applications(AppStreamImageSource.fromMachineImage(newDisk(stack).toMachineImage()), 'mine')(stack),
      fixed('imageName', 'mine', 'Disk')],
    ['a desktop for AppStream', (stack) => applications(AppStreamImageSource.fromWorkspaceImage(
      new ByolWorkspaceImage(stack, 'Desktop', { importMethod: ByolImportMethod.standard(oldDisk(stack).toMachineImage()) })), 'mine')(stack),
    fixed('imageName', 'mine', 'Desktop')],
    ['an image for a builder', (stack) => builder(stack, AppStreamBaseImage.fromImage(newImage(stack)), 'GeneralPurpose.x.large', 'mine'),
      fixed('imageBuilderName', 'mine', 'Base')],
  ])('is warned of: %s', (_, define, warning) => {
    expect(warningsOf(define)).toEqual([warning]);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['a name that is generated', (stack) => standard(newDisk(stack))(stack)],
    ['a name that only the deployment knows', (stack) => standard(newDisk(stack), new CfnParameter(stack, 'Name').valueAsString)(stack)],
    ['a disk that exists', (stack) => standard(oldDisk(stack), 'mine')(stack)],
    ['a desktop that exists',
      (stack) => applications(AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Desktop', 'wsi-012345678')), 'mine')(stack)],
    ['a base image of AWS', (stack) => builder(stack, AppStreamBaseImage.fromName('base'), 'stream.standard.medium', 'mine')],
  ])('is not warned of: %s', (_, define) => {
    expect(warningsOf(define)).toEqual([]);
  });
});

describe('an instance type for the images of AWS', () => {
  test('with an image that the app imports', () => {
    expect(warningsOf((stack) => builder(stack, AppStreamBaseImage.fromImage(newImage(stack)), 'stream.standard.medium'))).toEqual([
      "/S/Image AWS documents the instance types stream.* for its own images alone, got 'stream.standard.medium' with the imported 'S/Base'; take one of the families " +
      'GeneralPurpose, MemoryOptimized, ComputeOptimized or Accelerated by AppStreamInstanceType.of() [ack: cdk-euc-images:streamInstanceType]',
    ]);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['another type', (stack) => builder(stack, AppStreamBaseImage.fromImage(newImage(stack)), 'GeneralPurpose.x.large')],
    ['an image that exists, of which the app does not know how it was made',
      (stack) => builder(stack, AppStreamBaseImage.fromImage(AppStreamImage.fromImageName(stack, 'Base', 'base')), 'stream.standard.medium')],
  ])('passes with %s', (_, define) => {
    expect(warningsOf(define)).toEqual([]);
  });
});
