import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageSource, AppStreamInstanceType, ByolImportMethod, ByolWorkspaceImage, DiskImage,
  Ec2VmImport, ImageHandlers,
} from '../src';
import { Dependencies } from './support/dependencies';
import { SAMPLES } from './support/samples';

/*
 * All images of a kind share their functions. That must not make them wait for each other, nor in a circle.
 */

const newStack = () => new Stack(new App(), 'S');
const idOf = ({ node: { defaultChild } }: IConstruct) => {
  const { stack, logicalId } = defaultChild as CfnResource;
  return stack.resolve(logicalId) as string;
};
const disk = (stack: Stack, id: string) => new Ec2VmImport(stack, id, {
  disks: [DiskImage.fromBucket(s3.Bucket.fromBucketName(stack, `${id}Bucket`, 'disks'), `${id}.vmdk`)],
});
const elsewhere = (stack: Stack, id: string) => Ec2VmImport.fromImageId(stack, id, 'ami-0123456789abcdef0');
const desktop = (stack: Stack, id: string, of: { toMachineImage(): ec2.IMachineImage }) =>
  new ByolWorkspaceImage(stack, id, { importMethod: ByolImportMethod.standard(of.toMachineImage()) });
const applications = (stack: Stack, id: string, of: { toMachineImage(): ec2.IMachineImage }) =>
  new AppStreamImage(stack, id, { source: AppStreamImageSource.fromMachineImage(of.toMachineImage()) });
const builder = (stack: Stack, id: string, baseImage: AppStreamBaseImage) =>
  new AppStreamImageBuilder(stack, id, { baseImage, instanceType: AppStreamInstanceType.STANDARD_MEDIUM });

test.each(Object.entries(SAMPLES))('%s: nothing waits for itself', (_, define) => {
  const stack = newStack();
  define(stack);
  expect(new Dependencies(Template.fromStack(stack)).circles).toEqual([]);
});

describe('an image waits for what it is made of, and for that alone', () => {
  test.each<[string, (stack: Stack, id: string, of: { toMachineImage(): ec2.IMachineImage }) => IConstruct]>([
    ['WorkSpaces images', desktop], ['AppStream images', applications],
  ])('%s', (_, define) => {
    const stack = newStack();
    const [a, b] = [disk(stack, 'DiskA'), disk(stack, 'DiskB')];
    const [ofA, ofB, ofNone] = [define(stack, 'A', a), define(stack, 'B', b), define(stack, 'None', elsewhere(stack, 'Ami'))];
    const dependencies = new Dependencies(Template.fromStack(stack));
    const disksBefore = (one: IConstruct) => [a, b].filter((other) => dependencies.before(idOf(one)).has(idOf(other)));
    expect([ofA, ofB, ofNone].map(disksBefore)).toEqual([[a], [b], []]);
    expect(dependencies.circles).toEqual([]);
  });

  test('image builders', () => {
    const stack = newStack();
    const image = applications(stack, 'Applications', elsewhere(stack, 'Ami'));
    const [ofImage, ofNone] = [builder(stack, 'OfImage', AppStreamBaseImage.fromImage(image)), builder(stack, 'OfNone', AppStreamBaseImage.fromName('base'))];
    const dependencies = new Dependencies(Template.fromStack(stack));
    expect([ofImage, ofNone].map((one) => dependencies.before(idOf(one)).has(idOf(image)))).toEqual([true, false]);
  });
});

test('one role may serve the functions of several kinds, of which one makes what the other is made of', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  ImageHandlers.of(stack).configure({ roles: { onEvent: role, isComplete: role } });
  const image = applications(stack, 'Applications', disk(stack, 'Disk'));
  desktop(stack, 'Desktop', disk(stack, 'Other'));
  builder(stack, 'Builder', AppStreamBaseImage.fromImage(image));
  expect(new Dependencies(Template.fromStack(stack)).circles).toEqual([]);
});

test('an import can begin after another one', () => {
  const stack = newStack();
  const [first, second] = [disk(stack, 'First'), disk(stack, 'Second')];
  second.node.defaultChild!.node.addDependency(first);
  const dependencies = new Dependencies(Template.fromStack(stack));
  expect(dependencies.circles).toEqual([]);
  expect(dependencies.before(idOf(second))).toContain(idOf(first));
});

test('with its network go the functions, and after the image a builder', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
  const endpoint = vpc.addInterfaceEndpoint('Endpoint', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDFORMATION });
  ImageHandlers.of(stack).configure({ vpc });
  const image = disk(stack, 'Disk');
  const inPublic = new AppStreamImageBuilder(stack, 'Builder', {
    baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, vpc, subnet: vpc.publicSubnets[0],
  });
  const template = Template.fromStack(stack);
  const dependencies = new Dependencies(template);
  expect(dependencies.before(idOf(image))).toContain(idOf(endpoint));
  const [route] = Object.keys(template.findResources('AWS::EC2::Route', { Properties: { GatewayId: Match.anyValue() } }));
  expect(dependencies.before(idOf(inPublic))).toContain(route);
});
