/*
 * A script makes AppStream images, and no person: your pipeline starts the image builder, runs Image Assistant's command line on it over
 * WinRM, and stops it. The builder belongs to the domain and fetches installers with its own role; it goes with the stack, its images stay.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamInstanceType } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'ImageFactory');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const installers = Bucket.fromBucketName(stack, 'Installers', context('installers'));
const role = new iam.Role(stack, 'BuilderRole', { assumedBy: new iam.ServicePrincipal('appstream.amazonaws.com') });
installers.grantRead(role);

// A network that reaches the directory.
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: context('vpc'), availabilityZones: [context('availabilityZone')], privateSubnetIds: [context('subnet')],
});

const builder = new AppStreamImageBuilder(stack, 'Builder', {
  baseImage: AppStreamBaseImage.fromName(context('baseImage')),
  instanceType: AppStreamInstanceType.STANDARD_LARGE,
  vpc,
  domainJoin: { directoryName: context('directory') }, // AppStream has a directory configuration of this name
  desiredState: AppStreamImageBuilderState.STOPPED, // between two runs of the pipeline
  role,
});

// What the pipeline may do: switch the builder on and off, see how far it is, and run commands on it.
const pipeline = iam.Role.fromRoleName(stack, 'Pipeline', context('pipelineRole'));
builder.grantStartStop(pipeline);
pipeline.addToPrincipalPolicy(new iam.PolicyStatement({
  actions: ['appstream:DescribeImageBuilders'],
  resources: ['*'], // AppStream has no resource level for it
}));
builder.connections.allowFrom(ec2.SecurityGroup.fromSecurityGroupId(stack, 'PipelineGroup', context('pipelineSecurityGroup')), ec2.Port.tcp(5986), 'WinRM');

new CfnOutput(stack, 'BuilderName', { value: builder.imageBuilderName });
