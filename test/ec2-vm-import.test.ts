import { App, Aspects, CfnOutput, CfnResource, Duration, IPropertyInjector, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DiskFormat, DiskImage, Ec2VmImport, Ec2VmImportProps, LaunchPermission, VmArchitecture, VmBootMode, VmHypervisor, VmLicenseType, VmPlatform,
  VmUsageOperation,
} from '../src';

const TYPE = 'Custom::Ec2VmImport';
const WAIT = 'Custom::EucImageWait';
const LICENSE = 'arn:aws:license-manager:eu-west-1:123456789012:license-configuration:lic-0123456789abcdef0123456789abcdef';

function newStack(app = new App()) {
  return new Stack(app, 'S');
}

function bucketIn(stack: Stack) {
  return (stack.node.tryFindChild('B') as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, 'B', 'disks');
}

function newImport(stack: Stack, props: Partial<Ec2VmImportProps> = {}) {
  return new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromBucket(bucketIn(stack), 'a.vmdk')], ...props });
}

/** The properties of the first link. */
function request(stack: Stack): any {
  return Object.values(Template.fromStack(stack).findResources(TYPE))[0].Properties;
}

describe('the request', () => {
  test('says as little as the user said', () => {
    const stack = newStack();
    newImport(stack);
    expect(request(stack)).toEqual({
      ServiceToken: expect.anything(),
      Link: 'First',
      Scope: expect.stringMatching(/^DiskImport/),
      Minutes: '0',
      Timeout: '360',
      Contract: '1',
      Retain: 'false',
      Tags: { Name: 'S/Disk' },
      Description: 'S/Disk',
      Disks: [{ Format: 'VMDK', Bucket: 'disks', Key: 'a.vmdk' }],
      RoleName: { Ref: expect.stringMatching(/^DiskRole/) },
    });
  });

  test('carries every property in the words of the service', () => {
    const stack = newStack();
    const key = kms.Key.fromKeyArn(stack, 'K', 'arn:aws:kms:eu-west-1:123456789012:key/1');
    newImport(stack, {
      disks: [
        DiskImage.fromBucket(bucketIn(stack), 'boot.vhdx', { deviceName: '/dev/sda1', description: 'boot' }),
        DiskImage.fromUrl('https://example.com/data.bin', { format: DiskFormat.RAW }),
        DiskImage.fromUrl('s3://other/data.vhd'),
        DiskImage.fromSnapshotId('snap-0123456789abcdef0'),
      ],
      architecture: VmArchitecture.X86_64,
      bootMode: VmBootMode.UEFI,
      clientData: { comment: 'by hand', uploadStart: new Date('2026-11-01T00:00:00Z'), uploadEnd: new Date('2026-11-02T00:00:00Z'), uploadSize: 40.5 },
      description: 'a server',
      encryptionKey: key,
      hypervisor: VmHypervisor.XEN,
      launchPermissions: [
        LaunchPermission.account('123456789012'),
        LaunchPermission.organization('arn:aws:organizations::123456789012:organization/o-abcdefghij'),
        LaunchPermission.organizationalUnit('arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-ab12-12345678'),
      ],
      licenseConfigurationArns: [LICENSE],
      platform: VmPlatform.WINDOWS,
      revision: '2',
      usageOperation: VmUsageOperation.WINDOWS_SERVER,
    });
    expect(request(stack)).toMatchObject({
      Architecture: 'x86_64',
      BootMode: 'uefi',
      ClientData: { Comment: 'by hand', UploadStart: '2026-11-01T00:00:00.000Z', UploadEnd: '2026-11-02T00:00:00.000Z', UploadSize: '40.5' },
      Description: 'a server',
      Disks: [
        { Format: 'VHDX', Bucket: 'disks', Key: 'boot.vhdx', DeviceName: '/dev/sda1', Description: 'boot' },
        { Format: 'RAW', Url: 'https://example.com/data.bin' },
        { Format: 'VHD', Url: 's3://other/data.vhd' },
        { SnapshotId: 'snap-0123456789abcdef0' },
      ],
      Encrypted: 'true',
      Hypervisor: 'xen',
      KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1',
      LaunchPermissions: [
        { UserId: '123456789012' },
        { OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-abcdefghij' },
        { OrganizationalUnitArn: 'arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-ab12-12345678' },
      ],
      LicenseConfigurationArns: [LICENSE],
      Platform: 'Windows',
      Revision: '2',
      UsageOperation: 'RunInstances:0002',
    });
  });

  test.each([
    ['a.ova', 'OVA'], ['a.raw', 'RAW'], ['a.IMG', 'RAW'], ['a.vhd', 'VHD'], ['a.VHDX', 'VHDX'], ['a.b.vmdk', 'VMDK'],
  ])('%s is %s by its extension', (key, format) => {
    const stack = newStack();
    newImport(stack, { disks: [DiskImage.fromBucket(bucketIn(stack), key)] });
    expect(request(stack).Disks[0].Format).toBe(format);
  });

  test('a local file becomes an asset, and its content the key', () => {
    const stack = newStack();
    newImport(stack, { disks: [DiskImage.fromAsset(__filename, { format: DiskFormat.VMDK })] });
    expect(request(stack).Disks[0]).toMatchObject({ Format: 'VMDK', Key: expect.stringMatching(/^[0-9a-f]{64}\.ts$/) });
  });

  test.each([
    [VmArchitecture.of('riscv').value, 'riscv'], [VmBootMode.of('x').value, 'x'], [VmHypervisor.of('kvm').value, 'kvm'],
    [VmLicenseType.of('x').value, 'x'], [VmPlatform.of('macOS').value, 'macOS'], [VmUsageOperation.of('RunInstances:1').value, 'RunInstances:1'],
    [DiskFormat.of('QCOW2').value, 'QCOW2'],
  ])('a word that AWS adds passes: %s', (got, wanted) => {
    expect(got).toBe(wanted);
  });
});

describe('the chain', () => {
  const links = (stack: Stack) => Object.entries(Template.fromStack(stack).findResources(WAIT)).map(([id, { Properties }]) => ({ id, ...Properties }));

  test.each([
    [Duration.minutes(1), ['1']],
    [Duration.minutes(52), ['52']],
    [Duration.minutes(53), ['1', '52']],
    [Duration.hours(6), ['52', '52', '52', '52', '52', '48', '52']],
  ])('%s is waited for in shares', (timeout, shares) => {
    const stack = newStack();
    newImport(stack, { timeout });
    expect(links(stack).map(({ Minutes }) => Minutes)).toEqual(shares);
    expect(links(stack).map(({ Link }) => Link)).toEqual([...shares.slice(1).map(() => 'Wait'), 'Last']);
  });

  test('72 hours are 84 resources and one provider', () => {
    const stack = newStack();
    newImport(stack, { timeout: Duration.hours(72) });
    expect(links(stack)).toHaveLength(84);
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });

  test('each link holds the id of the one before and says all that the first one says', () => {
    const stack = newStack();
    newImport(stack, { timeout: Duration.hours(2) });
    const [first] = Object.entries(Template.fromStack(stack).findResources(TYPE));
    const ids = [first[0], ...links(stack).map(({ id }) => id)];
    expect(links(stack).map(({ Id }) => Id)).toEqual(ids.slice(0, -1).map((Ref) => ({ Ref })));
    for (const link of links(stack)) expect(link).toMatchObject({ Disks: first[1].Properties.Disks, Tags: first[1].Properties.Tags, Scope: first[0] });
  });

  test('attributes come from the last link', () => {
    const stack = newStack();
    const image = newImport(stack, { timeout: Duration.hours(1) });
    const last = links(stack).pop()!.id;
    expect(stack.resolve(image.imageId)).toEqual({ 'Fn::GetAtt': [last, 'ImageId'] });
    expect(stack.resolve(image.importTaskId)).toEqual({ 'Fn::GetAtt': [last, 'ImportTaskId'] });
    expect(stack.resolve(image.snapshotIds)).toEqual({ 'Fn::Split': [',', { 'Fn::GetAtt': [last, 'SnapshotIds'] }] });
  });

  test('a change of the timeout changes nothing that another stack imports', () => {
    const exportsOf = (hours: number) => {
      const app = new App();
      const producer = newStack(app);
      new CfnOutput(new Stack(app, 'Consumer'), 'Id', { value: newImport(producer, { timeout: Duration.hours(hours) }).imageId });
      app.synth();
      return Object.keys(Template.fromStack(producer).toJSON().Outputs);
    };
    expect(exportsOf(6)).toEqual(exportsOf(12));
  });

  test('two imports share the provider', () => {
    const stack = newStack();
    newImport(stack);
    new Ec2VmImport(stack, 'Other', { disks: [DiskImage.fromBucket(bucketIn(stack), 'b.vmdk')] });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 5);
    Template.fromStack(stack).resourceCountIs(TYPE, 2);
  });
});

