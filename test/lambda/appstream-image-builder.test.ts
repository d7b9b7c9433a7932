import type { Image, ImageBuilder, SoftwareAssociations } from '@aws-sdk/client-appstream';
import { appStreamImageBuilder } from '../../lambda/appstream-image-builder';
import { CURES } from '../../lambda/appstream-image-builder-cures';
import { requireBaseImage, Sight, toFixed, toInput, toObservation } from '../../lambda/appstream-image-builder-maps';
import { ImageBuilderApi } from '../../lambda/appstream-image-builder-port';
import { cureOf } from '../../lambda/cures';
import { Order } from '../../lambda/kind';
import { Failure, NotYet } from '../../lambda/verdicts';
import { AppStreamImageBuilderProperties } from '../../src/contract/appstream-image-builder';
import { loadModel } from '../local-aws/model';
import { recordingPort } from '../support/calls';

const ID = 'builder-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const ARN = `arn:aws:appstream:eu-west-1:123456789012:image-builder/${ID}`;
const MADE = new Date('2026-01-01T12:00:00Z');
const MARKS = { 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': STACK };
const READY = { ...MARKS, 'cdk-euc-images:ready': 'true' };
const TRIED = { 'cdk-euc-images:tried': 't' };
const SIGN = ['tag', ARN, { ...MARKS, ...TRIED }];
const RETAINED = { ...READY, 'cdk-euc-images:retain': 'true' };

const properties: AppStreamImageBuilderProperties = { DesiredState: 'RUNNING', ImageName: 'base', InstanceType: 'stream.standard.medium' };
const order = (more: Partial<Order<AppStreamImageBuilderProperties>> = {}): Order<AppStreamImageBuilderProperties> => ({
  id: ID, request: 'Update', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: MADE, ...more,
});
const asking = (more: Partial<AppStreamImageBuilderProperties>, before?: Partial<AppStreamImageBuilderProperties>) =>
  order({ properties: { ...properties, ...more }, before: before && { ...properties, ...before } });
const builder = (State: string, more: Partial<ImageBuilder> = {}): ImageBuilder =>
  ({ Name: ID, Arn: ARN, State: State as 'RUNNING', CreatedTime: MADE, ...more });
const sight = (State: string, more: Partial<Sight> = {}): Sight => ({ builder: builder(State), tags: READY, software: [], ...more });
const software = (statuses: { [name: string]: string }): SoftwareAssociations[] =>
  Object.entries(statuses).map(([SoftwareName, Status]) => ({ SoftwareName, Status: Status as 'INSTALLED' }));

const error = (name: string) => Object.assign(new Error('no'), { name });
const ok = async () => undefined;

/** An observation with its calls run, so that it can be compared. */
async function observed(what: Sight, by = order()) {
  const { port, calls } = recordingPort<ImageBuilderApi>({
    startImageBuilder: ok, stopImageBuilder: ok, deleteImageBuilder: ok, associateSoftware: ok, disassociateSoftware: ok, deploySoftware: ok,
    tag: ok, untag: ok,
  });
  const seen = toObservation(by, what, port) as any;
  for (const key of ['changes', 'removal']) {
    if (!Array.isArray(seen[key])) continue;
    calls.length = 0;
    for (const { run } of seen[key]) await run();
    seen[key] = [...calls];
  }
  return seen;
}

const DELETE = [['deleteImageBuilder', ID]];
const OUTPUTS = { ImageBuilderArn: ARN, ImageBuilderName: ID };
const PASSING = [
  'PENDING', 'UPDATING_AGENT', 'STOPPING', 'REBOOTING', 'SNAPSHOTTING', 'DELETING', 'UPDATING', 'PENDING_QUALIFICATION', 'PENDING_SYNCING_APPS',
  'SYNCING_APPS', 'PENDING_IMAGE_IMPORT',
];

describe('a look', () => {
  test.each<[string, Sight, object]>([
    ...PASSING.map((state): [string, Sight, object] => [
      `a builder that is ${state}`, sight(state),
      { state: 'pending', detail: `the image builder is ${state}`, removal: `the image builder is ${state}` },
    ]),
    ['a state that nobody knows', sight('DREAMING'), { state: 'pending', detail: 'the image builder is DREAMING', removal: DELETE }],
    ['one that runs', sight('RUNNING'), { state: 'ready', outputs: OUTPUTS, changes: [], removal: DELETE, retained: false, since: MADE }],
    ['one that runs for the first time', sight('RUNNING', { tags: MARKS }), { state: 'ready', changes: [['tag', ARN, READY]] }],
    ['one that is retained', sight('RUNNING', { tags: RETAINED }), { state: 'ready', retained: true, changes: [['untag', ARN, ['cdk-euc-images:retain']]] }],
    ['one that is stopped', sight('STOPPED'), { state: 'ready', changes: [['startImageBuilder', ID, undefined]], removal: DELETE }],
    ['one whose making failed', sight('FAILED', { tags: MARKS }),
      { state: 'failed', reason: 'AppStream image builder failed: the service gives no reason', outputs: OUTPUTS, removal: DELETE, since: MADE }],
    ['one that failed after it had been up', sight('FAILED'), { state: 'failed', outputs: OUTPUTS, since: undefined }],
    ['one that failed for two reasons', sight('FAILED', {
      builder: builder('FAILED', {
        StateChangeReason: { Code: 'IMAGE_UNAVAILABLE', Message: 'gone' },
        ImageBuilderErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'no subnet' }],
      }),
    }), { reason: expect.stringMatching(/failed: IMAGE_UNAVAILABLE: gone\. .* Choose another.* SUBNET_NOT_FOUND: no subnet\. .*Check subnet and vpc\.$/) }],
  ])('at %s', async (_, what, expected) => {
    expect(await observed(what)).toMatchObject(expected);
  });

  test('has a row for every state of the service', () => {
    expect(loadModel('appstream').shapes.ImageBuilderState.enum).toEqual(expect.arrayContaining([...PASSING, 'RUNNING', 'STOPPED', 'FAILED']));
    expect(loadModel('appstream').shapes.ImageBuilderState.enum).toHaveLength(PASSING.length + 3);
  });
});

