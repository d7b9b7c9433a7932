import { App, CfnResource, Duration, IPropertyInjector, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  ByolComputeType, ByolImageBuilderImportOptions, ByolImageSource, ByolImportMethod, ByolOsVersion, ByolPlatform, ByolProtocol, ByolStandardImportOptions,
  ByolWorkspaceImage, ByolWorkspaceImageProps, DiskImage, Ec2VmImport, Ec2VmImportAttributes, IngestionProcess, OfficeApplication,
} from '../src';
import { loadModel } from './local-aws/model';

const TYPE = 'Custom::ByolWorkspaceImage';
const WAIT = 'Custom::EucImageWait';
const AMI = 'ami-0123456789abcdef0';
const TASK = 'import-ami-0123456789abcdef0';
const INFRASTRUCTURE = 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/desktops';
const BUILD = 'arn:aws:imagebuilder:eu-west-1:123456789012:image/windows-11/1.0.0/1';

function newStack(app = new App()) {
  return new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
}

/** An import that exists; encrypted, or without a task, as a test wants it. */
function vmImport(stack: Stack, id: string, attributes: Partial<Ec2VmImportAttributes> = {}) {
  return Ec2VmImport.fromEc2VmImportAttributes(stack, id, { imageId: AMI, importTaskId: TASK, ...attributes });
}

const machineImage = (stack: Stack, id = 'Old') => vmImport(stack, id).toMachineImage();
const standard = (options?: ByolStandardImportOptions) => (stack: Stack) => ByolImportMethod.standard(machineImage(stack), options);
const imageBuilder = (source: (stack: Stack) => ByolImageSource, options: Partial<ByolImageBuilderImportOptions> = {}) => (stack: Stack) =>
  ByolImportMethod.imageBuilder(source(stack), { infrastructureConfigurationArn: INFRASTRUCTURE, osVersion: ByolOsVersion.WINDOWS_11, ...options });
const fromTask = () => ByolImageSource.fromImportTaskId(TASK);

function newImage(stack: Stack, props: Partial<ByolWorkspaceImageProps> = {}) {
  return new ByolWorkspaceImage(stack, 'Image', { importMethod: props.importMethod ?? standard()(stack), ...props });
}

/** The properties of the first link. */
function request(stack: Stack): any {
  return Object.values(Template.fromStack(stack).findResources(TYPE))[0].Properties;
}

