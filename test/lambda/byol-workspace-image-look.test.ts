import type { Tag, WorkspaceImage } from '@aws-sdk/client-workspaces';
import { byolWorkspaceImage } from '../../lambda/byol-workspace-image';
import { Circumstances, toObservation } from '../../lambda/byol-workspace-image-maps';
import { WorkSpacesApi } from '../../lambda/byol-workspace-image-port';
import { Change, Order } from '../../lambda/kind';
import { ByolWorkspaceImageProperties } from '../../src/contract/byol-workspace-image';
import { recordingPort } from '../support/calls';

/*
 * What a BYOL import asks WorkSpaces and what it does not, and in which words it tells of its calls and of its failures. What each
 * state means is in byol-workspace-image.test.ts.
 */

const ID = 'byol-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const TASK = 'import-ami-1';
const CREATED = new Date('2026-01-01T12:00:00Z');

const properties: ByolWorkspaceImageProperties = { Description: 'd', Standard: { Ec2ImageId: 'ami-1', IngestionProcess: 'BYOL_REGULAR_WSP' } };
const throughBuilder = (Source: object = { Ec2ImportTaskId: TASK, Ec2ImageId: 'ami-1' }) =>
  ({ Description: 'd', ImageBuilder: { ComputeType: 'BASE', InfrastructureConfigurationArn: 'arn', OsVersion: 'Windows_11', Source } }) as ByolWorkspaceImageProperties;
const order = (more: Partial<Order<ByolWorkspaceImageProperties>> = {}): Order<ByolWorkspaceImageProperties> => ({
  id: ID, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: CREATED, ...more,
});
const toTags = (tags: object): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const MARKS = { 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK };
const image = (State: string, more: Partial<WorkspaceImage> = {}) => ({ ImageId: 'wsi-1', Name: ID, State, Created: CREATED, ...more }) as WorkspaceImage;
const error = (name: string, message = 'no') => Object.assign(new Error(message), { name });
const kindOf = (api: Partial<WorkSpacesApi>) => {
  const { port, calls } = recordingPort<WorkSpacesApi>({ tags: async () => toTags(MARKS), ...api });
  return { kind: byolWorkspaceImage(port), calls };
};
const wanted = async () => undefined;

test('an image without a name is nobody\'s, and its tags are not asked for', async () => {
  const { kind, calls } = kindOf({ images: async () => [image('AVAILABLE', { Name: undefined })] });
  expect(await kind.look(order())).toEqual({ state: 'gone' });
  expect(await kind.find('aaaaaaaaaa', STACK, order())).toEqual([]);
  expect(calls).toEqual([['images'], ['images']]);
});

test('the record of an import that cannot be read is not taken for none', async () => {
  const { kind } = kindOf({ images: async () => [image('PENDING')], customImport: async () => { throw error('ThrottlingException'); } });
  await expect(kind.look(order({ properties: throughBuilder() }))).rejects.toMatchObject({ name: 'ThrottlingException' });
});

test('what bears a name of the chain, but the id of another, is none of it', async () => {
  const { kind } = kindOf({ images: async () => [image('AVAILABLE')], tags: async () => toTags({ ...MARKS, 'cdk-euc-images:id': 'byol-ffffffffff-b-c' }) });
  expect(await kind.find('aaaaaaaaaa', STACK, order({ id: 'other' }))).toEqual([]);
});

describe('an import', () => {
  test('whose name two images bear has started when one of them is ours', async () => {
    const { kind } = kindOf({
      importImage: async () => { throw error('ResourceAlreadyExistsException'); },
      images: async () => [image('AVAILABLE', { ImageId: 'wsi-2', Name: 'desktop' }), image('PENDING')], tags: async (id) => (id === 'wsi-2' ? [] : toTags(MARKS)),
    });
    await expect(kind.create(order({ properties: { ...properties, ImageName: 'desktop' } }), wanted)).rejects.toThrow('the import has started already');
  });

  test.each<[string, Error, object]>([
    ['another error names the task', error('AccessDeniedException', `no access to ${TASK}`), { Ec2ImportTaskId: TASK, Ec2ImageId: 'ami-1' }],
    ['the refused source is no task', error('InvalidParameterValuesException', 'undefined'), { Ec2ImageId: 'ami-1', ImageBuildVersionArn: 'arn' }],
  ])('does not take the second source where %s', async (_, refusal, source) => {
    const { kind, calls } = kindOf({ importCustomImage: async () => { throw refusal; } });
    await expect(kind.create(order({ properties: throughBuilder(source) }), wanted)).rejects.toBe(refusal);
    expect(calls).toHaveLength(1);
  });
});

/** What a look makes of one image; the calls in words. */
function observed(seen: WorkspaceImage, circumstances: Circumstances = {}, what = order(), tags: object = MARKS, api: Partial<WorkSpacesApi> = {}) {
  const { changes, removal, ...more }: any = toObservation(what, [{ image: seen, tags: toTags(tags) }], circumstances, api as WorkSpacesApi);
  const words = (all: unknown) => (Array.isArray(all) ? all.map(({ what: text }: Change) => text) : all);
  return { ...more, changes: words(changes), removal: words(removal), run: async () => removal[0].run() };
}

describe('in words', () => {
  test.each<[string, object, object]>([
    ['it goes', observed(image('AVAILABLE')), { removal: ['delete wsi-1'], changes: [] }],
    ['it is tagged', observed(image('AVAILABLE'), {}, order({ tags: { A: '1' }, tagsBefore: { B: '1' } }), { ...MARKS, B: '1' }), { changes: ['tag wsi-1', 'untag wsi-1'] }],
    ['it is shared', observed(image('AVAILABLE'), { sharedAccounts: ['2'] }, order({
      properties: { ...properties, SharedAccountIds: ['1'] }, before: { ...properties, SharedAccountIds: ['2'] },
    })), { changes: ['share wsi-1 with 1', 'unshare wsi-1 from 2'] }],
    ['it fails with what is told, code or message', observed(image('ERROR', { ErrorCode: 'Novel' })), { reason: 'BYOL import failed: Novel' }],
    ['it fails with a message alone', observed(image('ERROR', { ErrorMessage: 'it broke' })), { reason: 'BYOL import failed: it broke' }],
    ['it fails with both', observed(image('ERROR', { ErrorCode: 'Novel', ErrorMessage: 'it broke' })), { reason: 'BYOL import failed: Novel: it broke' }],
    ['it fails without a word', observed(image('ERROR')), { reason: 'BYOL import failed: the service gives no reason' }],
  ])('%s', (_, seen, expected) => {
    expect(seen).toMatchObject(expected);
  });
});

test('a deletion that is refused for no share is refused', async () => {
  const calls: string[] = [];
  const api: Partial<WorkSpacesApi> = {
    deleteImage: async () => { calls.push('delete'); throw error('InvalidResourceStateException'); }, sharedAccounts: async () => { calls.push('ask'); return []; },
  };
  await expect(observed(image('AVAILABLE'), {}, order(), MARKS, api).run()).rejects.toMatchObject({ name: 'InvalidResourceStateException' });
  expect(calls).toEqual(['delete', 'ask']);
});
