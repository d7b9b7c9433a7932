import type { Image, SharedImagePermissions } from '@aws-sdk/client-appstream';
import { appStreamImage } from '../../lambda/appstream-image';
import { CURES } from '../../lambda/appstream-image-cures';
import { Sight, toFixed, toInput, toObservation } from '../../lambda/appstream-image-maps';
import { ImageApi } from '../../lambda/appstream-image-port';
import { cureOf } from '../../lambda/cures';
import { Order } from '../../lambda/kind';
import { Failure, NotYet } from '../../lambda/verdicts';
import { AppStreamImageProperties, ImagePermissionProperties } from '../../src/contract/appstream-image';
import { loadModel } from '../local-aws/model';
import { recordingPort } from '../support/calls';

const ID = 'image-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const ARN = `arn:aws:appstream:eu-west-1:123456789012:image/${ID}`;
const MADE = new Date('2026-01-01T12:00:00Z');
const MARKS = { 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK };
const READY = { ...MARKS, 'cdk-euc-images:ready': 'true' };

const properties: AppStreamImageProperties = { AgentSoftwareVersion: 'CURRENT_LATEST', SourceAmiId: 'ami-12345678', IamRoleArn: 'r' };
const order = (more: Partial<Order<AppStreamImageProperties>> = {}): Order<AppStreamImageProperties> => ({
  id: ID, request: 'Update', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: MADE, ...more,
});
const image = (State: string, more: Partial<Image> = {}): Image => ({ Name: ID, Arn: ARN, State: State as 'AVAILABLE', CreatedTime: MADE, ...more });
const sight = (State: string, more: Partial<Sight> = {}): Sight => ({ image: image(State), tags: READY, permissions: [], ...more });
const shared = (...ids: string[]): SharedImagePermissions[] =>
  ids.map((sharedAccountId) => ({ sharedAccountId, imagePermissions: { allowFleet: true, allowImageBuilder: true } }));
const wish = (AccountId: string, AllowFleet: 'true' | 'false' = 'true'): ImagePermissionProperties => ({ AccountId, AllowFleet, AllowImageBuilder: 'true' });
const sharing = (wanted: ImagePermissionProperties[], before?: ImagePermissionProperties[]) =>
  order({ properties: { ...properties, ImagePermissions: wanted }, before: { ...properties, ImagePermissions: before } });

const error = (name: string) => Object.assign(new Error('no'), { name });
const ok = async () => undefined;
const dryOk: ImageApi['importImage'] = async ({ DryRun }) => { if (DryRun) throw error('DryRunOperationException'); };

/** An observation with its calls run, so that it can be compared. */
async function observed(what: Sight, by = order()) {
  const { port, calls } = recordingPort<ImageApi>({ share: ok, unshare: ok, deleteImage: ok, tag: ok, untag: ok });
  const seen = toObservation(by, what, port) as any;
  for (const key of ['changes', 'removal']) {
    if (!Array.isArray(seen[key])) continue;
    calls.length = 0;
    for (const { run } of seen[key]) await run();
    seen[key] = [...calls];
  }
  return seen;
}

const OUTPUTS = { ImageArn: ARN, ImageName: ID };
const DELETE = [['deleteImage', ID]];
const PASSING = ['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING', 'DELETING'];

