import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescribeCustomWorkspaceImageImportResult, Tag, WorkspaceImage } from '@aws-sdk/client-workspaces';
import { byolWorkspaceImage } from '../../lambda/byol-workspace-image';
import { CURES } from '../../lambda/byol-workspace-image-cures';
import { Candidate, Circumstances, toFixed, toImageBuilderInput, toObservation, toSources, toStandardInput } from '../../lambda/byol-workspace-image-maps';
import { WorkSpacesApi } from '../../lambda/byol-workspace-image-port';
import { cureOf, withCure } from '../../lambda/cures';
import { Change, Observation, Order } from '../../lambda/kind';
import { ByolWorkspaceImageOutputs, ByolWorkspaceImageProperties, ImageBuilderImportProperties } from '../../src/contract/byol-workspace-image';
import { recordingPort } from '../support/calls';

const ID = 'byol-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const OTHER_ID = 'byol-aaaaaaaaaa-dddddddddd-cccccccccc';
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const WSI = 'wsi-012345678';
const AMI = 'ami-0123456789abcdef0';
const TASK = 'import-ami-0123456789abcdef0';
const CREATED = new Date('2026-01-01T12:00:00Z');
const INFRASTRUCTURE = 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/desktops';

const standard = { Ec2ImageId: AMI, IngestionProcess: 'BYOL_REGULAR_WSP' };
const imageBuilder: ImageBuilderImportProperties = {
  ComputeType: 'BASE', InfrastructureConfigurationArn: INFRASTRUCTURE, OsVersion: 'Windows_11', Platform: 'WINDOWS', Protocol: 'DCV',
  Source: { Ec2ImportTaskId: TASK, Ec2ImageId: AMI },
};
const properties: ByolWorkspaceImageProperties = { Description: 'd', Standard: standard };
const throughBuilder: ByolWorkspaceImageProperties = { Description: 'd', ImageBuilder: imageBuilder };
const order = (more: Partial<Order<ByolWorkspaceImageProperties>> = {}): Order<ByolWorkspaceImageProperties> => ({
  id: ID, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: `${ID}-token`, startedAt: CREATED, ...more,
});

const toTags = (tags: object): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const MARKS = { 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK };
const RETAIN = { 'cdk-euc-images:retain': 'true' };
const image = (State: string, more: Partial<WorkspaceImage> = {}): WorkspaceImage =>
  ({ ImageId: WSI, Name: ID, State: State as WorkspaceImage['State'], Created: CREATED, ...more });
const candidate = (State: string, more: Partial<WorkspaceImage> = {}, tags: object = MARKS): Candidate => ({ image: image(State, more), tags: toTags(tags) });
const custom = (State: string, more: object = {}) => ({ ImageId: WSI, State, ...more }) as DescribeCustomWorkspaceImageImportResult;

/** An observation with its calls run, so that it can be compared. */
async function observed(candidates: Candidate[], circumstances: Circumstances = {}, what = order()) {
  const done = async () => undefined;
  const { port, calls } = recordingPort<WorkSpacesApi>({
    share: done, deleteImage: done, createTags: done, deleteTags: done,
  });
  const seen = toObservation(what, candidates, circumstances, port) as any;
  for (const key of ['changes', 'removal']) {
    if (!Array.isArray(seen[key])) continue;
    calls.length = 0;
    for (const { run } of seen[key]) await run();
    seen[key] = [...calls];
  }
  return seen as Observation<ByolWorkspaceImageOutputs>;
}

const OUTPUTS = { ImageId: WSI, ImageName: ID };
const DELETE = [['deleteImage', WSI]];
const NOT_YET = 'a WorkSpaces image cannot be deleted while it is being imported; wsi-012345678 can be when its import has ended, ' +
  'which began at 2026-01-01T12:00:00.000Z and takes 90 minutes or more';

const model = JSON.parse(readFileSync(join(__dirname, '..', 'local-aws', 'models', 'workspaces.json'), 'utf8'));
const CUSTOM_STATES: string[] = model.shapes.CustomWorkspaceImageImportState.enum;