describe('in place', () => {
  test.each<[string, Sight, Order<AppStreamImageBuilderProperties>, unknown[][]]>([
    ['it is stopped', sight('RUNNING'), asking({ DesiredState: 'STOPPED' }), [['stopImageBuilder', ID]]],
    ['it is started, with the agent that is asked for', sight('STOPPED'), asking({ AppstreamAgentVersion: 'LATEST' }), [['startImageBuilder', ID, 'LATEST']]],
    ['it stays stopped', sight('STOPPED'), asking({ DesiredState: 'STOPPED', AppstreamAgentVersion: 'LATEST' }), []],
    ['a tag is added', sight('RUNNING'), order({ tags: { A: '1' } }), [['tag', ARN, { A: '1', ...READY }]]],
    ['a tag is removed', sight('RUNNING', { tags: { ...READY, A: '1' } }), order({ tagsBefore: { A: '1' } }), [['untag', ARN, ['A']]]],
    ['a tag of somebody else\'s stays', sight('RUNNING', { tags: { ...READY, Theirs: '1' } }), order({ tagsBefore: { A: '1' } }), []],
    ['retained is marked', sight('RUNNING'), order({ retain: true }), [['tag', ARN, RETAINED]]],

    // ---- software: a row for every status
    ['new software is installed', sight('RUNNING'), asking({ SoftwaresToInstall: ['A'] }), [SIGN, ['associateSoftware', ID, ['A']], ['deploySoftware', ID, false]]],
    ['staged software is deployed', sight('RUNNING', { software: software({ A: 'STAGED_FOR_INSTALLATION' }) }), asking({ SoftwaresToInstall: ['A'] }),
      [SIGN, ['deploySoftware', ID, false]]],
    ['installed software stays', sight('RUNNING', { software: software({ A: 'INSTALLED' }) }), asking({ SoftwaresToInstall: ['A'] }), []],
    ['dropped software is uninstalled', sight('RUNNING', { software: software({ A: 'INSTALLED' }) }), asking({}, { SoftwaresToInstall: ['A'] }),
      [SIGN, ['disassociateSoftware', ID, ['A']], ['deploySoftware', ID, false]]],
    ['unwanted software is uninstalled', sight('RUNNING', { software: software({ A: 'INSTALLED' }) }), asking({ SoftwaresToUninstall: ['A'] }),
      [SIGN, ['disassociateSoftware', ID, ['A']], ['deploySoftware', ID, false]]],
    ['unwanted software that is staged is deployed', sight('RUNNING', { software: software({ A: 'STAGED_FOR_UNINSTALLATION' }) }),
      asking({ SoftwaresToUninstall: ['A'] }), [SIGN, ['deploySoftware', ID, false]]],
    ['what could not be installed is cleared when it is dropped', sight('RUNNING', { software: software({ A: 'FAILED_TO_INSTALL' }) }),
      asking({}, { SoftwaresToInstall: ['A'] }), [SIGN, ['disassociateSoftware', ID, ['A']], ['deploySoftware', ID, false]]],
    ['what could not be uninstalled is taken back when it is wanted', sight('RUNNING', { software: software({ A: 'FAILED_TO_UNINSTALL' }) }),
      asking({ SoftwaresToInstall: ['A'] }), [SIGN, ['associateSoftware', ID, ['A']], ['deploySoftware', ID, false]]],
    ['what could not be installed for an earlier request is tried again', sight('RUNNING', { software: software({ A: 'FAILED_TO_INSTALL' }), tags: { ...READY, 'cdk-euc-images:tried': 'earlier' } }),
      asking({ SoftwaresToInstall: ['A'] }), [SIGN, ['deploySoftware', ID, true]]],
    ['software of others stays', sight('RUNNING', { software: software({ B: 'INSTALLED' }) }), asking({ SoftwaresToUninstall: ['A'] }), []],
    ['a stopped builder is started for software', sight('STOPPED'), asking({ DesiredState: 'STOPPED', SoftwaresToInstall: ['A'] }),
      [['startImageBuilder', ID, undefined]]],
    ['and is stopped again', sight('RUNNING', { software: software({ A: 'INSTALLED' }) }), asking({ DesiredState: 'STOPPED', SoftwaresToInstall: ['A'] }),
      [['stopImageBuilder', ID]]],
  ])('%s', async (_, what, by, changes) => {
    expect(await observed(what, by)).toMatchObject({ state: 'ready', changes });
  });

  test.each(['PENDING_INSTALLATION', 'PENDING_UNINSTALLATION'])('software that is %s is waited for', async (status) => {
    expect(await observed(sight('RUNNING', { software: software({ A: status }) }), asking({ SoftwaresToInstall: ['A'] })))
      .toMatchObject({ state: 'pending', detail: 'software is being deployed: A', removal: DELETE });
  });

  test.each([
    ['FAILED_TO_INSTALL', asking({ SoftwaresToInstall: ['A'] })], ['FAILED_TO_UNINSTALL', asking({ SoftwaresToUninstall: ['A'] })],
  ])('software that %s fails in its own words, and a rollback can settle for it', async (Status, by) => {
    const failed = [{ SoftwareName: 'A', Status: Status as 'FAILED_TO_INSTALL', DeploymentError: [{ ErrorCode: 'E1', ErrorMessage: 'no disk' }] }];
    expect(await observed(sight('RUNNING', { software: failed, tags: { ...READY, ...TRIED } }), by)).toMatchObject({
      state: 'failed', outputs: OUTPUTS, since: undefined, reason: expect.stringMatching(`^AppStream image builder failed: A is ${Status}: E1: no disk\\. .*deploy again\\.$`),
    });
  });
});

