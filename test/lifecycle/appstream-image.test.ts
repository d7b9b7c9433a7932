import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { MINUTE, World } from './world';
import { AppStreamImage, AppStreamImageProps, AppStreamImageSource, ByolWorkspaceImage } from '../../src';

/*
 * What only an imported image can do to us.
 */

let world: World;

beforeEach(async () => { world = await World.start(); });
afterEach(() => world.stop());

const ami: ec2.IMachineImage = {
  getImage: () => ({ imageId: 'ami-0123456789abcdef0', osType: ec2.OperatingSystemType.WINDOWS, userData: ec2.UserData.forWindows() }),
};
const image = (props: Partial<AppStreamImageProps> = {}) => (stack: Stack) => {
  new AppStreamImage(stack, 'Image', { source: AppStreamImageSource.fromMachineImage(ami), ...props });
};
const only = () => world.aws.appstream.images()[0];
const accounts = (...ids: string[]) => ({ imagePermissions: ids.map((accountId) => ({ accountId })) });
const [ONE, TWO, THEIRS] = ['222222222222', '333333333333', '999999999999'];

test('a WorkSpaces image is imported without a role', async () => {
  await world.deploy((stack) => image({
    source: AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Desktop', 'wsi-0123456789')),
  })(stack));
  expect(only().input).toMatchObject({ WorkspaceImageId: 'wsi-0123456789' });
  expect(only().input!.IamRoleArn).toBeUndefined();
});

describe('sharing', () => {
  test('is changed in place, and that of others stays', async () => {
    await world.deploy(image(accounts(ONE)));
    only().permissions.set(THEIRS, { allowFleet: true });
    expect(await world.deploy(image({ imagePermissions: [{ accountId: TWO, allowFleet: false }] }))).toBe('UPDATE_COMPLETE');
    expect([...only().permissions]).toEqual([[THEIRS, { allowFleet: true }], [TWO, { allowFleet: false, allowImageBuilder: true }]]);
    expect(world.aws.appstream.made.images).toBe(1);
  });

  test('ends before the image is deleted, that of others too', async () => {
    await world.deploy(image(accounts(ONE)));
    only().permissions.set(THEIRS, { allowFleet: true });
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.images()).toEqual([]);
    expect(world.aws.calls.filter(({ operation, errorCode }) => operation === 'DeleteImage' && errorCode)).toEqual([]);
  });
});

describe('deleted', () => {
  test('while a fleet uses it, it waits, then fails and names the fleet, and can be repeated', async () => {
    await world.deploy(image());
    only().usedBy = 'office-fleet';
    const began = world.clock.now();
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect((world.clock.now() - began) / MINUTE).toBeGreaterThanOrEqual(10);
    expect((world.clock.now() - began) / MINUTE).toBeLessThan(13);
    expect(world.reasons('DELETE_FAILED')[0]).toMatch(/in use by fleet office-fleet.*Let the fleet use another image/);
    only().usedBy = undefined;
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.images()).toEqual([]);
  });

  test('while it is imported, it waits for the end of that, and asks for nothing that is refused', async () => {
    world.aws.appstream.settings.image = () => ({ takes: 60 * MINUTE });
    await world.begin(image(), 5);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.images()).toEqual([]);
    expect(world.aws.calls.filter(({ operation, errorCode }) => operation === 'DeleteImage' && errorCode)).toEqual([]);
  });

  test.each(['AVAILABLE', 'DEPRECATED', 'FAILED'])('while %s it goes at once, and the Delete waits until it is gone', async (state) => {
    await world.deploy(image());
    world.aws.appstream.put(only(), state);
    const began = world.clock.now();
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect((world.clock.now() - began) / MINUTE).toBeGreaterThanOrEqual(4);
    expect(world.aws.appstream.images()).toEqual([]);
  });
});

test('one whose tags somebody has removed is theirs: a rollback leaves it, and so does a Delete', async () => {
  await world.deploy(image());
  for (const key of [...only().tags.keys()]) if (key.startsWith('cdk-euc-images:')) only().tags.delete(key);
  world.cfn.conditions.faults.create.Other = 'it broke';
  expect(await world.deploy((stack) => {
    image(accounts(ONE))(stack);
    new CfnResource(stack, 'Other', { type: 'AWS::SNS::Topic' }).node.addDependency(stack.node.findChild('Image'));
  })).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(world.aws.appstream.images()).toHaveLength(1);
  expect(world.aws.appstream.made.images).toBe(1);
});

describe('what is refused at once', () => {
  test.each<[string, () => void, RegExp]>([
    ['a role that never becomes right', () => { world.aws.appstream.settings.roleProblem = () => 'no trust'; }, /InvalidRoleException: no trust\. .*trust appstream/],
    ['an encrypted AMI', () => { world.aws.appstream.settings.sourceProblem = () => 'The AMI is encrypted.'; }, /IncompatibleImageException: The AMI is encrypted\. .*without encryption/],
  ])('%s fails with its cure, and nothing was begun', async (_, arrange, reason) => {
    arrange();
    expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(reason);
    expect(world.aws.appstream.made.images).toBe(0);
  });
});

describe('a name of the user\'s', () => {
  test('is kept, and found by every request', async () => {
    await world.deploy(image({ imageName: 'golden' }));
    expect(await world.deploy(image({ imageName: 'golden', ...accounts(ONE) }))).toBe('UPDATE_COMPLETE');
    expect(only()).toMatchObject({ name: 'golden' });
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.aws.appstream.images()).toEqual([]);
  });

  test('that somebody else has is refused, and his image is never touched', async () => {
    const theirs = world.aws.appstream.seedImage({ name: 'golden', tags: { Owner: 'them' } });
    expect(await world.deploy(image({ imageName: 'golden' }))).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(/imageName 'golden' is taken by an image that this resource did not make/);
    expect(world.aws.appstream.images()).toEqual([theirs]);
    expect([...theirs.tags]).toEqual([['Owner', 'them']]);
  });

  test('cannot be that of two: a replacement is refused before it begins', async () => {
    await world.deploy(image({ imageName: 'golden' }));
    expect(await world.deploy(image({ imageName: 'golden', revision: '2' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toMatch(/this change needs a new one, but imageName 'golden' was set by you/);
    expect(world.aws.appstream.made.images).toBe(1);
  });
});

test('paths and parameters of applications are in no log', async () => {
  await world.deploy(image({ applications: [{ name: 'app', absoluteAppPath: 'C:\\secret.exe', launchParameters: '--password' }] }));
  expect(only().input!.AppCatalogConfig).toMatchObject([{ Name: 'app', AbsoluteAppPath: 'C:\\secret.exe', LaunchParameters: '--password' }]);
  expect(JSON.stringify(world.cfn.logs)).not.toMatch(/secret|password/);
});
