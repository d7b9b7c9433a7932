import * as sdk from '@aws-sdk/client-workspaces';
import { WORKSPACES_RULES } from './rules';
import { WORKSPACES_RATE } from './workspaces';
import { clientOptions, failureOf, MINUTE, world } from '../fixture';
import { loadModel } from '../model';
import { ServiceError } from '../service';

const here = world();
let client: sdk.WorkSpacesClient;
beforeEach(() => { client = new sdk.WorkSpacesClient(clientOptions(here.aws, 'workspaces')); });
afterEach(() => client.destroy());

const AMI = 'ami-0123456789abcdef0';
const OTHER = '210987654321';
const STANDARD = { ImageName: 'desktop', ImageDescription: 'd', Ec2ImageId: AMI, IngestionProcess: 'BYOL_REGULAR_WSP' };
const CUSTOM = {
  ImageName: 'desktop', ImageDescription: 'd', ComputeType: 'BASE', Protocol: 'DCV', Platform: 'WINDOWS', OsVersion: 'Windows_11',
  ImageSource: { Ec2ImportTaskId: 'import-ami-0123456789abcdef0' },
  InfrastructureConfigurationArn: 'arn:aws:imagebuilder:us-east-1:111122223333:infrastructure-configuration/desktops',
};

const send = (operation: string, input: object): Promise<any> => client.send(new (sdk as any)[`${operation}Command`](input));
const codeOf = async (operation: string, input: object) => (await failureOf(send(operation, input))).name;
const start = async (input: object = {}) => (await send('ImportWorkspaceImage', { ...STANDARD, ...input })).ImageId as string;
const startCustom = async () => (await send('ImportCustomWorkspaceImage', CUSTOM)).ImageId as string;
const listed = async (input: object = {}) => (await send('DescribeWorkspaceImages', input)).Images as sdk.WorkspaceImage[];
const settings = () => here.aws.workspaces.settings;

describe('an import', () => {
  test('is pending, and then an image', async () => {
    const id = await start();
    expect(await listed()).toMatchObject([{ ImageId: id, Name: 'desktop', State: 'PENDING', RequiredTenancy: 'DEDICATED' }]);
    await here.clock.advance(95 * MINUTE);
    expect(await listed()).toMatchObject([{ ImageId: id, State: 'AVAILABLE' }]);
  });

  test('fails with its errors', async () => {
    settings().course = () => ({ duration: 10 * MINUTE, errors: [{ code: 'DomainJoined', message: 'a' }, { code: 'DHCPDisabled', message: 'b' }] });
    const id = await startCustom();
    await here.clock.advance(10 * MINUTE);
    const ErrorDetails = [{ ErrorCode: 'DomainJoined', ErrorMessage: 'a' }, { ErrorCode: 'DHCPDisabled', ErrorMessage: 'b' }];
    expect(await listed()).toMatchObject([{ State: 'ERROR', ErrorCode: 'DomainJoined', ErrorMessage: 'a', ErrorDetails }]);
    expect(await send('DescribeCustomWorkspaceImageImport', { ImageId: id })).toMatchObject({ State: 'ERROR', ProgressPercentage: 100, ErrorDetails });
  });

  test('through Image Builder goes through all states', async () => {
    settings().course = () => ({ duration: 120 * MINUTE });
    const id = await startCustom();
    const seen = new Set<string>();
    for (let minutes = 0; minutes <= 120; minutes += 5) {
      seen.add((await send('DescribeCustomWorkspaceImageImport', { ImageId: id })).State);
      await here.clock.advance(5 * MINUTE);
    }
    expect([...seen]).toEqual(loadModel('workspaces').shapes.CustomWorkspaceImageImportState.enum!.filter((state) => state !== 'ERROR'));
  });

  test('that hangs stays pending', async () => {
    settings().course = () => ({ duration: 100 * MINUTE, hangsAfter: 50 * MINUTE });
    const id = await startCustom();
    await here.clock.advance(1000 * MINUTE);
    expect(await listed()).toMatchObject([{ State: 'PENDING' }]);
    expect(await send('DescribeCustomWorkspaceImageImport', { ImageId: id })).toMatchObject({ ProgressPercentage: 50 });
  });

  test.each([[true, 1], [false, 0]])('through Image Builder is listed while it is pending: %s', async (pendingListed, count) => {
    settings().pendingListed = pendingListed;
    await startCustom();
    expect(await listed()).toHaveLength(count);
    expect(await codeOf('ImportCustomWorkspaceImage', CUSTOM)).toBe('ResourceAlreadyExistsException');
    await here.clock.advance(95 * MINUTE);
    expect(await listed()).toHaveLength(1);
  });

  test.each<[string, () => unknown]>([
    ['OperationNotSupportedException', () => { settings().byolEnabled = false; }],
    ['ResourceNotFoundException', () => { settings().sourceProblem = () => new ServiceError('ResourceNotFoundException', 'no'); }],
    ['ResourceAlreadyExistsException', () => here.aws.workspaces.seedImage({ ImageName: 'desktop' })],
    ['ResourceLimitExceededException', () => { for (let i = 0; i < 40; i++) here.aws.workspaces.seedImage({ ImageName: `theirs-${i}` }); }],
  ])('is refused with %s', async (code, arrange) => {
    arrange();
    expect(await codeOf('ImportWorkspaceImage', STANDARD)).toBe(code);
    expect(await codeOf('ImportCustomWorkspaceImage', CUSTOM)).toBe(code);
  });
});