describe('what the service refuses by state', () => {
  const run = async (what: Sight, port: ImageBuilderApi, key: 'changes' | 'removal', by = order()) => {
    for (const change of (toObservation(by, what, port) as any)[key]) await change.run();
  };

  test('a builder that it does not delete while it runs is stopped', async () => {
    const { port, calls } = recordingPort<ImageBuilderApi>({ deleteImageBuilder: async () => { throw error('OperationNotPermittedException'); }, stopImageBuilder: ok });
    await run(sight('RUNNING'), port, 'removal');
    expect(calls).toEqual([['deleteImageBuilder', ID], ['stopImageBuilder', ID]]);
  });

  test.each(['STOPPED', 'FAILED'])('is not yet for a builder that is %s', async (state) => {
    const { port } = recordingPort<ImageBuilderApi>({ deleteImageBuilder: async () => { throw error('OperationNotPermittedException'); } });
    await expect(run(sight(state), port, 'removal')).rejects.toThrow(NotYet);
  });

  test('is not yet for a stop', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ stopImageBuilder: async () => { throw error('OperationNotPermittedException'); } });
    await expect(run(sight('RUNNING'), port, 'changes', asking({ DesiredState: 'STOPPED' }))).rejects.toThrow(NotYet);
  });

  test('anything else goes on to the engine', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ deleteImageBuilder: async () => { throw error('ConcurrentModificationException'); } });
    await expect(run(sight('STOPPED'), port, 'removal')).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  });
});