describe('a look', () => {
  test.each<[string, Candidate[], Circumstances, object]>([
    ['nothing', [], {}, { state: 'gone' }],

    // ---- every state of the listing, and one that the service may add
    ['an image that is available', [candidate('AVAILABLE')], {},
      { state: 'ready', outputs: OUTPUTS, changes: [], removal: DELETE, retained: false, since: CREATED }],
    ['an image that is retained', [candidate('AVAILABLE', {}, { ...MARKS, ...RETAIN })], {},
      { state: 'ready', retained: true, changes: [['deleteTags', WSI, ['cdk-euc-images:retain']]] }],
    ...['PENDING', 'VALIDATING', 'SOMETHING_NEW'].map((state): [string, Candidate[], Circumstances, object] => [
      `an image that is ${state}`, [candidate(state)], {}, { state: 'pending', detail: `the image is ${state}`, removal: NOT_YET },
    ]),
    ['a pending image without a date', [candidate('PENDING', { Created: undefined })], {},
      { removal: 'a WorkSpaces image cannot be deleted while it is being imported; wsi-012345678 can be when its import has ended' }],

    // ---- every state of an import through Image Builder, and one that the service may add
    ...[...CUSTOM_STATES.filter((state) => state !== 'ERROR'), 'SOMETHING_NEW'].map((state): [string, Candidate[], Circumstances, object] => [
      `an import that is ${state}`, [candidate('PENDING')], { customImport: custom(state, { ProgressPercentage: 40, StateMessage: 'Working.' }) },
      { state: 'pending', detail: `40% ${state} (Working.)`, removal: NOT_YET },
    ]),
    ['an import at its very beginning', [candidate('PENDING')], { customImport: custom('PENDING', { ProgressPercentage: 0 }) },
      { state: 'pending', detail: '0% PENDING' }],

    // ---- it failed
    ['an image that failed', [candidate('ERROR', { ErrorDetails: [{ ErrorCode: 'DomainJoined', ErrorMessage: 'Joined to corp.' }] })], {}, {
      state: 'failed', since: CREATED, removal: DELETE, outputs: OUTPUTS,
      reason: 'BYOL import failed: DomainJoined: Joined to corp. The machine is joined to a domain. Take it out of the domain, into a workgroup.',
    }],
    ['an image that failed by one code alone', [candidate('ERROR', { ErrorCode: 'OfficeInstalled', ErrorMessage: 'Office is there' })], {},
      { state: 'failed', reason: expect.stringMatching(/^BYOL import failed: OfficeInstalled: Office is there\. Microsoft Office is installed .* Uninstall Office/) }],
    ['an image that failed by many', [candidate('ERROR', {
      ErrorDetails: [{ ErrorCode: 'PendingReboot', ErrorMessage: 'Restart' }, { ErrorCode: 'DHCPDisabled', ErrorMessage: 'No DHCP' }],
    })], {}, { reason: expect.stringMatching(/^BYOL import failed: PendingReboot, DHCPDisabled\. PendingReboot: Restart\. .*DHCPDisabled: No DHCP\. A network/) }],
    ['an image that failed by what nobody knows', [candidate('ERROR', { ErrorCode: 'Novel', ErrorMessage: 'why' })], {}, { reason: 'BYOL import failed: Novel: why' }],
    ['an image that failed without a word', [candidate('ERROR')], {}, { state: 'failed', reason: 'BYOL import failed: the service gives no reason' }],
    ['an import that failed', [candidate('ERROR', { ErrorDetails: [{ ErrorCode: 'PendingReboot', ErrorMessage: 'Restart' }] })], {
      customImport: custom('ERROR', { ErrorDetails: [{ ErrorCode: 'PendingReboot', ErrorMessage: 'Restart' }], ImageBuilderInstanceId: 'i-1' }),
    }, { reason: expect.stringMatching(/^BYOL import failed: PendingReboot: Restart\. .* nothing is pending\. The Image Builder instance was i-1\.$/) }],
    ['an import that failed, while its image is still pending', [candidate('PENDING')], { customImport: custom('ERROR', { StateMessage: 'Broken.' }) },
      { state: 'failed', reason: 'BYOL import failed: Broken.', removal: NOT_YET }],

    // ---- whose it is
    ['an image of our name that bears no mark: theirs now', [candidate('AVAILABLE', {}, { Theirs: 'x' })], {},
      { state: 'ready', outputs: OUTPUTS, changes: [], removal: [], retained: true }],
    ['an image of our name that bears another\'s mark', [candidate('AVAILABLE', {}, { ...MARKS, 'cdk-euc-images:id': OTHER_ID })], {}, { state: 'gone' }],
    ['an image of another stack', [candidate('AVAILABLE', {}, { ...MARKS, 'cdk-euc-images:stack': 'other' })], {}, { state: 'gone' }],
    ['a foreign image of the name that the user has fixed', [candidate('AVAILABLE', { Name: 'desktop' }, {})], {}, { state: 'gone' }],
    ['ours among several', [candidate('AVAILABLE', { ImageId: 'wsi-other', Name: 'desktop' }, {}), candidate('PENDING')], {}, { state: 'pending' }],
  ])('at %s', async (_, candidates, circumstances, expected) => {
    expect(await observed(candidates, circumstances)).toMatchObject(expected);
  });

  test('an image whose name was fixed before, and whose mark was removed by hand, is theirs now', async () => {
    const what = { request: 'Update' as const, properties: { ...properties, ImageName: 'desktop' } };
    const bare = [candidate('AVAILABLE', { Name: 'desktop' }, {})];
    expect(await observed(bare, {}, order({ ...what, held: true })))
      .toMatchObject({ state: 'ready', outputs: { ImageId: WSI, ImageName: 'desktop' }, changes: [], removal: [] });
    expect(await observed(bare, {}, order({ ...what, held: false }))).toMatchObject({ state: 'gone' });
  });
});

