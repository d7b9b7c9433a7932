import { CfnResource, Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { ami, newStack } from './table';
import { mint } from '../../lambda/identity';
import { REQUEST, understood } from '../../lambda/request';
import * as library from '../../src';
import { APPSTREAM_IMAGE, APPSTREAM_IMAGE_FORM } from '../../src/contract/appstream-image';
import { APPSTREAM_IMAGE_BUILDER, APPSTREAM_IMAGE_BUILDER_FORM } from '../../src/contract/appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE, BYOL_WORKSPACE_IMAGE_FORM } from '../../src/contract/byol-workspace-image';
import { EC2_VM_IMPORT, EC2_VM_IMPORT_FORM } from '../../src/contract/ec2-vm-import';

/*
 * The door of the engine: what it refuses and in which words, what it lets a Delete say, and that it takes whatever a construct says.
 */

const kind = { stem: EC2_VM_IMPORT.stem, noun: 'VM import', form: EC2_VM_IMPORT_FORM };
const idOf = (stem: string) => mint({ stem, scope: 'a'.repeat(10), shape: 'b'.repeat(10), nonce: 'c'.repeat(10) });
const ID = idOf('vm-import');

const PROPERTIES = {
  ServiceToken: 'arn', Link: 'Wait', Scope: 'First', Id: ID, Minutes: '52', Timeout: '360', Contract: '1', Retain: 'false',
  Description: 'd', Disks: [{ Format: 'VMDK', Bucket: 'disks', Key: 'a.vmdk' }], RoleName: 'role',
};
const EVENT = {
  RequestType: 'Create', RequestId: 'r', StackId: 'arn:stack', LogicalResourceId: 'Wait1', ResponseURL: 'https://secret', ResourceProperties: PROPERTIES,
};

const CURE = '. Remove what overrides it in the template, or update cdk-euc-images and deploy again';
const NOTHING = 'RequestType must be Create or Update or Delete, got nothing; RequestId must be a text of 1 to 1024 characters, got nothing; ' +
  'StackId must be a text of 1 to 1024 characters, got nothing';
const saying = (properties: object, event: object = {}) => ({ ...EVENT, ...event, ResourceProperties: { ...PROPERTIES, ...properties } });
const nested = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 'x');

