import type { Image, ImageBuilder } from '@aws-sdk/client-appstream';
import { appStreamImage } from '../../lambda/appstream-image';
import { appStreamImageBuilder } from '../../lambda/appstream-image-builder';
import { requireBaseImage, Sight as BuilderSight, toInput, toObservation as toBuilderObservation } from '../../lambda/appstream-image-builder-maps';
import { ImageBuilderApi } from '../../lambda/appstream-image-builder-port';
import { Sight as ImageSight, toObservation as toImageObservation } from '../../lambda/appstream-image-maps';
import { ImageApi } from '../../lambda/appstream-image-port';
import { Change, Order } from '../../lambda/kind';
import { ImagePermissionProperties } from '../../src/contract/appstream-image';
import { recordingPort } from '../support/calls';

/*
 * In which words the two AppStream kinds tell of their calls, what they ask the service, and what they do not. What each state means is
 * in the tests that bear their names.
 */

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const SINCE = new Date('2026-01-01T12:00:00Z');
const idOf = (stem: string, scope = 'aaaaaaaaaa') => `${stem}-${scope}-bbbbbbbbbb-cccccccccc`;
const marks = (id: string) => ({ 'cdk-euc-images:id': id, 'cdk-euc-images:stack': STACK });
const up = (id: string, more: object = {}) => ({ ...marks(id), 'cdk-euc-images:ready': 'true', ...more });
const order = (id: string, properties: object, more: object = {}) => ({
  id, request: 'Update', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: SINCE, ...more,
}) as unknown as Order<any>;
const words = (changes: unknown) => (Array.isArray(changes) ? changes.map(({ what }: Change) => what) : changes);
const error = (name: string) => Object.assign(new Error('no'), { name });