describe('in place', () => {
  const mine = (more = {}) => [candidate('AVAILABLE', {}, { ...MARKS, ...more })];
  const shared = (...SharedAccountIds: string[]): ByolWorkspaceImageProperties => ({ ...properties, SharedAccountIds });
  const BOUND = { 'cdk-euc-images:stack': STACK };
  test.each<[string, Candidate[], Partial<Order<ByolWorkspaceImageProperties>>, string[], unknown[][]]>([
    ['a tag is added', mine(), { tags: { A: '1' } }, [], [['createTags', WSI, { A: '1', ...BOUND }]]],
    ['a tag is changed', mine({ A: '0', B: '1' }), { tags: { A: '1', B: '1' }, tagsBefore: { A: '0', B: '1' } }, [], [['createTags', WSI, { A: '1', ...BOUND }]]],
    ['a tag is removed', mine({ A: '0' }), { tagsBefore: { A: '0' } }, [], [['deleteTags', WSI, ['A']]]],
    ['a tag of somebody else\'s stays', mine({ Theirs: 'x' }), { tagsBefore: { A: '0' } }, [], []],
    ['retained is marked', mine(), { retain: true }, [], [['createTags', WSI, { ...RETAIN, ...BOUND }]]],
    ['it is shared', mine(), { properties: shared('1', '2') }, ['1', 'theirs'], [['share', WSI, '2', true]]],
    ['it is unshared, but not from others', mine(), { properties: shared('2'), before: shared('1', '2') }, ['1', '2', 'theirs'], [['share', WSI, '1', false]]],
    ['nothing is to do', mine({ A: '1', ...RETAIN }), { tags: { A: '1' }, retain: true, properties: shared('1'), before: shared('1') }, ['1'], []],
  ])('%s', async (_, candidates, what, sharedAccounts, changes) => {
    expect((await observed(candidates, { sharedAccounts }, order({ request: 'Update', ...what })) as any).changes).toEqual(changes);
  });
});

