import { Stack } from 'aws-cdk-lib';
import { appStreamImageBuilder } from './appstream-image-builder';
import { MINUTE, World } from './world';
import {
  AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderProps, AppStreamImageBuilderState, AppStreamInstanceType, AppStreamSoftware,
} from '../../src';

/*
 * What only an image builder can do to us.
 */

const { RUNNING, STOPPED } = AppStreamImageBuilderState;
const [OFFICE, VISIO] = [AppStreamSoftware.OFFICE_2024_LTSC_STANDARD_64_BIT, AppStreamSoftware.VISIO_2024_LTSC_STANDARD_64_BIT];
const BASE = 'AppStream-WinServer2022-06-17-2026';

let world: World;

beforeEach(async () => { world = await World.start(); });
afterEach(() => world.stop());

const builder = (props: Partial<AppStreamImageBuilderProps> = {}) => (stack: Stack) => {
  new AppStreamImageBuilder(stack, 'Image', {
    baseImage: AppStreamBaseImage.fromName(BASE), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, ...props,
  });
};
const only = () => world.aws.appstream.builders()[0];
const state = () => world.aws.appstream.stateOf(only());
const software = () => Object.fromEntries([...only().software].map(([name, { status }]) => [name, status]));
const changes = () => world.aws.calls.filter(({ service, operation }) => service === 'appstream' && !/^(Describe|List|Tag|Untag)/.test(operation))
  .map(({ operation }) => operation);
const minutes = async (work: () => Promise<unknown>) => {
  const began = world.clock.now();
  await work();
  return (world.clock.now() - began) / MINUTE;
};

describe('on and off', () => {
  test('it is up when the deployment has ended', async () => {
    expect(await minutes(() => world.deploy(builder()))).toBeGreaterThanOrEqual(7);
    expect(state()).toBe('RUNNING');
    expect(changes()).toEqual(['CreateImageBuilder']);
  });

  test('it is stopped as soon as it has come up', async () => {
    expect(await world.deploy(builder({ desiredState: STOPPED }))).toBe('CREATE_COMPLETE');
    expect(state()).toBe('STOPPED');
    expect(changes()).toEqual(['CreateImageBuilder', 'StopImageBuilder']);
  });

  test('it is stopped and started in place, with an agent', async () => {
    await world.deploy(builder());
    expect(await world.deploy(builder({ desiredState: STOPPED }))).toBe('UPDATE_COMPLETE');
    expect(state()).toBe('STOPPED');
    expect(await world.deploy(builder({ desiredState: RUNNING, agentVersion: { value: 'LATEST' } as any }))).toBe('UPDATE_COMPLETE');
    expect(state()).toBe('RUNNING');
    expect(only().agentVersion).toBe('LATEST');
    expect(changes()).toEqual(['CreateImageBuilder', 'StopImageBuilder', 'StartImageBuilder']);
  });

  test('a start that fails is named, the rollback settles for it, and what people installed is not thrown away', async () => {
    await world.deploy(builder({ desiredState: STOPPED }));
    world.aws.appstream.settings.start = () => ({ takes: MINUTE, failure: { code: 'SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES', message: 'full' } });
    expect(await world.deploy(builder())).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toMatch(/SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES: full\. The subnet has no free address/);
    expect(state()).toBe('FAILED');
    expect(world.aws.appstream.made.builders).toBe(1);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.builders()).toEqual([]);
  });

  test('one that was deleted by hand is made again by the next change', async () => {
    await world.deploy(builder());
    world.aws.appstream.put(only(), 'GONE');
    expect(await world.deploy(builder({ desiredState: STOPPED }))).toBe('UPDATE_COMPLETE');
    expect(state()).toBe('STOPPED');
    expect(world.aws.appstream.made.builders).toBe(2);
  });
});

