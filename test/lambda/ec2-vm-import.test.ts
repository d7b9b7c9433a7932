import type { Image, ImportImageTask, Snapshot, Tag } from '@aws-sdk/client-ec2';
import { cureOf } from '../../lambda/cures';
import { ec2VmImport } from '../../lambda/ec2-vm-import';
import { CURES } from '../../lambda/ec2-vm-import-cures';
import { Sight, toFixed, toInput, toObservation } from '../../lambda/ec2-vm-import-maps';
import { Ec2Api } from '../../lambda/ec2-vm-import-port';
import { Observation, Order } from '../../lambda/kind';
import { Ec2VmImportOutputs, Ec2VmImportProperties } from '../../src/contract/ec2-vm-import';
import { recordingPort } from '../support/calls';

const ID = 'vm-import-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const TASK = 'import-ami-0123456789abcdef0';
const AMI = 'ami-0123456789abcdef0';
const SNAP = 'snap-0123456789abcdef0';
const OTHER_SNAP = 'snap-0123456789abcdef1';
const STARTED = new Date('2026-01-01T12:00:00Z');

const properties: Ec2VmImportProperties = { Description: 'd', Disks: [{ Bucket: 'b', Key: 'k.vmdk', Format: 'VMDK' }], RoleName: 'r' };
const order = (more: Partial<Order<Ec2VmImportProperties>> = {}): Order<Ec2VmImportProperties> => ({
  id: ID, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: `${ID}-token`, startedAt: STARTED, ...more,
});

const tags = (more: { [key: string]: string }): Tag[] => Object.entries(more).map(([Key, Value]) => ({ Key, Value }));
const marks = (self: string, more = {}) => ({
  'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK, 'cdk-euc-images:self': self, 'cdk-euc-images:task': TASK, ...more,
});
const task = (Status: string, more: Partial<ImportImageTask> = {}, taskTags = {}): ImportImageTask => ({
  ImportTaskId: TASK, Status,
  Tags: tags({ 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK, 'cdk-euc-images:started': STARTED.toISOString(), ...taskTags }), ...more,
});
const SIGNED = { 'cdk-euc-images:self': AMI };
const image = (more: Partial<Image> = {}, imageTags: object = marks(AMI)): Image => ({
  ImageId: AMI, State: 'available', Description: 'd', CreationDate: STARTED.toISOString(),
  BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId: SNAP } }], Tags: tags(imageTags as any), ...more,
});
/** Made after the task was started, unless it says otherwise. */
const snapshot = (SnapshotId = SNAP, snapshotTags: object = marks(SnapshotId), StartTime = new Date(STARTED.getTime() + 1)): Snapshot =>
  ({ SnapshotId, StartTime, Tags: tags(snapshotTags as any) });

/** An observation with its calls run, so that it can be compared. */
async function observed(sight: Partial<Sight>, what = order()) {
  const { port, calls } = recordingPort<Ec2Api>({
    cancelImportTask: async () => undefined, modifyImage: async () => undefined, deregisterImage: async () => undefined,
    deleteSnapshot: async () => undefined, createTags: async () => undefined, deleteTags: async () => undefined,
  });
  const seen = toObservation(what, { tasks: [], images: [], snapshots: [], launchPermissions: [], ...sight }, port) as any;
  for (const key of ['changes', 'removal']) {
    if (!Array.isArray(seen[key])) continue;
    calls.length = 0;
    for (const { run } of seen[key]) await run();
    seen[key] = [...calls];
  }
  return seen as Observation<Ec2VmImportOutputs>;
}

const OUTPUTS = { ImageId: AMI, ImportTaskId: TASK, SnapshotIds: SNAP };
const DEREGISTER = [['deregisterImage', AMI, true]];
const details = (...ids: string[]) => ({ SnapshotDetails: ids.map((SnapshotId) => ({ SnapshotId })) });