describe('the request', () => {
  test('says as little as the user said', () => {
    const stack = newStack();
    newImage(stack);
    expect(request(stack)).toEqual({
      ServiceToken: expect.anything(),
      Link: 'First',
      Scope: expect.stringMatching(/^ImageImport/),
      Minutes: '0',
      Timeout: '480',
      Contract: '1',
      Retain: 'false',
      Description: 'Stack/Image',
      Standard: { Ec2ImageId: AMI, IngestionProcess: 'BYOL_REGULAR_WSP' },
    });
  });

  test('carries every property in the words of the service', () => {
    const stack = newStack();
    const image = newImage(stack, {
      importMethod: standard({
        application: OfficeApplication.MICROSOFT_OFFICE_2016, ingestionProcess: IngestionProcess.BYOL_GRAPHICS_G4DN, osVersion: ByolOsVersion.WINDOWS_10,
      })(stack),
      description: 'a desktop (1.0)',
      imageName: 'desktop_(1.0)\\a',
      revision: '2',
      sharedAccountIds: ['210987654321'],
    });
    Tags.of(image).add('A', '1');
    expect(request(stack)).toMatchObject({
      Description: 'a desktop (1.0)',
      ImageName: 'desktop_(1.0)\\a',
      Revision: '2',
      SharedAccountIds: ['210987654321'],
      Standard: { Application: 'Microsoft_Office_2016', Ec2ImageId: AMI, IngestionProcess: 'BYOL_GRAPHICS_G4DN' },
      Tags: { A: '1' },
    });
  });

  test('carries an import through Image Builder', () => {
    const stack = newStack();
    newImage(stack, {
      importMethod: imageBuilder(fromTask, {
        computeType: ByolComputeType.GRAPHICS_G6, osVersion: ByolOsVersion.WINDOWS_10, platform: ByolPlatform.of('LINUX'), protocol: ByolProtocol.PCOIP,
      })(stack),
    });
    expect(request(stack).ImageBuilder).toEqual({
      ComputeType: 'GRAPHICS_G6', InfrastructureConfigurationArn: INFRASTRUCTURE, OsVersion: 'Windows_10', Platform: 'LINUX', Protocol: 'PCOIP',
      Source: { Ec2ImportTaskId: TASK },
    });
  });

  test.each<[string, (stack: Stack) => ByolImageSource, object]>([
    ['a task', fromTask, { Ec2ImportTaskId: TASK }],
    ['an AMI', (stack) => ByolImageSource.fromMachineImage(machineImage(stack)), { Ec2ImageId: AMI }],
    ['a build version', () => ByolImageSource.fromImageBuildVersionArn(BUILD), { ImageBuildVersionArn: BUILD }],
    ['the latest build of a version', () => ByolImageSource.fromImageBuildVersionArn('arn:aws:imagebuilder:eu-west-1:aws:image/w/1.x.x'),
      { ImageBuildVersionArn: 'arn:aws:imagebuilder:eu-west-1:aws:image/w/1.x.x' }],
    ['an import, by its task and its AMI', (stack) => ByolImageSource.fromVmImport(vmImport(stack, 'Known')), { Ec2ImportTaskId: TASK, Ec2ImageId: AMI }],
  ])('begins with %s', (_, source, properties) => {
    const stack = newStack();
    newImage(stack, { importMethod: imageBuilder(source)(stack) });
    expect(request(stack).ImageBuilder).toEqual({
      ComputeType: 'BASE', InfrastructureConfigurationArn: INFRASTRUCTURE, OsVersion: 'Windows_11', Platform: 'WINDOWS', Protocol: 'DCV', Source: properties,
    });
  });

  test('follows an import of the same stack', () => {
    const stack = newStack();
    const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], timeout: Duration.hours(1) });
    newImage(stack, { importMethod: imageBuilder(() => ByolImageSource.fromVmImport(disk))(stack) });
    const attribute = (name: string) => ({ 'Fn::GetAtt': [expect.stringMatching(/^DiskImportLast/), name] });
    expect(request(stack).ImageBuilder.Source).toEqual({ Ec2ImportTaskId: attribute('ImportTaskId'), Ec2ImageId: attribute('ImageId') });
  });

  test('describes itself in letters that the service takes', () => {
    const stack = newStack();
    new ByolWorkspaceImage(stack, "Bob's 'Büro', blau", { importMethod: standard()(stack) });
    expect(request(stack).Description).toBe('Stack/Bob-s -B-ro-- blau');
  });

  test.each([
    [ByolComputeType.of('x').value, 'x'], [ByolProtocol.of('x').value, 'x'], [ByolPlatform.of('x').value, 'x'],
    [ByolOsVersion.of('Windows_12').value, 'Windows_12'], [OfficeApplication.of('x').value, 'x'], [IngestionProcess.of('BYOL_X').value, 'BYOL_X'],
  ])('a word that AWS adds passes: %s', (got, wanted) => {
    expect(got).toBe(wanted);
  });
});

test.each<[object, string]>([
  [ByolComputeType, 'ImageComputeType'], [ByolProtocol, 'CustomImageProtocol'], [ByolPlatform, 'Platform'], [ByolOsVersion, 'OSVersion'],
  [OfficeApplication, 'Application'], [IngestionProcess, 'WorkspaceImageIngestionProcess'],
])('there is a constant for each word of the service: %p', (words, shape) => {
  expect(Object.values(words).map(({ value }) => value).sort()).toEqual([...loadModel('workspaces').shapes[shape].enum!].sort());
});

describe('the ingestion process', () => {
  const { BASE, GRAPHICS_G4DN, GRAPHICS_G6 } = ByolComputeType;
  const { PCOIP, DCV, BYOP } = ByolProtocol;
  test.each([
    [BASE, PCOIP, 'BYOL_REGULAR'], [BASE, DCV, 'BYOL_REGULAR_WSP'], [BASE, BYOP, 'BYOL_REGULAR_BYOP'],
    [GRAPHICS_G4DN, PCOIP, 'BYOL_GRAPHICS_G4DN'], [GRAPHICS_G4DN, DCV, 'BYOL_GRAPHICS_G4DN_WSP'], [GRAPHICS_G4DN, BYOP, 'BYOL_GRAPHICS_G4DN_BYOP'],
  ])('of %j with %j is %s', (computeType, protocol, wanted) => {
    expect(IngestionProcess.fromComputeType(computeType, protocol).value).toBe(wanted);
  });

  test('there is none for G6', () => {
    expect(() => IngestionProcess.fromComputeType(GRAPHICS_G6, DCV)).toThrow(new Error(
      "no ingestion process is known for compute type 'GRAPHICS_G6' with protocol 'DCV', wanted BASE or GRAPHICS_G4DN with PCOIP, DCV or BYOP; " +
      'use ByolImportMethod.imageBuilder() or IngestionProcess.of()',
    ));
  });
});