describe('the request to the service', () => {
  const everything: Required<Omit<AppStreamImageBuilderProperties, 'ImageArn'>> = {
    AccessEndpoints: ['vpce-1'], AppstreamAgentVersion: 'LATEST', Description: 'd', DesiredState: 'STOPPED', DisableIMDSV1: 'true', DisplayName: 'n',
    DomainJoinInfo: { DirectoryName: 'corp', OrganizationalUnitDistinguishedName: 'OU=x' }, EnableDefaultInternetAccess: 'false', IamRoleArn: 'r',
    ImageBuilderName: 'mine', ImageName: 'base', InstanceType: 't', RootVolumeSize: '300', SecurityGroupIds: ['sg-1'], SoftwaresToInstall: ['A'],
    SoftwaresToUninstall: ['B'], SubnetId: 'subnet-1',
  };

  test('holds everything, in the types of the service', () => {
    expect(toInput(order({ properties: everything, tags: { A: '1' } }))).toEqual({
      AccessEndpoints: [{ EndpointType: 'STREAMING', VpceId: 'vpce-1' }], AppstreamAgentVersion: 'LATEST', Description: 'd', DisableIMDSV1: true, DisplayName: 'n',
      DomainJoinInfo: { DirectoryName: 'corp', OrganizationalUnitDistinguishedName: 'OU=x' }, EnableDefaultInternetAccess: false, IamRoleArn: 'r',
      ImageName: 'base', InstanceType: 't', Name: 'mine', RootVolumeConfig: { VolumeSizeInGb: 300 }, SoftwaresToInstall: ['A'], SoftwaresToUninstall: ['B'],
      Tags: { A: '1', ...MARKS }, VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    });
  });

  test('bears the id as the name where the user gives none', () => {
    expect(toInput(order())).toMatchObject({ Name: ID, RootVolumeConfig: undefined, VpcConfig: undefined, DisableIMDSV1: undefined });
  });

  test('makes it anew for all but prose, and what changes in place', () => {
    const { AppstreamAgentVersion, Description, DesiredState, DisplayName, SoftwaresToInstall, SoftwaresToUninstall, ...fixed } = everything;
    expect(toFixed(everything)).toEqual(fixed);
  });
});

