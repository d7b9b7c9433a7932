import type { Image, ImportImageTask, Snapshot, Tag } from '@aws-sdk/client-ec2';
import { ec2VmImport } from '../../lambda/ec2-vm-import';
import { Sight, toFixed, toInput, toObservation } from '../../lambda/ec2-vm-import-maps';
import { Ec2Api, Selection } from '../../lambda/ec2-vm-import-port';
import { Change, Order } from '../../lambda/kind';
import { NotYet } from '../../lambda/verdicts';
import { Ec2VmImportProperties } from '../../src/contract/ec2-vm-import';
import { recordingPort } from '../support/calls';

/*
 * Where a VM import looks for its things, which of several it takes for its own, and in which words it tells of its calls. What each
 * state means is in ec2-vm-import.test.ts.
 */

const SCOPE = 'aaaaaaaaaa';
const ID = `vm-import-${SCOPE}-bbbbbbbbbb-cccccccccc`;
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const TASK = 'import-ami-1';
const AMI = 'ami-1';
const SNAP = 'snap-1';
const STARTED = new Date('2026-01-01T12:00:00Z');
const later = (milliseconds: number) => new Date(STARTED.getTime() + milliseconds);
const BY_TAG: Selection = { filters: [{ Name: 'tag:cdk-euc-images:id', Values: [ID] }] };

const properties: Ec2VmImportProperties = { Description: 'd', Disks: [{ Bucket: 'b', Key: 'k.vmdk', Format: 'VMDK' }], RoleName: 'r' };
const order = (more: Partial<Order<Ec2VmImportProperties>> = {}): Order<Ec2VmImportProperties> => ({
  id: ID, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: STARTED, ...more,
});
const sharing = (more: object = {}) => order({ properties: { ...properties, LaunchPermissions: [{ UserId: '1' }] }, ...more });

const toTags = (tags: object): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const ours = (more: object = {}) => toTags({ 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK, ...more });
const started = (when: Date, more: object = {}) => ours({ 'cdk-euc-images:started': when.toISOString(), ...more });
const task = (Status: string, more: Partial<ImportImageTask> = {}): ImportImageTask => ({ ImportTaskId: TASK, Status, Tags: started(STARTED), ...more });
const done = (more: Partial<ImportImageTask> = {}) => task('completed', { ImageId: AMI, SnapshotDetails: [{ SnapshotId: SNAP }], ...more });
const disk = (id = SNAP) => ({ Ebs: { SnapshotId: id } });
const image = (more: Partial<Image> = {}): Image =>
  ({ ImageId: AMI, State: 'available', Description: 'd', CreationDate: STARTED.toISOString(), BlockDeviceMappings: [disk()], Tags: [], ...more });
const snapshot = (SnapshotId = SNAP, more: Partial<Snapshot> = {}): Snapshot => ({ SnapshotId, StartTime: later(1), Tags: [], ...more });
const marked = (self: string, more: object = {}) => ({ Tags: ours({ 'cdk-euc-images:self': self, 'cdk-euc-images:task': TASK, ...more }) });
const error = (name: string) => Object.assign(new Error('no'), { name });

interface Account {
  readonly tasks?: ImportImageTask[];
  /** What bears tags of ours; all else is known by its id alone. */
  readonly tagged?: (Image | Snapshot)[];
  readonly bare?: (Image | Snapshot)[];
}

/** EC2 with these things in it. */
function account({ tasks = [], tagged = [], bare = [] }: Account, more: Partial<Ec2Api> = {}) {
  const idOf = (thing: Image | Snapshot) => ('ImageId' in thing ? thing.ImageId! : (thing as Snapshot).SnapshotId!);
  const list = (isMeant: (thing: object) => boolean) => async (by: Selection): Promise<any[]> => {
    if ('filters' in by) return tagged.filter(isMeant);
    const found = [...tagged, ...bare].filter((thing) => by.ids.includes(idOf(thing)));
    if (!found.length) throw error(isMeant({ ImageId: '' }) ? 'InvalidAMIID.NotFound' : 'InvalidSnapshot.NotFound');
    return found;
  };
  const { port, calls } = recordingPort<Ec2Api>({
    importImageTasks: async () => tasks, images: list((thing) => 'ImageId' in thing), snapshots: list((thing) => !('ImageId' in thing)),
    launchPermissions: async () => [], ...more,
  });
  return { kind: ec2VmImport(port), calls };
}