describe('a removal', () => {
  const used = Object.assign(new Error('in use'), { name: 'ResourceAssociatedException' });
  const removal = (api: { [K in keyof WorkSpacesApi]?: WorkSpacesApi[K] }) => {
    const { port, calls } = recordingPort<WorkSpacesApi>(api);
    const { removal: [change] } = toObservation(order(), [candidate('AVAILABLE')], {}, port) as any as { removal: Change[] };
    return { calls, done: change.run() };
  };

  test('unshares what the service does not delete, and tries again', async () => {
    let tries = 0;
    const { calls, done } = removal({
      deleteImage: async () => { if (!tries++) throw used; }, sharedAccounts: async () => ['1', '2'], share: async () => undefined,
    });
    await done;
    expect(calls).toEqual([['deleteImage', WSI], ['sharedAccounts', WSI], ['share', WSI, '1', false], ['share', WSI, '2', false], ['deleteImage', WSI]]);
  });

  test.each<[string, () => Promise<string[]>]>([
    ['is not shared', async () => []], ['cannot be asked either', async () => { throw new Error('no'); }],
  ])('fails of its own reason where the image %s', async (_, sharedAccounts) => {
    await expect(removal({ deleteImage: async () => { throw used; }, sharedAccounts }).done).rejects.toBe(used);
  });
});

describe('the request to the service', () => {
  const tags = toTags({ A: '1', ...MARKS });

  test('for a standard import', () => {
    const what = order({ tags: { A: '1' }, properties: { ...properties, ImageName: 'desktop' } });
    expect(toStandardInput(what, { ...standard, Application: 'Microsoft_Office_2019' })).toEqual({
      ImageName: 'desktop', ImageDescription: 'd', Ec2ImageId: AMI, IngestionProcess: 'BYOL_REGULAR_WSP', Applications: ['Microsoft_Office_2019'], Tags: tags,
    });
    expect(toStandardInput(order(), standard)).toMatchObject({ ImageName: ID, Applications: undefined });
  });

  test('for an import through Image Builder', () => {
    expect(toImageBuilderInput(order({ tags: { A: '1' } }), imageBuilder, { Ec2ImportTaskId: TASK })).toEqual({
      ImageName: ID, ImageDescription: 'd', ComputeType: 'BASE', ImageSource: { Ec2ImportTaskId: TASK }, InfrastructureConfigurationArn: INFRASTRUCTURE,
      OsVersion: 'Windows_11', Platform: 'WINDOWS', Protocol: 'DCV', Tags: tags,
    });
  });

  test.each([
    [{ Ec2ImportTaskId: TASK, Ec2ImageId: AMI }, [{ Ec2ImportTaskId: TASK }, { Ec2ImageId: AMI }]],
    [{ Ec2ImageId: AMI }, [{ Ec2ImageId: AMI }]],
    [{ ImageBuildVersionArn: 'arn' }, [{ ImageBuildVersionArn: 'arn' }]],
  ])('tries each source alone: %j', (source, wanted) => {
    expect(toSources(source)).toEqual(wanted);
  });

  test('imports anew for all but prose and what changes in place', () => {
    const { Description, SharedAccountIds, ...fixed } = { ...properties, ImageName: 'n', Revision: '2', SharedAccountIds: ['1'] };
    expect(toFixed({ ...fixed, Description, SharedAccountIds } as ByolWorkspaceImageProperties)).toEqual({ ...fixed, ImageBuilder: undefined });
  });
});

describe('a start', () => {
  const error = (name: string, message = 'why') => Object.assign(new Error(message), { name });
  const failing = (...errors: (Error | undefined)[]) => async () => {
    const next = errors.shift();
    if (next) throw next;
    return {};
  };
  const start = (api: { [K in keyof WorkSpacesApi]?: WorkSpacesApi[K] }, what = order()) => {
    const { port, calls } = recordingPort<WorkSpacesApi>(api);
    const ask = async () => { calls.push(['ask']); };
    return { calls, done: byolWorkspaceImage(port).create(what, ask) };
  };

  test.each([error('ResourceNotFoundException'), error('InvalidParameterValuesException', `The task ${TASK} does not exist`)])(
    'takes the AMI when EC2 has forgotten the task: %s', async (forgotten) => {
      const { calls, done } = start({ importCustomImage: failing(forgotten) }, order({ properties: throughBuilder }));
      await done;
      expect(calls.map(([name, input]: any) => input?.ImageSource ?? name)).toEqual([{ Ec2ImportTaskId: TASK }, 'ask', { Ec2ImageId: AMI }]);
    },
  );

  test.each([error('AccessDeniedException'), error('InvalidParameterValuesException', 'The protocol is wrong')])(
    'does not take the AMI for another reason: %s', async (other) => {
      const { calls, done } = start({ importCustomImage: failing(other) }, order({ properties: throughBuilder }));
      await expect(done).rejects.toBe(other);
      expect(calls).toHaveLength(1);
    },
  );

  test('from what does not exist fails at once', async () => {
    await expect(start({ importImage: failing(error('ResourceNotFoundException')) }).done).rejects.toThrow(/^ResourceNotFoundException: why\. What .* Check the AMI/);
  });

  test('under a name that is ours already has happened, listed or not', async () => {
    const taken = error('ResourceAlreadyExistsException');
    for (const images of [[], [image('PENDING')]]) {
      const { done } = start({ importImage: failing(taken), images: async () => images, tags: async () => toTags(MARKS) });
      await expect(done).rejects.toThrow('the import has started already');
    }
  });

  test('under a name that is another\'s fails', async () => {
    const { done } = start(
      { importImage: failing(error('ResourceAlreadyExistsException')), images: async () => [image('AVAILABLE', { Name: 'desktop' })], tags: async () => [] },
      order({ properties: { ...properties, ImageName: 'desktop' } }),
    );
    await expect(done).rejects.toThrow('why');
  });
});