describe('an image builder', () => {
  const ID = idOf('builder');
  const builder = (State: string, more: Partial<ImageBuilder> = {}): ImageBuilder => ({ Name: 'n', Arn: 'arn', State: State as 'RUNNING', CreatedTime: SINCE, ...more });
  const observed = (sight: Partial<BuilderSight>, what = order(ID, { DesiredState: 'RUNNING' })) => {
    const { changes, removal, ...seen }: any = toBuilderObservation(what, { builder: builder('RUNNING'), tags: up(ID), software: [], ...sight }, {} as ImageBuilderApi);
    return { ...seen, changes: words(changes), removal: words(removal) };
  };
  const asked = order(ID, { DesiredState: 'RUNNING', SoftwaresToInstall: ['A'], SoftwaresToUninstall: ['B'] });

  test.each<[string, Partial<BuilderSight>, Order<any> | undefined, object]>([
    ['is started', { builder: builder('STOPPED') }, undefined, { changes: ['start n'], removal: ['delete n'] }],
    ['is stopped', {}, order(ID, { DesiredState: 'STOPPED' }), { changes: ['stop n'] }],
    ['gets software', { software: [{ SoftwareName: 'B', Status: 'INSTALLED' }] }, asked,
      { changes: ['sign n', 'associate software with n', 'disassociate software from n', 'deploy software to n'] }],
    ['is tagged', { tags: { ...up(ID), A: '0', B: '0' } }, order(ID, { DesiredState: 'RUNNING' }, { tags: { A: '1' }, tagsBefore: { A: '0', B: '0' } }),
      { changes: ['tag arn', 'untag arn'] }],
    ['keeps a tag that stays', { tags: { ...up(ID), A: '1' } }, order(ID, { DesiredState: 'RUNNING' }, { tags: { A: '1' }, tagsBefore: { A: '1' } }), { changes: [] }],
    ['tells all that failed', {
      tags: up(ID, { 'cdk-euc-images:tried': 't' }), software: [{ SoftwareName: 'A', Status: 'FAILED_TO_INSTALL' }, { SoftwareName: 'B', Status: 'FAILED_TO_UNINSTALL' }],
    }, asked,
    { state: 'failed', reason: expect.stringContaining('A is FAILED_TO_INSTALL: the service gives no reason; B is FAILED_TO_UNINSTALL: the service gives no reason') }],
  ])('%s', (_, sight, what, expected) => {
    expect(observed(sight, what)).toMatchObject(expected);
  });

  test.each<[string, string, boolean]>([['stands on', 'RUNNING', true], ['stands off', 'STOPPED', true], ['is on its way', 'PENDING', false]])(
    'that %s is asked for its software: %s', async (_, state, asks) => {
      const { port, calls } = recordingPort<ImageBuilderApi>({
        imageBuilders: async () => [builder(state, { Name: ID })], tags: async () => up(ID), software: async () => [],
      });
      await appStreamImageBuilder(port).look(asked);
      expect(calls.map(([name]) => name)).toEqual(['imageBuilders', 'tags', ...asks ? ['software'] : []]);
    });

  test('that is being made has no failed software of nobody\'s', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [builder('RUNNING', { Name: ID })], tags: async () => up(ID) });
    expect(await appStreamImageBuilder(port).look(order(ID, { DesiredState: 'RUNNING' }))).toMatchObject({ state: 'ready', changes: [] });
  });

  test('whose making is refused is not taken for one that is there', async () => {
    const { port } = recordingPort<ImageBuilderApi>({
      imageNamed: async () => [{ Name: 'base', State: 'AVAILABLE' }], createImageBuilder: async () => { throw error('LimitExceededException'); },
    });
    await expect(appStreamImageBuilder(port).create(order(ID, { ImageName: 'base' }), async () => undefined)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test.each<[string, string[] | undefined, string | undefined]>([
    ['software on Windows', ['A'], 'WINDOWS_SERVER_2022'], ['software where the platform is not told', ['A'], undefined], ['none on Linux', undefined, 'ROCKY_LINUX8'],
    ['an empty list on Linux', [], 'ROCKY_LINUX8'],
  ])('may have %s', (_, SoftwaresToInstall, Platform) => {
    const image = { Name: 'base', State: 'AVAILABLE', Platform } as Image;
    expect(() => requireBaseImage({ ImageName: 'base', InstanceType: 't', DesiredState: 'RUNNING', SoftwaresToInstall } as any, [image])).not.toThrow();
  });

  test('in a subnet takes the security group of the VPC where none is named', () => {
    expect(toInput(order(ID, { SubnetId: 's' })).VpcConfig).toEqual({ SubnetIds: ['s'], SecurityGroupIds: undefined });
  });
});

describe('an image', () => {
  const ID = idOf('image');
  const image = (State: string, more: Partial<Image> = {}): Image => ({ Name: 'n', Arn: 'arn', State: State as 'AVAILABLE', CreatedTime: SINCE, ...more });
  const wish = (AccountId: string, AllowFleet = 'true', AllowImageBuilder = 'true') => ({ AccountId, AllowFleet, AllowImageBuilder }) as ImagePermissionProperties;
  const observed = (sight: Partial<ImageSight>, wanted?: ImagePermissionProperties[], before?: ImagePermissionProperties[]) => {
    const calls: unknown[][] = [];
    const share = async (...args: unknown[]) => calls.push(args);
    const what = order(ID, { ImagePermissions: wanted }, { before: { ImagePermissions: before } });
    const { changes, removal, ...seen }: any = toImageObservation(what, { image: image('AVAILABLE'), tags: up(ID), permissions: [], ...sight }, { share } as unknown as ImageApi);
    return { ...seen, changes: words(changes), removal: words(removal), calls, run: async () => { for (const { run } of changes) await run(); } };
  };
  const shared = (...ids: string[]) => ids.map((sharedAccountId) => ({ sharedAccountId, imagePermissions: { allowFleet: true, allowImageBuilder: true } }));

  test.each<[string, object, object]>([
    ['shared and not', observed({ permissions: shared('1', '2') }, [wish('2'), wish('3')], [wish('1'), wish('2')]), { changes: ['share n with 3', 'share n no longer with 1'] }],
    ['unshared, then deleted', observed({ permissions: shared('1') }), { removal: ['share n no longer with 1', 'delete n'] }],
    ['shared anew where only fleets may use it', observed({ permissions: [{ sharedAccountId: '1', imagePermissions: { allowFleet: true, allowImageBuilder: false } }] }, [wish('1')]),
      { changes: ['share n with 1'] }],
  ])('is %s', (_, seen, expected) => {
    expect(seen).toMatchObject(expected);
  });

  test.each<[string, string]>([['true', 'false'], ['false', 'true']])('is shared for the first time, for fleets: %s, for builders: %s', async (fleet, builder) => {
    const { calls, run } = observed({}, [wish('1', fleet, builder)]);
    await run();
    expect(calls).toEqual([['n', '1', { allowFleet: fleet === 'true', allowImageBuilder: builder === 'true' }]]);
  });

  test('tells each reason of its failure once', () => {
    const reason = (ErrorMessage: string) => ({ ErrorCode: 'NOVEL', ErrorMessage });
    const failing = image('FAILED', { ImageErrors: [reason('one'), reason('two'), reason('one')] as any, StateChangeReason: { Code: 'OTHER', Message: 'two' } as any });
    expect(observed({ image: failing }).reason).toBe('AppStream image import failed: NOVEL: one NOVEL: two');
  });

  test.each(['AVAILABLE', 'FAILED', 'DEPRECATED'])('that is %s may be shared with somebody', async (state) => {
    const { port, calls } = recordingPort<ImageApi>({
      images: async () => [image(state, { Name: ID })], tags: async () => up(ID), permissions: async () => [],
    });
    await appStreamImage(port).look(order(ID, {}));
    expect(calls.map(([name]) => name)).toEqual(['images', 'tags', 'permissions']);
  });

  test('that is being made is shared with nobody', async () => {
    const { port } = recordingPort<ImageApi>({ images: async () => [image('IMPORTING', { Name: ID })], tags: async () => up(ID) });
    expect(await appStreamImage(port).look(order(ID, {}))).toMatchObject({ state: 'pending', removal: 'the image is IMPORTING' });
  });

  test('that is not there is gone', async () => {
    const { port } = recordingPort<ImageApi>({ images: async () => [] });
    expect(await appStreamImage(port).look(order(ID, {}))).toEqual({ state: 'gone' });
  });
});

test('of all images of the account those under minted names of other chains are not asked', async () => {
  const named = (Name: string) => ({ Name, Arn: Name }) as Image;
  const mine = idOf('image');
  const { port, calls } = recordingPort<ImageApi>({ images: async () => [mine, idOf('image', 'ffffffffff'), 'theirs'].map(named), tags: async (arn) => (arn === mine ? marks(mine) : {}) });
  expect(await appStreamImage(port).find('aaaaaaaaaa', STACK, order(mine, {}))).toEqual([mine]);
  expect(calls).toEqual([['images'], ['tags', mine], ['tags', 'theirs']]);
});