describe('software', () => {
  test('is waited for when the builder is made', async () => {
    expect(await minutes(() => world.deploy(builder({ softwaresToInstall: [OFFICE] })))).toBeGreaterThanOrEqual(17);
    expect(software()).toEqual({ [OFFICE.value]: 'INSTALLED' });
    expect(changes()).toEqual(['CreateImageBuilder']);
  });

  test('is changed in place', async () => {
    await world.deploy(builder({ softwaresToInstall: [OFFICE] }));
    expect(await world.deploy(builder({ softwaresToInstall: [VISIO] }))).toBe('UPDATE_COMPLETE');
    expect(software()).toEqual({ [VISIO.value]: 'INSTALLED' });
    expect(world.aws.appstream.made.builders).toBe(1);
  });

  test('of a stopped builder is changed in place: it starts, and is stopped again', async () => {
    await world.deploy(builder({ desiredState: STOPPED }));
    expect(await world.deploy(builder({ desiredState: STOPPED, softwaresToInstall: [OFFICE] }))).toBe('UPDATE_COMPLETE');
    expect(state()).toBe('STOPPED');
    expect(software()).toEqual({ [OFFICE.value]: 'INSTALLED' });
    expect(changes().slice(2)).toEqual(['StartImageBuilder', 'AssociateSoftwareToImageBuilder', 'StartSoftwareDeploymentToImageBuilder', 'StopImageBuilder']);
  });

  test('that cannot be installed is named, and taken back by the rollback', async () => {
    await world.deploy(builder());
    world.aws.appstream.settings.software = () => ({ takes: MINUTE, failure: { code: 'E1', message: 'no license' } });
    expect(await world.deploy(builder({ softwaresToInstall: [OFFICE] }))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toContain(`${OFFICE.value} is FAILED_TO_INSTALL: E1: no license`);
    expect(software()).toEqual({});
    expect(state()).toBe('RUNNING');
  });

  test('that could not be uninstalled is tried again by the next deployment', async () => {
    await world.deploy(builder({ softwaresToInstall: [OFFICE] }));
    await world.deploy(builder());
    only().software.set(VISIO.value, { status: 'INSTALLED' }); // of the base image
    world.aws.appstream.settings.software = () => ({ takes: MINUTE, failure: { code: 'E1', message: 'in use' } });
    expect(await world.deploy(builder({ softwaresToUninstall: [VISIO] }))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toContain(`${VISIO.value} is FAILED_TO_UNINSTALL: E1: in use`);
    world.aws.appstream.settings.software = () => ({ takes: MINUTE });
    expect(await world.deploy(builder({ softwaresToUninstall: [VISIO] }))).toBe('UPDATE_COMPLETE');
    expect(software()).toEqual({});
  });

  test('that could not be installed is tried again by the next one without rollback', async () => {
    await world.deploy(builder());
    world.aws.appstream.settings.software = () => ({ takes: MINUTE, failure: { code: 'E1', message: 'no license' } });
    expect(await world.deploy(builder({ softwaresToInstall: [OFFICE] }), { rollback: false })).toBe('UPDATE_FAILED');
    world.aws.appstream.settings.software = () => ({ takes: MINUTE });
    expect(await world.deploy(builder({ softwaresToInstall: [OFFICE] }), { rollback: false })).toBe('UPDATE_COMPLETE');
    expect(software()).toEqual({ [OFFICE.value]: 'INSTALLED' });
    expect(world.aws.appstream.made.builders).toBe(1);
  });

  test('that cannot be installed when the builder is made leaves nothing', async () => {
    world.aws.appstream.settings.software = () => ({ takes: MINUTE, failure: { code: 'E1', message: 'no license' } });
    expect(await world.deploy(builder({ softwaresToInstall: [OFFICE] }))).toBe('ROLLBACK_COMPLETE');
    expect(world.aws.appstream.builders()).toEqual([]);
  });
});

describe('deleted', () => {
  beforeEach(() => world.deploy(builder()));

  test.each(['RUNNING', 'STOPPED', 'FAILED'])('while %s it goes at once, and the Delete waits until it is gone', async (from) => {
    world.aws.appstream.put(only(), from);
    expect(await minutes(() => world.destroy())).toBeGreaterThanOrEqual(4);
    expect(world.aws.appstream.builders()).toEqual([]);
    expect(changes()).toEqual(['CreateImageBuilder', 'DeleteImageBuilder']);
  });

  test.each([
    'PENDING', 'UPDATING_AGENT', 'STOPPING', 'REBOOTING', 'SNAPSHOTTING', 'DELETING', 'UPDATING', 'PENDING_QUALIFICATION', 'PENDING_SYNCING_APPS',
    'SYNCING_APPS', 'PENDING_IMAGE_IMPORT',
  ])('while %s it waits until that has passed', async (from) => {
    const passed = from === 'DELETING' ? 'GONE' : 'STOPPED';
    only().phases = [{ from: 0, state: from }, { from: world.clock.now() + 20 * MINUTE, state: passed }];
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.builders()).toEqual([]);
    expect(world.aws.calls.filter(({ operation, errorCode }) => operation === 'DeleteImageBuilder' && errorCode)).toEqual([]);
  });

  test('where the service wants it stopped, it is stopped first', async () => {
    world.aws.appstream.settings.deletesRunning = false;
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.builders()).toEqual([]);
    expect(changes().slice(1)).toEqual(['DeleteImageBuilder', 'StopImageBuilder', 'DeleteImageBuilder']);
  });

  test('in a state that does not pass, it fails and says which, and can be repeated', async () => {
    world.aws.appstream.put(only(), 'SNAPSHOTTING');
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect(world.reasons('DELETE_FAILED')[0]).toMatch(/cannot be deleted yet: the image builder is SNAPSHOTTING; delete again later/);
    world.aws.appstream.put(only(), 'STOPPED');
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
  });
});

