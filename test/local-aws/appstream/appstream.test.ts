import {
  AppStreamClient, AssociateSoftwareToImageBuilderCommand, CreateImageBuilderCommand, CreateImportedImageCommand, DeleteImageBuilderCommand,
  DeleteImageCommand, DeleteImagePermissionsCommand, DescribeImageBuildersCommand, DescribeImagePermissionsCommand, DescribeImagesCommand,
  DescribeSoftwareAssociationsCommand, DisassociateSoftwareFromImageBuilderCommand, ListTagsForResourceCommand, StartImageBuilderCommand,
  StartSoftwareDeploymentToImageBuilderCommand, StopImageBuilderCommand, TagResourceCommand, UntagResourceCommand, UpdateImagePermissionsCommand,
} from '@aws-sdk/client-appstream';
import { VirtualClock } from '../../support/clock';
import { clientOptions, failureOf, MINUTE } from '../fixture';
import { LocalAws } from '../local-aws';

const BASE = 'AppStream-WinServer2022-06-17-2026';
const AMI = { SourceAmiId: 'ami-0123456789abcdef0', IamRoleArn: 'arn:aws:iam::111122223333:role/import' };

let clock: VirtualClock;
let aws: LocalAws;
let client: AppStreamClient;

beforeEach(async () => {
  clock = new VirtualClock();
  aws = await LocalAws.start({ clock });
  client = new AppStreamClient(clientOptions(aws, 'appstream'));
});
afterEach(async () => {
  client.destroy();
  await aws.stop();
});

const send = (command: any): Promise<any> => client.send(command);
const refused = async (command: any) => (await failureOf(send(command))).name;
const create = (more: object = {}) => new CreateImageBuilderCommand({ Name: 'one', ImageName: BASE, InstanceType: 'stream.standard.medium', ...more });
const builder = async () => (await send(new DescribeImageBuildersCommand({ Names: ['one'] }))).ImageBuilders[0];
const importImage = (more: object = {}) => new CreateImportedImageCommand({ Name: 'golden', ...AMI, ...more });
const image = async () => (await send(new DescribeImagesCommand({ Names: ['golden'] }))).Images[0];
const passing = (minutes: number) => clock.advance(minutes * MINUTE);

