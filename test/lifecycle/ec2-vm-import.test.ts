import { CfnResource, Duration, Stack, Tags } from 'aws-cdk-lib';
import { ec2VmImport } from './ec2-vm-import';
import { MINUTE, other, World } from './world';
import { DiskImage, Ec2VmImport, LaunchPermission } from '../../src';

/*
 * What only VM Import can do to us.
 */

const DAY = 24 * 60 * MINUTE;

let world: World;

beforeEach(async () => {
  world = await World.start();
  ec2VmImport.course(world, { minutes: 30 });
});

afterEach(() => world.stop());

const image = (more: object = {}) => (stack: Stack) => ec2VmImport.define(stack, { color: 'red', ...more });
const account = () => ec2VmImport.account(world);
const RED = ec2VmImport.image('red');
const ami = () => world.aws.ec2.images()[0];

test('twelve imports under a quota of five take turns', async () => {
  expect(await world.deploy((stack) => {
    for (let i = 0; i < 12; i++) image({ id: `Image${i}` })(stack);
  })).toBe('CREATE_COMPLETE');
  expect(world.aws.ec2.images()).toHaveLength(12);
  expect(world.aws.ec2.tasks()).toHaveLength(12);
  expect(world.aws.calls.filter(({ errorCode }) => errorCode === 'ResourceLimitExceeded').length).toBeGreaterThan(0);
});

test('what others have in the account is never touched', async () => {
  const foreign = world.aws.ec2.seedImage({ tags: { Name: 'theirs' } });
  world.aws.ec2.seedTask({ DiskContainers: [{ Format: 'VMDK', Url: 's3://theirs/a.vmdk' }] });
  await world.deploy(image());
  await world.deploy(image({ color: 'blue' }));
  await world.destroy();
  expect(world.aws.ec2.images().map(({ id }) => id)).toEqual([foreign, expect.stringMatching(/^ami-/)]);
  const changed = world.aws.calls.filter(({ operation }) => /^(Delete|Deregister|Modify|Create)/.test(operation));
  expect(JSON.stringify(changed)).not.toContain(foreign);
});

test('copies that inherited our tags stay', async () => {
  await world.deploy(image());
  const copy = world.aws.ec2.copyImage(ami().id);
  await world.destroy();
  expect(world.aws.ec2.images().map(({ id }) => id)).toEqual([copy]);
  expect(world.aws.ec2.snapshots()).toHaveLength(1);
});

test('an AMI whose tags were removed by hand is theirs, and is used on', async () => {
  await world.deploy(image({ prose: 'one' }));
  for (const key of [...ami().tags.keys()]) if (key.startsWith('cdk-euc-images:')) ami().tags.delete(key);
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(ami().description).toBe('one');
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual(RED);
});

describe.each(['copied', 'used'] as const)('a snapshot as the source, which is %s,', (sourceSnapshots) => {
  const fromSnapshot = (id: string) => (stack: Stack) => {
    new Ec2VmImport(stack, 'Image', { disks: [DiskImage.fromSnapshotId(id)] });
  };

  beforeEach(() => {
    world.aws.ec2.settings.sourceSnapshots = sourceSnapshots;
  });

  test('stays when the AMI goes', async () => {
    const source = world.aws.ec2.seedSnapshot();
    expect(await world.deploy(fromSnapshot(source))).toBe('CREATE_COMPLETE');
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.ec2.residue()).toEqual({ tasks: [], images: [], snapshots: [source] });
  });

  test('stays when a later request clears up after its failed import', async () => {
    const source = world.aws.ec2.seedSnapshot();
    await world.deploy(image());
    ec2VmImport.course(world, { minutes: 30, failure: 'ClientError: no' });
    expect(await world.deploy(fromSnapshot(source))).toBe('UPDATE_ROLLBACK_COMPLETE');
    ec2VmImport.course(world, { minutes: 30 });
    expect(await world.deploy(image({ color: 'blue' }))).toBe('UPDATE_COMPLETE');
    expect(world.aws.ec2.snapshots().map(({ id }) => id)).toContain(source);
    expect(world.aws.ec2.snapshots()).toHaveLength(2);
  });

  test('stays when the import fails', async () => {
    const source = world.aws.ec2.seedSnapshot();
    ec2VmImport.course(world, { minutes: 30, failure: 'ClientError: no' });
    expect(await world.deploy(fromSnapshot(source))).toBe('ROLLBACK_COMPLETE');
    expect(world.aws.ec2.residue()).toEqual({ tasks: [], images: [], snapshots: [source] });
  });
});