describe('a look costs', () => {
  const others = [image('AVAILABLE', { ImageId: 'wsi-other', Name: 'theirs' })];
  const look = async (api: { [K in keyof WorkSpacesApi]?: WorkSpacesApi[K] }, what = order()) => {
    const { port, calls } = recordingPort<WorkSpacesApi>({ tags: async () => toTags(MARKS), ...api });
    return { seen: await byolWorkspaceImage(port).look(what), calls: calls.map(([name]) => name) };
  };

  test('one listing while there is nothing', async () => {
    expect((await look({ images: async () => others })).calls).toEqual(['images']);
  });

  test('the tags of the one match', async () => {
    expect((await look({ images: async () => [...others, image('AVAILABLE')] })).calls).toEqual(['images', 'tags']);
  });

  test.each<[string, string, Partial<Order<ByolWorkspaceImageProperties>>, object]>([
    ['it is being imported', 'PENDING', {}, { state: 'pending' }],
    ['it is ready, and only passed', 'AVAILABLE', { inPassing: true, tags: { A: 'b' } }, { state: 'ready', changes: [] }],
  ])('no tags where it bears the id as its name and %s', async (_, state, more, seen) => {
    expect(await look({ images: async () => [image(state)] }, order(more))).toMatchObject({ calls: ['images'], seen });
  });

  test.each<[string, WorkspaceImage, Partial<Order<ByolWorkspaceImageProperties>>]>([
    ['it has failed', image('ERROR'), { inPassing: true }],
    ['it bears a name of the user\'s', image('PENDING', { Name: 'desktop' }), { inPassing: true, properties: { ...properties, ImageName: 'desktop' } }],
  ])('its tags even in passing where %s', async (_, seen, more) => {
    expect((await look({ images: async () => [seen] }, order(more))).calls).toEqual(['images', 'tags']);
  });

  test('the record of the import only while there is no image', async () => {
    const what = order({ properties: throughBuilder });
    const pending = { images: async () => [image('PENDING')], customImport: async () => custom('GENERALIZING') };
    expect(await look(pending, what)).toMatchObject({ calls: ['images', 'customImport'], seen: { detail: 'GENERALIZING' } });
    expect((await look({ images: async () => [image('AVAILABLE')] }, what)).calls).toEqual(['images', 'tags']);
  });

  test('nothing more where the service keeps no record of the import', async () => {
    const pending = { images: async () => [image('PENDING')], customImport: async () => { throw Object.assign(new Error('no'), { name: 'ResourceNotFoundException' }); } };
    expect(await look(pending, order({ properties: throughBuilder }))).toMatchObject({ seen: { state: 'pending', detail: 'the image is PENDING' } });
  });

  test('the permissions only where they matter', async () => {
    const ready = { images: async () => [image('AVAILABLE')], sharedAccounts: async () => [] };
    const shared = { ...properties, SharedAccountIds: ['1'] };
    expect((await look(ready, order({ properties: shared }))).calls).toEqual(['images', 'tags', 'sharedAccounts']);
    expect((await look(ready, order({ request: 'Update', before: shared }))).calls).toEqual(['images', 'tags', 'sharedAccounts']);
    expect((await look(ready, order({ request: 'Delete', properties: shared }))).calls).toEqual(['images', 'tags']);
  });
});

