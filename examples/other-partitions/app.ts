/*
 * The same server for AWS GovCloud (US) and for China: each has accounts, ARNs and endpoints of its own, and nothing in the code says so.
 * Deploy each stack with credentials of its partition, and keep the disk in a bucket of the same Region.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DiskImage, Ec2VmImport, VmPlatform, VmUsageOperation } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

for (const region of ['us-gov-west-1', 'cn-northwest-1']) {
  const stack = new Stack(app, `Server-${region}`, { env: { region } });
  const server = new Ec2VmImport(stack, 'Server', {
    disks: [DiskImage.fromBucket(Bucket.fromBucketName(stack, 'Disks', `${context('bucketPrefix')}-${region}`), context('key'))],
    platform: VmPlatform.LINUX,
    usageOperation: VmUsageOperation.LINUX,
  });
  new CfnOutput(stack, 'AmiId', { value: server.imageId });
}