describe('a look', () => {
  test.each<[string, Sight, object]>([
    ...PASSING.map((state): [string, Sight, object] => [
      `an image that is ${state}`, sight(state), { state: 'pending', detail: `the image is ${state}`, removal: `the image is ${state}` },
    ]),
    ['a state that nobody knows', sight('DREAMING'), { state: 'pending', detail: 'the image is DREAMING', removal: DELETE }],
    ...['AVAILABLE', 'DEPRECATED'].map((state): [string, Sight, object] => [
      `one that is ${state}`, sight(state),
      { state: 'ready', outputs: OUTPUTS, changes: [], removal: DELETE, retained: false, since: MADE },
    ]),
    ['one that has just come', sight('AVAILABLE', { tags: MARKS }), { changes: [['tag', ARN, READY]] }],
    ['one that is retained', sight('AVAILABLE', { tags: { ...READY, 'cdk-euc-images:retain': 'true' } }),
      { retained: true, changes: [['untag', ARN, ['cdk-euc-images:retain']]] }],
    ['one that is shared', sight('AVAILABLE', { permissions: shared('1', '2') }),
      { changes: [], removal: [['unshare', ID, '1'], ['unshare', ID, '2'], ...DELETE] }],
    ['one that failed', sight('FAILED'), { state: 'failed', reason: 'AppStream image import failed: the service gives no reason', outputs: OUTPUTS, removal: DELETE, since: MADE }],
    ['one that failed and says why, twice', sight('FAILED', {
      image: image('FAILED', {
        StateChangeReason: { Code: 'IMAGE_IMPORT_FAILURE', Message: 'no TPM' }, ImageErrors: [{ ErrorCode: 'VALIDATION_ERROR', ErrorMessage: 'no TPM' }],
      }),
    }), { reason: expect.stringMatching(/^AppStream image import failed: VALIDATION_ERROR: no TPM\. The AMI must boot by UEFI .* partition table\.$/) }],
    ['one that failed and says little', sight('FAILED', { image: image('FAILED', { StateChangeReason: { Code: 'INTERNAL_ERROR', Message: 'sorry' } }) }),
      { reason: expect.stringMatching(/INTERNAL_ERROR: sorry\. The service does not say more\./) }],
  ])('at %s', async (_, what, expected) => {
    expect(await observed(what)).toMatchObject(expected);
  });

  test('has a row for every state of the service', () => {
    expect([...loadModel('appstream').shapes.ImageState.enum!].sort()).toEqual([...PASSING, 'AVAILABLE', 'DEPRECATED', 'FAILED'].sort());
  });
});

describe('in place', () => {
  const both = { allowFleet: true, allowImageBuilder: true };
  test.each<[string, Sight, Order<AppStreamImageProperties>, unknown[][]]>([
    ['it is shared', sight('AVAILABLE', { permissions: shared('1') }), sharing([wish('1'), wish('2')]), [['share', ID, '2', both]]],
    ['what is shared changes', sight('AVAILABLE', { permissions: shared('1') }), sharing([wish('1', 'false')]),
      [['share', ID, '1', { allowFleet: false, allowImageBuilder: true }]]],
    ['it is shared no longer', sight('AVAILABLE', { permissions: shared('1', '2') }), sharing([wish('2')], [wish('1'), wish('2')]), [['unshare', ID, '1']]],
    ['what others have shared stays', sight('AVAILABLE', { permissions: shared('9') }), sharing([], [wish('1')]), []],
    ['nothing is to do', sight('AVAILABLE', { permissions: shared('1') }), sharing([wish('1')]), []],
    ['a tag is added', sight('AVAILABLE'), order({ tags: { A: '1' } }), [['tag', ARN, { A: '1', ...READY }]]],
    ['a tag is removed', sight('AVAILABLE', { tags: { ...READY, A: '1' } }), order({ tagsBefore: { A: '1' } }), [['untag', ARN, ['A']]]],
  ])('%s', async (_, what, by, changes) => {
    expect(await observed(what, by)).toMatchObject({ state: 'ready', changes });
  });
});

describe('a deletion that the service refuses', () => {
  const remove = async (name: string) => {
    const { port } = recordingPort<ImageApi>({ deleteImage: async () => { throw error(name); } });
    for (const { run } of (toObservation(order(), sight('AVAILABLE'), port) as any).removal) await run();
  };

  test('by state is not yet', async () => {
    await expect(remove('OperationNotPermittedException')).rejects.toThrow(NotYet);
  });

  test('for its use goes on to the engine', async () => {
    await expect(remove('ResourceInUseException')).rejects.toMatchObject({ name: 'ResourceInUseException' });
  });
});