describe('the base image', () => {
  const image = (more: object): Image => ({ Name: 'base', State: 'AVAILABLE', ImageBuilderSupported: true, Platform: 'WINDOWS_SERVER_2022', ...more });

  test.each<[string, Image[], RegExp, typeof Failure | typeof NotYet]>([
    ['that does not exist', [], /^base image 'base' does not exist in this Region.*fromArn/, Failure],
    ...['FAILED', 'DELETING', 'DEPRECATED'].map((State): [string, Image[], RegExp, typeof Failure] => [
      `that is ${State}`, [image({ State })], new RegExp(`^base image 'base' is ${State}, .*take a newer one`), Failure,
    ]),
    ...['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING'].map((State): [string, Image[], RegExp, typeof NotYet] => [
      `that is ${State}`, [image({ State })], new RegExp(`^base image 'base' is ${State}$`), NotYet,
    ]),
    ['for fleets alone', [image({ ImageBuilderSupported: false })], /not for image builders/, Failure],
    ['shared for fleets alone', [image({ ImagePermissions: { allowFleet: true, allowImageBuilder: false } })], /not for image builders/, Failure],
    ['of Linux, with software', [image({ Platform: 'ROCKY_LINUX8' })], /is ROCKY_LINUX8, and softwaresToInstall needs Windows/, Failure],
  ])('%s is refused', (_, images, message, type) => {
    const check = () => requireBaseImage({ ...properties, SoftwaresToInstall: ['A'] }, images);
    expect(check).toThrow(message);
    expect(check).toThrow(type);
  });

  test('that is there passes, beside another of that name', () => {
    expect(() => requireBaseImage(properties, [image({ State: 'FAILED' }), image({ Platform: undefined })])).not.toThrow();
  });
});

describe('create', () => {
  const found = async () => [{ Name: 'base', State: 'AVAILABLE' as const }];
  const exists = async () => { throw error('ResourceAlreadyExistsException'); };

  test('looks at the base image by its ARN, then makes the builder', async () => {
    const { port, calls } = recordingPort<ImageBuilderApi>({ imageAt: found, createImageBuilder: ok });
    await appStreamImageBuilder(port).create(asking({ ImageName: undefined, ImageArn: 'arn' }), ok);
    expect(calls).toEqual([['imageAt', 'arn'], ['createImageBuilder', expect.objectContaining({ ImageArn: 'arn', Name: ID })]]);
  });

  test('under a minted name that exists has been done already', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageNamed: found, createImageBuilder: exists });
    await appStreamImageBuilder(port).create(order(), ok);
  });

  test.each<[string, object, boolean]>([['ours has been done already', MARKS, true], ['somebody else\'s fails', {}, false]])(
    'under a name of the user\'s that is %s', async (_, tags, passes) => {
      const { port } = recordingPort<ImageBuilderApi>({
        imageNamed: found, createImageBuilder: exists, imageBuilders: async () => [builder('PENDING', { Name: 'mine' })], tags: async () => tags as any,
      });
      const done = appStreamImageBuilder(port).create(asking({ ImageBuilderName: 'mine' }), ok);
      if (passes) await done;
      else await expect(done).rejects.toThrow("imageBuilderName 'mine' is taken by an image builder that this resource did not make");
    });

  test('with something that does not exist fails at once', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageNamed: found, createImageBuilder: async () => { throw error('ResourceNotFoundException'); } });
    await expect(appStreamImageBuilder(port).create(order(), ok)).rejects.toThrow(Failure);
  });
});

