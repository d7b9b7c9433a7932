import {
  CancelImportTaskCommand, CreateTagsCommand, DescribeImagesCommand, DescribeImportImageTasksCommand, DescribeImportImageTasksCommandInput,
  DescribeSnapshotsCommand, ImportImageCommand, ImportImageCommandInput,
} from '@aws-sdk/client-ec2';
import { DAY, failureOf, MINUTE, world } from '../fixture';

const here = world();

const DISK = { Description: 'system', Format: 'VMDK', UserBucket: { S3Bucket: 'disks', S3Key: 'disk.vmdk' } };
const start = (input: ImportImageCommandInput = {}) => here.client.send(new ImportImageCommand({ DiskContainers: [DISK], ...input }));
const tasks = async (input: DescribeImportImageTasksCommandInput = {}) =>
  (await here.client.send(new DescribeImportImageTasksCommand(input))).ImportImageTasks!;
const cancel = (ImportTaskId: string | undefined) => here.client.send(new CancelImportTaskCommand({ ImportTaskId }));
const ec2 = () => here.aws.ec2;
const settings = () => ec2().settings;
const advance = (ms: number) => here.clock.advance(ms);

test('an import goes through its phases and ends with an AMI and snapshots that bear no tags', async () => {
  const { ImportTaskId: id, Status, Tags } = await start({
    DiskContainers: [DISK, { Url: 's3://disks/data.raw', Format: 'RAW' }],
    Platform: 'Windows',
    TagSpecifications: [{ ResourceType: 'import-image-task', Tags: [{ Key: 'a', Value: 'b' }] }],
  });
  expect({ id, Status, Tags }).toEqual({ id: expect.stringMatching(/^import-ami-0[0-9a-f]{16}$/), Status: 'active', Tags: [{ Key: 'a', Value: 'b' }] });

  const said: string[] = [];
  for (let minute = 0; minute <= 45; minute++, await advance(MINUTE)) {
    const [{ Status: status, StatusMessage: message, Progress: progress }] = await tasks();
    const words = [status, progress, message].filter((word) => word !== undefined).join(' ');
    if (said.at(-1) !== words) said.push(words);
  }
  expect(said).toEqual([
    'active 2 pending', 'active 5 validating', 'active 12 validated', 'active 19 converting', 'active 30 updating', 'active 62 booting',
    'active 85 preparing ami', 'completed',
  ]);

  const [task] = await tasks();
  const { Images: [image] = [] } = await here.client.send(new DescribeImagesCommand({ ImageIds: [task.ImageId!] }));
  expect(image).toMatchObject({ Name: id, State: 'available', OwnerId: '111122223333', Platform: 'Windows', Tags: [], Public: false });
  expect(image.Description).toMatch(/^AWS-VMImport service: Windows/);
  expect(image.CreationDate).toBe('2026-01-01T00:45:00.000Z');
  const snapshotIds = image.BlockDeviceMappings!.map(({ Ebs }) => Ebs!.SnapshotId!);
  expect(task.SnapshotDetails).toMatchObject([
    { SnapshotId: snapshotIds[0], Status: 'completed', Description: 'system' },
    { SnapshotId: snapshotIds[1], Status: 'completed', Format: 'RAW' },
  ]);
  const { Snapshots: snapshots } = await here.client.send(new DescribeSnapshotsCommand({ SnapshotIds: snapshotIds }));
  expect(snapshots).toMatchObject(Array(2).fill({ Description: `Created by AWS-VMImport service for ${id}`, State: 'completed', Tags: [] }));
});

test('the record of a task can be seen for seven days after its end, what it made stays', async () => {
  settings().course = () => ({ duration: 10 * MINUTE });
  const { ImportTaskId: id } = await start();
  await advance(10 * MINUTE + 7 * DAY - 1);
  expect(await tasks()).toHaveLength(1);
  await advance(1);
  expect(await tasks()).toEqual([]);
  expect(await failureOf(tasks({ ImportTaskIds: [id!] }))).toMatchObject({ name: 'InvalidConversionTaskId.NotFound' });
  expect(ec2().residue()).toEqual({ tasks: [], images: [expect.any(String)], snapshots: [expect.any(String)] });
});

test('nobody needs to look for it to happen', async () => {
  await start();
  await advance(30 * DAY);
  expect(ec2().residue()).toMatchObject({ tasks: [], images: [expect.any(String)] });
});