describe('the request to the service', () => {
  const everything: Required<AppStreamImageProperties> = {
    AgentSoftwareVersion: 'ALWAYS_LATEST', Applications: [{ Name: 'a', AbsoluteAppPath: 'C:\\a.exe' }], Description: 'd', DisplayName: 'n', IamRoleArn: 'r',
    ImageName: 'mine', ImagePermissions: [wish('1')], IntendedInstanceType: 't', Revision: '2', SourceAmiId: 'ami-1', WorkspaceImageId: 'wsi-1',
  };

  test('holds everything, in the types of the service', () => {
    expect(toInput(order({ properties: everything, tags: { A: '1' } }))).toEqual({
      AgentSoftwareVersion: 'ALWAYS_LATEST', AppCatalogConfig: [{ Name: 'a', AbsoluteAppPath: 'C:\\a.exe' }], Description: 'd', DisplayName: 'n', IamRoleArn: 'r',
      Name: 'mine', RuntimeValidationConfig: { IntendedInstanceType: 't' }, SourceAmiId: 'ami-1', Tags: { A: '1', ...MARKS }, WorkspaceImageId: 'wsi-1',
    });
  });

  test('bears the id as the name where the user gives none', () => {
    expect(toInput(order())).toMatchObject({ Name: ID, RuntimeValidationConfig: undefined });
  });

  test('imports anew for all but prose, the role, and what changes in place', () => {
    const { Description, DisplayName, IamRoleArn, ImagePermissions, ...fixed } = everything;
    expect(toFixed(everything)).toEqual(fixed);
  });
});

describe('create', () => {
  test('is tried dry first', async () => {
    const { port, calls } = recordingPort<ImageApi>({ importImage: dryOk });
    await appStreamImage(port).create(order(), ok);
    expect(calls).toEqual([['importImage', expect.objectContaining({ DryRun: true })], ['importImage', expect.not.objectContaining({ DryRun: true })]]);
  });

  test('is not made when it is wanted no longer', async () => {
    const { port, calls } = recordingPort<ImageApi>({ importImage: dryOk });
    await expect(appStreamImage(port).create(order(), async () => { throw error('Abandoned'); })).rejects.toMatchObject({ name: 'Abandoned' });
    expect(calls).toHaveLength(1);
  });

  test('is not made when the dry one is refused', async () => {
    const { port, calls } = recordingPort<ImageApi>({ importImage: async () => { throw error('InvalidRoleException'); } });
    await expect(appStreamImage(port).create(order(), ok)).rejects.toMatchObject({ name: 'InvalidRoleException' });
    expect(calls).toHaveLength(1);
  });

  test('from a source that does not exist fails at once', async () => {
    const { port } = recordingPort<ImageApi>({ importImage: async () => { throw error('ResourceNotFoundException'); } });
    await expect(appStreamImage(port).create(order(), ok)).rejects.toThrow(Failure);
  });

  test('under a minted name that exists has been done already', async () => {
    const { port } = recordingPort<ImageApi>({ importImage: async () => { throw error('ResourceAlreadyExistsException'); } });
    await appStreamImage(port).create(order(), ok);
  });

  test.each<[string, object, boolean]>([['ours has been done already', MARKS, true], ['somebody else\'s fails', {}, false]])(
    'under a name of the user\'s that is %s', async (_, tags, passes) => {
      const { port } = recordingPort<ImageApi>({
        importImage: async () => { throw error('ResourceAlreadyExistsException'); }, images: async () => [image('IMPORTING', { Name: 'mine' })], tags: async () => tags as any,
      });
      const done = appStreamImage(port).create(order({ properties: { ...properties, ImageName: 'mine' } }), ok);
      if (passes) await done;
      else await expect(done).rejects.toThrow("imageName 'mine' is taken by an image that this resource did not make; take another name, or leave it out");
    });
});