describe('a look', () => {
  test.each<[string, Partial<Sight>, object]>([
    ['nothing', {}, { state: 'gone' }],

    // ---- the task runs: every status of the service, and one that it may add
    ...['active', 'updating', 'validating', 'validated', 'converting', 'something new'].map((status): [string, Partial<Sight>, object] => [
      `a task that is ${status}`, { tasks: [task(status, { Progress: '19', StatusMessage: 'working' })] },
      { state: 'pending', detail: '19% working', removal: [['cancelImportTask', TASK]] },
    ]),
    ['a task without any word', { tasks: [task('active')] }, { state: 'pending', detail: 'active' }],

    // ---- the task failed
    ['a task that is being deleted', { tasks: [task('deleting', { StatusMessage: 'Nope' })] },
      { state: 'failed', reason: 'VM import failed: Nope', since: STARTED, removal: 'the import task is being cancelled' }],
    ['a task that was deleted', { tasks: [task('deleted', { StatusMessage: 'ClientError: Unknown OS / Missing OS files.' })] },
      { state: 'failed', removal: [], reason: expect.stringMatching(/^VM import failed: ClientError: Unknown OS .* VM Import found no operating system .* Put the boot disk first/) }],
    ['a failed task without a reason', { tasks: [task('deleted')] }, { state: 'failed', reason: 'VM import failed: the service gives no reason' }],
    ['a failed task and its bare snapshots', { tasks: [task('deleted', details(SNAP))], snapshots: [snapshot(SNAP, {})] },
      { state: 'failed', removal: [['createTags', SNAP, expect.objectContaining({ 'cdk-euc-images:self': SNAP })], ['deleteSnapshot', SNAP]] }],
    ['a failed task and a snapshot that bears another\'s mark', { tasks: [task('deleted', details(SNAP))], snapshots: [snapshot(SNAP, { 'cdk-euc-images:id': 'x' })] },
      { state: 'failed', removal: [] }],
    ['a failed task and a snapshot that is older than it', { tasks: [task('deleted', details(SNAP))], snapshots: [snapshot(SNAP, {}, new Date(0))] },
      { state: 'failed', removal: [] }],
    ['a failed task and a bare snapshot that it does not list', { tasks: [task('deleted')], snapshots: [snapshot(SNAP, {})] }, { state: 'failed', removal: [] }],
    ['the later of two tasks', {
      tasks: [task('deleted', {}, { 'cdk-euc-images:started': '2026-01-01T11:00:00Z' }), task('active', { ImportTaskId: 'import-ami-2', StatusMessage: 'm' })],
    }, { state: 'pending', removal: [['cancelImportTask', 'import-ami-2']] }],

    // ---- the task is done
    ['a task that is done, and no AMI yet', { tasks: [task('completed', { ImageId: AMI })] },
      { state: 'unseen', detail: `the import task ${TASK} is completed, but its AMI ${AMI} is not to be found`, removal: [] }],
    ['a task that is done, and snapshots without their AMI', { tasks: [task('completed', { ImageId: AMI, ...details(SNAP) })], snapshots: [snapshot(SNAP, {})] },
      { state: 'unseen', removal: [['createTags', SNAP, expect.anything()], ['deleteSnapshot', SNAP]] }],
    ['a task that is done, whose AMI was ours once', { tasks: [task('completed', { ImageId: AMI, ...details(SNAP) }, SIGNED)] },
      { state: 'gone', traced: true, outputs: OUTPUTS }],
    ['an AMI that is gone, and its snapshots', { tasks: [task('completed', { ImageId: AMI }, SIGNED)], snapshots: [snapshot()] },
      { state: 'failed', reason: 'the AMI does not exist any more', since: new Date(0), removal: [['deleteSnapshot', SNAP]] }],
    ['snapshots alone', { snapshots: [snapshot()] }, { state: 'failed', since: new Date(0), removal: [['deleteSnapshot', SNAP]] }],
    ['snapshots of a copy, which inherited our mark', { snapshots: [snapshot(OTHER_SNAP, marks(SNAP))] }, { state: 'gone' }],

    // ---- the AMI is there
    ['an AMI in line', { images: [image()], snapshots: [snapshot()] },
      { state: 'ready', outputs: OUTPUTS, changes: [], removal: DEREGISTER, retained: false, since: STARTED }],
    ['an AMI that was disabled by hand', { images: [image({ State: 'disabled' })], snapshots: [snapshot()] }, { state: 'ready', changes: [] }],
    ['an AMI that is retained', { images: [image({}, marks(AMI, { 'cdk-euc-images:retain': 'true' }))], snapshots: [snapshot()] },
      { state: 'ready', retained: true, changes: [['deleteTags', AMI, ['cdk-euc-images:retain']]] }],
    ['a copy of our AMI', { images: [image({ ImageId: 'ami-copy' }, marks(AMI))] }, { state: 'gone' }],
    ['an AMI of another stack', { images: [image({}, marks(AMI, { 'cdk-euc-images:stack': 'other' }))] }, { state: 'gone' }],
    ['an AMI that is being deregistered', { images: [image({ State: 'deregistered' })] }, { state: 'gone' }],
    ...(['pending', 'transient', 'something new'] as Image['State'][]).map((State): [string, Partial<Sight>, object] => [
      `an AMI that is ${State}`, { images: [image({ State })], snapshots: [snapshot()] }, { state: 'pending', detail: `the AMI ${AMI} is ${State}`, removal: DEREGISTER },
    ]),
    ...(['failed', 'error', 'invalid'] as Image['State'][]).map((State): [string, Partial<Sight>, object] => [
      `an AMI that is ${State}`, { images: [image({ State, StateReason: { Message: 'why' } })], snapshots: [snapshot()] },
      { state: 'failed', reason: `VM import failed: the AMI is ${State}: why`, removal: DEREGISTER },
    ]),

    // ---- the AMI is bare, as the service leaves it
    ['a bare AMI of our task', { tasks: [task('completed', { ImageId: AMI })], images: [image({}, {})], snapshots: [snapshot(SNAP, {})] }, {
      state: 'ready',
      outputs: OUTPUTS,
      changes: [['createTags', AMI, marks(AMI)], ['createTags', SNAP, marks(SNAP)], ['createTags', TASK, expect.objectContaining(SIGNED)]],
      removal: [['createTags', AMI, marks(AMI)], ['createTags', SNAP, marks(SNAP)], ...DEREGISTER],
    }],
    ['a bare AMI whose snapshots are not to be seen yet', { tasks: [task('completed', { ImageId: AMI })], images: [image({}, {})] },
      { state: 'pending', detail: `not all snapshots of the AMI ${AMI} are to be seen` }],
    ['an AMI in line, whose task is not signed yet', { tasks: [task('completed', { ImageId: AMI })], images: [image()], snapshots: [snapshot()] },
      { state: 'ready', changes: [['createTags', TASK, expect.objectContaining(SIGNED)]], removal: DEREGISTER, began: STARTED }],
    ['a bare AMI of nobody\'s', { images: [image({}, {})] }, { state: 'gone' }],
    ['an AMI whose mark was removed by hand: theirs now', {
      tasks: [task('completed', { ImageId: AMI }, SIGNED)], images: [image({}, {})], snapshots: [snapshot(SNAP, {})],
    }, { state: 'ready', outputs: OUTPUTS, changes: [], removal: [] }],
    ['a snapshot whose mark was removed by hand stays', { images: [image()], snapshots: [snapshot(SNAP, {})] },
      { state: 'ready', changes: [], removal: [['deregisterImage', AMI, false]] }],
  ])('at %s', async (_, sight, expected) => {
    expect(await observed(sight)).toMatchObject(expected);
  });

  test('never takes the snapshot that it was made from for its own', async () => {
    const source = order({ properties: { ...properties, Disks: [{ SnapshotId: SNAP }] } });
    const old = snapshot(SNAP, {}, new Date(STARTED.getTime() - 1));
    const failed = { tasks: [task('deleted', details(SNAP, OTHER_SNAP))], snapshots: [old, snapshot(OTHER_SNAP, {})] };
    expect(await observed(failed, source)).toMatchObject({ removal: [['createTags', OTHER_SNAP, expect.anything()], ['deleteSnapshot', OTHER_SNAP]] });
    const done = { tasks: [task('completed', { ImageId: AMI })], images: [image({}, {})], snapshots: [old] };
    expect(await observed(done, source)).toMatchObject({
      changes: [['createTags', AMI, expect.anything()], ['createTags', TASK, expect.anything()]],
      removal: expect.arrayContaining([['deregisterImage', AMI, false]]),
    });
  });
});

