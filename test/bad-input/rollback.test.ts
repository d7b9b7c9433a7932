import { CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { appStreamImage } from '../lifecycle/appstream-image';
import { appStreamImageBuilder } from '../lifecycle/appstream-image-builder';
import { byolWorkspaceImage } from '../lifecycle/byol-workspace-image';
import { ec2VmImport } from '../lifecycle/ec2-vm-import';
import { Subject } from '../lifecycle/subject';
import { World } from '../lifecycle/world';

/*
 * A property that an override has spoilt, in a whole deployment: it fails in our words, nothing is begun for it, and no stack gets
 * stuck. The templates, the framework and the bundles are those that are published.
 */

let world: World;

beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

/** The links of the chain, the first one first. */
const linksOf = (stack: Stack) => stack.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType.startsWith('Custom::'));

describe.each<[string, Subject]>([
  ['Ec2VmImport', ec2VmImport], ['ByolWorkspaceImage', byolWorkspaceImage], ['AppStreamImageBuilder', appStreamImageBuilder], ['AppStreamImage', appStreamImage],
])('%s', (_, subject) => {
  const image = (color: string, spoil: (links: CfnResource[]) => void = () => undefined) => (stack: Stack) => {
    subject.define(stack, { color, timeout: Duration.hours(3) });
    spoil(linksOf(stack));
  };
  const tags = (link: CfnResource) => link.addPropertyOverride('Tags', 'Color=red');
  const said = (status: string) => world.reasons(status).find((reason) => reason.includes('the request cannot be understood: '));

  test.each<[string, (links: CfnResource[]) => void]>([
    ['the first link', ([first]) => tags(first)],
    ['all links', (links) => links.forEach(tags)],
    ['the envelope', ([first]) => first.addPropertyOverride('Minutes', 'some')],
  ])('a creation with a wrong property in %s is rolled back, and nothing was begun', async (_place, spoil) => {
    expect(await world.deploy(image('red', spoil))).toBe('ROLLBACK_COMPLETE');
    expect(said('CREATE_FAILED')).toMatch(/must .*, got .*update cdk-euc-images and deploy again/);
    expect(subject.starts(world)).toBe(0);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
  });

  test('with one in the last link what the others have made goes again', async () => {
    expect(await world.deploy(image('red', (links) => tags(links.at(-1)!)))).toBe('ROLLBACK_COMPLETE');
    expect(said('CREATE_FAILED')).toContain('Tags must hold words with their values, got a text');
    await world.runOut();
    expect(subject.account(world)).toEqual([]);
  });

  test('an update with one is rolled back, and the image stays', async () => {
    expect(await world.deploy(image('red'))).toBe('CREATE_COMPLETE');
    expect(await world.deploy(image('blue', (links) => links.forEach(tags)))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(said('UPDATE_FAILED')).toContain('Tags must hold words with their values, got a text');
    expect(subject.account(world)).toEqual(subject.image('red'));
    expect(subject.starts(world)).toBe(1);
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(subject.account(world)).toEqual([]);
  });
});