describe('a deletion', () => {
  test('is refused while the image is pending, used or shared', async () => {
    const ImageId = await start();
    expect(await codeOf('DeleteWorkspaceImage', { ImageId })).toBe('InvalidResourceStateException');
    await here.clock.advance(95 * MINUTE);
    const bundle = here.aws.workspaces.seedBundle(ImageId);
    expect(await codeOf('DeleteWorkspaceImage', { ImageId })).toBe('ResourceAssociatedException');
    here.aws.workspaces.deleteBundle(bundle);
    await send('UpdateWorkspaceImagePermission', { ImageId, SharedAccountId: OTHER, AllowCopyImage: true });
    expect(await codeOf('DeleteWorkspaceImage', { ImageId })).toBe('ResourceAssociatedException');
    await send('UpdateWorkspaceImagePermission', { ImageId, SharedAccountId: OTHER, AllowCopyImage: false });
    await send('DeleteWorkspaceImage', { ImageId });
    expect(await listed()).toEqual([]);
    expect(await start()).not.toBe(ImageId); // the name is free again
  });

  test('of a failed image is done', async () => {
    settings().course = () => ({ duration: MINUTE, errors: [{ code: 'UnknownError', message: 'x' }] });
    const ImageId = await start();
    await here.clock.advance(MINUTE);
    await send('DeleteWorkspaceImage', { ImageId });
    expect(await listed()).toEqual([]);
  });
});

test.each([
  ['DeleteWorkspaceImage', {}], ['DescribeCustomWorkspaceImageImport', {}], ['DescribeWorkspaceImagePermissions', {}],
  ['UpdateWorkspaceImagePermission', { SharedAccountId: OTHER, AllowCopyImage: true }],
])('%s knows no unknown image', async (operation, input) => {
  expect(await codeOf(operation, { ImageId: 'wsi-000000000', ...input })).toBe('ResourceNotFoundException');
});

test('a record of Image Builder is there only of what came through it', async () => {
  expect(await codeOf('DescribeCustomWorkspaceImageImport', { ImageId: await start() })).toBe('ResourceNotFoundException');
});

test('sharing is for images that are available, with other accounts', async () => {
  const ImageId = await start();
  const share = { ImageId, SharedAccountId: OTHER, AllowCopyImage: true };
  expect(await codeOf('UpdateWorkspaceImagePermission', share)).toBe('ResourceUnavailableException');
  await here.clock.advance(95 * MINUTE);
  expect(await codeOf('UpdateWorkspaceImagePermission', { ...share, SharedAccountId: here.aws.context.account })).toBe('InvalidParameterValuesException');
  await send('UpdateWorkspaceImagePermission', share);
  expect((await send('DescribeWorkspaceImagePermissions', { ImageId })).ImagePermissions).toEqual([{ SharedAccountId: OTHER }]);
});

