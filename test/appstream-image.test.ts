import { App, CfnResource, IPropertyInjector, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AppStreamAgentSoftwareVersion, AppStreamImage, AppStreamImageProps, AppStreamImageSource, AppStreamInstanceType, ByolWorkspaceImage, DiskImage, Ec2VmImport,
} from '../src';

const TYPE = 'Custom::AppStreamImage';
const WAIT = 'Custom::EucImageWait';

function newStack() {
  return new Stack(new App(), 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
}

function ami(imageId = 'ami-0123456789abcdef0'): ec2.IMachineImage {
  return { getImage: () => ({ imageId, osType: ec2.OperatingSystemType.WINDOWS, userData: ec2.UserData.forWindows() }) };
}

function newImage(stack: Stack, props: Partial<AppStreamImageProps> = {}) {
  return new AppStreamImage(stack, 'Image', { source: AppStreamImageSource.fromMachineImage(ami()), ...props });
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
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });
const IMAGES = arn(':appstream:eu-west-1:123456789012:image/*');

describe('the request', () => {
  test('says as little as the user said', () => {
    const stack = newStack();
    newImage(stack);
    expect(request(stack)).toEqual({
      ServiceToken: expect.anything(),
      Link: 'First',
      Scope: expect.stringMatching(/^Image/),
      Minutes: '0',
      Timeout: '180',
      Contract: '1',
      Retain: 'false',
      AgentSoftwareVersion: 'CURRENT_LATEST',
      IamRoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ImageRole/), 'Arn'] },
      SourceAmiId: 'ami-0123456789abcdef0',
    });
  });

  test('carries every property in the words of the service', () => {
    const stack = newStack();
    newImage(stack, {
      agentSoftwareVersion: AppStreamAgentSoftwareVersion.ALWAYS_LATEST,
      applications: [{
        name: 'app', absoluteAppPath: 'C:\\a.exe', absoluteIconPath: 'C:\\a.png', absoluteManifestPath: 'C:\\a.txt', displayName: 'An app',
        launchParameters: '-x', workingDirectory: 'C:\\',
      }, { name: 'other', absoluteAppPath: 'C:\\b.exe' }],
      description: 'A desktop (2026)',
      displayName: 'Golden 1.0',
      imageName: 'golden',
      imagePermissions: [{ accountId: '210987654321' }, { accountId: '310987654321', allowFleet: false }],
      intendedInstanceType: AppStreamInstanceType.of('GeneralPurpose.m.large'),
      revision: '2',
      role: iam.Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::123456789012:role/mine'),
    });
    expect(request(stack)).toMatchObject({
      AgentSoftwareVersion: 'ALWAYS_LATEST',
      Applications: [{
        Name: 'app', AbsoluteAppPath: 'C:\\a.exe', AbsoluteIconPath: 'C:\\a.png', AbsoluteManifestPath: 'C:\\a.txt', DisplayName: 'An app',
        LaunchParameters: '-x', WorkingDirectory: 'C:\\',
      }, { Name: 'other', AbsoluteAppPath: 'C:\\b.exe' }],
      Description: 'A desktop (2026)',
      DisplayName: 'Golden 1.0',
      IamRoleArn: 'arn:aws:iam::123456789012:role/mine',
      ImageName: 'golden',
      ImagePermissions: [
        { AccountId: '210987654321', AllowFleet: 'true', AllowImageBuilder: 'true' }, { AccountId: '310987654321', AllowFleet: 'false', AllowImageBuilder: 'true' },
      ],
      IntendedInstanceType: 'GeneralPurpose.m.large',
      Revision: '2',
    });
  });

  test('of a WorkSpaces image has no role', () => {
    const stack = newStack();
    const image = newImage(stack, { source: AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Desktop', 'wsi-0123456789')) });
    expect(request(stack).WorkspaceImageId).toBe('wsi-0123456789');
    expect(request(stack)).not.toHaveProperty('IamRoleArn');
    expect(image.role).toBeUndefined();
  });

  test('of a disk begins when that is imported', () => {
    const stack = newStack();
    const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
    newImage(stack, { source: AppStreamImageSource.fromMachineImage(disk.toMachineImage()) });
    expect(request(stack).SourceAmiId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DiskImport/), 'ImageId'] });
  });
});

test('two links hold for a Delete that comes into the import', () => {
  const stack = newStack();
  const image = newImage(stack);
  const links = Object.entries(Template.fromStack(stack).findResources(WAIT));
  expect(links.map(([, { Properties }]) => [Properties.Link, Properties.Minutes])).toEqual(
    [['Hold', '52'], ['Hold', '52'], ['Wait', '52'], ['Wait', '52'], ['Wait', '24'], ['Last', '52']],
  );
  const [last] = links.pop()!;
  expect(stack.resolve([image.imageName, image.imageArn])).toEqual([{ 'Fn::GetAtt': [last, 'ImageName'] }, { 'Fn::GetAtt': [last, 'ImageArn'] }]);
});

