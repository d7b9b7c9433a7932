import { Duration, Stack } from 'aws-cdk-lib';
import { byolThroughImageBuilder, byolWorkspaceImage } from './byol-workspace-image';
import { MINUTE, other, World } from './world';
import { ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport } from '../../src';
import { Variants } from '../cloudformation/variants';
import { ServiceError } from '../local-aws/service';
import { WORKSPACES_RATE } from '../local-aws/workspaces/workspaces';

/*
 * What only WorkSpaces can do to us.
 */

let world: World;

beforeEach(async () => {
  world = await World.start();
  byolWorkspaceImage.course(world, { minutes: 95 });
});

afterEach(() => world.stop());

const image = (more: object = {}) => (stack: Stack) => byolWorkspaceImage.define(stack, { color: 'red', ...more });
const account = () => byolWorkspaceImage.account(world);
const RED = byolWorkspaceImage.image('red');
const wsi = () => world.aws.workspaces.images()[0];
const failures = () => world.reasons('DELETE_FAILED')[0];

/** An image with a name of the user's. */
const named = (imageName: string, color = 'red', sharedAccountIds?: string[]) => (stack: Stack) => {
  new ByolWorkspaceImage(stack, 'Image', {
    importMethod: ByolImportMethod.standard(Ec2VmImport.fromImageId(stack, color, `ami-0000000${color === 'red' ? 1 : 2}`).toMachineImage()),
    imageName, sharedAccountIds, timeout: Duration.hours(2),
  });
};

describe('a Delete during an import', () => {
  test.each([1, 50, 94])('that began %d minutes ago is done as soon as it has ended', async (minutes) => {
    await world.begin(image(), minutes);
    const began = world.clock.now();
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect((world.clock.now() - began) / MINUTE).toBeLessThan(95 - minutes + 20);
    expect(account()).toEqual([]);
    expect(world.aws.calls.filter(({ errorCode }) => errorCode === 'InvalidResourceStateException')).toEqual([]);
  });

  test('that takes longer than anybody expects fails, says from when, and can be repeated', async () => {
    byolWorkspaceImage.course(world, { minutes: 600 });
    await world.begin(image(), 30);
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect(failures()).toMatch(/BYOL import cannot be deleted yet: a WorkSpaces image cannot be deleted while it is being imported; wsi-\w+ can be when .* began at 2026/);
    await world.clock.advance(400 * MINUTE);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(account()).toEqual([]);
  });
});

describe('an image that is in use', () => {
  beforeEach(() => world.deploy(image()));

  test('waits for the bundle to go', async () => {
    const bundle = world.aws.workspaces.seedBundle(wsi().id);
    world.clock.schedule(5 * MINUTE, () => world.aws.workspaces.deleteBundle(bundle));
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(account()).toEqual([]);
  });

  test('is named after ten minutes, with its user, and stays', async () => {
    const bundle = world.aws.workspaces.seedBundle(wsi().id);
    const began = world.clock.now();
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect((world.clock.now() - began) / MINUTE).toBeLessThan(20);
    expect(failures()).toContain(`is associated with the bundle ${bundle}. A bundle uses the image`);
    expect(account()).toEqual(RED);
  });
});

