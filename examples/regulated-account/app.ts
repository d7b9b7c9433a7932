/*
 * An account with rules: every role has a permissions boundary, the functions run in your network and keep their encrypted logs for a year,
 * disks and AMI are encrypted with keys of yours, and VM Import takes on the role that your security team made. It is a server for EC2:
 * WorkSpaces and AppStream take no encrypted AMI, so desktops need an account and Region in which EBS encryption by default is off.
 */
import { App, PermissionsBoundary, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DiskImage, Ec2VmImport, ImageHandlers, VmPlatform, VmUsageOperation } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value
const stack = new Stack(app, 'RegulatedAccount', { permissionsBoundary: PermissionsBoundary.fromName(context('boundary')) });

// Before the first image. The network leads to CloudFormation, Step Functions, Lambda, EC2 and S3: docs/operations.md names the endpoints.
ImageHandlers.of(stack).configure({
  vpc: Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: context('vpc'), availabilityZones: [context('availabilityZone')], privateSubnetIds: [context('subnet')],
  }),
  encryptionKey: Key.fromKeyArn(stack, 'HandlerKey', context('handlerKey')), // CloudWatch Logs may use it
  logRetention: RetentionDays.ONE_YEAR,
});

const disks = Bucket.fromBucketAttributes(stack, 'Disks', {
  bucketName: context('bucket'),
  encryptionKey: Key.fromKeyArn(stack, 'DiskKey', context('diskKey')),
});

new Ec2VmImport(stack, 'Server', {
  disks: [DiskImage.fromBucket(disks, context('key'))],
  platform: VmPlatform.WINDOWS,
  usageOperation: VmUsageOperation.WINDOWS_SERVER,
  encryptionKey: Key.fromKeyArn(stack, 'AmiKey', context('amiKey')),
  // Not mutable, so that nothing is added to the role: it may read the bucket and use both keys already.
  role: Role.fromRoleName(stack, 'VmImport', 'vmimport', { mutable: false }),
});