describe('an image builder', () => {
  test('comes up, stops, starts and goes, in its time', async () => {
    const { ImageBuilder: made } = await send(create({ DisplayName: 'One', Tags: { A: '1' } }));
    expect(made).toMatchObject({
      Name: 'one', Arn: 'arn:aws:appstream:us-east-1:111122223333:image-builder/one', State: 'PENDING', CreatedTime: new Date(clock.now()), DisplayName: 'One',
      ImageArn: `arn:aws:appstream:us-east-1::image/${BASE}`, Platform: 'WINDOWS_SERVER_2022', ImageBuilderErrors: [],
    });
    const states: string[] = [];
    const watch = async (minutes: number) => {
      states.push((await builder()).State);
      await passing(minutes);
      states.push((await builder()).State);
    };
    await watch(7);
    await send(new StopImageBuilderCommand({ Name: 'one' }));
    await watch(3);
    await send(new StartImageBuilderCommand({ Name: 'one', AppstreamAgentVersion: 'LATEST' }));
    await watch(7);
    expect((await builder()).AppstreamAgentVersion).toBe('LATEST');
    expect((await send(new DeleteImageBuilderCommand({ Name: 'one' }))).ImageBuilder.State).toBe('DELETING');
    expect(states).toEqual(['PENDING', 'RUNNING', 'STOPPING', 'STOPPED', 'PENDING', 'RUNNING']);
    await passing(4);
    expect(await refused(new DescribeImageBuildersCommand({ Names: ['one'] }))).toBe('ResourceNotFoundException');
    expect((await send(new DescribeImageBuildersCommand({}))).ImageBuilders).toEqual([]);
  });

  test('fails in the words that were set', async () => {
    aws.appstream.settings.builder = () => ({ takes: MINUTE, failure: { code: 'IGW_NOT_ATTACHED', message: 'no gateway' } });
    await send(create());
    await passing(1);
    expect(await builder()).toMatchObject({
      State: 'FAILED', ImageBuilderErrors: [{ ErrorCode: 'IGW_NOT_ATTACHED', ErrorMessage: 'no gateway', ErrorTimestamp: new Date(clock.now()) }],
    });
  });

  test.each<[string, object, string]>([
    ['an unknown image', { ImageName: 'x' }, 'ResourceNotFoundException'],
    ['an image that is out of date', { ImageName: 'AppStream-WinServer2016-01-01-2020' }, 'ResourceNotAvailableException'],
    ['an image for fleets', { ImageName: 'fleets' }, 'IncompatibleImageException'],
    ['a shared image by name', { ImageName: 'shared' }, 'ResourceNotFoundException'],
    ['a bad role', { IamRoleArn: 'arn:aws:iam::111122223333:role/bad' }, 'InvalidRoleException'],
    ['no image', { ImageName: undefined }, 'InvalidParameterCombinationException'],
    ['two images', { ImageArn: `arn:aws:appstream:us-east-1::image/${BASE}` }, 'InvalidParameterCombinationException'],
    ['two subnets', { VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] } }, 'InvalidParameterCombinationException'],
    ['a small volume', { RootVolumeConfig: { VolumeSizeInGb: 100 } }, 'InvalidParameterCombinationException'],
    ['software both ways', { SoftwaresToInstall: ['A'], SoftwaresToUninstall: ['A'] }, 'InvalidParameterCombinationException'],
    ['a name with a space', { Name: 'my builder' }, 'ValidationException'],
  ])('is not made with %s', async (_, more, code) => {
    aws.appstream.seedImage({ name: 'fleets', imageBuilderSupported: false });
    aws.appstream.seedImage({ name: 'shared', owner: '999999999999' });
    aws.appstream.settings.roleProblem = (arn) => arn.endsWith('/bad') ? 'bad' : undefined;
    expect(await refused(create(more))).toBe(code);
    expect(aws.appstream.builders()).toEqual([]);
  });

  test('is made of a shared image by its ARN', async () => {
    const { arn } = aws.appstream.seedImage({ name: 'shared', owner: '999999999999' });
    expect((await send(create({ ImageName: undefined, ImageArn: arn }))).ImageBuilder.ImageArn).toBe(arn);
  });

  test('has its name alone, and is one of ten', async () => {
    await send(create());
    expect(await refused(create())).toBe('ResourceAlreadyExistsException');
    for (let i = 0; i < 9; i++) aws.appstream.seedBuilder(`b${i}`);
    expect(await refused(create({ Name: 'eleven' }))).toBe('LimitExceededException');
  });

  test.each([
    ['PENDING', 'ConcurrentModificationException', 'OperationNotPermittedException', 'OperationNotPermittedException'],
    ['RUNNING', 'ResourceNotAvailableException', undefined, undefined],
    ['STOPPED', undefined, 'OperationNotPermittedException', undefined],
    ['FAILED', 'ResourceNotAvailableException', 'OperationNotPermittedException', undefined],
    ['SNAPSHOTTING', 'ConcurrentModificationException', 'OperationNotPermittedException', 'OperationNotPermittedException'],
    ['DELETING', 'ConcurrentModificationException', 'OperationNotPermittedException', 'ConcurrentModificationException'],
  ])('that is %s refuses start: %s, stop: %s, deletion: %s', async (state, ...codes) => {
    const got: (string | undefined)[] = [];
    for (const command of [StartImageBuilderCommand, StopImageBuilderCommand, DeleteImageBuilderCommand]) {
      const seeded = aws.appstream.seedBuilder('one');
      aws.appstream.put(seeded, state);
      got.push(await send(new command({ Name: 'one' })).then(() => undefined, ({ name }) => name));
    }
    expect(got).toEqual(codes);
  });

  test('that runs may have to be stopped before it is deleted', async () => {
    aws.appstream.settings.deletesRunning = false;
    aws.appstream.seedBuilder('one');
    expect(await refused(new DeleteImageBuilderCommand({ Name: 'one' }))).toBe('OperationNotPermittedException');
  });

  test('is listed page by page', async () => {
    for (let i = 0; i < 5; i++) aws.appstream.seedBuilder(`b${i}`);
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: any = await send(new DescribeImageBuildersCommand({ MaxResults: 2, NextToken }));
      names.push(...page.ImageBuilders.map(({ Name }: any) => Name));
      ({ NextToken } = page);
    } while (NextToken);
    expect(names).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
    expect(await refused(new DescribeImageBuildersCommand({ NextToken: 'x' }))).toBe('InvalidParameterCombinationException');
  });
});

