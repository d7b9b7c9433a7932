import {
  CreateTagsCommand, DeleteSnapshotCommand, DeregisterImageCommand, DescribeImageAttributeCommand, DescribeImagesCommand, DescribeImagesCommandInput,
  DescribeSnapshotsCommand, DescribeSnapshotsCommandInput, LaunchPermissionModifications, ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2';
import { failureOf, MINUTE, world } from '../fixture';

const here = world();

const STRANGER = '999988887777';
const ME = '111122223333';
const NO_IMAGE = 'ami-0123456789abcdef0';
const NO_SNAPSHOT = 'snap-0123456789abcdef0';

const ec2 = () => here.aws.ec2;
const images = async (input: DescribeImagesCommandInput) => (await here.client.send(new DescribeImagesCommand(input))).Images!;
const ids = async (input: DescribeImagesCommandInput) => (await images(input)).map(({ ImageId }) => ImageId);
const snapshots = async (input: DescribeSnapshotsCommandInput) =>
  (await here.client.send(new DescribeSnapshotsCommand(input))).Snapshots!.map(({ SnapshotId }) => SnapshotId);
const deregister = (ImageId: string, DeleteAssociatedSnapshots?: boolean) =>
  here.client.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots }));
const deleteSnapshot = (SnapshotId: string) => here.client.send(new DeleteSnapshotCommand({ SnapshotId }));
const redescribe = (ImageId: string, Value: string) => here.client.send(new ModifyImageAttributeCommand({ ImageId, Description: { Value } }));
const share = (ImageId: string, LaunchPermission: LaunchPermissionModifications) =>
  here.client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission }));
const permissions = async (ImageId: string) =>
  (await here.client.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' }))).LaunchPermissions;

test('images are listed by id, by owner and by filter', async () => {
  const mine = ec2().seedImage({ name: 'import-ami-1', tags: { team: 'red one', also: '' } });
  const other = ec2().seedImage({ name: 'other', state: 'disabled', tags: { team: 'blue*' } });
  const shared = ec2().seedImage({ owner: STRANGER, launchPermissions: [{ UserId: ME }] });
  const everybodys = ec2().seedImage({ owner: STRANGER, launchPermissions: [{ Group: 'all' }] });
  const hidden = ec2().seedImage({ owner: STRANGER });

  expect(await ids({})).toEqual([mine, shared, everybodys]);
  expect(await ids({ Owners: ['self'], IncludeDisabled: true })).toEqual([mine, other]);
  expect(await ids({ Owners: [STRANGER] })).toEqual([shared, everybodys]);
  expect(await ids({ ImageIds: [mine] })).toEqual([mine]);
  expect(await failureOf(ids({ ImageIds: [mine, hidden] }))).toMatchObject({ name: 'InvalidAMIID.NotFound' });
  expect(await failureOf(ids({ ImageIds: [NO_IMAGE] }))).toMatchObject({ name: 'InvalidAMIID.NotFound' });

  const by = (Name: string, ...Values: string[]) => ids({ Owners: ['self'], IncludeDisabled: true, Filters: [{ Name, Values }] });
  expect(await by('tag:team', 'red*')).toEqual([mine]);
  expect(await by('tag:team', 'red ?ne', 'x')).toEqual([mine]);
  expect(await by('tag:team', 'blue\\*')).toEqual([other]);
  expect(await by('tag:team', 'red.one')).toEqual([]);
  expect(await by('tag:Team', '*')).toEqual([]);
  expect(await by('tag-key', 'team')).toEqual([mine, other]);
  expect(await by('name', 'import-ami-*')).toEqual([mine]);
  expect(await by('image-id', other)).toEqual([other]);
  expect(await by('state', 'available')).toEqual([mine]);
  expect(await failureOf(by('tags', 'x'))).toMatchObject({ name: 'InvalidParameterValue' });
  expect(await failureOf(by('toString', 'x'))).toMatchObject({ name: 'InvalidParameterValue' });
  expect(await failureOf(by('name'))).toMatchObject({ name: 'InvalidParameterValue' });
  expect(await ids({ Filters: [{ Name: 'tag:team', Values: ['*'] }, { Name: 'tag-key', Values: ['also'] }] })).toEqual([mine]);
});

test('pages lose nothing when something on them is deleted meanwhile, and can be smaller than was asked for', async () => {
  const all = [1, 2, 3, 4].map(() => ec2().seedImage());
  ec2().settings.pageSize = 2;
  const page = await here.client.send(new DescribeImagesCommand({ Owners: ['self'], MaxResults: 100 }));
  expect(page.Images!.map(({ ImageId }) => ImageId)).toEqual(all.slice(0, 2));
  await deregister(all[1]);
  await here.clock.advance(MINUTE);
  const last = await here.client.send(new DescribeImagesCommand({ Owners: ['self'], NextToken: page.NextToken }));
  expect(last.Images!.map(({ ImageId }) => ImageId)).toEqual(all.slice(2));
  expect(last.NextToken).toBeUndefined();
});

test('a deregistered image is listed for a while, then its id gives nothing, then an error', async () => {
  const id = ec2().seedImage();
  expect(await deregister(id)).toMatchObject({ Return: true });
  expect(await images({ ImageIds: [id] })).toMatchObject([{ State: 'deregistered' }]);
  for (const call of [
    () => deregister(id),
    () => redescribe(id, 'x'),
    () => here.client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] })),
  ]) expect(await failureOf(call())).toMatchObject({ name: 'InvalidAMIID.Unavailable' });
  await here.clock.advance(MINUTE);
  expect(await images({ ImageIds: [id] })).toEqual([]);
  await here.clock.advance(MINUTE);
  expect(await failureOf(images({ ImageIds: [id] }))).toMatchObject({ name: 'InvalidAMIID.NotFound' });
  expect(await failureOf(deregister(id))).toMatchObject({ name: 'InvalidAMIID.NotFound' });
  expect(ec2().residue()).toMatchObject({ images: [], snapshots: [expect.any(String)] });
});