describe('a look', () => {
  test.each<[string, Account, unknown[][]]>([
    ['asks by our tag alone where no task tells more', {}, [['images', BY_TAG], ['snapshots', BY_TAG]]],
    ['asks no task of another id', { tasks: [done({ Tags: [] })] }, [['images', BY_TAG], ['snapshots', BY_TAG]]],
    ['asks by id for what a task has made, and believes that it is not there', { tasks: [done()] },
      [['images', BY_TAG], ['images', { ids: [AMI] }], ['snapshots', BY_TAG], ['snapshots', { ids: [SNAP] }]]],
    ['asks by id for the snapshots of what it has found', { tasks: [done({ SnapshotDetails: undefined })], bare: [image(), snapshot()] },
      [['images', BY_TAG], ['images', { ids: [AMI] }], ['snapshots', BY_TAG], ['snapshots', { ids: [SNAP] }]]],
    ['asks once for what two tasks tell', { tasks: [done(), done()] },
      [['images', BY_TAG], ['images', { ids: [AMI] }], ['snapshots', BY_TAG], ['snapshots', { ids: [SNAP] }]]],
    ['asks no more for what our tag has shown', { tasks: [done()], tagged: [image(marked(AMI)), snapshot(SNAP, marked(SNAP))] }, [['images', BY_TAG], ['snapshots', BY_TAG]]],
    ['asks for nothing that is not named', { tasks: [task('deleted', { SnapshotDetails: [{}] })], tagged: [image({ ...marked(AMI), BlockDeviceMappings: undefined })] },
      [['images', BY_TAG], ['snapshots', BY_TAG]]],
    ['asks nothing of a disk without a snapshot', { tagged: [image({ ...marked(AMI), BlockDeviceMappings: [{ VirtualName: 'ephemeral0' }, { Ebs: {} }] })] },
      [['images', BY_TAG], ['snapshots', BY_TAG]]],
  ])('%s', async (_, things, asked) => {
    const { kind, calls } = account(things);
    await kind.look(order());
    expect(calls).toEqual([['importImageTasks'], ...asked]);
  });

  test('does not take a listing that is broken for an empty one', async () => {
    const { kind } = account({ tasks: [done()] }, { images: async (by) => { if ('ids' in by) throw error('InternalError'); return []; } });
    await expect(kind.look(order())).rejects.toThrow('no');
  });

  test.each<[string, Order<Ec2VmImportProperties>, Account, boolean]>([
    ['where some are asked for', sharing(), { tagged: [image(marked(AMI))] }, true],
    ['where some were', order({ before: sharing().properties }), { tagged: [image(marked(AMI))] }, true],
    ['not where none are', order({ before: properties }), { tagged: [image(marked(AMI))] }, false],
    ['not for a Delete', sharing({ request: 'Delete' }), { tagged: [image(marked(AMI))] }, false],
    ['not of an AMI without our mark', sharing(), { tasks: [done()], bare: [image()] }, false],
  ])('asks for the launch permissions %s', async (_, what, things, asks) => {
    const { kind, calls } = account(things);
    await kind.look(what);
    expect(calls.filter(([name]) => name === 'launchPermissions')).toEqual(asks ? [['launchPermissions', AMI]] : []);
  });
});