describe('software', () => {
  const arn = 'arn:aws:appstream:us-east-1:111122223333:image-builder/one';
  const statuses = async () => Object.fromEntries((await send(new DescribeSoftwareAssociationsCommand({ AssociatedResource: arn }))).SoftwareAssociations
    .map(({ SoftwareName, Status }: any) => [SoftwareName, Status]));
  const associate = (...SoftwareNames: string[]) => send(new AssociateSoftwareToImageBuilderCommand({ ImageBuilderName: 'one', SoftwareNames }));
  const disassociate = (...SoftwareNames: string[]) => send(new DisassociateSoftwareFromImageBuilderCommand({ ImageBuilderName: 'one', SoftwareNames }));
  const deploy = () => send(new StartSoftwareDeploymentToImageBuilderCommand({ ImageBuilderName: 'one' }));

  test('is deployed once the builder runs', async () => {
    await send(create({ SoftwaresToInstall: ['A'], SoftwaresToUninstall: ['B'] }));
    expect(await statuses()).toEqual({ A: 'PENDING_INSTALLATION', B: 'PENDING_UNINSTALLATION' });
    await passing(17);
    expect(await statuses()).toEqual({ A: 'INSTALLED' });
  });

  test('is staged, deployed, staged and gone', async () => {
    aws.appstream.seedBuilder('one');
    await associate('A');
    expect(await statuses()).toEqual({ A: 'STAGED_FOR_INSTALLATION' });
    await deploy();
    expect(await statuses()).toEqual({ A: 'PENDING_INSTALLATION' });
    expect((await failureOf(associate('B'))).name).toBe('ConcurrentModificationException');
    await passing(10);
    expect(await statuses()).toEqual({ A: 'INSTALLED' });
    await disassociate('A');
    expect(await statuses()).toEqual({ A: 'STAGED_FOR_UNINSTALLATION' });
    await deploy();
    await passing(10);
    expect(await statuses()).toEqual({});
  });

  test('fails in the words that were set', async () => {
    aws.appstream.settings.software = () => ({ takes: MINUTE, failure: { code: 'E', message: 'no' } });
    aws.appstream.seedBuilder('one');
    await associate('A');
    await deploy();
    await passing(1);
    expect((await send(new DescribeSoftwareAssociationsCommand({ AssociatedResource: arn }))).SoftwareAssociations).toEqual(
      [{ SoftwareName: 'A', Status: 'FAILED_TO_INSTALL', DeploymentError: [{ ErrorCode: 'E', ErrorMessage: 'no' }] }],
    );
    await disassociate('A');
    expect(await statuses()).toEqual({});
  });

  test('is refused for a builder that does not run, for Linux, and for what is not there', async () => {
    const seeded = aws.appstream.seedBuilder('one');
    expect((await failureOf(disassociate('A'))).name).toBe('InvalidParameterCombinationException');
    aws.appstream.put(seeded, 'STOPPED');
    expect((await failureOf(associate('A'))).name).toBe('OperationNotPermittedException');
    expect(await refused(new DescribeSoftwareAssociationsCommand({ AssociatedResource: `${arn}x` }))).toBe('ResourceNotFoundException');
  });
});

