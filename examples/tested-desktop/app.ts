/*
 * A Windows 11 disk becomes a WorkSpaces image through EC2 Image Builder, which takes over the import task and tests the desktop on an
 * instance in this account. When a check fails, the event in CloudFormation names it, the failed image is removed, and the instance ends,
 * or stays to be looked into with `-c keepFailedInstance=true`.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInfrastructureConfiguration } from 'aws-cdk-lib/aws-imagebuilder';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport, VmBootMode, VmLicenseType, VmPlatform,
} from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'TestedDesktop');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const disk = new Ec2VmImport(stack, 'Disk', {
  disks: [DiskImage.fromBucket(Bucket.fromBucketName(stack, 'Disks', context('bucket')), context('key'))],
  platform: VmPlatform.WINDOWS,
  bootMode: VmBootMode.UEFI,
  licenseType: VmLicenseType.BYOL,
});

// The instance that tests the desktop. It needs the internet, and finds it behind the NAT gateway of this network.
const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
const role = new iam.Role(stack, 'InstanceRole', {
  assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  managedPolicies: ['AmazonSSMManagedInstanceCore', 'EC2InstanceProfileForImageBuilder'].map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
});
const infrastructure = new CfnInfrastructureConfiguration(stack, 'Infrastructure', {
  name: 'tested-desktop',
  instanceProfileName: new iam.InstanceProfile(stack, 'InstanceProfile', { role }).instanceProfileName,
  subnetId: vpc.privateSubnets[0].subnetId,
  securityGroupIds: [new ec2.SecurityGroup(stack, 'InstanceGroup', { vpc }).securityGroupId],
  terminateInstanceOnFailure: context('keepFailedInstance') !== 'true', // an instance that is kept is billed until you end it
});

const desktop = new ByolWorkspaceImage(stack, 'Desktop', {
  importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromVmImport(disk), {
    infrastructureConfigurationArn: infrastructure.attrArn,
    osVersion: ByolOsVersion.WINDOWS_11,
  }),
});
// AWS does not document what the import needs of its caller. That it must be able to pass this role follows from what it does.
desktop.addToHandlerPolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: [role.roleArn] }));

new CfnOutput(stack, 'DesktopId', { value: desktop.imageId });