describe('tags', () => {
  test('Tags.of() reaches the request, and any Name of the user wins over ours', () => {
    const app = new App();
    const stack = newStack(app);
    const image = newImport(stack);
    Tags.of(app).add('Org', 'acme');
    Tags.of(stack).add('Name', 'mine');
    Tags.of(image).add('Only', 'disk');
    Tags.of(image).add('Not', 'here', { excludeResourceTypes: [TYPE] });
    expect(request(stack).Tags).toEqual({ Name: 'mine', Org: 'acme', Only: 'disk' });
  });

  test('without any tag there is none in the request', () => {
    const stack = newStack();
    Tags.of(newImport(stack)).remove('Name');
    expect(request(stack)).not.toHaveProperty('Tags');
  });
});

describe('removal policy', () => {
  const DELETE = ['Delete', 'Delete', 'false'];
  const RETAIN = ['RetainExceptOnCreate', 'Retain', 'true'];
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['default', (stack) => newImport(stack), DELETE],
    ['DESTROY', (stack) => newImport(stack, { removalPolicy: RemovalPolicy.DESTROY }), DELETE],
    ['RETAIN', (stack) => newImport(stack, { removalPolicy: RemovalPolicy.RETAIN }), RETAIN],
    ['RETAIN_ON_UPDATE_OR_DELETE', (stack) => newImport(stack, { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }), RETAIN],
    ['applyRemovalPolicy()', (stack) => newImport(stack).applyRemovalPolicy(RemovalPolicy.RETAIN), RETAIN],
    ['RemovalPolicies.of()', (stack) => {
      newImport(stack);
      RemovalPolicies.of(stack).retain();
    }, ['Retain', 'Retain', 'true']],
    ['an aspect of one\'s own', (stack) => {
      newImport(stack);
      Aspects.of(stack).add({ visit: (node) => { if (CfnResource.isCfnResource(node)) node.applyRemovalPolicy(RemovalPolicy.RETAIN); } });
    }, ['Retain', 'Retain', 'true']],
  ])('%s', (_, define, [deletion, replacement, retain]) => {
    const stack = newStack();
    define(stack);
    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { DeletionPolicy: deletion, UpdateReplacePolicy: replacement });
    for (const type of [TYPE, WAIT]) template.allResourcesProperties(type, { Retain: retain });
  });

  test('RETAIN is on the first link alone', () => {
    const stack = newStack();
    newImport(stack, { removalPolicy: RemovalPolicy.RETAIN });
    Template.fromStack(stack).allResources(WAIT, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

describe('rights', () => {
  const statements = (stack: Stack, type: string, logicalId: RegExp): any[] => Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => logicalId.test(id))
    .flatMap(([, { Properties: p }]) => p.PolicyDocument?.Statement ?? p.Policies?.flatMap((policy: any) => policy.PolicyDocument.Statement) ?? []);
  const of = (all: any[], action: string) => all.filter(({ Action }) => [Action].flat().includes(action));
  const S3_OBJECT = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::disks/a.vmdk']] };

  test('the import role is trusted by VM Import for this account, and reads these disks alone', () => {
    const stack = newStack();
    newImport(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Principal: { Service: 'vmie.amazonaws.com' },
          Condition: { StringEquals: { 'sts:ExternalId': 'vmimport', 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })],
      },
    });
    const role = statements(stack, 'AWS::IAM::Role', /^DiskRole/);
    expect(of(role, 's3:GetObject')).toEqual([{ Effect: 'Allow', Action: 's3:GetObject', Resource: S3_OBJECT }]);
    expect(role.flatMap(({ Action }) => Action).filter((action: string) => /^(kms|license)/.test(action))).toEqual([]);
  });

  test('a key and licenses add their rights, a snapshot alone needs no bucket', () => {
    const stack = newStack();
    newImport(stack, {
      disks: [DiskImage.fromSnapshotId('snap-01234567')], encryptionKey: new kms.Key(stack, 'Key'), licenseConfigurationArns: [LICENSE],
    });
    const role = statements(stack, 'AWS::IAM::Role', /^DiskRole/);
    expect(of(role, 'kms:CreateGrant')[0].Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
    expect(of(role, 'license-manager:GetLicenseConfiguration')[0].Resource).toBe(LICENSE);
    expect(of(role, 's3:GetObject')).toEqual([]);
  });

  test('a bucket with a key of its own lets the role decrypt', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Own', { encryptionKey: new kms.Key(stack, 'Key') });
    newImport(stack, { disks: [DiskImage.fromBucket(bucket, 'a.vmdk')] });
    const [decrypt] = of(statements(stack, 'AWS::IAM::Role', /^DiskRole/), 'kms:Decrypt');
    expect(decrypt.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
  });

  test('a role of one\'s own is granted the same, before the import begins', () => {
    const stack = newStack();
    newImport(stack, { role: new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('vmie.amazonaws.com') }) });
    expect(of(statements(stack, 'AWS::IAM::Policy', /^Mine/), 's3:GetObject')).toEqual([{ Effect: 'Allow', Action: 's3:GetObject', Resource: S3_OBJECT }]);
    Template.fromStack(stack).hasResource(TYPE, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MineDefaultPolicy')]) });
  });

  test('others are granted what they need on the AMI, whose ARN names no account', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    Ec2VmImport.fromImageId(stack, 'Known', 'ami-0123456789abcdef0').grant(role, 'ec2:CopyImage');
    newImport(stack).grant(role, 'ec2:ModifyImageAttribute');
    const [known, made] = statements(stack, 'AWS::IAM::Policy', /^Role/);
    const arn = (id: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:', { Ref: 'AWS::Region' }, ...id]] });
    expect(known).toMatchObject({ Action: 'ec2:CopyImage', Resource: arn(['::image/ami-0123456789abcdef0']) });
    expect(made).toMatchObject({ Action: 'ec2:ModifyImageAttribute', Resource: arn(['::image/', { 'Fn::GetAtt': [expect.any(String), 'ImageId'] }]) });
  });

  test('the functions change only what bears the tag of the stack', () => {
    const stack = newStack();
    newImport(stack);
    const handler = statements(stack, 'AWS::IAM::Role', /IsCompleteRole/);
    const ours = { StringEquals: { 'aws:ResourceTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };
    for (const action of ['ec2:CancelImportTask', 'ec2:DeregisterImage', 'ec2:ModifyImageAttribute', 'ec2:DeleteSnapshot', 'ec2:DeleteTags']) {
      expect(of(handler, action)).toEqual([expect.objectContaining({ Condition: ours })]);
    }
    expect(handler.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(
      ['ec2:DescribeImportImageTasks', 'ec2:DescribeImages', 'ec2:DescribeSnapshots'],
    );
    expect(of(handler, 'ec2:ImportImage')).toEqual([]);
  });

  test('an import brings the right to start it, and to use these snapshots alone', () => {
    const stack = newStack();
    newImport(stack, { disks: [DiskImage.fromSnapshotId('snap-01234567')] });
    const asOurs = { StringEquals: { 'aws:RequestTag/cdk-euc-images:stack': { Ref: 'AWS::StackId' } } };
    const resource = (rest: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:', { Ref: 'AWS::Region' }, ...rest]] });
    expect(of(statements(stack, 'AWS::IAM::Policy', /IsCompleteRole/), 'ec2:ImportImage').map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [resource([':', { Ref: 'AWS::AccountId' }, ':import-image-task/*']), asOurs],
      [resource(['::image/*']), undefined],
      [resource(['::snapshot/snap-01234567']), undefined],
    ]);
  });

  test('the functions pass no role but to VM Import, and the one that mints ids has no rights', () => {
    const stack = newStack();
    newImport(stack);
    const passing = of(statements(stack, 'AWS::IAM::Policy', /IsCompleteRole/), 'iam:PassRole');
    expect(passing).toEqual([expect.objectContaining({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DiskRole/), 'Arn'] },
      Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'vmie.amazonaws.com' } },
    })]);
    const onEvent = statements(stack, 'AWS::IAM::Policy', /OnEventRole/).flatMap(({ Action }) => Action);
    expect(onEvent.filter((action) => !action.startsWith('logs:') && !action.startsWith('lambda:') && !action.startsWith('states:'))).toEqual([]);
  });
});