describe('an image', () => {
  test('is imported in its time', async () => {
    await send(importImage({ Tags: { A: '1' } }));
    const states: string[] = [];
    for (let i = 0; i < 5; i++) {
      states.push((await image()).State);
      await passing(11.25);
    }
    expect(states).toEqual(['PENDING', 'IMPORTING', 'VALIDATING', 'CREATING', 'AVAILABLE']);
  });

  test('fails in the words that were set', async () => {
    aws.appstream.settings.image = () => ({ takes: MINUTE, failure: { code: 'VALIDATION_ERROR', message: 'no TPM' } });
    await send(importImage());
    await passing(1);
    expect(await image()).toMatchObject({
      State: 'FAILED', StateChangeReason: { Code: 'IMAGE_IMPORT_FAILURE', Message: 'no TPM' }, ImageErrors: [{ ErrorCode: 'VALIDATION_ERROR' }],
    });
  });

  test('is only tried in a dry run', async () => {
    const failure = await failureOf(send(importImage({ DryRun: true })));
    expect(failure).toMatchObject({ name: 'DryRunOperationException', $metadata: { httpStatusCode: 412 } });
    expect(aws.appstream.images()).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['no source', { SourceAmiId: undefined }, 'InvalidParameterCombinationException'],
    ['two sources', { WorkspaceImageId: 'wsi-0123456789' }, 'InvalidParameterCombinationException'],
    ['an AMI without a role', { IamRoleArn: undefined }, 'InvalidParameterCombinationException'],
    ['a reserved name', { Name: 'AWS-x' }, 'InvalidParameterCombinationException'],
    ['an application twice', { AppCatalogConfig: [{ Name: 'a', AbsoluteAppPath: 'x' }, { Name: 'a', AbsoluteAppPath: 'y' }] }, 'InvalidParameterCombinationException'],
    ['a description with an apostrophe', { Description: "Bob's" }, 'ValidationException'],
    ['a bad source', { SourceAmiId: 'ami-00000000' }, 'IncompatibleImageException'],
    ['a bad role', { IamRoleArn: 'arn:aws:iam::111122223333:role/bad' }, 'InvalidRoleException'],
  ])('is not imported with %s, not even dry', async (_, more, code) => {
    aws.appstream.settings.roleProblem = (arn) => arn.endsWith('/bad') ? 'bad' : undefined;
    aws.appstream.settings.sourceProblem = ({ SourceAmiId }) => SourceAmiId === 'ami-00000000' ? 'bad' : undefined;
    expect(await refused(importImage({ DryRun: true, ...more }))).toBe(code);
  });

  test('has its name alone, and is one of ten', async () => {
    await send(importImage());
    expect(await refused(importImage())).toBe('ResourceAlreadyExistsException');
    for (let i = 0; i < 9; i++) aws.appstream.seedImage({ name: `i${i}` });
    expect(await refused(importImage({ Name: 'eleven' }))).toBe('LimitExceededException');
  });

  test('is shared, and can then not be deleted', async () => {
    aws.appstream.seedImage({ name: 'golden' });
    await send(new UpdateImagePermissionsCommand({ Name: 'golden', SharedAccountId: '222222222222', ImagePermissions: { allowFleet: true } }));
    expect((await send(new DescribeImagePermissionsCommand({ Name: 'golden' }))).SharedImagePermissionsList).toEqual(
      [{ sharedAccountId: '222222222222', imagePermissions: { allowFleet: true } }],
    );
    expect((await image()).ImageSharedWithOthers).toBe('TRUE');
    expect(await refused(new DeleteImageCommand({ Name: 'golden' }))).toBe('OperationNotPermittedException');
    await send(new DeleteImagePermissionsCommand({ Name: 'golden', SharedAccountId: '222222222222' }));
    expect(await refused(new DeleteImagePermissionsCommand({ Name: 'golden', SharedAccountId: '222222222222' }))).toBe('ResourceNotFoundException');
    await send(new DeleteImageCommand({ Name: 'golden' }));
    expect(await refused(new DeleteImageCommand({ Name: 'golden' }))).toBe('ConcurrentModificationException');
    await passing(4);
    expect(aws.appstream.images()).toEqual([]);
  });

  test('is not deleted while it is imported, or a fleet uses it', async () => {
    await send(importImage());
    expect(await refused(new DeleteImageCommand({ Name: 'golden' }))).toBe('OperationNotPermittedException');
    expect(await refused(new UpdateImagePermissionsCommand({ Name: 'golden', SharedAccountId: '222222222222', ImagePermissions: {} }))).toBe('ResourceNotAvailableException');
    await passing(45);
    aws.appstream.images()[0].usedBy = 'office';
    expect(await refused(new DeleteImageCommand({ Name: 'golden' }))).toBe('ResourceInUseException');
  });

  test('is listed by name, by ARN and by type', async () => {
    const { arn } = aws.appstream.seedImage({ name: 'shared', owner: '999999999999' });
    aws.appstream.seedImage({ name: 'golden' });
    const names = async (input: object) => (await send(new DescribeImagesCommand(input))).Images.map(({ Name }: any) => Name);
    expect(await names({ Type: 'PRIVATE' })).toEqual(['golden']);
    expect(await names({ Type: 'SHARED' })).toEqual(['shared']);
    expect(await names({ Arns: [arn] })).toEqual(['shared']);
    expect(await names({ Type: 'PUBLIC' })).toHaveLength(4);
    expect(await refused(new DescribeImagesCommand({ Names: ['shared'] }))).toBe('ResourceNotFoundException');
    expect(await refused(new DescribeImagesCommand({ Names: ['golden'], Arns: [arn] }))).toBe('InvalidParameterCombinationException');
  });
});

test('tags are of builders and images, at most 50', async () => {
  const { arn } = aws.appstream.seedBuilder('one');
  const tags = async () => (await send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags;
  expect(await tags()).toBeUndefined();
  await send(new TagResourceCommand({ ResourceArn: arn, Tags: { A: '1', B: '2' } }));
  await send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['A'] }));
  expect(await tags()).toEqual({ B: '2' });
  expect(await refused(new TagResourceCommand({
    ResourceArn: arn, Tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v'])),
  }))).toBe('LimitExceededException');
  expect(await refused(new TagResourceCommand({ ResourceArn: arn, Tags: { 'aws:x': '1' } }))).toBe('ValidationException');
  expect(await refused(new ListTagsForResourceCommand({ ResourceArn: `${arn}x` }))).toBe('ResourceNotFoundException');
});