test('it is shared and unshared in place, and what others have granted stays until it is deleted', async () => {
  await world.deploy(named('desktop', 'red', ['222222222222', '333333333333']));
  expect([...wsi().sharedWith]).toEqual(['222222222222', '333333333333']);
  wsi().sharedWith.add('999999999999');
  expect(await world.deploy(named('desktop', 'red', ['333333333333', '444444444444']))).toBe('UPDATE_COMPLETE');
  expect([...wsi().sharedWith].sort()).toEqual(['333333333333', '444444444444', '999999999999']);
  expect(byolWorkspaceImage.starts(world)).toBe(1);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

describe('a name of one\'s own', () => {
  const names = () => world.aws.workspaces.images().map(({ input }) => input.ImageName);

  test('is the name', async () => {
    expect(await world.deploy(named('desktop'))).toBe('CREATE_COMPLETE');
    expect(names()).toEqual(['desktop']);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(names()).toEqual([]);
  });

  test('that is taken is refused, and whose it is stays', async () => {
    world.aws.workspaces.seedImage({ ImageName: 'desktop' }, 200 * MINUTE);
    expect(await world.deploy(named('desktop'))).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(/ResourceAlreadyExistsException: .* Choose another imageName/);
    expect(names()).toEqual(['desktop']);
  });

  test('must change with what replaces the image', async () => {
    await world.deploy(named('desktop'));
    expect(await world.deploy(named('desktop', 'blue'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.reasons('UPDATE_FAILED')[0]).toMatch(/this change needs a new one, but imageName 'desktop' was set by you/);
    expect(await world.deploy(named('desktop-2', 'blue'))).toBe('UPDATE_COMPLETE');
    expect(names()).toEqual(['desktop-2']);
    expect(byolWorkspaceImage.starts(world)).toBe(2);
  });

  describe('whose image somebody has taken over by removing its tags', () => {
    beforeEach(async () => {
      await world.deploy(named('one'));
      wsi().tags.clear();
    });

    test('can change: another one is imported, and theirs stays', async () => {
      expect(await world.deploy(named('two', 'blue'))).toBe('UPDATE_COMPLETE');
      expect(names()).toEqual(['one', 'two']);
      expect(Object.values(world.stack.resources).flatMap(({ attributes }) => attributes.ImageName ?? [])).toEqual(['two']);
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(names()).toEqual(['one']);
    });

    test('is found again by a rollback', async () => {
      world.cfn.conditions.faults.create.Other = 'it broke';
      expect(await world.deploy((stack) => {
        named('two', 'blue')(stack);
        other(stack).node.addDependency(stack.node.findChild('Image'));
      })).toBe('UPDATE_ROLLBACK_COMPLETE');
      await world.runOut();
      expect(names()).toEqual(['one']);
    });
  });

  test.each<Partial<Variants>>([
    { rollbackUpdate: 'old id', failedNewId: 'sent' }, { rollbackUpdate: 'old id', failedNewId: 'lost' },
    { rollbackUpdate: 'new id', failedNewId: 'sent' }, { rollbackUpdate: 'none', failedNewId: 'sent' },
  ])('is found again by a rollback, %j', async (variants) => {
    await world.stop();
    world = await World.start(variants);
    byolWorkspaceImage.course(world, { minutes: 95 });
    await world.deploy(named('desktop', 'red'));
    byolWorkspaceImage.course(world, { minutes: 95, failure: 'PendingReboot: Restart it.' });
    expect(await world.deploy(named('desktop-2', 'blue'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    await world.runOut();
    expect(names()).toEqual(['desktop']);
    expect(byolWorkspaceImage.starts(world)).toBe(2);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(names()).toEqual([]);
  });
});

describe('an import through Image Builder that the listing does not hold while it runs', () => {
  beforeEach(() => { world.aws.workspaces.settings.pendingListed = false; });

  test('is started once, and waited for', async () => {
    expect(await world.deploy((stack) => byolThroughImageBuilder.define(stack, { color: 'red' }))).toBe('CREATE_COMPLETE');
    expect(byolWorkspaceImage.starts(world)).toBe(1);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(account()).toEqual([]);
  });

  test('says why when it fails', async () => {
    byolWorkspaceImage.course(world, { minutes: 95, failure: 'PendingReboot: Restart it.' });
    expect(await world.deploy((stack) => byolThroughImageBuilder.define(stack, { color: 'red' }))).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(/PendingReboot: Restart it\. Windows waits for a restart\..*i-0123456789abcdef0/);
    expect(account()).toEqual([]);
  });
});

test('the AMI stands in for a task that EC2 has forgotten', async () => {
  world.aws.workspaces.settings.sourceProblem = ({ Ec2ImportTaskId: task }) =>
    task === undefined ? undefined : new ServiceError('ResourceNotFoundException', `The task ${task} was not found.`);
  expect(await world.deploy((stack) => {
    const known = Ec2VmImport.fromEc2VmImportAttributes(stack, 'Known', { imageId: 'ami-00000001', importTaskId: 'import-ami-0123456789abcdef0' });
    new ByolWorkspaceImage(stack, 'Image', {
      importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromVmImport(known), {
        infrastructureConfigurationArn: 'arn:aws:imagebuilder:us-east-1:111122223333:infrastructure-configuration/desktops', osVersion: ByolOsVersion.WINDOWS_11,
      }),
    });
  })).toBe('CREATE_COMPLETE');
  expect(wsi().input).toMatchObject({ ImageSource: { Ec2ImageId: 'ami-00000001' } });
});

describe('through Image Builder', () => {
  const ARN = 'arn:aws:imagebuilder:us-east-1:111122223333';
  const fromBuild = (build: string, infrastructure = 'desktops') => (stack: Stack) => {
    new ByolWorkspaceImage(stack, 'Image', {
      importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromImageBuildVersionArn(build), {
        infrastructureConfigurationArn: `${ARN}:infrastructure-configuration/${infrastructure}`, osVersion: ByolOsVersion.WINDOWS_11,
      }),
    });
  };

  test('a build of it becomes a desktop', async () => {
    const build = world.aws.imagebuilder.seedBuild('windows');
    expect(await world.deploy(fromBuild(build))).toBe('CREATE_COMPLETE');
    expect(wsi().input).toMatchObject({ ImageSource: { ImageBuildVersionArn: build } });
  });

  test.each<[string, () => [string, string?], RegExp]>([
    ['a build that is not there', () => [`${ARN}:image/none/1.0.0/1`], /image\/none\/1\.0\.0\/1 does not exist/],
    ['a build that is not done', () => [world.aws.imagebuilder.seedBuild('windows', 'BUILDING')], /image\/windows\/1\.0\.0\/1 is not available/],
    ['a configuration that is not there', () => [world.aws.imagebuilder.seedBuild('windows'), 'none'], /infrastructure-configuration\/none does not exist/],
  ])('%s fails at once, and leaves nothing', async (_, source, reason) => {
    const began = world.clock.now();
    expect(await world.deploy(fromBuild(...source()))).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toMatch(reason);
    expect((world.clock.now() - began) / MINUTE).toBeLessThan(10);
    expect(account()).toEqual([]);
  });
});

test('a disk becomes an AMI and then a desktop', async () => {
  expect(await world.deploy((stack) => {
    const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
    new ByolWorkspaceImage(stack, 'Image', { importMethod: ByolImportMethod.standard(disk.toMachineImage()) });
  })).toBe('CREATE_COMPLETE');
  expect(wsi().input).toMatchObject({ Ec2ImageId: world.aws.ec2.images()[0].id });
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
  expect(world.aws.ec2.images()).toEqual([]);
});

test('six images at once keep to two calls a second', async () => {
  world.aws.limit('workspaces', WORKSPACES_RATE);
  expect(await world.deploy((stack) => {
    for (let i = 0; i < 6; i++) image({ id: `Image${i}` })(stack);
  })).toBe('CREATE_COMPLETE');
  expect(account()).toHaveLength(6);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

test('an image whose tags were removed by hand is theirs, and is used on', async () => {
  await world.deploy(image({ prose: 'one' }));
  for (const key of [...wsi().tags.keys()]) if (key.startsWith('cdk-euc-images:')) wsi().tags.delete(key);
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(wsi().tags.get('Prose')).toBe('one');
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual(RED);
});

test('an image that was deleted by hand is made again by the next update', async () => {
  await world.deploy(image({ prose: 'one' }));
  world.aws.workspaces.deleteImage(wsi().id);
  expect(await world.deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(account()).toEqual(RED);
});

test('a rollback settles for an image that was deleted by hand and could not be made again', async () => {
  const timeout = Duration.hours(2);
  await world.deploy(image({ prose: 'one', timeout }));
  world.aws.workspaces.deleteImage(wsi().id);
  byolWorkspaceImage.course(world, { minutes: 130, failure: byolWorkspaceImage.failure.words });
  expect(await world.deploy(image({ prose: 'two', timeout }))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.reasons('UPDATE_FAILED')[0]).toMatch(/is not done after 2 h/);
  expect(byolWorkspaceImage.starts(world)).toBe(2);
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  expect(account()).toEqual([]);
});

// Found by random sequences (6006:262).
test('an import that nobody waited for any more goes when another one is there, though no update has come to the last link', async () => {
  const timeout = Duration.hours(2);
  byolWorkspaceImage.course(world, { minutes: 130 });
  expect(await world.deploy(image({ timeout }), { rollback: false })).toBe('CREATE_FAILED');
  byolWorkspaceImage.course(world, { minutes: 95 });
  expect(await world.deploy(image({ color: 'blue', timeout }), { rollback: false })).toBe('UPDATE_COMPLETE');
  expect(account()).toEqual(byolWorkspaceImage.image('blue'));
});

test('an account without BYOL is told how to get it', async () => {
  world.aws.workspaces.settings.byolEnabled = false;
  expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
  expect(world.reasons('CREATE_FAILED')[0]).toMatch(/OperationNotSupportedException: .* Enable BYOL under Account Settings/);
});

test('an account with 40 images is told so after ten minutes, and what is in it stays', async () => {
  for (let i = 0; i < 40; i++) world.aws.workspaces.seedImage({ ImageName: `theirs-${i}` }, 200 * MINUTE);
  expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
  expect(world.reasons('CREATE_FAILED')[0]).toMatch(/ResourceLimitExceededException: .* Service Quotas/);
  expect(world.aws.workspaces.images()).toHaveLength(40);
});

test('what others have in the account is never touched', async () => {
  const foreign = world.aws.workspaces.seedImage({ ImageName: 'byol-like' }, 200 * MINUTE);
  await world.deploy(image());
  await world.deploy(image({ color: 'blue' }));
  await world.destroy();
  expect(world.aws.workspaces.images().map(({ id }) => id)).toEqual([foreign]);
  expect(JSON.stringify(world.aws.calls.filter(({ operation }) => /^(Delete|Update|Create)/.test(operation)))).not.toContain(foreign);
});
