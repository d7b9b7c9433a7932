/*
 * A Windows disk in S3 becomes an AMI under your own license. A new version under another key is imported before the old AMI goes, one
 * that was overwritten under the same key when `-c revision=` changes too; a deployment that is cancelled cancels the import.
 */
import { App, CfnOutput, Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DiskImage, Ec2VmImport, VmBootMode, VmLicenseType, VmPlatform } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'VmImport');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const disks = Bucket.fromBucketName(stack, 'Disks', context('bucket'));
const image = new Ec2VmImport(stack, 'Disk', {
  disks: [DiskImage.fromBucket(disks, context('key'))],
  platform: VmPlatform.WINDOWS,
  bootMode: VmBootMode.UEFI,
  licenseType: VmLicenseType.BYOL,
  revision: app.node.tryGetContext('revision'),
  timeout: Duration.hours(Number(context('timeoutHours'))),
});
Tags.of(image).add('Project', 'desktops');

new CfnOutput(stack, 'ImageId', { value: image.imageId });
new CfnOutput(stack, 'SnapshotIds', { value: Fn.join(',', image.snapshotIds) });
new CfnOutput(stack, 'ImportTaskId', { value: image.importTaskId! });