describe('the base image', () => {
  test.each([
    ['does not exist', 'no-such-image', /base image 'no-such-image' does not exist in this Region/],
    ['is out of date', 'AppStream-WinServer2016-01-01-2020', /is DEPRECATED, and a builder needs one that is AVAILABLE/],
    ['is for fleets', 'fleets', /not for image builders/],
  ])('%s: the deployment fails at once and says so', async (_, name, reason) => {
    world.aws.appstream.seedImage({ name: 'fleets', imageBuilderSupported: false });
    expect(await minutes(async () => {
      expect(await world.deploy(builder({ baseImage: AppStreamBaseImage.fromName(name) }))).toBe('ROLLBACK_COMPLETE');
    })).toBeLessThan(10);
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(reason);
    expect(changes()).toEqual([]);
  });

  test('that is shared is known by its ARN', async () => {
    const { arn } = world.aws.appstream.seedImage({ name: 'shared', owner: '999999999999' });
    expect(await world.deploy(builder({ baseImage: AppStreamBaseImage.fromArn(arn) }))).toBe('CREATE_COMPLETE');
    expect(only().imageArn).toBe(arn);
  });

  test('that is still being made is waited for', async () => {
    const image = world.aws.appstream.seedImage({ name: 'soon' });
    image.phases = [{ from: 0, state: 'IMPORTING' }, { from: world.clock.now() + 30 * MINUTE, state: 'AVAILABLE' }];
    expect(await world.deploy(builder({ baseImage: AppStreamBaseImage.fromName('soon') }))).toBe('CREATE_COMPLETE');
  });
});

describe('a name of the user\'s', () => {
  const named = (imageBuilderName: string, props: Partial<AppStreamImageBuilderProps> = {}) => builder({ imageBuilderName, ...props });
  const large = { instanceType: AppStreamInstanceType.STANDARD_LARGE };

  test('is kept, and found by every request', async () => {
    await world.deploy(named('mine'));
    expect(await world.deploy(named('mine', { desiredState: STOPPED }))).toBe('UPDATE_COMPLETE');
    expect([only().name, state()]).toEqual(['mine', 'STOPPED']);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.builders()).toEqual([]);
  });

  test('that somebody else has is refused, and his builder is never touched', async () => {
    world.aws.appstream.seedBuilder('mine', { Owner: 'them' });
    expect(await world.deploy(named('mine'))).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(/imageBuilderName 'mine' is taken by an image builder that this resource did not make/);
    expect(world.aws.appstream.builders().map(({ name, tags }) => [name, [...tags]])).toEqual([['mine', [['Owner', 'them']]]]);
    expect(changes()).toEqual(['CreateImageBuilder']);
  });

  test('cannot be that of two: a replacement is refused before it begins', async () => {
    await world.deploy(named('mine'));
    expect(await world.deploy(named('mine', large))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toMatch(/this change needs a new one, but imageBuilderName 'mine' was set by you/);
    expect(await world.deploy(named('yours', large))).toBe('UPDATE_COMPLETE');
    expect(world.aws.appstream.builders().map(({ name }) => name)).toEqual(['yours']);
  });

  test('that was changed leaves a builder that a later update clears', async () => {
    await world.deploy(named('one'));
    const denied = world.aws.faults.add({ service: 'appstream', operation: 'DeleteImageBuilder', kind: 'denied', times: Infinity });
    await world.deploy(named('two'));
    await world.deploy(named('three'));
    expect(denied.fired).toBeGreaterThan(0);
    world.aws.faults.clear();
    await world.deploy(named('three', { desiredState: STOPPED }));
    await world.clock.advance(10 * MINUTE);
    expect(world.aws.appstream.builders().map(({ name }) => name)).toEqual(['three']);
  });
});

test('a full account is waited for while something is being deleted', async () => {
  for (let i = 0; i < 10; i++) world.aws.appstream.seedBuilder(`theirs-${i}`);
  const operation = await world.begin(builder(), 5);
  world.aws.appstream.put(world.aws.appstream.builders()[0], 'GONE');
  expect(await world.end(operation)).toBe('CREATE_COMPLETE');
});

test('an operation that is under way is waited for', async () => {
  await world.deploy(builder());
  world.aws.faults.add({ service: 'appstream', operation: 'StopImageBuilder', kind: 'error', code: 'ConcurrentModificationException', times: 20 });
  expect(await world.deploy(builder({ desiredState: STOPPED }))).toBe('UPDATE_COMPLETE');
  expect(state()).toBe('STOPPED');
});

test('what others have in the account is never touched', async () => {
  const foreign = world.aws.appstream.seedBuilder('theirs');
  appStreamImageBuilder.course(world, { minutes: 10 });
  await world.deploy(builder());
  await world.destroy();
  expect(world.aws.appstream.builders()).toEqual([foreign]);
});