describe('in place', () => {
  const mine = (more = {}) => ({ images: [image({}, marks(AMI, more))], snapshots: [snapshot(SNAP, marks(SNAP, more))] });
  const users = [{ UserId: '1' }, { OrganizationArn: 'o' }, { OrganizationalUnitArn: 'ou' }];
  test.each<[string, Partial<Sight>, Partial<Order<Ec2VmImportProperties>>, unknown[][]]>([
    ['a tag is added', mine(), { tags: { A: '1' } }, [['createTags', AMI, { A: '1', ...marks(AMI) }], ['createTags', SNAP, { A: '1', ...marks(SNAP) }]]],
    ['a tag is changed', mine({ A: '0' }), { tags: { A: '1' }, tagsBefore: { A: '0' } }, [['createTags', AMI, expect.anything()], ['createTags', SNAP, expect.anything()]]],
    ['a tag is removed', mine({ A: '0' }), { tagsBefore: { A: '0' } }, [['deleteTags', AMI, ['A']], ['deleteTags', SNAP, ['A']]]],
    ['a tag of somebody else\'s stays', mine({ Theirs: 'x' }), { tagsBefore: { A: '0' } }, []],
    ['retained is marked', mine(), { retain: true }, [
      ['createTags', AMI, marks(AMI, { 'cdk-euc-images:retain': 'true' })], ['createTags', SNAP, marks(SNAP, { 'cdk-euc-images:retain': 'true' })],
    ]],
    ['the description is changed', mine(), { properties: { ...properties, Description: 'new' } },
      [['modifyImage', { ImageId: AMI, Description: { Value: 'new' } }]]],
    ['launch permissions are added', { ...mine(), launchPermissions: [users[1]] }, { properties: { ...properties, LaunchPermissions: users } },
      [['modifyImage', { ImageId: AMI, LaunchPermission: { Add: [users[0], users[2]], Remove: [] } }]]],
    ['launch permissions are removed, but not those of others', { ...mine(), launchPermissions: [users[0], { UserId: 'theirs' }] },
      { before: { ...properties, LaunchPermissions: users } }, [['modifyImage', { ImageId: AMI, LaunchPermission: { Add: [], Remove: [users[0]] } }]]],
    ['nothing is to do', { ...mine({ A: '1' }), launchPermissions: users }, { tags: { A: '1' }, properties: { ...properties, LaunchPermissions: users } }, []],
  ])('%s', async (_, sight, what, changes) => {
    expect((await observed(sight, order({ request: 'Update', ...what })) as any).changes).toEqual(changes);
  });
});