describe('a request is refused', () => {
  test.each<[string, unknown]>([
    [NOTHING, null],
    [NOTHING, []],
    [NOTHING, 'event'],
    [NOTHING, {}],
    ["RequestType must be Create or Update or Delete, got 'Read'", { ...EVENT, RequestType: 'Read' }],
    ["StackId must be a text of 1 to 1024 characters, got ''", { ...EVENT, StackId: '' }],
    ['LogicalResourceId must be a text of 1 to 1024 characters, got a text of 1025 characters', { ...EVENT, LogicalResourceId: 'x'.repeat(1025) }],
    ['ResponseURL must be a text of whole characters, got words with values', { ...EVENT, ResponseURL: {} }],
    ['it must hold words with their values, got nothing', { ...EVENT, ResourceProperties: undefined }],
    ['it must hold words with their values, got a text', { ...EVENT, ResourceProperties: 'Disks' }],
    ["Link must be First or Hold or Wait or Last, got 'constructor'", saying({ Link: 'constructor' })],
    ['Scope must be a text of 1 to 1024 characters, got nothing', saying({ Scope: undefined })],
    ["Minutes must be a number, 0 or more, got 'NaN'", saying({ Minutes: 'NaN' })],
    ["Minutes must be a number, 0 or more, got '-1'", saying({ Minutes: '-1' })],
    ["Minutes must be a number, 0 or more, got ' '", saying({ Minutes: ' ' })],
    ["Timeout must be a number, 0 or more, got 'Infinity'", saying({ Timeout: 'Infinity' })],
    ['Minutes must be a number, 0 or more, got 52', saying({ Minutes: 52 })],
    ["Retain must be true or false, got 'True'", saying({ Retain: 'True' })],
    ['Tags.a must be a text of whole characters, got null', saying({ Tags: { a: null } })],
    ["Tags must not have keys of ours, got 'cdk-euc-images:self'", saying({ Tags: { 'a': 'b', 'cdk-euc-images:self': 'x' } })],
    [`Id must be an id that we gave a VM import, got '${idOf('byol')}'`, saying({ Id: idOf('byol') })],
    ["Id must be an id that we gave a VM import, got 'S-Wait1-ABC'", saying({ Id: 'S-Wait1-ABC' })],
    ['Id must be an id that we gave a VM import, got nothing', saying({ Id: undefined })],
    ["Id must be an id that we gave a VM import, got 'S-First-ABC'", saying({ Link: 'First', Id: undefined }, { RequestType: 'Update', PhysicalResourceId: 'S-First-ABC' })],
    ['Disks must be a list, got a text', saying({ Disks: 's3://disks/secret' })],
    ['Disks[0] must hold words with their values, got a text; Disks[1] must hold words with their values, got null', saying({ Disks: ['x', null] })],
    ['Disks[0].Bucket must be a text of whole characters, got a list', saying({ Disks: [{ Bucket: ['x'] }] })],
    ['Disks[0] must have one of SnapshotId, Url, Bucket, got none', saying({ Disks: [{ Key: 'x' }] })],
    ['Disks[0] must have one of SnapshotId, Url, Bucket, got SnapshotId and Url', saying({ Disks: [{ SnapshotId: 's', Url: 'u' }] })],
    ['ClientData.UploadEnd must be a time such as 2026-01-01T00:00:00Z, got \'soon\'', saying({ ClientData: { UploadEnd: 'soon' } })],
    ["Encrypted must be true or false, got 'yes'", saying({ Encrypted: 'yes' })],
    ['it must have at most 8 levels, got more', saying({ Extra: nested(9) })],
    ['it must have at most 8000 bytes, got 9239', saying({ Description: 'x'.repeat(9000) })],
  ])('%s', (fault, event) => {
    expect(() => understood(kind, event, REQUEST.sent)).toThrow(new Error(`the request cannot be understood: ${fault}${CURE}`));
  });

  test.each<[string, object]>([
    ['PhysicalResourceId must be a text of 1 to 1024 characters, got nothing', { StartedAt: '2026-01-01T00:00:00Z' }],
    ["StartedAt must be a time such as 2026-01-01T00:00:00Z, got '2026-13-01T00:00:00Z'", { PhysicalResourceId: ID, StartedAt: '2026-13-01T00:00:00Z' }],
  ])('when it is polled: %s', (fault, event) => {
    expect(() => understood(kind, saying({}, event), REQUEST.begun)).toThrow(new Error(`the request cannot be understood: ${fault}${CURE}`));
  });

  test.each<[string, object, object]>([
    ['BYOL import', { ...kind, stem: 'byol', noun: 'BYOL import', form: BYOL_WORKSPACE_IMAGE_FORM }, { Id: idOf('byol'), ImageBuilder: { Source: {} } }],
  ])('of alternatives one must be there: %s', (_, byol, properties) => {
    const faults = ['ComputeType', 'InfrastructureConfigurationArn', 'OsVersion'].map((word) => `ImageBuilder.${word} must be a text of whole characters, got nothing`);
    expect(() => understood(byol as typeof kind, saying(properties), REQUEST.sent)).toThrow(`the request cannot be understood: ${faults.join('; ')}${CURE}`);
  });
});