describe('the chain', () => {
  const links = (stack: Stack) => Object.entries(Template.fromStack(stack).findResources(WAIT)).map(([id, { Properties }]) => ({ id, ...Properties }));

  test.each<[string, (stack: Stack) => ByolImportMethod, number]>([
    ['a standard import', standard(), 3],
    ['one with Office', standard({ application: OfficeApplication.MICROSOFT_OFFICE_2019 }), 5],
    ['one through Image Builder', imageBuilder(fromTask), 3],
  ])('%s cannot be cancelled, so links hold a Delete back', (_, method, holds) => {
    const stack = newStack();
    newImage(stack, { importMethod: method(stack), timeout: Duration.hours(1) });
    expect(links(stack).map(({ Link, Minutes }) => `${Link} ${Minutes}`)).toEqual([...Array(holds).fill('Hold 52'), 'Wait 8', 'Last 52']);
    const [first] = Object.keys(Template.fromStack(stack).findResources(TYPE));
    expect(links(stack).map(({ Id }) => Id.Ref)).toEqual([first, ...links(stack).map(({ id }) => id)].slice(0, -1));
  });

  test('attributes come from the last link', () => {
    const stack = newStack();
    const image = newImage(stack, { timeout: Duration.hours(1) });
    const last = links(stack).pop()!.id;
    const imageId = { 'Fn::GetAtt': [last, 'ImageId'] };
    expect(stack.resolve(image.imageId)).toEqual(imageId);
    expect(stack.resolve(image.imageName)).toEqual({ 'Fn::GetAtt': [last, 'ImageName'] });
    expect(stack.resolve(image.imageArn)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':workspaces:eu-west-1:123456789012:workspaceimage/', imageId]] });
  });
});

describe('removal policy', () => {
  const DELETE = ['Delete', 'Delete', 'false'];
  const RETAIN = ['RetainExceptOnCreate', 'Retain', 'true'];
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['default', (stack) => newImage(stack), DELETE],
    ['RETAIN', (stack) => newImage(stack, { removalPolicy: RemovalPolicy.RETAIN }), RETAIN],
    ['applyRemovalPolicy()', (stack) => newImage(stack).applyRemovalPolicy(RemovalPolicy.RETAIN), RETAIN],
    ['RemovalPolicies.of()', (stack) => {
      newImage(stack);
      RemovalPolicies.of(stack).retain();
    }, ['Retain', 'Retain', 'true']],
  ])('%s', (_, define, [deletion, replacement, retain]) => {
    const stack = newStack();
    define(stack);
    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { DeletionPolicy: deletion, UpdateReplacePolicy: replacement });
    for (const type of [TYPE, WAIT]) template.allResourcesProperties(type, { Retain: retain });
  });
});