test.each([[1, 0], [20, 1]])('a failure after %d minutes leaves %d snapshots', async (minute, left) => {
  const message = 'ClientError: Disk validation failed [We do not have access to the given resource. Reason 403 Forbidden]';
  settings().course = () => ({ failure: { after: minute * MINUTE, message } });
  await start();
  await advance(minute * MINUTE);
  expect(await tasks()).toMatchObject([{ Status: 'deleting', StatusMessage: message }]);
  expect(ec2().residue().tasks).toHaveLength(1);
  await advance(2 * MINUTE);
  const { tasks: running, images, snapshots } = ec2().residue();
  expect([running.length, images.length, snapshots.length]).toEqual([0, 0, left]);
  const [task] = await tasks();
  expect(task).toMatchObject({ Status: 'deleted', StatusMessage: message });
  expect(task.SnapshotDetails!.flatMap(({ SnapshotId }) => SnapshotId ?? [])).toEqual(snapshots);
});

test('an import that is to fail never completes, and one that hangs does not even fail', async () => {
  settings().course = () => ({ duration: 10 * MINUTE, failure: { after: 20 * MINUTE, message: 'ClientError: Unknown OS' } });
  await start();
  settings().course = () => ({ hangsAfter: 10 * MINUTE, failure: { after: 20 * MINUTE, message: 'ClientError: Unknown OS' } });
  await start();
  await advance(15 * MINUTE);
  expect(await tasks()).toMatchObject([{ Status: 'active' }, { Status: 'active' }]);
  await advance(15 * MINUTE);
  expect(await tasks()).toMatchObject([{ Status: 'deleted' }, { Status: 'active' }]);
});

test('an import that hangs goes on saying the same, and can be cancelled', async () => {
  settings().course = () => ({ hangsAfter: 20 * MINUTE });
  const { ImportTaskId: id } = await start();
  await advance(DAY);
  expect(await tasks()).toMatchObject([{ Status: 'active', StatusMessage: 'converting' }]);
  await cancel(id);
  await advance(3 * MINUTE);
  expect(await tasks()).toMatchObject([{ Status: 'deleted' }]);
});

test('phases can be of any words', async () => {
  settings().course = () => ({ phases: [{ from: 0, status: 'dreaming', message: 'of sheep', progress: '1' }] });
  await start();
  expect(await tasks()).toMatchObject([{ Status: 'dreaming', StatusMessage: 'of sheep', Progress: '1' }]);
  expect(await tasks({ Filters: [{ Name: 'task-state', Values: ['active'] }] })).toHaveLength(1);
});

describe('a client token', () => {
  const ClientToken = 'once';

  test('gives back the task that it started, even a failed one', async () => {
    settings().course = () => ({ failure: { after: 0, message: 'ClientError: Unknown OS' } });
    const first = await start({ ClientToken });
    await advance(MINUTE);
    const second = await start({ ClientToken });
    expect(second).toMatchObject({ ImportTaskId: first.ImportTaskId, StatusMessage: 'ClientError: Unknown OS' });
    expect(await tasks()).toHaveLength(1);
  });

  test('is for the same parameters only', async () => {
    await start({ ClientToken });
    expect(await failureOf(start({ ClientToken, Platform: 'Linux' }))).toMatchObject({ name: 'IdempotentParameterMismatch' });
    await start({ ClientToken: 'other', Platform: 'Linux' });
  });

  test('is not used up by a dry run', async () => {
    expect(await failureOf(start({ ClientToken, DryRun: true }))).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
    expect(ec2().residue().tasks).toEqual([]);
    await start({ ClientToken });
  });
});

test('no more tasks run at once than the quota allows; one that is being deleted still counts', async () => {
  settings().concurrentTasks = 2;
  const { ImportTaskId: first } = await start();
  await start();
  expect(await failureOf(start())).toMatchObject({ name: 'ResourceLimitExceeded' });
  await cancel(first);
  expect(await failureOf(start())).toMatchObject({ name: 'ResourceLimitExceeded' });
  await advance(3 * MINUTE);
  await start();
});

test('a role that the service cannot use is refused, the default one too', async () => {
  settings().roleProblem = (role) => `The service role ${role} does not exist or does not have sufficient permissions for the service to continue`;
  expect(await failureOf(start())).toMatchObject({ name: 'InvalidParameter', message: expect.stringContaining('role vmimport does not exist') });
  expect(await failureOf(start({ RoleName: 'mine' }))).toMatchObject({ message: expect.stringContaining('role mine does not exist') });
});