describe('a look finds', () => {
  test('by one listing, and asks no builder of another id for its tags', async () => {
    const other = ID.replace('c', 'd');
    const { port, calls } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [builder('RUNNING', { Name: other }), builder('PENDING')], tags: async () => MARKS });
    expect(await appStreamImageBuilder(port).look(order())).toMatchObject({ state: 'pending' });
    expect(calls).toEqual([['imageBuilders'], ['tags', ARN]]);
  });

  test('under a name that the user has changed since', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [builder('RUNNING', { Name: 'old' })], tags: async () => READY });
    expect(await appStreamImageBuilder(port).look(asking({ ImageBuilderName: 'new' }))).toMatchObject({ state: 'ready', outputs: { ImageBuilderName: 'old' } });
  });

  test.each<[string, ImageBuilder[], object]>([
    ['the id itself', [builder('RUNNING')], { Theirs: 'yes' }], ['the name that it was given', [builder('RUNNING', { Name: 'mine' })], {}],
  ])('what somebody has taken over under %s, and leaves it', async (_, imageBuilders, tags) => {
    const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => imageBuilders, tags: async () => tags as any });
    expect(await appStreamImageBuilder(port).look({ ...asking({ ImageBuilderName: 'mine' }), held: true })).toEqual({
      state: 'ready', outputs: { ImageBuilderArn: ARN, ImageBuilderName: imageBuilders[0].Name }, changes: [], removal: [], retained: true,
    });
  });

  test('nothing under a name that this id has not had before', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [builder('RUNNING', { Name: 'mine' })], tags: async () => ({}) });
    expect(await appStreamImageBuilder(port).look({ ...asking({ ImageBuilderName: 'mine' }), held: false })).toEqual({ state: 'gone' });
  });

  test('nothing where nothing is', async () => {
    const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [] });
    expect(await appStreamImageBuilder(port).look(order())).toEqual({ state: 'gone' });
  });

  test.each<[string, object]>([['another stack', { ...MARKS, 'cdk-euc-images:stack': 'x' }], ['another id', { ...MARKS, 'cdk-euc-images:id': 'x' }]])(
    'nothing of %s', async (_, tags) => {
      const { port } = recordingPort<ImageBuilderApi>({ imageBuilders: async () => [builder('RUNNING')], tags: async () => tags as any });
      expect(await appStreamImageBuilder(port).look(order())).toEqual({ state: 'gone' });
    });

  test('software where somebody asked for it, and not for a Delete', async () => {
    const asked = asking({ SoftwaresToInstall: ['A'] });
    const { port, calls } = recordingPort<ImageBuilderApi>({
      imageBuilders: async () => [builder('RUNNING')], tags: async () => READY, software: async () => software({ A: 'INSTALLED' }),
    });
    expect(await appStreamImageBuilder(port).look(asked)).toMatchObject({ state: 'ready', changes: [] });
    await appStreamImageBuilder(port).look({ ...asked, request: 'Delete' });
    expect(calls.filter(([name]) => name === 'software')).toHaveLength(1);
  });
});

test('all of a chain are found by their tags, whatever their names', async () => {
  const tags: { [arn: string]: object } = { 1: MARKS, 2: { ...MARKS, 'cdk-euc-images:id': 'builder-bbbbbbbbbb-b-c' }, 3: {}, 4: { ...MARKS, 'cdk-euc-images:stack': 'x' } };
  const { port } = recordingPort<ImageBuilderApi>({
    imageBuilders: async () => Object.keys(tags).map((Arn) => builder('RUNNING', { Arn, Name: Arn })), tags: async (arn) => tags[arn] as any,
  });
  expect(await appStreamImageBuilder(port).find('aaaaaaaaaa', STACK, order())).toEqual([ID]);
});

test.each([
  ['IMAGE_UNAVAILABLE: x', /AVAILABLE/], ['LimitExceededException: x', /quota/], ['Office is FAILED_TO_INSTALL: x', /license endpoints/],
  ['The combination of instance type stream.graphics-design.xlarge and image instance family null is not supported.', /family/],
  ['InvalidParameterCombinationException: x', /instance type/], ['IncompatibleImageException: x', /newer base image/],
  ['ResourceNotFoundException: x', /account and Region/], ['OperationNotPermittedException: x', /console/], ['InvalidRoleException: x', /trust appstream/],
  ['InvalidAccountStatusException: x', /Support/], ['AccessDeniedException: User is not authorized to perform: x', /Allow the action/],
  ['DOMAIN_JOIN_INTERNAL_SERVICE_ERROR: The account already exists', /re-use of computer accounts/], ['INTERNAL_ERROR: x', /Deploy again/],
])('%s is cured', (words, cure) => {
  expect(cureOf(words, CURES)!.cure).toMatch(cure);
});
