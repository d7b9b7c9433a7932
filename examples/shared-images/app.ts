/*
 * One account imports, others use: the AMI is shared with an organization, the desktop and the application image with single accounts.
 * Who is shared with changes in place, within minutes; before an image is deleted, its sharing is taken back.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AppStreamImage, AppStreamImageSource, ByolImportMethod, ByolWorkspaceImage, DiskImage, Ec2VmImport, LaunchPermission, VmBootMode, VmLicenseType, VmPlatform,
} from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'SharedImages');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const disk = new Ec2VmImport(stack, 'Disk', {
  disks: [DiskImage.fromBucket(Bucket.fromBucketName(stack, 'Disks', context('bucket')), context('key'))],
  platform: VmPlatform.WINDOWS,
  bootMode: VmBootMode.UEFI,
  licenseType: VmLicenseType.BYOL,
  launchPermissions: [LaunchPermission.organization(context('organization'))],
});

const desktop = new ByolWorkspaceImage(stack, 'Desktop', {
  importMethod: ByolImportMethod.standard(disk.toMachineImage()),
  sharedAccountIds: [context('branch')], // in the same Region and organization, enabled for BYOL; it copies the image before it uses it
});

const applications = new AppStreamImage(stack, 'Applications', {
  source: AppStreamImageSource.fromWorkspaceImage(desktop),
  imagePermissions: [{ accountId: context('branch'), allowFleet: true, allowImageBuilder: false }],
});

// The other accounts name the images by these.
new CfnOutput(stack, 'AmiId', { value: disk.imageId });
new CfnOutput(stack, 'DesktopId', { value: desktop.imageId });
new CfnOutput(stack, 'ApplicationsArn', { value: applications.imageArn });