describe('cancelling', () => {
  test.each([['stay', 1], ['vanish', 0]] as const)('a task, its snapshots %s', async (cancelledSnapshots, left) => {
    settings().cancelledSnapshots = cancelledSnapshots;
    const { ImportTaskId: id } = await start();
    await advance(20 * MINUTE);
    expect(await cancel(id)).toMatchObject({ ImportTaskId: id, PreviousState: 'active', State: 'deleting' });
    expect(await tasks()).toMatchObject([{ Status: 'deleting' }]);
    await advance(3 * MINUTE);
    expect(await tasks()).toMatchObject([{ Status: 'deleted' }]);
    expect(ec2().residue().snapshots).toHaveLength(left);
    await advance(DAY);
    expect(ec2().residue().images).toEqual([]);
  });

  test('is refused for a task that is ending or has ended, and for one that nobody knows', async () => {
    const { ImportTaskId: id } = await start();
    await cancel(id);
    expect(await failureOf(cancel(id))).toMatchObject({ name: 'IncorrectState' });
    const { ImportTaskId: other } = await start();
    await advance(DAY);
    expect(await failureOf(cancel(other))).toMatchObject({ name: 'IncorrectState' });
    expect(await failureOf(cancel('import-ami-0123456789abcdef0'))).toMatchObject({ name: 'InvalidConversionTaskId.NotFound' });
  });
});

test('a new task, and a new AMI, may not be seen at once', async () => {
  settings().course = () => ({ duration: 10 * MINUTE, visibleAfter: 1000, imageVisibleAfter: 2000, imagePendingFor: 3000 });
  const { ImportTaskId: id } = await start();
  expect(await tasks()).toEqual([]);
  expect(await failureOf(cancel(id))).toMatchObject({ name: 'InvalidConversionTaskId.NotFound' });
  expect(ec2().residue().tasks).toEqual([id]);
  await advance(1000);
  expect(await tasks()).toHaveLength(1);

  await advance(10 * MINUTE - 1000);
  const [{ ImageId: imageId }] = await tasks();
  const look = async () => (await here.client.send(new DescribeImagesCommand({ ImageIds: [imageId!] }))).Images!;
  expect(await failureOf(look())).toMatchObject({ name: 'InvalidAMIID.NotFound' });
  await advance(2000);
  expect(await look()).toMatchObject([{ State: 'pending' }]);
  await advance(1000);
  expect(await look()).toMatchObject([{ State: 'available' }]);
});

describe('a snapshot as source', () => {
  test('must be there', async () => {
    expect(await failureOf(start({ DiskContainers: [{ SnapshotId: 'snap-0123456789abcdef0' }] }))).toMatchObject({ name: 'InvalidSnapshot.NotFound' });
  });

  test.each(['copied', 'used'] as const)('is %s', async (sourceSnapshots) => {
    settings().sourceSnapshots = sourceSnapshots;
    const SnapshotId = ec2().seedSnapshot();
    await start({ DiskContainers: [{ SnapshotId }] });
    await advance(DAY);
    const [{ SnapshotDetails: details, ImageId: id }] = await tasks();
    expect(details![0].SnapshotId === SnapshotId).toBe(sourceSnapshots === 'used');
    expect(ec2().images().find((image) => image.id === id)!.snapshotIds).toEqual([details![0].SnapshotId]);
  });
});

test('an encrypted import gives encrypted snapshots, by the default key or the named one', async () => {
  await start({ Encrypted: true });
  await start({ Encrypted: true, KmsKeyId: 'alias/mine' });
  await advance(DAY);
  expect(ec2().snapshots()).toMatchObject([
    { encrypted: true, kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/aws/ebs' }, { encrypted: true, kmsKeyId: 'alias/mine' },
  ]);
});

test('tasks are listed by id, by state and by page', async () => {
  const [first, second, third] = [await start(), await start(), await start()].map(({ ImportTaskId }) => ImportTaskId!);
  await cancel(second);
  const ids = async (input: DescribeImportImageTasksCommandInput) => (await tasks(input)).map(({ ImportTaskId }) => ImportTaskId);
  expect(await ids({ ImportTaskIds: [third, first] })).toEqual([first, third]);
  expect(await ids({ Filters: [{ Name: 'task-state', Values: ['deleting', 'deleted'] }] })).toEqual([second]);
  expect(await failureOf(ids({ Filters: [{ Name: 'tag:a', Values: ['b'] }] }))).toMatchObject({ name: 'InvalidParameterValue' });

  const page = await here.client.send(new DescribeImportImageTasksCommand({ MaxResults: 2 }));
  expect(page.ImportImageTasks).toHaveLength(2);
  expect(await ids({ NextToken: page.NextToken })).toEqual([third]);
  expect(await failureOf(ids({ NextToken: 'mine' }))).toMatchObject({ name: 'InvalidNextToken' });
});

test('a task of someone else can be put there, long under way', async () => {
  const id = ec2().seedTask({ Platform: 'Linux' }, 40 * MINUTE);
  await here.client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(await tasks()).toMatchObject([{ ImportTaskId: id, StatusMessage: 'booting', Tags: [{ Key: 'a', Value: 'b' }] }]);
});