describe('a chain finds its images', () => {
  const kind = (images: WorkspaceImage[], tags: { [imageId: string]: object }) => byolWorkspaceImage(recordingPort<WorkSpacesApi>({
    images: async () => images, tags: async (id) => toTags(tags[id]),
  }).port);

  test('by name, and proves it by tag', async () => {
    const images = [
      image('AVAILABLE', { ImageId: 'wsi-1' }), image('PENDING', { ImageId: 'wsi-2', Name: OTHER_ID }), image('AVAILABLE', { ImageId: 'wsi-3', Name: 'theirs' }),
      image('AVAILABLE', { ImageId: 'wsi-4', Name: 'byol-aaaaaaaaaa-ffffffffff-ffffffffff' }),
    ];
    const found = await kind(images, { 'wsi-1': MARKS, 'wsi-2': { ...MARKS, 'cdk-euc-images:id': OTHER_ID }, 'wsi-4': { ...MARKS, 'cdk-euc-images:stack': 'other' } })
      .find('aaaaaaaaaa', STACK, order({ id: 'byol-aaaaaaaaaa-eeeeeeeeee-eeeeeeeeee' }));
    expect(found).toEqual([ID, OTHER_ID]);
  });

  test('beside the one that is asked for, which is known', async () => {
    const images = [image('AVAILABLE', { ImageId: 'wsi-1' }), image('PENDING', { ImageId: 'wsi-2', Name: OTHER_ID })];
    // That it asks nothing of wsi-1 shows in the port, which would not answer.
    const found = await kind(images, { 'wsi-2': { ...MARKS, 'cdk-euc-images:id': OTHER_ID } }).find('aaaaaaaaaa', STACK, order());
    expect(found).toEqual([OTHER_ID]);
  });

  test('by a name that the user has fixed, now or before', async () => {
    const images = ['desktop', 'desktop-2', 'theirs'].map((Name) => image('AVAILABLE', { ImageId: `wsi-${Name}`, Name }));
    const what = order({ properties: { ...properties, ImageName: 'desktop-2' }, before: { ...properties, ImageName: 'desktop' } });
    const found = await kind(images, { 'wsi-desktop': MARKS, 'wsi-desktop-2': { ...MARKS, 'cdk-euc-images:id': OTHER_ID } }).find('aaaaaaaaaa', STACK, what);
    expect(found).toEqual([ID, OTHER_ID]);
  });
});

describe('a cure', () => {
  test.each([
    ['AzureDomainJoined: x', 'Take it out of Entra ID'], ['DomainJoined: x', 'Take it out of the domain'], ['FirewallEnabled: x', "Run 'netsh"],
    ['ImportFailed: Bitlocker must be disabled', "Run 'manage-bde"], ['InvalidParameterValuesException: The AMI is encrypted', 'Switch EBS encryption by default off'],
    ['InvalidParameterValuesException: The AMI is unknown', 'Check that the AMI'], ['AccessDeniedException: x', 'Allow the action'],
  ])('is told of %s', (words, cure) => {
    expect(cureOf(words, CURES)?.cure.slice(0, cure.length)).toBe(cure);
  });

  test('is in words of its own for each', () => {
    expect(new Set(CURES.map(({ cause }) => cause)).size).toBe(CURES.length);
  });

  test('is told with the reason of an account that may not', () => {
    const error = Object.assign(new Error('Not supported'), { name: 'OperationNotSupportedException', reason: 'ACCOUNT_NOT_ENABLED' });
    expect(byolWorkspaceImage(recordingPort<WorkSpacesApi>().port).explain(error))
      .toMatch(/^OperationNotSupportedException: Not supported \(ACCOUNT_NOT_ENABLED\)\. .* Enable BYOL/);
  });

  test('is none for what nobody knows', () => {
    expect(withCure('Novel: words', CURES)).toBe('Novel: words');
  });
});