const stillWanted = async () => undefined;

describe('the request to the service', () => {
  const everything: Ec2VmImportProperties = {
    Architecture: 'x86_64', BootMode: 'uefi', Description: 'd', Encrypted: 'true', Hypervisor: 'xen', KmsKeyId: 'k', LicenseType: 'BYOL', Platform: 'Windows',
    ClientData: { Comment: 'c', UploadStart: '2026-11-01T00:00:00.000Z', UploadEnd: '2026-11-02T00:00:00.000Z', UploadSize: '40.5' },
    Disks: [{ Bucket: 'b', Key: 'k', Format: 'VHD', DeviceName: '/dev/sda1', Description: 'boot' }, { Url: 'u', Format: 'RAW' }, { SnapshotId: SNAP }],
    LicenseConfigurationArns: ['lic'], Revision: '2', RoleName: 'r', UsageOperation: 'u', LaunchPermissions: [{ UserId: '1' }],
  };

  test('holds everything, in the types of the service', () => {
    expect(toInput(order({ properties: everything, tags: { A: '1' } }))).toEqual({
      Architecture: 'x86_64', BootMode: 'uefi', Description: 'd', Encrypted: true, Hypervisor: 'xen', KmsKeyId: 'k', LicenseType: 'BYOL', Platform: 'Windows',
      ClientData: { Comment: 'c', UploadStart: new Date('2026-11-01'), UploadEnd: new Date('2026-11-02'), UploadSize: 40.5 },
      ClientToken: `${ID}-token`,
      DiskContainers: [
        { UserBucket: { S3Bucket: 'b', S3Key: 'k' }, Format: 'VHD', DeviceName: '/dev/sda1', Description: 'boot' }, { Url: 'u', Format: 'RAW' }, { SnapshotId: SNAP },
      ],
      LicenseSpecifications: [{ LicenseConfigurationArn: 'lic' }],
      RoleName: 'r',
      TagSpecifications: [{
        ResourceType: 'import-image-task',
        Tags: tags({ 'A': '1', 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK, 'cdk-euc-images:started': STARTED.toISOString() }),
      }],
      UsageOperation: 'u',
    });
  });

  test('reads a flag as a flag', () => {
    expect(toInput(order({ properties: { ...properties, Encrypted: 'false' } })).Encrypted).toBe(false);
    expect(toInput(order()).Encrypted).toBeUndefined();
  });

  test('imports anew for all but prose, the role, and what changes in place', () => {
    const { Description, ClientData, LaunchPermissions, RoleName, ...fixed } = everything;
    expect(toFixed({ ...everything })).toEqual({ ...fixed, Disks: fixed.Disks.map((disk) => ({ ...disk, Description: undefined })) });
  });

  test('is tried dry first, without the token', async () => {
    const { port, calls } = recordingPort<Ec2Api>({
      importImage: async ({ DryRun }) => {
        if (DryRun) throw Object.assign(new Error('would have succeeded'), { name: 'DryRunOperation' });
      },
    });
    await ec2VmImport(port).create(order(), stillWanted);
    expect(calls).toEqual([
      ['importImage', expect.objectContaining({ DryRun: true, ClientToken: undefined })], ['importImage', expect.not.objectContaining({ DryRun: true })],
    ]);
  });

  test('is not made when it is not wanted any more', async () => {
    const { port, calls } = recordingPort<Ec2Api>({ importImage: async () => { throw Object.assign(new Error('fine'), { name: 'DryRunOperation' }); } });
    await expect(ec2VmImport(port).create(order(), async () => { throw new Error('not wanted'); })).rejects.toThrow('not wanted');
    expect(calls).toHaveLength(1);
  });

  test('that finds no turn is told to all who wait for one, for a minute', async () => {
    let time = 0;
    const { port } = recordingPort<Ec2Api>({ importImage: async () => { throw Object.assign(new Error('no more'), { name: 'ResourceLimitExceeded' }); } });
    const kind = ec2VmImport(port, () => time);
    expect(kind.refusal!()).toBeUndefined();
    await expect(kind.create(order(), stillWanted)).rejects.toThrow('no more');
    time = 59_999;
    expect(kind.refusal!()).toMatch(/^ResourceLimitExceeded: no more\. .*Raise timeout/);
    time = 60_000;
    expect(kind.refusal!()).toBeUndefined();
  });

  test('is not made when the dry one is denied', async () => {
    const { port, calls } = recordingPort<Ec2Api>({ importImage: async () => { throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' }); } });
    const kind = ec2VmImport(port);
    await expect(kind.create(order(), stillWanted)).rejects.toThrow('no');
    expect(calls).toHaveLength(1);
    expect(kind.refusal!()).toBeUndefined();
  });
});

describe('a look costs', () => {
  test('one listing while the task runs', async () => {
    const { port, calls } = recordingPort<Ec2Api>({ importImageTasks: async () => [task('active'), task('active', {}, { 'cdk-euc-images:id': 'another' })] });
    expect(await ec2VmImport(port).look(order())).toMatchObject({ state: 'pending' });
    expect(calls).toEqual([['importImageTasks']]);
  });

  test('no permissions where none were asked for', async () => {
    const { port, calls } = recordingPort<Ec2Api>({ importImageTasks: async () => [], images: async () => [image()], snapshots: async () => [snapshot()] });
    expect(await ec2VmImport(port).look(order())).toMatchObject({ state: 'ready' });
    expect(calls.map(([name]) => name)).toEqual(['importImageTasks', 'images', 'snapshots']);
  });
});

/** As the services and their users word it, and the beginning of the cure. Sources: the VM Import/Export guide's troubleshooting, and issues of its users. */
test.each([
  ['InvalidParameter: The service role <vmimport> does not exist or does not have sufficient permissions for the service to continue', 'Leave role out'],
  ['ClientError: Disk validation failed [We do not have access to the given resource. Reason 403 Forbidden]', 'Check that the object exists'],
  ['InvalidParameter: The given S3 object is not local to the region.', 'Copy the disk'],
  ['ClientError: Disk validation failed [OVF file parsing error: OVA with chunked disk files is not supported]', 'Export it anew'],
  ['ClientError: Disk validation failed [Unsupported VMDK File Format]', 'Export it as OVF or OVA'],
  ['ClientError: Disk validation failed [Unsupported OVA format]', 'Check the format'],
  ['ClientError: Disk validation failed [Unsupported specified file format]', 'Check the format'],
  ['InvalidParameter: Parameter disk-image-size=0 has an invalid format', 'Check the format'],
  ['ClientError: Footers not identical', 'Export the whole machine'],
  ['ClientError: BLSC-style GRUB found, but unable to detect default kernel', "Run 'grubby"],
  ['ClientError: Unsupported kernel version 4.9.0-8-amd64', 'Boot a supported kernel'],
  ["ClientError: We were unable to read your import's initramfs/initrd to determine what drivers your import requires to run in EC2", 'Check it with lsinitramfs'],
  ['ClientError: Multiple different grub/menu.lst files found.', 'Leave one installation'],
  ['ClientError: Invalid configuration - Could not read fstab', 'Leave one installation'],
  ['ClientError: Unsupported configuration - Logical volume group activation failed', 'Check the volumes'],
  ['ClientError: EFI partition detected. UEFI booting is not supported in EC2.', 'Set bootMode'],
  ['ClientError: Unknown OS / Missing OS files.', 'Put the boot disk first'],
  ['ClientError: No valid partitions. Not a valid volume.', 'Put the boot disk first'],
  ['ClientError: Booter Networking failure/instance not reachable. Please retry after installation of .Net framework 3.5 SP1 or greater.', 'Install .NET'],
  ['FirstBootFailure: This import request failed because the Windows instance failed to boot and establish network connectivity.', 'In the machine enable DHCP'],
  ['InvalidParameterValue: The specified KMS key is not accessible. If this is a default EBS CMK, please retry your request', 'Use an enabled symmetric key'],
  ['ClientError: something that nobody has seen', 'Check it against the requirements'],
  ['UnauthorizedOperation: You are not authorized to perform this operation. User: r is not authorized to use kms:Decrypt', 'Allow the action'],
  ['OperationNotPermitted: The AMI has deregistration protection', 'Disable deregistration protection'],
  ['InvalidSnapshot.InUse: The snapshot snap-1 is currently in use by ami-1', 'Deregister that AMI'],
  ['InvalidSnapshot.NotFound: The snapshot snap-1 does not exist.', 'Check DiskImage.fromSnapshotId()'],
  ['InvalidParameterValue: Value (x) for parameter Platform is invalid.', 'Correct what the message names'],
])('%s is cured', (words, cure) => {
  expect(cureOf(words, CURES)?.cure.slice(0, cure.length)).toBe(cure);
});
