import { App, CfnResource, IPropertyInjector, RemovalPolicy, Size, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AppStreamAgentVersion, AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderProps, AppStreamImageBuilderState,
  AppStreamInstanceType, AppStreamSoftware,
} from '../src';
import { loadModel } from './local-aws/model';

const TYPE = 'Custom::AppStreamImageBuilder';
const WAIT = 'Custom::EucImageWait';

function newStack() {
  return new Stack(new App(), 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
}

function vpcIn(stack: Stack) {
  return (stack.node.tryFindChild('Vpc') as ec2.Vpc | undefined) ?? new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
}

function newBuilder(stack: Stack, props: Partial<AppStreamImageBuilderProps> = {}) {
  return new AppStreamImageBuilder(stack, 'Builder', {
    baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, ...props,
  });
}

/** The properties of the first link. */
function request(stack: Stack): any {
  return Object.values(Template.fromStack(stack).findResources(TYPE))[0].Properties;
}

function statements(stack: Stack, type: string, logicalId: RegExp): any[] {
  return Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => logicalId.test(id))
    .flatMap(([, { Properties: p }]) => p.PolicyDocument?.Statement ?? p.Policies?.flatMap((policy: any) => policy.PolicyDocument.Statement) ?? []);
}

const of = (all: any[], action: string) => all.filter(({ Action }) => [Action].flat().includes(action));
const arn = (resource: string, account = '123456789012') => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:appstream:eu-west-1:${account}:${resource}`]] });

describe('the request', () => {
  test('says as little as the user said', () => {
    const stack = newStack();
    newBuilder(stack);
    expect(request(stack)).toEqual({
      ServiceToken: expect.anything(),
      Link: 'First',
      Scope: expect.stringMatching(/^Builder/),
      Minutes: '0',
      Timeout: '90',
      Contract: '1',
      Retain: 'false',
      DesiredState: 'RUNNING',
      ImageName: 'base',
      InstanceType: 'stream.standard.medium',
    });
  });

  test('carries every property in the words of the service', () => {
    const stack = newStack();
    const vpc = vpcIn(stack);
    newBuilder(stack, {
      baseImage: AppStreamBaseImage.fromArn('arn:aws:appstream:eu-west-1::image/base'),
      desiredState: AppStreamImageBuilderState.STOPPED,
      agentVersion: AppStreamAgentVersion.LATEST,
      vpc,
      subnet: ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1'),
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      enableDefaultInternetAccess: false,
      domainJoin: { directoryName: 'corp.example.com', organizationalUnitDistinguishedName: 'OU=x' },
      accessEndpoints: [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 })],
      rootVolumeSize: Size.gibibytes(300),
      softwaresToInstall: [AppStreamSoftware.OFFICE_2024_LTSC_STANDARD_64_BIT],
      softwaresToUninstall: [AppStreamSoftware.of('Other')],
      requireImdsv2: true,
      role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/machine'),
      imageBuilderName: 'mine',
      displayName: 'My builder',
      description: 'It builds',
    });
    expect(request(stack)).toMatchObject({
      AccessEndpoints: ['vpce-1'],
      AppstreamAgentVersion: 'LATEST',
      Description: 'It builds',
      DesiredState: 'STOPPED',
      DisableIMDSV1: 'true',
      DisplayName: 'My builder',
      DomainJoinInfo: { DirectoryName: 'corp.example.com', OrganizationalUnitDistinguishedName: 'OU=x' },
      EnableDefaultInternetAccess: 'false',
      IamRoleArn: 'arn:aws:iam::123456789012:role/machine',
      ImageArn: 'arn:aws:appstream:eu-west-1::image/base',
      ImageBuilderName: 'mine',
      InstanceType: 'stream.standard.medium',
      RootVolumeSize: '300',
      SecurityGroupIds: ['sg-1'],
      SoftwaresToInstall: ['Microsoft_Office_2024_LTSC_Standard_64Bit'],
      SoftwaresToUninstall: ['Other'],
      SubnetId: 'subnet-1',
    });
    expect(request(stack)).not.toHaveProperty('ImageName');
  });

  test('in a vpc has a private subnet and a security group of its own', () => {
    const stack = newStack();
    const builder = newBuilder(stack, { vpc: vpcIn(stack) });
    builder.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    expect(request(stack)).toMatchObject({
      SubnetId: { Ref: expect.stringMatching(/^VpcPrivateSubnet1/) }, SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringMatching(/^BuilderSecurityGroup/), 'GroupId'] }],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ FromPort: 443 })] });
  });

  test('of an image of this app begins when that is there', () => {
    const stack = newStack();
    newBuilder(stack, { baseImage: AppStreamBaseImage.fromImage(AppStreamImage.fromImageName(stack, 'Golden', 'golden')) });
    expect(request(stack).ImageArn).toEqual(arn('image/golden'));
  });

  test.each([[AppStreamInstanceType.of('GeneralPurpose.x').value, 'GeneralPurpose.x'], [AppStreamAgentVersion.of('1').value, '1'], [AppStreamSoftware.of('X').value, 'X']])(
    'a word that AWS adds passes: %s', (got, wanted) => {
      expect(got).toBe(wanted);
    });
});

describe('the chain', () => {
  test('has two links that wait, and none that holds', () => {
    const stack = newStack();
    newBuilder(stack);
    expect(Object.values(Template.fromStack(stack).findResources(WAIT)).map(({ Properties }) => [Properties.Link, Properties.Minutes])).toEqual([['Wait', '38'], ['Last', '52']]);
  });

  test('attributes come from the last link', () => {
    const stack = newStack();
    const builder = newBuilder(stack);
    const last = Object.keys(Template.fromStack(stack).findResources(WAIT)).pop();
    expect(stack.resolve([builder.imageBuilderName, builder.imageBuilderArn])).toEqual([
      { 'Fn::GetAtt': [last, 'ImageBuilderName'] }, { 'Fn::GetAtt': [last, 'ImageBuilderArn'] },
    ]);
  });

  test('Tags.of() reaches it, and the removal policy is on its first link', () => {
    const stack = newStack();
    const builder = newBuilder(stack);
    Tags.of(stack).add('Org', 'acme');
    builder.applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(request(stack)).toMatchObject({ Tags: { Org: 'acme' }, Retain: 'true' });
    Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'RetainExceptOnCreate' });
  });
});

describe('rights', () => {
  const handler = (stack: Stack) => statements(stack, 'AWS::IAM::Role', /IsCompleteRole/);
  const started = (stack: Stack) => statements(stack, 'AWS::IAM::Policy', /IsCompleteRole/);
  const asOurs = { StringEquals: { 'aws:RequestTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };

  test('the functions change only what bears the tag of the stack', () => {
    const stack = newStack();
    newBuilder(stack);
    const ours = { StringEquals: { 'aws:ResourceTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };
    for (const action of [
      'appstream:StartImageBuilder', 'appstream:StopImageBuilder', 'appstream:DeleteImageBuilder', 'appstream:AssociateSoftwareToImageBuilder',
      'appstream:DisassociateSoftwareFromImageBuilder', 'appstream:StartSoftwareDeploymentToImageBuilder',
    ]) {
      expect(of(handler(stack), action)).toEqual([expect.objectContaining({ Resource: arn('image-builder/*'), Condition: ours })]);
    }
    const ofNoOther = { ...asOurs, StringEqualsIfExists: ours.StringEquals };
    expect(of(handler(stack), 'appstream:TagResource')).toEqual([expect.objectContaining({ Resource: arn('image-builder/*'), Condition: ofNoOther })]);
    expect(handler(stack).filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(
      ['appstream:DescribeImageBuilders', 'appstream:DescribeImages', 'appstream:ListTagsForResource'],
    );
  });

  test.each<[string, AppStreamBaseImage, object | string]>([
    ['name', AppStreamBaseImage.fromName('base'), arn('image/base', '*')],
    ['ARN', AppStreamBaseImage.fromArn('arn:aws:appstream:eu-west-1::image/base'), 'arn:aws:appstream:eu-west-1::image/base'],
  ])('they make builders of this base image alone, by its %s', (_, baseImage, resource) => {
    const stack = newStack();
    newBuilder(stack, { baseImage });
    expect(of(started(stack), 'appstream:CreateImageBuilder')).toEqual([
      { Effect: 'Allow', Action: 'appstream:CreateImageBuilder', Resource: [resource, arn('image-builder/*')], Condition: asOurs },
    ]);
    expect(of(started(stack), 'iam:PassRole')).toEqual([]);
  });

  test('they pass the role to AppStream alone', () => {
    const stack = newStack();
    newBuilder(stack, { role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/machine') });
    expect(of(started(stack), 'iam:PassRole')).toEqual([{
      Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/machine',
      Condition: { StringEquals: { 'iam:PassedToService': 'appstream.amazonaws.com' } },
    }]);
  });

  test.each<[string, boolean]>([['made here', true], ['that exists', false]])('of others on a builder %s are on it alone', (_, made) => {
    const stack = newStack();
    const builder = made ? newBuilder(stack) : AppStreamImageBuilder.fromImageBuilderName(stack, 'Old', 'old');
    const admin = new iam.Role(stack, 'Admin', { assumedBy: new iam.AccountRootPrincipal() });
    builder.grantCreateStreamingUrl(admin);
    builder.grantStartStop(admin);
    builder.grant(admin, 'appstream:DeleteImageBuilder');
    const Resource = made ? { 'Fn::GetAtt': [expect.stringMatching(/^Builder/), 'ImageBuilderArn'] } : arn('image-builder/old');
    const granted = statements(stack, 'AWS::IAM::Policy', /^Admin/);
    for (const statement of granted) expect(statement.Resource).toEqual(Resource);
    expect(granted.flatMap(({ Action }) => Action)).toEqual([
      'appstream:CreateImageBuilderStreamingURL', 'appstream:StartImageBuilder', 'appstream:StopImageBuilder', 'appstream:DeleteImageBuilder',
    ]);
  });
});

test('the streaming URL is a command, and never an attribute', () => {
  const stack = newStack();
  const command = stack.resolve(newBuilder(stack).streamingUrlCommand);
  expect(JSON.stringify(command)).toMatch(/aws appstream create-image-builder-streaming-url --region eu-west-1 --name .*ImageBuilderName.* --validity 3600/);
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('StreamingU');
});

describe('the words of the service', () => {
  const values = (type: object) => Object.values(type).map(({ value }) => value);

  test('are all there', () => {
    const { InstanceType, SoftwaresToInstall } = loadModel('appstream').shapes.CreateImageBuilderRequest.members!;
    expect(values(AppStreamInstanceType).sort()).toEqual([...InstanceType.values!].sort());
    expect(values(AppStreamSoftware).sort()).toEqual([...SoftwaresToInstall.values!].sort());
    expect(Object.values(AppStreamImageBuilderState).every((state) => loadModel('appstream').shapes.ImageBuilderState.enum!.includes(state))).toBe(true);
  });
});

test('properties can be injected', () => {
  class Injector implements IPropertyInjector {
    public readonly constructUniqueId = AppStreamImageBuilder.PROPERTY_INJECTION_ID;
    public inject(props: any) { return { requireImdsv2: true, ...props }; }
  }
  const stack = new Stack(new App({ propertyInjectors: [new Injector()] }), 'S');
  newBuilder(stack);
  expect(request(stack).DisableIMDSV1).toBe('true');
});

test('the escape hatch is the first link', () => {
  const stack = newStack();
  (newBuilder(stack).node.defaultChild as CfnResource).addPropertyOverride('Extra', 'x');
  expect(request(stack).Extra).toBe('x');
});