describe('rights', () => {
  const statements = (stack: Stack, type: string): any[] => Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => /IsCompleteRole/.test(id))
    .flatMap(([, { Properties: p }]) => p.PolicyDocument?.Statement ?? p.Policies.flatMap((policy: any) => policy.PolicyDocument.Statement));
  const always = (stack: Stack) => statements(stack, 'AWS::IAM::Role').filter(({ Sid }) => Sid !== 'WriteLogs');
  const toStart = (stack: Stack) => statements(stack, 'AWS::IAM::Policy').filter(({ Action }) => !/^(logs|xray):/.test([Action].flat()[0]));
  const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });
  const allow = (Action: string | string[], Resource: unknown, more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
  const bound = (tag: string) => ({ Condition: { StringEquals: { [`aws:${tag}/cdk-euc-images:stack`]: { Ref: 'AWS::StackId' } } } });
  const START = allow('workspaces:ImportWorkspaceImage', '*', bound('RequestTag'));
  const START_CUSTOM = allow('workspaces:ImportCustomWorkspaceImage', '*', bound('RequestTag'));
  const ON_AMI = [allow('ec2:DescribeImages', '*'), allow('ec2:ModifyImageAttribute', arn(`:ec2:eu-west-1::image/${AMI}`))];
  const CONFIGURATION = allow('imagebuilder:GetInfrastructureConfiguration', INFRASTRUCTURE);
  const LINKED_ROLE = allow('iam:CreateServiceLinkedRole',
    arn(':iam::123456789012:role/aws-service-role/imagebuilder.amazonaws.com/AWSServiceRoleForImageBuilder'),
    { Condition: { StringEquals: { 'iam:AWSServiceName': 'imagebuilder.amazonaws.com' } } });

  test('the functions tag only for the stack, and change only what bears its tag', () => {
    const stack = newStack();
    newImage(stack);
    const marks = ['cdk-euc-images:id', 'cdk-euc-images:stack'];
    expect(always(stack)).toEqual([
      allow(['workspaces:DescribeWorkspaceImages', 'workspaces:DescribeCustomWorkspaceImageImport', 'workspaces:DescribeTags'], '*', { Sid: 'Look' }),
      allow('workspaces:CreateTags', '*', { Sid: 'Tag', ...bound('RequestTag') }),
      allow('workspaces:DeleteTags', '*', { Sid: 'Untag', Condition: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': marks } } }),
      allow(['workspaces:DescribeWorkspaceImagePermissions', 'workspaces:UpdateWorkspaceImagePermission', 'workspaces:DeleteWorkspaceImage'],
        arn(':workspaces:eu-west-1:123456789012:workspaceimage/*'), { Sid: 'Change', ...bound('ResourceTag') }),
      expect.objectContaining({ Sid: 'AskCloudFormation' }),
    ]);
  });

  test.each<[string, (stack: Stack) => ByolImportMethod, object[]]>([
    ['a standard import', standard(), [START, ...ON_AMI]],
    ['a task', imageBuilder(fromTask), [START_CUSTOM, allow('ec2:DescribeImportImageTasks', '*'), CONFIGURATION, LINKED_ROLE]],
    ['an AMI', imageBuilder((stack) => ByolImageSource.fromMachineImage(machineImage(stack))), [START_CUSTOM, ...ON_AMI, CONFIGURATION, LINKED_ROLE]],
    ['a build version', imageBuilder(() => ByolImageSource.fromImageBuildVersionArn(BUILD)),
      [START_CUSTOM, CONFIGURATION, allow('imagebuilder:GetImage', BUILD), LINKED_ROLE]],
  ])('%s needs its own to start', (_, method, wanted) => {
    const stack = newStack();
    newImage(stack, { importMethod: method(stack) });
    expect(toStart(stack)).toEqual(wanted);
  });

  test('more can be added to the functions', () => {
    const stack = newStack();
    newImage(stack).addToHandlerPolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['arn:aws:iam::123456789012:role/builder'] }));
    expect(toStart(stack)).toEqual([START, ...ON_AMI, allow('iam:PassRole', 'arn:aws:iam::123456789012:role/builder')]);
  });

  test('others are granted what they need on the image', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    ByolWorkspaceImage.fromImageId(stack, 'Known', 'wsi-012345678').grant(role, 'workspaces:CopyWorkspaceImage');
    newImage(stack).grant(role, 'workspaces:CreateWorkspaceBundle');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          allow('workspaces:CopyWorkspaceImage', arn(':workspaces:eu-west-1:123456789012:workspaceimage/wsi-012345678')),
          Match.objectLike({ Action: 'workspaces:CreateWorkspaceBundle' }),
        ],
      },
    });
  });
});

test('an AMI that the CDK looks up passes', () => {
  const stack = newStack();
  newImage(stack, { importMethod: ByolImportMethod.standard(ec2.MachineImage.lookup({ name: 'desktop-*', owners: ['self'] })) });
  expect(request(stack).Standard.Ec2ImageId).toMatch(/^ami-/);
});

test('an image that exists', () => {
  const stack = newStack();
  const image = ByolWorkspaceImage.fromImageId(stack, 'Known', 'wsi-012345678');
  expect(image.imageId).toBe('wsi-012345678');
  expect(Object.keys(Template.fromStack(stack).toJSON())).not.toContain('Resources');
});

test('properties can be injected', () => {
  class Injector implements IPropertyInjector {
    public readonly constructUniqueId = ByolWorkspaceImage.PROPERTY_INJECTION_ID;
    public inject(props: any) { return { removalPolicy: RemovalPolicy.RETAIN, ...props }; }
  }
  const stack = newStack(new App({ propertyInjectors: [new Injector()] }));
  newImage(stack);
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'RetainExceptOnCreate' });
});

test('the escape hatch is the first link', () => {
  const stack = newStack();
  (newImage(stack).node.defaultChild as CfnResource).addPropertyOverride('Extra', 'x');
  expect(request(stack).Extra).toBe('x');
});