test('snapshots go with their image if that is asked for, but never those of several images', async () => {
  const [single, common] = [ec2().seedSnapshot(), ec2().seedSnapshot()];
  const foreign = ec2().seedSnapshot({ owner: STRANGER });
  const first = ec2().seedImage({ snapshotIds: [single, common, foreign, NO_SNAPSHOT] });
  const second = ec2().seedImage({ snapshotIds: [common] });
  expect((await deregister(first, true)).DeleteSnapshotResults).toEqual([
    { SnapshotId: single, ReturnCode: 'success' },
    { SnapshotId: common, ReturnCode: 'skipped' },
    { SnapshotId: foreign, ReturnCode: 'missing-permissions' },
    { SnapshotId: NO_SNAPSHOT, ReturnCode: 'client-error' },
  ]);
  expect(ec2().residue()).toEqual({ tasks: [], images: [second], snapshots: [common] });
});

test('a protected image, and one of somebody else, cannot be deregistered', async () => {
  expect(await failureOf(deregister(ec2().seedImage({ isProtected: true })))).toMatchObject({ name: 'OperationNotPermitted' });
  expect(await failureOf(deregister(ec2().seedImage({ owner: STRANGER, launchPermissions: [{ UserId: ME }] })))).toMatchObject({ name: 'AuthFailure' });
  expect(await failureOf(deregister(ec2().seedImage({ owner: STRANGER })))).toMatchObject({ name: 'InvalidAMIID.NotFound' });
});

