import { App, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamInstanceType, DiskImage, Ec2VmImport, ImageHandlers } from '../src';

/*
 * Many images: what they share, and how a fleet that is larger than a stack is split. docs/performance.md holds the recipe.
 */

const MAX_RESOURCES = 500;
/** How many CloudFormation creates, updates or deletes in one operation on nested stacks, all of them together. */
const MAX_NESTED_RESOURCES = 2500;

const newBuilder = (scope: Construct, id: string) => new AppStreamImageBuilder(scope, id, {
  baseImage: AppStreamBaseImage.fromName('Base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
});

const newImport = (scope: Construct, id = 'Disk', bucket = s3.Bucket.fromBucketName(scope, `${id}Bucket`, 'disks')) =>
  new Ec2VmImport(scope, id, { disks: [DiskImage.fromBucket(bucket, `${id}.vmdk`)] });

type Resources = { readonly [id: string]: { readonly Type: string; readonly Properties?: any; readonly DependsOn?: string | readonly string[] } };

const resourcesOf = (stack: Stack): Resources => Template.fromStack(stack).toJSON().Resources;

const countOf = (resources: Resources, type: string) => Object.values(resources).filter((resource) => resource.Type === type).length;

describe('1,000 images', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `Builder${index + 1}`);
  // Three links each, beside a score of resources for the functions.
  const SIZE = 150;
  const parts = Array.from({ length: Math.ceil(names.length / SIZE) }, (_, part) => names.slice(part * SIZE, (part + 1) * SIZE));

  /** Within what a stack may hold, each with functions of its own, and no image lost or doubled. */
  function check(stacks: readonly Stack[]): void {
    const all = stacks.map(resourcesOf);
    for (const resources of all) {
      expect(Object.keys(resources).length).toBeLessThanOrEqual(MAX_RESOURCES);
      expect(countOf(resources, 'AWS::StepFunctions::StateMachine')).toBe(1);
    }
    expect(all.map((resources) => countOf(resources, 'Custom::AppStreamImageBuilder'))).toEqual([150, 150, 150, 150, 150, 150, 100]);
  }

  test('fit into no single stack', () => {
    const stack = new Stack(new App(), 'Fleet');
    for (const name of names.slice(0, 170)) newBuilder(stack, name);
    expect(() => Template.fromStack(stack)).toThrow(/Number of resources in stack 'Fleet': \d+ is greater than allowed maximum of 500/);
  });

  test('fit into nested stacks, of which as many are deployed as one as CloudFormation takes', () => {
    const app = new App();
    const fleets = [parts.slice(0, 4), parts.slice(4)].map((some, half) => {
      const fleet = new Stack(app, `Fleet${half + 1}`);
      const nested = some.map((part, index) => {
        const stack = new NestedStack(fleet, `Part${index + 1}`);
        for (const name of part) newBuilder(stack, name);
        return stack;
      });
      return { fleet, nested };
    });
    check(fleets.flatMap(({ nested }) => nested));
    for (const { fleet, nested } of fleets) {
      expect(countOf(resourcesOf(fleet), 'AWS::CloudFormation::Stack')).toBe(nested.length);
      const all = [fleet, ...nested].reduce((sum, stack) => sum + Object.keys(resourcesOf(stack)).length, 0);
      expect(all).toBeLessThanOrEqual(MAX_NESTED_RESOURCES);
    }
  });

  test('fit into stages, which are deployed one by one', () => {
    const app = new App();
    check(parts.map((part, index) => {
      const stack = new Stack(new Stage(app, `Fleet${index + 1}`), 'Images');
      for (const name of part) newBuilder(stack, name);
      return stack;
    }));
  });
});

describe('what the images of a stack share', () => {
  test('is there once, and an image adds its links and its role alone', () => {
    const [one, five] = [1, 5].map((count) => {
      const stack = new Stack(new App(), 'S');
      for (let i = 1; i <= count; i++) newImport(stack, `Disk${i}`);
      return resourcesOf(stack);
    });
    const added = Object.entries(five).filter(([id]) => !(id in one)).map(([, { Type: type }]) => type);
    expect(new Set(added)).toEqual(new Set(['Custom::Ec2VmImport', 'Custom::EucImageWait', 'AWS::IAM::Role']));
    expect(added).toHaveLength(4 * (1 + 7 + 1));
  });

  test.each<[string, (stack: Stack) => void]>([
    ['by default', () => {}],
    ['in a VPC, with a key', (stack) => ImageHandlers.of(stack).configure({ vpc: new ec2.Vpc(stack, 'Vpc'), encryptionKey: new kms.Key(stack, 'Key') })],
    ['with roles of the user', (stack) => {
      const role = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      ImageHandlers.of(stack).configure({ roles: { onEvent: role('A'), isComplete: role('B'), frameworkOnEvent: role('C'), frameworkIsComplete: role('D') } });
    }],
  ])('is ready before the first of them begins, and goes after the last: %s', (_, configure) => {
    const stack = new Stack(new App(), 'S');
    configure(stack);
    newImport(stack);
    const resources = resourcesOf(stack);
    const [first] = Object.keys(resources).filter((id) => resources[id].Type === 'Custom::Ec2VmImport');
    const shared = Object.keys(resources).filter((id) => id.startsWith('EucImages') || /^[ABCD]DefaultPolicy/.test(id));
    expect(shared.length).toBeGreaterThan(10);
    expect([...neededBy(first, resources)]).toEqual(expect.arrayContaining(shared));
  });
});

test('what leads to another stack is the same in all links', () => {
  const app = new App();
  const bucket = new s3.Bucket(new Stack(app, 'Disks'), 'Bucket');
  const stack = new Stack(app, 'Images');
  const stacks = [stack, new NestedStack(stack, 'Part')];
  for (const scope of stacks) Tags.of(newImport(scope, 'Disk', bucket)).add('Bucket', bucket.bucketArn);
  for (const scope of stacks) {
    const links = Object.values(resourcesOf(scope)).filter(({ Type: type }) => type.startsWith('Custom::'));
    expect(links).toHaveLength(8);
    for (const { Properties: { Disks, Tags: tags } } of links) {
      expect(Disks[0].Bucket).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Disks:ExportsOutputRef/) });
      expect(tags.Bucket).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Disks:ExportsOutputFnGetAtt/) });
    }
  }
});

/** What CloudFormation makes before a resource, and deletes after it. */
function neededBy(id: string, resources: Resources, known = new Set<string>()): Set<string> {
  const { Properties: properties, DependsOn: dependsOn = [] } = resources[id];
  for (const other of [...referencesOf(properties), ...[dependsOn].flat()]) {
    if (!(other in resources) || known.has(other)) continue;
    known.add(other);
    neededBy(other, resources, known);
  }
  return known;
}

function referencesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [inner as string];
    if (key === 'Fn::GetAtt') return [inner[0] as string];
    return referencesOf(inner);
  });
}