describe('a request is understood', () => {
  test('with the words that the kind knows, and no other', () => {
    const { ResourceProperties, ...event } = understood(kind, saying({ Extra: 'x', Platform: 'Linux' }), REQUEST.sent);
    const { ServiceToken, ...words } = PROPERTIES;
    expect(ResourceProperties).toEqual({ ...words, Platform: 'Linux' });
    expect(event).toEqual({ ...EVENT, ResourceProperties: undefined, OldResourceProperties: undefined });
  });

  test('whatever was before: what was wrong then is left out', () => {
    const event = saying({}, { RequestType: 'Update', PhysicalResourceId: ID, OldResourceProperties: { Description: 'd', Disks: 'x', Tags: { a: 1 }, RoleName: nested(99) } });
    expect(understood(kind, event, REQUEST.sent).OldResourceProperties).toEqual({ Description: 'd' });
  });

  test.each<[string, unknown, object]>([
    ['no properties', undefined, {}],
    ['a list of them', ['x'], {}],
    ['wrong ones', { Link: 'First', Scope: 5, Disks: {}, Tags: 'x', Minutes: 'x', LaunchPermissions: [1], Description: 'd' }, { Link: 'First', Description: 'd' }],
    ['deep ones', { Link: 'First', Disks: nested(99_999) }, { Link: 'First' }],
    ['huge ones', { Link: 'First', Description: 'x'.repeat(1_000_000) }, { Link: 'First', Description: 'x'.repeat(1_000_000) }],
    ['those of another kind', { Link: 'First', Id: idOf('byol'), Standard: {} }, { Link: 'First', Id: idOf('byol') }],
  ])('when it is a Delete with %s', (_, properties, understoodWords) => {
    const event = { ...EVENT, RequestType: 'Delete', PhysicalResourceId: ID, ResourceProperties: properties };
    expect(understood(kind, event, REQUEST.sent).ResourceProperties).toEqual(understoodWords);
  });

  test('and no prototype is touched', () => {
    const event = JSON.parse(JSON.stringify(saying({})).replace('"Link"', '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"Link"'));
    expect(understood(kind, event, REQUEST.sent).ResourceProperties).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('whatever a construct says is understood', () => {
  const { ByolImportMethod, ByolImageSource, ByolOsVersion, DiskImage, LaunchPermission } = library;
  const SHORT = { timeout: Duration.hours(1) };
  const vmImport = (stack: Stack) => new library.Ec2VmImport(stack, 'Disk', {
    ...SHORT,
    disks: [
      DiskImage.fromUrl('s3://disks/a.vmdk', { deviceName: '/dev/sda1', description: 'd' }), DiskImage.fromSnapshotId('snap-01234567'),
      DiskImage.fromAsset(__filename, { format: library.DiskFormat.RAW }),
    ],
    architecture: library.VmArchitecture.X86_64,
    clientData: { comment: 'c', uploadStart: new Date(0), uploadEnd: new Date(1), uploadSize: 1e-9 },
    encryptionKey: new kms.Key(stack, 'Key'),
    launchPermissions: [LaunchPermission.account('123456789012'), LaunchPermission.organization('arn:aws:organizations::123456789012:organization/o-abcdefghij')],
    licenseConfigurationArns: ['arn:aws:license-manager:eu-west-1:123456789012:license-configuration:lic-0123456789abcdef0123456789abcdef'],
  });
  const builder = (stack: Stack) => new library.AppStreamImageBuilder(stack, 'Builder', {
    ...SHORT,
    baseImage: library.AppStreamBaseImage.fromName('base'),
    instanceType: library.AppStreamInstanceType.STANDARD_LARGE,
    accessEndpoints: [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'E', { vpcEndpointId: 'vpce-1', port: 443 })],
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] }),
    domainJoin: { directoryName: 'corp', organizationalUnitDistinguishedName: 'OU=x' },
    desiredState: library.AppStreamImageBuilderState.STOPPED,
    enableDefaultInternetAccess: true,
    requireImdsv2: false,
    rootVolumeSize: Size.gibibytes(300),
    softwaresToInstall: [library.AppStreamSoftware.of('a')],
  });
  const image = (stack: Stack) => new library.AppStreamImage(stack, 'Image', {
    ...SHORT,
    source: library.AppStreamImageSource.fromMachineImage(ami()),
    applications: [{ name: 'a', absoluteAppPath: 'b', displayName: 'c', launchParameters: 'd', absoluteIconPath: 'e' }],
    imagePermissions: [{ accountId: '210987654321', allowFleet: false }],
  });
  const byol = (importMethod: library.ByolImportMethod) => (stack: Stack) =>
    new library.ByolWorkspaceImage(stack, 'Desktop', { ...SHORT, importMethod, sharedAccountIds: ['210987654321'], imageName: 'n' });

  test.each<[string, object, string, (stack: Stack) => IConstruct]>([
    ['Ec2VmImport', EC2_VM_IMPORT_FORM, EC2_VM_IMPORT.stem, vmImport],
    ['ByolWorkspaceImage by itself', BYOL_WORKSPACE_IMAGE_FORM, BYOL_WORKSPACE_IMAGE.stem, byol(ByolImportMethod.standard(ami()))],
    ['ByolWorkspaceImage through Image Builder', BYOL_WORKSPACE_IMAGE_FORM, BYOL_WORKSPACE_IMAGE.stem, byol(ByolImportMethod.imageBuilder(
      ByolImageSource.fromMachineImage(ami()), {
        infrastructureConfigurationArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/x', osVersion: ByolOsVersion.WINDOWS_11,
      },
    ))],
    ['AppStreamImageBuilder', APPSTREAM_IMAGE_BUILDER_FORM, APPSTREAM_IMAGE_BUILDER.stem, builder],
    ['AppStreamImage', APPSTREAM_IMAGE_FORM, APPSTREAM_IMAGE.stem, image],
  ])('%s', (_, form, stem, define) => {
    const stack = newStack();
    const construct = define(stack);
    Tags.of(construct).add('k', 'v');
    const links = construct.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType.startsWith('Custom::'));
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      const properties = settled(stack.resolve((link as any)._cfnProperties), idOf(stem));
      const event = { ...EVENT, LogicalResourceId: link.node.path, ResourceProperties: properties };
      const { ServiceToken, ...words } = properties;
      expect(understood({ stem, noun: 'work', form: form as any }, event, REQUEST.sent).ResourceProperties).toEqual(words);
    }
  });
});

/** The properties as CloudFormation makes them: texts in the place of what refers to something. */
function settled(value: any, id: string): any {
  if (Array.isArray(value)) return value.map((one) => settled(one, id));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value || Object.keys(value).some((key) => key.startsWith('Fn::'))) return id;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settled(inner, id)]));
}