describe('a chain', () => {
  const other = ID.replace('bbb', 'ddd');
  const find = (tasks: ImportImageTask[], tagged: (Image | Snapshot)[] = []) => account({ tasks, tagged }).kind.find(SCOPE, STACK, order());

  test('is asked for by the beginning of its ids', async () => {
    const { kind, calls } = account({});
    await kind.find(SCOPE, STACK, order());
    const by = { filters: [{ Name: 'tag:cdk-euc-images:id', Values: [`vm-import-${SCOPE}-*`] }] };
    expect(calls).toEqual([['importImageTasks'], ['images', by], ['snapshots', by]]);
  });

  test.each<[string, ImportImageTask[], (Image | Snapshot)[], string[]]>([
    ['its tasks, AMIs and snapshots, each id once', [task('active')], [image(marked(AMI)), snapshot(SNAP, { Tags: ours({ 'cdk-euc-images:id': other }) })], [ID, other]],
    ['nothing of another stack', [task('active', { Tags: ours({ 'cdk-euc-images:stack': 'x' }) })], [], []],
    ['nothing of another chain', [task('active', { Tags: ours({ 'cdk-euc-images:id': 'vm-import-ffffffffff-bbbbbbbbbb-cccccccccc' }) })], [], []],
    ['nothing that bears no tag of ours', [task('active', { Tags: [] })], [], []],
    ['what bears other tags before ours', [task('active', { Tags: [{ Key: 'A', Value: '1' }, ...ours()] })], [], [ID]],
  ])('has %s', async (_, tasks, tagged, ids) => {
    expect(await find(tasks, tagged)).toEqual(ids);
  });
});

/** What a look makes of what was found; the calls in words. */
function observed(sight: Partial<Sight>, what = order(), port: Partial<Ec2Api> = {}) {
  const seen: any = toObservation(what, { tasks: [], images: [], snapshots: [], launchPermissions: [], ...sight }, port as Ec2Api);
  const words = (changes: unknown) => (Array.isArray(changes) ? changes.map(({ what: text }: Change) => text) : changes);
  return { ...seen, changes: words(seen.changes), removal: words(seen.removal), run: async () => seen.removal[0].run() };
}

describe('in words', () => {
  const mine = (more: object = {}): Partial<Sight> => ({ images: [image(marked(AMI, more))], snapshots: [snapshot(SNAP, marked(SNAP, more))] });
  test.each<[string, Partial<Sight>, Order<Ec2VmImportProperties>, object]>([
    ['a task is cancelled', { tasks: [task('active')] }, order(), { removal: [`cancel ${TASK}`] }],
    ['an AMI goes', mine(), order(), { removal: [`deregister ${AMI}`] }],
    ['a bare snapshot goes', { tasks: [task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }] })], snapshots: [snapshot()] }, order(), { removal: [`tag ${SNAP}`, `delete ${SNAP}`] }],
    ['what is bare is marked, and its task signed', { tasks: [done()], images: [image()], snapshots: [snapshot()] }, order(),
      { changes: [`tag ${AMI}`, `tag ${SNAP}`, `sign ${TASK}`], removal: [`tag ${AMI}`, `tag ${SNAP}`, `deregister ${AMI}`] }],
    ['a tag is removed', mine({ A: '1' }), order({ tagsBefore: { A: '1' } }), { changes: [`untag ${AMI}`, `untag ${SNAP}`] }],
    ['a tag that stays is not', mine({ A: '1' }), order({ tags: { A: '1' }, tagsBefore: { A: '0' } }), { changes: [] }],
    ['it is described', { ...mine(), images: [image({ ...marked(AMI), Description: 'old' })] }, order(), { changes: [`describe ${AMI}`] }],
    ['it is shared', mine(), sharing(), { changes: [`change the launch permissions of ${AMI}`] }],
    ['one permission comes and one goes', { ...mine(), launchPermissions: [{ UserId: '2' }] }, sharing({ before: { ...properties, LaunchPermissions: [{ UserId: '2' }] } }),
      { changes: [`change the launch permissions of ${AMI}`] }],
  ])('%s', (_, sight, what, expected) => {
    expect(observed(sight, what)).toMatchObject(expected);
  });
});