describe('the machine image', () => {
  test.each([
    [VmPlatform.WINDOWS, ec2.OperatingSystemType.WINDOWS], [VmPlatform.LINUX, ec2.OperatingSystemType.LINUX], [undefined, ec2.OperatingSystemType.UNKNOWN],
  ])('%j is %s', (platform, osType) => {
    const stack = newStack();
    const image = newImport(stack, { platform });
    expect(image.toMachineImage().getImage(stack)).toMatchObject({ imageId: image.imageId, osType });
  });

  test('fits an instance', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const machineImage = newImport(stack, { platform: VmPlatform.WINDOWS }).toMachineImage();
    new ec2.Instance(stack, 'I', { vpc, machineImage, instanceType: new ec2.InstanceType('m6i.large') });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::Instance', { ImageId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DiskImport'), 'ImageId'] } });
  });

  test('one that exists', () => {
    const stack = newStack();
    const image = Ec2VmImport.fromEc2VmImportAttributes(stack, 'Old', { imageId: 'ami-01234567', encrypted: true, platform: VmPlatform.LINUX });
    expect(image).toMatchObject({ imageId: 'ami-01234567', encrypted: true, importTaskId: undefined });
    expect(image.toMachineImage().getImage(stack).osType).toBe(ec2.OperatingSystemType.LINUX);
    expect(Object.keys(Template.fromStack(stack).toJSON())).not.toContain('Resources');
  });
});