test('Tags.of() reaches it, and the removal policy is on its first link', () => {
  const stack = newStack();
  const image = newImage(stack);
  Tags.of(stack).add('Org', 'acme');
  image.applyRemovalPolicy(RemovalPolicy.RETAIN);
  expect(request(stack)).toMatchObject({ Tags: { Org: 'acme' }, Retain: 'true' });
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'RetainExceptOnCreate' });
});

describe('rights', () => {
  const handler = (stack: Stack) => statements(stack, 'AWS::IAM::Role', /IsCompleteRole/);
  const started = (stack: Stack) => statements(stack, 'AWS::IAM::Policy', /IsCompleteRole/);
  const asOurs = { StringEquals: { 'aws:RequestTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };
  const ROLE = [
    { Effect: 'Allow', Action: 'ec2:DescribeImages', Resource: '*' },
    { Effect: 'Allow', Action: 'ec2:ModifyImageAttribute', Resource: arn(':ec2:eu-west-1::image/ami-0123456789abcdef0') },
  ];

  test('the role is trusted by AppStream, and changes this AMI alone', () => {
    const stack = newStack();
    newImage(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'appstream.amazonaws.com' } })] },
    });
    expect(statements(stack, 'AWS::IAM::Role', /^ImageRole/)).toEqual(ROLE);
  });

  test('a role of one\'s own is granted the same, before the import begins', () => {
    const stack = newStack();
    newImage(stack, { role: new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('appstream.amazonaws.com') }) });
    expect(statements(stack, 'AWS::IAM::Policy', /^Mine/)).toEqual(ROLE);
    Template.fromStack(stack).hasResource(TYPE, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MineDefaultPolicy')]) });
  });

  test('the functions change only what bears the tag of the stack', () => {
    const stack = newStack();
    newImage(stack);
    const ours = { StringEquals: { 'aws:ResourceTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };
    for (const action of ['appstream:DeleteImage', 'appstream:UpdateImagePermissions', 'appstream:DeleteImagePermissions']) {
      expect(of(handler(stack), action)).toEqual([expect.objectContaining({ Resource: IMAGES, Condition: ours })]);
    }
    const ofNoOther = { ...asOurs, StringEqualsIfExists: ours.StringEquals };
    expect(of(handler(stack), 'appstream:TagResource')).toEqual([expect.objectContaining({ Resource: IMAGES, Condition: ofNoOther })]);
    expect(handler(stack).filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(
      ['appstream:DescribeImages', 'appstream:ListTagsForResource'],
    );
  });

  test('they import only what will bear it, and pass the role to AppStream alone', () => {
    const stack = newStack();
    newImage(stack);
    expect(of(started(stack), 'appstream:CreateImportedImage')).toEqual([
      { Effect: 'Allow', Action: 'appstream:CreateImportedImage', Resource: '*', Condition: asOurs },
    ]);
    expect(of(started(stack), 'iam:PassRole')).toEqual([expect.objectContaining({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ImageRole/), 'Arn'] }, Condition: { StringEquals: { 'iam:PassedToService': 'appstream.amazonaws.com' } },
    })]);
  });

  test('of others are on the image alone', () => {
    const stack = newStack();
    const user = new iam.Role(stack, 'User', { assumedBy: new iam.AccountRootPrincipal() });
    newImage(stack).grant(user, 'appstream:CopyImage');
    AppStreamImage.fromImageName(stack, 'Old', 'old').grant(user, 'appstream:CopyImage');
    expect(statements(stack, 'AWS::IAM::Policy', /^User/).map(({ Resource }) => Resource).flat()).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Image/), 'ImageArn'] }, arn(':appstream:eu-west-1:123456789012:image/old'),
    ]);
  });
});

describe('one that exists', () => {
  test.each([
    ['arn:aws:appstream:eu-west-1::image/AppStream-WinServer2022-06-17-2026', 'AppStream-WinServer2022-06-17-2026'],
    ['arn:aws:appstream:eu-west-1:210987654321:image/shared', 'shared'],
  ])('by its ARN %s', (imageArn, imageName) => {
    expect(AppStreamImage.fromImageArn(newStack(), 'Old', imageArn)).toMatchObject({ imageArn, imageName });
  });

  test('by an ARN that is none', () => {
    expect(() => AppStreamImage.fromImageArn(newStack(), 'Old', 'golden')).toThrow("imageArn must be the ARN of an AppStream image, got 'golden' (at S/Old)");
  });
});

test('a word that AWS adds passes', () => {
  expect(AppStreamAgentSoftwareVersion.of('SOMETIMES').value).toBe('SOMETIMES');
});

test('properties can be injected', () => {
  class Injector implements IPropertyInjector {
    public readonly constructUniqueId = AppStreamImage.PROPERTY_INJECTION_ID;
    public inject(props: any) { return { revision: '7', ...props }; }
  }
  const stack = new Stack(new App({ propertyInjectors: [new Injector()] }), 'S');
  newImage(stack);
  expect(request(stack).Revision).toBe('7');
});

test('the escape hatch is the first link', () => {
  const stack = newStack();
  (newImage(stack).node.defaultChild as CfnResource).addPropertyOverride('Extra', 'x');
  expect(request(stack).Extra).toBe('x');
});