describe('a look finds', () => {
  test.each<[string, Image[], object]>([
    ['the id itself', [image('AVAILABLE')], { Theirs: 'yes' }], ['the name that it was given', [image('AVAILABLE', { Name: 'mine' })], {}],
  ])('what somebody has taken over under %s, and leaves it', async (_, images, tags) => {
    const { port } = recordingPort<ImageApi>({ images: async () => images, tags: async () => tags as any });
    expect(await appStreamImage(port).look(order({ properties: { ...properties, ImageName: 'mine' }, held: true }))).toEqual({
      state: 'ready', outputs: { ImageArn: ARN, ImageName: images[0].Name }, changes: [], removal: [], retained: true,
    });
  });

  test('nothing where it has gone since it was listed', async () => {
    const { port } = recordingPort<ImageApi>({ images: async () => [image('AVAILABLE')], tags: async () => undefined });
    expect(await appStreamImage(port).look(order())).toEqual({ state: 'gone' });
    expect(await appStreamImage(port).find('aaaaaaaaaa', STACK, order())).toEqual([]);
  });

  test('nothing under a name that this id has not had before', async () => {
    const { port } = recordingPort<ImageApi>({ images: async () => [image('AVAILABLE', { Name: 'mine' })], tags: async () => ({}) });
    expect(await appStreamImage(port).look(order({ properties: { ...properties, ImageName: 'mine' }, held: false }))).toEqual({ state: 'gone' });
  });

  test.each<[string, Image[], object]>([
    ['there is none', [], {}], ['one of another stack', [image('AVAILABLE')], { ...MARKS, 'cdk-euc-images:stack': 'x' }],
    ['one under a name that was never ours', [image('AVAILABLE', { Name: 'mine' })], {}],
  ])('nothing: %s', async (_, images, tags) => {
    const { port } = recordingPort<ImageApi>({ images: async () => images, tags: async () => tags as any });
    expect(await appStreamImage(port).look(order({ properties: { ...properties, ImageName: 'mine' } }))).toEqual({ state: 'gone' });
  });
});

describe('a look costs', () => {
  test.each([['IMPORTING', []], ['AVAILABLE', [['permissions', ID]]]])('for an image that is %s one listing, its tags, and %j', async (state, more) => {
    const { port, calls } = recordingPort<ImageApi>({ images: async () => [image(state)], tags: async () => READY, permissions: async () => [] });
    await appStreamImage(port).look(order());
    expect(calls).toEqual([['images'], ['tags', ARN], ...more]);
  });
});

/** Which words AppStream uses for a requirement is not documented; an error of another kind must not be taken for one. */
test.each([
  ['IncompatibleImageException: The AMI is encrypted', 'Make the AMI anew without encryption'],
  ['VALIDATION_ERROR: TPM 2.0 is needed', 'Register the AMI'],
  ['VALIDATION_ERROR: more than one volume', 'Make the AMI from an instance with such a volume'],
  ['IMAGE_IMPORT_FAILURE: EC2Launch is too old', 'Update them'],
  ['VALIDATION_ERROR: the role Remote Desktop Services Licensing is installed', 'Remove these roles'],
  ['VALIDATION_ERROR: Windows Server 2016 is not supported', 'Import one of these'],
  ['VALIDATION_ERROR: something else', 'Correct what the message names, then'],
  ['IncompatibleImageException: something else', 'Correct what the message names, and'],
  ['AccessDeniedException: User: arn:aws:iam::1:role/TPM is not authorized to perform: ec2:DescribeImages', 'Allow the action'],
  ['ResourceInUseException: The fleet of the platform uses it', 'Let the fleet use another image'],
  ['ResourceNotFoundException: no volume', 'Check source'],
  ['IMAGE_IMPORT_FAILURE: no', 'Check the requirements of an import'],
])('%s is cured', (words, cure) => {
  expect(cureOf(words, CURES)?.cure.slice(0, cure.length)).toBe(cure);
});