test('launch permissions and tags are changed in place, and those of others stay', async () => {
  const shared = (accounts: string[], tags: { [key: string]: string }) => (stack: Stack) => {
    const defined = new Ec2VmImport(stack, 'Image', {
      disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], launchPermissions: accounts.map((id) => LaunchPermission.account(id)),
    });
    for (const [key, value] of Object.entries(tags)) Tags.of(defined).add(key, value);
  };
  await world.deploy(shared(['111111111111', '222222222222'], { A: '1', B: '1' }));
  expect(ami().launchPermissions).toEqual([{ UserId: '111111111111' }, { UserId: '222222222222' }]);
  ami().launchPermissions = [...ami().launchPermissions, { UserId: '999999999999' }];
  ami().tags.set('Theirs', 'x');
  await world.deploy(shared(['222222222222', '333333333333'], { B: '2', C: '1' }));
  expect(ami().launchPermissions).toEqual(expect.arrayContaining(['222222222222', '333333333333', '999999999999'].map((UserId) => ({ UserId }))));
  expect(ami().launchPermissions).toHaveLength(3);
  for (const thing of [ami(), ...world.aws.ec2.snapshots()]) {
    const { A, ...tags } = Object.fromEntries(thing.tags);
    expect(A).toBeUndefined();
    expect(tags).toMatchObject({ B: '2', C: '1', Name: 'S/Image' });
  }
  expect(ami().tags.get('Theirs')).toBe('x');
  expect(ec2VmImport.starts(world)).toBe(1);
});