test('listings have pages of 25, and nothing shared by others', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => here.aws.workspaces.seedImage({ ImageName: `image-${i}` }));
  const first = await send('DescribeWorkspaceImages', { ImageType: 'OWNED' });
  const second = await send('DescribeWorkspaceImages', { NextToken: first.NextToken });
  expect([...first.Images, ...second.Images].map(({ ImageId }) => ImageId)).toEqual(ids);
  expect([first.Images.length, second.NextToken]).toEqual([25, undefined]);
  expect(await listed({ ImageType: 'SHARED' })).toEqual([]);
  expect(await listed({ ImageIds: [ids[3], 'wsi-000000000'] })).toMatchObject([{ ImageId: ids[3] }]);
  expect(await codeOf('DescribeWorkspaceImages', { NextToken: 'x' })).toBe('InvalidParameterValuesException');
});

test('tags are born with the image, added, changed and removed', async () => {
  const ResourceId = await start({ Tags: [{ Key: 'A', Value: '1' }, { Key: 'B' }] });
  await send('CreateTags', { ResourceId, Tags: [{ Key: 'A', Value: '2' }, { Key: 'C', Value: '3' }] });
  await send('DeleteTags', { ResourceId, TagKeys: ['B', 'unknown'] });
  expect((await send('DescribeTags', { ResourceId })).TagList).toEqual([{ Key: 'A', Value: '2' }, { Key: 'C', Value: '3' }]);
  const many = Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
  expect(await codeOf('CreateTags', { ResourceId, Tags: many })).toBe('ResourceLimitExceededException');
});

test('the whole account has two calls a second', async () => {
  here.aws.limit('workspaces', WORKSPACES_RATE);
  for (let i = 0; i < 5; i++) await listed();
  expect(await codeOf('DescribeWorkspaceImages', {})).toBe('ThrottlingException');
  await here.clock.advance(500);
  await listed();
});

const tagged = (...Tags: object[]) => ({ Tags });
const twice = tagged({ Key: 'A' }, { Key: 'A' });
const reserved = tagged({ Key: 'aws:x' });
const tooMany = tagged(...Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}` })));
/** An input for each rule, and each operation it stands for, that breaks it and no rule before it. */
const BREAKERS: [rule: string, operation: string, input: object][] = [
  ['there is at most one application', 'ImportWorkspaceImage', { ...STANDARD, Applications: ['Microsoft_Office_2016', 'Microsoft_Office_2019'] }],
  ['Windows 11 has no PCoIP', 'ImportCustomWorkspaceImage', { ...CUSTOM, Protocol: 'PCOIP' }],
  ['the prefix aws: is reserved', 'ImportWorkspaceImage', { ...STANDARD, ...reserved }],
  ['the prefix aws: is reserved', 'ImportCustomWorkspaceImage', { ...CUSTOM, ...reserved }],
  ['the prefix aws: is reserved', 'CreateTags', { ResourceId: 'wsi-012345678', ...reserved }],
  ['a tag key comes once', 'ImportWorkspaceImage', { ...STANDARD, ...twice }],
  ['a tag key comes once', 'ImportCustomWorkspaceImage', { ...CUSTOM, ...twice }],
  ['a tag key comes once', 'CreateTags', { ResourceId: 'wsi-012345678', ...twice }],
  ['an image is born with at most 50 tags', 'ImportWorkspaceImage', { ...STANDARD, ...tooMany }],
  ['an image is born with at most 50 tags', 'ImportCustomWorkspaceImage', { ...CUSTOM, ...tooMany }],
];

test.each(BREAKERS)('%s: %s', async (rule, operation, input) => {
  const { code, message } = WORKSPACES_RULES.find((one) => one.rule === rule)!;
  expect(await failureOf(send(operation, input))).toMatchObject({ name: code, message });
});

test('every rule is broken here for each of its operations, and says where it is written', () => {
  const broken = BREAKERS.map(([rule, operation]) => `${operation}: ${rule}`);
  expect(broken.sort()).toEqual(WORKSPACES_RULES.flatMap(({ rule, operations }) => operations.map((operation) => `${operation}: ${rule}`)).sort());
  for (const { source } of WORKSPACES_RULES) expect(source).toMatch(/^https:\/\/|^assumed$/);
});

test.each<[string, object]>([
  ['a name with a space', { ImageName: 'my desktop' }],
  ['a description with a comma', { ImageDescription: 'a, b' }],
  ['an unknown ingestion process', { IngestionProcess: 'BYOL' }],
  ['no AMI', { Ec2ImageId: undefined }],
])('the model refuses %s', async (_, input) => {
  expect(await codeOf('ImportWorkspaceImage', { ...STANDARD, ...input })).toBe('ValidationException');
});