test('a description changes; an image that is not available refuses it', async () => {
  const id = ec2().seedImage();
  await redescribe(id, 'new');
  expect(await here.client.send(new DescribeImageAttributeCommand({ ImageId: id, Attribute: 'description' }))).toMatchObject({ Description: { Value: 'new' } });
  expect(await images({ ImageIds: [id] })).toMatchObject([{ Description: 'new' }]);
  await redescribe(id, '');
  expect(ec2().images()).toMatchObject([{ description: '' }]);

  const pending = ec2().seedImage({ pendingUntil: here.clock.now() + 1 });
  expect(await failureOf(redescribe(pending, 'x'))).toMatchObject({ name: 'IncorrectState' });
  expect(await failureOf(redescribe(ec2().seedImage({ state: 'failed', stateReason: 'why' }), 'x'))).toMatchObject({ name: 'IncorrectState' });
});

test('launch permissions are added and removed; twice is as once', async () => {
  const id = ec2().seedImage();
  const organization = { OrganizationArn: 'arn:aws:organizations::111122223333:organization/o-abcdefghij' };
  const unit = { OrganizationalUnitArn: 'arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-12345678' };
  await share(id, { Add: [{ UserId: STRANGER }, organization, unit] });
  await share(id, { Add: [{ UserId: STRANGER }] });
  expect(await permissions(id)).toEqual([{ UserId: STRANGER }, organization, unit]);
  await share(id, { Remove: [organization, { UserId: ME }] });
  expect(await permissions(id)).toEqual([{ UserId: STRANGER }, unit]);
});

test('an image encrypted by the default key cannot be shared', async () => {
  const byDefault = ec2().seedSnapshot({ encrypted: true, kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/aws/ebs' });
  const byOwn = ec2().seedSnapshot({ encrypted: true, kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/mine' });
  const Add = [{ UserId: STRANGER }];
  expect(await failureOf(share(ec2().seedImage({ snapshotIds: [byDefault] }), { Add }))).toMatchObject({ name: 'InvalidParameter' });
  await share(ec2().seedImage({ snapshotIds: [byOwn] }), { Add });
});

test('snapshots are listed by id, by owner and by filter', async () => {
  const mine = ec2().seedSnapshot({ description: 'Created by AWS-VMImport service for import-ami-1', tags: { a: 'b' } });
  const shared = ec2().seedSnapshot({ owner: STRANGER, sharedWith: [ME] });
  const hidden = ec2().seedSnapshot({ owner: STRANGER });
  expect(await snapshots({})).toEqual([mine, shared]);
  expect(await snapshots({ OwnerIds: ['self'] })).toEqual([mine]);
  expect(await snapshots({ SnapshotIds: [mine, hidden] })).toEqual([mine]);
  expect(await snapshots({ Filters: [{ Name: 'tag:a', Values: ['b'] }] })).toEqual([mine]);
  expect(await snapshots({ Filters: [{ Name: 'description', Values: ['*import-ami-1'] }] })).toEqual([mine]);
  expect(await failureOf(snapshots({ SnapshotIds: [NO_SNAPSHOT] }))).toMatchObject({ name: 'InvalidSnapshot.NotFound' });
});

test('a snapshot is not deleted while an image stands on it', async () => {
  const snapshot = ec2().seedSnapshot();
  const image = ec2().seedImage({ snapshotIds: [ec2().seedSnapshot(), snapshot] });
  expect(await failureOf(deleteSnapshot(snapshot))).toMatchObject({ name: 'InvalidSnapshot.InUse', message: expect.stringContaining(image) });
  await deregister(image);
  await deleteSnapshot(snapshot);
  expect(await failureOf(deleteSnapshot(snapshot))).toMatchObject({ name: 'InvalidSnapshot.NotFound' });
  expect(await failureOf(deleteSnapshot(ec2().seedSnapshot({ owner: STRANGER })))).toMatchObject({ name: 'AuthFailure' });
});

test('a copy has other ids and the same tags', async () => {
  const id = ec2().seedImage({ tags: { a: 'b' } });
  const copy = ec2().copyImage(id);
  const [original, other] = ec2().images();
  expect(other).toMatchObject({ id: copy, tags: original.tags });
  expect(other.snapshotIds).not.toEqual(original.snapshotIds);
  expect(ec2().tagsOf(other.snapshotIds[0])).toEqual(new Map([['a', 'b']]));
});