test('an alias of a key passes with a role that may use the key', () => {
  const stack = newStack();
  newImport(stack, {
    encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/amis'), role: iam.Role.fromRoleName(stack, 'Role', 'vmimport', { mutable: false }),
  });
  expect(request(stack)).toMatchObject({ Encrypted: 'true', KmsKeyId: { 'Fn::Join': ['', expect.arrayContaining([':alias/amis'])] } });
});

test('a signed URL warns, since it stands in the template', () => {
  const stack = newStack();
  newImport(stack, { disks: [DiskImage.fromUrl('https://x/a.vmdk?X-Amz-Signature=abc')] });
  Annotations.fromStack(stack).hasWarning('/S/Disk', Match.stringLikeRegexp('a signed URL stands in the template'));
});

test('properties can be injected', () => {
  class Injector implements IPropertyInjector {
    public readonly constructUniqueId = Ec2VmImport.PROPERTY_INJECTION_ID;
    public inject(props: any) { return { removalPolicy: RemovalPolicy.RETAIN, ...props }; }
  }
  const stack = new Stack(new App({ propertyInjectors: [new Injector()] }), 'S');
  newImport(stack);
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'RetainExceptOnCreate' });
});

test('the escape hatch is the first link', () => {
  const stack = newStack();
  (newImport(stack).node.defaultChild as CfnResource).addPropertyOverride('Extra', 'x');
  expect(request(stack).Extra).toBe('x');
});
