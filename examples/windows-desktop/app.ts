/*
 * One licensed Windows disk becomes an AMI, desktops of WorkSpaces in both ways that there are, and streamed applications of AppStream, in
 * one deployment that may take a working day. A builder stands ready, stopped, for the next change.
 */
import { App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamImageSource, AppStreamInstanceType, ByolImageSource,
  ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport, VmBootMode, VmLicenseType, VmPlatform,
} from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'WindowsDesktop');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value
Tags.of(app).add('Project', 'desktops');

// The licensed disk becomes an AMI. WorkSpaces and AppStream take no encrypted one.
const disk = new Ec2VmImport(stack, 'Disk', {
  disks: [DiskImage.fromBucket(Bucket.fromBucketName(stack, 'Disks', context('bucket')), context('key'))],
  platform: VmPlatform.WINDOWS,
  bootMode: VmBootMode.UEFI,
  licenseType: VmLicenseType.BYOL,
});

// The AMI becomes a WorkSpaces image: by WorkSpaces itself ...
const desktop = new ByolWorkspaceImage(stack, 'Desktop', { importMethod: ByolImportMethod.standard(disk.toMachineImage()) });

// ... or through EC2 Image Builder, which tests it on an instance in this account.
new ByolWorkspaceImage(stack, 'TestedDesktop', {
  importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromVmImport(disk), {
    infrastructureConfigurationArn: context('infrastructureConfiguration'),
    osVersion: ByolOsVersion.WINDOWS_11,
  }),
});

// The WorkSpaces image becomes one for streamed applications.
const applications = new AppStreamImage(stack, 'Applications', { source: AppStreamImageSource.fromWorkspaceImage(desktop) });

// And a builder stands ready, stopped, for the next change.
const builder = new AppStreamImageBuilder(stack, 'Builder', {
  baseImage: AppStreamBaseImage.fromName(context('baseImage')),
  instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
  desiredState: AppStreamImageBuilderState.STOPPED,
});

new CfnOutput(stack, 'AmiId', { value: disk.imageId });
new CfnOutput(stack, 'DesktopId', { value: desktop.imageId });
new CfnOutput(stack, 'ApplicationsName', { value: applications.imageName });
new CfnOutput(stack, 'OpenBuilder', { value: builder.streamingUrlCommand });