describe('of several things', () => {
  const old = (more: Partial<ImportImageTask> = {}) => done({ ImportTaskId: 'import-ami-0', ImageId: 'ami-0', Tags: started(later(-1000)), ...more });
  const signed = (self: string, when = STARTED) => ({ Tags: started(when, { 'cdk-euc-images:self': self }) });

  test.each<[string, ImportImageTask[], string]>([
    ['wherever it stands', [old(), done()], TASK],
    ['also where it stands first', [done(), old()], TASK],
    ['and before one of no known time', [done({ ImportTaskId: 'x', Tags: ours() }), done()], TASK],
    ['also where that stands last', [done(), done({ ImportTaskId: 'x', Tags: ours() })], TASK],
  ])('the later task counts, %s', (_, tasks, id) => {
    expect(observed({ tasks }).detail).toMatch(`the import task ${id} is completed`);
  });

  test('of tasks whose things are gone the one that was handed over tells what they were', () => {
    const tasks = [task('deleted'), old(signed('ami-0', later(-1000)))];
    expect(observed({ tasks })).toMatchObject({ state: 'failed', outputs: { ImageId: 'ami-0', ImportTaskId: 'import-ami-0', SnapshotIds: SNAP } });
  });

  test('a task that was handed over, and tells no snapshots', () => {
    expect(observed({ tasks: [done({ ...signed(AMI), SnapshotDetails: [{}] })] }).outputs).toEqual({ ImageId: AMI, ImportTaskId: TASK, SnapshotIds: '' });
    expect(observed({ tasks: [done({ ...signed(AMI), SnapshotDetails: undefined })] }).outputs).toEqual({ ImageId: AMI, ImportTaskId: TASK, SnapshotIds: '' });
  });

  test('an AMI of an open task comes before one of a task that was handed over', () => {
    const tasks = [old(signed('ami-0', later(-1000))), done()];
    const images = [image({ ImageId: 'ami-0' }), image()];
    expect(observed({ tasks, images, snapshots: [snapshot()] })).toMatchObject({ retained: false, outputs: { ImageId: AMI, ImportTaskId: TASK } });
  });

  test('an AMI whose marks somebody has removed is theirs now, and stays', () => {
    const sight = { tasks: [done(signed(AMI))], images: [image()], snapshots: [snapshot()] };
    expect(observed(sight)).toMatchObject({ state: 'ready', retained: true, changes: [], removal: [] });
  });

  test('an AMI that bears somebody\'s mark is not known by its task', () => {
    const theirs = image({ Tags: toTags({ 'cdk-euc-images:id': 'x' }) });
    expect(observed({ tasks: [done()], images: [theirs] })).toMatchObject({ state: 'unseen' });
  });

  test('an AMI is ours by its mark, though its task was handed over', () => {
    expect(observed({ tasks: [old(), done(signed(AMI))], images: [image(marked(AMI))], snapshots: [snapshot(SNAP, marked(SNAP))] }))
      .toMatchObject({ removal: [`deregister ${AMI}`], changes: [] });
  });

  test('only the task of this very AMI is signed, and only once', () => {
    const tasks = [done(), old(), done({ ImportTaskId: 'import-ami-2', ...signed(AMI) })];
    expect(observed({ tasks, images: [image(marked(AMI))], snapshots: [snapshot(SNAP, marked(SNAP))] }).changes).toEqual([`sign ${TASK}`]);
  });

  test('an AMI is ready when all of its snapshots are to be seen', () => {
    const two = { BlockDeviceMappings: [disk(), disk('snap-2')] };
    const seen = (snapshots: Snapshot[]) => observed({ tasks: [done({ SnapshotDetails: [] })], images: [image(two)], snapshots });
    expect(seen([snapshot()])).toMatchObject({ state: 'pending', detail: `not all snapshots of the AMI ${AMI} are to be seen` });
    expect(seen([snapshot(), snapshot('snap-2')])).toMatchObject({ state: 'ready' });
  });

  test.each<[string, Snapshot[], boolean]>([
    ['all are ours', [snapshot(SNAP, marked(SNAP)), snapshot('snap-2', marked('snap-2'))], true],
    ['one is not', [snapshot(SNAP, marked(SNAP)), snapshot('snap-2')], false],
  ])('the snapshots go with the AMI where %s', async (_, snapshots, withSnapshots) => {
    const gone: unknown[][] = [];
    const images = [image({ ...marked(AMI), BlockDeviceMappings: [disk(), disk('snap-2')] })];
    await observed({ images, snapshots }, order(), { deregisterImage: async (...args) => gone.push(args) }).run();
    expect(gone).toEqual([[AMI, withSnapshots]]);
  });

  test('a bare snapshot is ours only where an open task has made it', () => {
    const removal = (tasks: ImportImageTask[], ...snapshots: Snapshot[]) => observed({ tasks, snapshots }).removal;
    expect(removal([task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }] })], snapshot(SNAP, { StartTime: STARTED }))).toEqual([`tag ${SNAP}`, `delete ${SNAP}`]);
    expect(removal([task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }] })], snapshot(SNAP, { StartTime: undefined }))).toEqual([]);
    expect(removal([task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }], ...signed(AMI) })], snapshot())).toEqual([]);
    expect(removal([task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }], Tags: ours() })], snapshot())).toEqual([]);
  });

  test('a snapshot is measured by the earliest of several open tasks', () => {
    const tasks = [task('deleted', { SnapshotDetails: [{ SnapshotId: SNAP }] }), task('deleted', { ImportTaskId: 'x', Tags: started(later(-2000)) })];
    expect(observed({ tasks, snapshots: [snapshot(SNAP, { StartTime: later(-1000) })] }).removal).toEqual([`tag ${SNAP}`, `delete ${SNAP}`]);
  });

  test('of several open tasks each may have made the AMI', () => {
    const tasks = [old({ ImageId: undefined, SnapshotDetails: [] }), done({ SnapshotDetails: [] })];
    expect(observed({ tasks, images: [image()], snapshots: [snapshot()] }).changes).toEqual([`tag ${AMI}`, `tag ${SNAP}`, `sign ${TASK}`]);
  });

  test('of a bare AMI whose task lists no snapshots, its own are known by it', () => {
    const sight = { tasks: [done({ SnapshotDetails: [] })], images: [image(), image({ ImageId: 'ami-9', BlockDeviceMappings: [disk('snap-9')] })], snapshots: [snapshot(), snapshot('snap-9')] };
    expect(observed(sight).changes).toEqual([`tag ${AMI}`, `tag ${SNAP}`, `sign ${TASK}`]);
  });
});

