import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Chapter, ends, Life } from './life';
import { DiskImage, Ec2VmImport, ImageHandlerOptions, ImageHandlers } from '../../../src';

/** One import, whose functions run as the options say. */
const under = (options: (stack: Stack) => ImageHandlerOptions): Chapter => (stack) => {
  ImageHandlers.of(stack).configure(options(stack));
  new Ec2VmImport(stack, 'Linux', { disks: [DiskImage.fromUrl('s3://disks/linux.ova')] });
};

const life = (name: string, options: (stack: Stack) => ImageHandlerOptions): Life => ({
  name,
  async play(world) {
    await ends(world.deploy(under(options)), 'CREATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world);
  },
});

const lambdaRole = (stack: Stack, id: string) => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

/** The other options are about logs that end and keys of others, and bring no rights to the functions. */
export const HANDLERS: readonly Life[] = [
  life('functions in a VPC', (stack) => ({
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-1'] }),
    tracing: lambda.Tracing.ACTIVE,
  })),
  life('functions within a boundary, with a log group of the user\'s', (stack) => ({
    permissionsBoundary: new iam.ManagedPolicy(stack, 'Boundary', {
      statements: ['cloudformation:*', 'ec2:*', 'iam:PassRole', 'lambda:*', 'logs:*', 's3:Get*', 'states:*']
        .map((action) => new iam.PolicyStatement({ actions: [action], resources: ['*'] })),
    }),
    logGroup: logs.LogGroup.fromLogGroupName(stack, 'Mine', '/mine'),
  })),
  life('functions in roles of the user\'s', (stack) => ({
    roles: {
      isComplete: lambdaRole(stack, 'Images'), frameworkOnEvent: lambdaRole(stack, 'Entry'), frameworkIsComplete: lambdaRole(stack, 'Waiter'),
    },
  })),
];