test.each([
  ['the task is not seen for a while', { visibleAfter: 3 * MINUTE }],
  ['the AMI is not seen for a while', { imageVisibleAfter: 3 * MINUTE }],
  ['the AMI is pending for a while', { imagePendingFor: 10 * MINUTE }],
  ['the task has a status that nobody knows', { phases: [{ from: 0, message: 'thinking', progress: '1', status: 'pondering' }] }],
])('%s: it is imported once, and goes with the stack', async (_, course) => {
  world.aws.ec2.settings.course = () => ({ duration: 30 * MINUTE, ...course });
  expect(await world.deploy(image())).toBe('CREATE_COMPLETE');
  expect(account()).toEqual(RED);
  expect(ec2VmImport.starts(world)).toBe(1);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

test.each([5, 20, 40])('a start that is not seen for minutes goes with a stack that is deleted %d seconds later', async (seconds) => {
  world.aws.ec2.settings.course = () => ({ duration: 200 * MINUTE, visibleAfter: 3 * MINUTE });
  await world.begin(image(), 0);
  while (!world.aws.ec2.tasks().length) await world.clock.advance(1000);
  await world.clock.advance(seconds * 1000);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  await world.runOut();
  expect(account()).toEqual([]);
});

test('a start that is not seen for minutes goes with a rollback, too', async () => {
  await world.deploy(image());
  world.aws.ec2.settings.course = () => ({ duration: 200 * MINUTE, visibleAfter: 3 * MINUTE });
  world.cfn.conditions.faults.create.Other = 'broke';
  world.cfn.conditions.durations.Other = 0.4 * MINUTE;
  expect(await world.deploy((stack) => {
    image()(stack);
    other(stack).addDependency(ec2VmImport.define(stack, { color: 'blue', id: 'Second' }).node.defaultChild as CfnResource);
  })).toBe('UPDATE_ROLLBACK_COMPLETE');
  await world.runOut();
  expect(account()).toEqual(RED);
});

test('a start that had to wait until a hand-over is not repeated by the next link, which does not see it yet', async () => {
  world.aws.ec2.settings.course = () => ({ duration: 30 * MINUTE, visibleAfter: 3 * MINUTE });
  const full = world.clock.now() + 51.2 * MINUTE;
  world.aws.faults.add({
    service: 'ec2', operation: 'ImportImage', kind: 'error', code: 'ResourceLimitExceeded', times: Infinity,
    when: ({ input }) => !input.DryRun && world.clock.now() < full,
  });
  expect(await world.deploy(image())).toBe('CREATE_COMPLETE');
  expect(ec2VmImport.starts(world)).toBe(1);
  expect(account()).toEqual(RED);
});

describe('marks that are set in pieces', () => {
  const throttleSnapshotTag = () => world.aws.faults.add({
    service: 'ec2', operation: 'CreateTags', kind: 'throttle', times: 1, when: ({ input }) => JSON.stringify(input).includes('snap-'),
  });

  test('are completed, so that an AMI that was deregistered by hand is known for it', async () => {
    throttleSnapshotTag();
    await world.deploy(image({ prose: 'one' }));
    ami().deregistered = world.clock.now();
    expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
    expect(account()).toEqual(RED);
  });

  test('are completed, so that an AMI that was taken over is known for it', async () => {
    throttleSnapshotTag();
    await world.deploy(image());
    for (const key of [...ami().tags.keys()]) if (key.startsWith('cdk-euc-images:')) ami().tags.delete(key);
    await world.destroy();
    expect(account()).toEqual(RED);
  });

  test('wait for a snapshot that is not listed at first', async () => {
    let looks = 0;
    world.aws.faults.add({
      service: 'ec2', operation: 'DescribeSnapshots', kind: 'error', code: 'InvalidSnapshot.NotFound', times: Infinity,
      when: ({ input }) => JSON.stringify(input).includes('snap-') && looks++ < 3,
    });
    expect(await world.deploy(image())).toBe('CREATE_COMPLETE');
    expect(account()).toEqual(RED);
    await world.destroy();
    expect(account()).toEqual([]);
  });
});

test('an AMI that was deregistered by hand and cannot be made again does not spoil the rollback', async () => {
  await world.deploy(image({ prose: 'one' }));
  ami().deregistered = world.clock.now();
  ec2VmImport.course(world, { minutes: 30, failure: 'ClientError: no' });
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
});

describe('an AMI that was deregistered by hand, that EC2 has forgotten and that cannot be made again', () => {
  const lose = async (timeout: Duration) => {
    await world.deploy(image({ prose: 'one', timeout }));
    ami().deregistered = world.clock.now();
    await world.clock.advance(8 * DAY);
    ec2VmImport.course(world, { minutes: 15, failure: 'ClientError: no' });
    return world.deploy(image({ prose: 'two', timeout }));
  };

  test('does not spoil the rollback of an update that has not come to the last link', async () => {
    expect(await lose(Duration.hours(6))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(account()).toEqual([]);
  });

  // Found by random sequences (4005:551).
  test('can be left out of the rollback where it has', async () => {
    expect(await lose(Duration.minutes(50))).toBe('UPDATE_ROLLBACK_FAILED');
    const [failed] = world.stack.events.filter(({ status }) => status === 'UPDATE_FAILED').slice(-1);
    expect(failed.reason).toMatch(/the rollback cannot restore it; .*VM import failed: ClientError: no/);
    expect(await world.end(world.cfn.continueRollback(world.stack.name, [failed.logicalId]))).toBe('UPDATE_ROLLBACK_COMPLETE');
    ec2VmImport.course(world, { minutes: 15 });
    expect(await world.deploy(image({ prose: 'three', color: 'blue' }))).toBe('UPDATE_COMPLETE');
    expect(account()).toEqual(ec2VmImport.image('blue'));
  });
});

test('an import that ends in the midst of its Delete is deleted, though the rights to what was just tagged come late', async () => {
  await world.begin(image(), 15);
  world.aws.faults.add({ service: 'ec2', operation: 'CancelImportTask', kind: 'throttle', times: Infinity });
  world.aws.faults.add({ service: 'ec2', operation: 'DeregisterImage', kind: 'denied', times: 1 });
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

test('a cancellation that comes too late is none, whatever EC2 calls it', async () => {
  await world.begin(image(), 15);
  world.aws.faults.add({ service: 'ec2', operation: 'CancelImportTask', kind: 'error', code: 'InvalidParameterValue', message: 'is not active', times: 1 });
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

test('after seven days, when the task is forgotten, all goes on', async () => {
  await world.deploy(image({ prose: 'one' }));
  const taskId = Object.values(world.stack.resources).find(({ attributes }) => attributes.ImportTaskId)!.attributes.ImportTaskId;
  expect(taskId).toBe(world.aws.ec2.tasks()[0].id);
  await world.clock.advance(8 * DAY);
  expect(world.aws.ec2.tasks()).toEqual([]);
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(ami().description).toBe('two');
  expect(Object.values(world.stack.resources).find(({ attributes }) => attributes.ImportTaskId)!.attributes.ImportTaskId).toBe(taskId);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

test('an AMI that was deregistered by hand is made again by the next update, and its snapshots go', async () => {
  await world.deploy(image({ prose: 'one' }));
  ami().deregistered = world.clock.now();
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(account()).toEqual(RED);
  expect(ec2VmImport.starts(world)).toBe(2);
});

test('a hanging import ends with the timeout, and its task is cancelled', async () => {
  world.aws.ec2.settings.course = () => ({ duration: 60 * MINUTE, hangsAfter: 20 * MINUTE });
  expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
  expect(world.reasons('CREATE_FAILED')[0]).toMatch(/VM import is not done after 6 h: 19% converting; raise timeout/);
  expect(account()).toEqual([]);
});

test('a role that never becomes right is named with its cure', async () => {
  world.aws.ec2.settings.roleProblem = (role) => `The service role ${role} does not exist or does not have sufficient permissions for the service to continue`;
  expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
  expect(world.reasons('CREATE_FAILED')[0]).toMatch(/service role .* does not exist or does not have sufficient permissions.*Leave role out to have one made/);
  expect(account()).toEqual([]);
});

describe('a Delete that cannot be done', () => {
  beforeEach(() => world.deploy(image()));

  test('of a protected AMI fails with the cure, and can be repeated', async () => {
    Object.assign(ami(), { isProtected: true });
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect(world.reasons('DELETE_FAILED')[0]).toMatch(/Disable deregistration protection/);
    Object.assign(ami(), { isProtected: false });
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(account()).toEqual([]);
  });

  test('of a snapshot that another AMI uses waits, then fails and names it', async () => {
    const user = world.aws.ec2.seedImage({ snapshotIds: world.aws.ec2.snapshots().map(({ id }) => id) });
    const began = world.clock.now();
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect((world.clock.now() - began) / MINUTE).toBeGreaterThanOrEqual(10);
    expect((world.clock.now() - began) / MINUTE).toBeLessThan(13);
    expect(world.reasons('DELETE_FAILED')[0]).toContain(user);
  });
});