describe('what the service leaves out', () => {
  test.each<[string, Partial<Sight>, object]>([
    ['the reason of a failed AMI', { images: [image({ ...marked(AMI), State: 'failed' })] }, { reason: 'VM import failed: the AMI is failed: the service gives no reason' }],
    ['the task of a failed AMI', { images: [image({ ...marked(AMI), State: 'failed' })] }, { since: undefined }],
    ['nothing of the task of a failed AMI', { tasks: [done()], images: [image({ State: 'failed' })], snapshots: [snapshot()] }, { state: 'failed', since: STARTED }],
    ['the reason of a failed task', { tasks: [task('deleted')] }, { reason: 'VM import failed: the service gives no reason' }],
    ['the status of a task', { tasks: [task('x', { Status: undefined, StatusMessage: 'm' })] }, { state: 'pending', detail: 'm' }],
    ['the disks of an AMI, and its task', { images: [image({ Tags: ours({ 'cdk-euc-images:self': AMI }), BlockDeviceMappings: undefined })] },
      { outputs: { ImageId: AMI, ImportTaskId: '', SnapshotIds: '' } }],
    ['the snapshot of a disk', { images: [image({ ...marked(AMI), BlockDeviceMappings: [{}, { Ebs: {} }, disk()] })] }, { outputs: { SnapshotIds: SNAP } }],
    ['when an AMI was made', { images: [image({ ...marked(AMI), CreationDate: undefined })] }, { state: 'ready', since: undefined }],
  ])('%s', (_, sight, expected) => {
    expect(observed(sight)).toMatchObject(expected);
  });
});

test.each<[string, string, unknown]>([['refused', 'InvalidParameter', NotYet], ['throttled', 'RequestLimitExceeded', Error]])(
  'a cancellation that is %s', async (_, name, type) => {
    const { run } = observed({ tasks: [task('active')] }, order(), { cancelImportTask: async () => { throw error(name); } });
    const failure = await run().catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(type);
    expect(failure instanceof NotYet ? failure.message : failure.name).toBe(name === 'InvalidParameter' ? 'InvalidParameter: no' : name);
  },
);

test('what the user leaves out is not sent', () => {
  expect(toInput(order({ properties: { ...properties, ClientData: { Comment: 'c' } } })).ClientData).toEqual({ Comment: 'c', UploadSize: undefined });
  expect(toFixed({})).toMatchObject({ Disks: undefined });
});
