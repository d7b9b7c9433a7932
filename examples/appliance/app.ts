/*
 * A vendor's Linux appliance comes as an OVA and runs on EC2, from an AMI that bears a name and tags, as its snapshots do.
 * Other teams launch the AMI too, so it stays when this stack goes.
 */
import { App, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DiskImage, Ec2VmImport, VmLicenseType, VmPlatform } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'Appliance');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const appliance = new Ec2VmImport(stack, 'Appliance', {
  disks: [DiskImage.fromBucket(Bucket.fromBucketName(stack, 'Disks', context('bucket')), context('key'))],
  platform: VmPlatform.LINUX,
  licenseType: VmLicenseType.BYOL,
  description: 'Appliance of Example Inc., version 7',
  removalPolicy: RemovalPolicy.RETAIN, // a failed import is removed all the same
});
Tags.of(appliance).add('Name', 'appliance-7');
Tags.of(appliance).add('Vendor', 'Example Inc.');

new ec2.Instance(stack, 'Instance', {
  vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }),
  instanceType: new ec2.InstanceType('m6i.large'),
  machineImage: appliance.toMachineImage(),
});
