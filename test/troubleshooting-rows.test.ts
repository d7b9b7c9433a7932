import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadModel } from './local-aws/model';
import { recordingPort } from './support/calls';
import { appStreamImage } from '../lambda/appstream-image';
import { appStreamImageBuilder } from '../lambda/appstream-image-builder';
import { requireBaseImage, toObservation as toBuilderObservation } from '../lambda/appstream-image-builder-maps';
import { toObservation as toImageObservation } from '../lambda/appstream-image-maps';
import { byolWorkspaceImage } from '../lambda/byol-workspace-image';
import { toObservation as toByolObservation } from '../lambda/byol-workspace-image-maps';
import { Cure, cureOf } from '../lambda/cures';
import { toObservation as toVmImportObservation } from '../lambda/ec2-vm-import-maps';
import { Standing } from '../lambda/fence';
import { mint, scopeOf, shapeOf } from '../lambda/identity';
import { Kind, Observation } from '../lambda/kind';
import { lifecycle } from '../lambda/lifecycle';
import { VERDICTS, WAITED_OUT, WAITS } from '../scripts/troubleshooting/engine-rows';
import { APPSTREAM_IMAGE, BYOL, IMAGE_BUILDER, KindRows, VM_IMPORT } from '../scripts/troubleshooting/kind-rows';

/*
 * The guide tells of sentences that stand in our code, and not in a table. So here the code says each of them: whatever it says has a
 * row, and no row tells of what it does not say.
 */

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
const START = Date.parse('2026-01-01T12:00:00Z');
const MINUTE = 60_000;

const error = (name: string, message = 'words of the service') => Object.assign(new Error(message), { name });

/** The rows that these texts belong to; each text has one. */
function rowsOf(texts: readonly string[], rows: readonly Cure[]): Set<Cure> {
  expect(texts.filter((text) => !cureOf(text, rows))).toEqual([]);
  return new Set(texts.map((text) => cureOf(text, rows)!));
}

describe('the engine', () => {
  type Toy = { readonly Name?: string; readonly Color?: string };
  const ID = mint({ stem: 'toy', scope: scopeOf(STACK, 'First'), shape: shapeOf({}), nonce: 'a'.repeat(10) });

  interface World {
    readonly kind?: Partial<Kind<Toy, {}>>;
    readonly standing?: () => Standing;
    readonly minute?: number;
    /** What is left of the run's time, in milliseconds. */
    readonly remaining?: number;
  }

  /** What a request ends with, as CloudFormation is told. */
  async function verdict(link: object, event: object, { kind, standing = () => ({ stackStatus: 'CREATE_IN_PROGRESS' }), minute = 52, remaining = 60_000 }: World): Promise<string> {
    const { isComplete } = lifecycle<Toy, {}>({
      stem: 'toy', noun: 'Toy making', form: { 'Name?': 'text', 'Color?': 'text' }, cancellable: true, fixed: (p) => p,
      look: async () => ({ state: 'gone' }), create: async () => undefined, find: async () => [ID], explain: (e) => `${(e as Error).name}: x`, ...kind,
    }, async () => ({ standing: async () => standing() }), () => new Date(START + minute * MINUTE));
    return isComplete({
      RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Last', PhysicalResourceId: ID, StartedAt: new Date(START).toISOString(),
      ResourceProperties: { Link: 'Last', Scope: 'First', Minutes: '52', Timeout: '360', Contract: '1', Retain: 'false', ...link }, ...event,
    }, { getRemainingTimeInMillis: () => remaining }).then(() => 'no verdict', (e: Error) => e.message);
  }

  const look = (seen: object): World => ({ kind: { look: async () => seen as Observation<{}> } });
  const change = { what: 'tag', run: async () => undefined };
  const ready = { state: 'ready', outputs: {}, changes: [change], removal: [change], retained: false };
  const failing = (e: Error): World => ({ kind: { look: async () => { throw e; } } });
  const stopped = (standing: Standing): World => ({ ...look({ ...ready, removal: [] }), standing: () => standing });
  const denied = (action: string) => error('AccessDenied', `User: r is not authorized to perform: ${action} on resource: s`);
  const FIRST = { Link: 'First', Minutes: '0' };
  const DELETE = { RequestType: 'Delete' };
  const later = new Date(START + 10 * MINUTE);

  beforeEach(() => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });

  test('says each verdict of the guide', async () => {
    const said = await Promise.all([
      verdict({}, {}, look({ state: 'pending', detail: '19% converting', removal: [] })),
      verdict(FIRST, DELETE, look({ state: 'pending', detail: 'x', removal: 'the image is being made' })),
      verdict(FIRST, {}, { kind: { find: async () => { throw error('ThrottlingException'); } } }),
      verdict({ ...FIRST, Name: 'n' }, { RequestType: 'Update', CurrentId: 'toy-0', OldResourceProperties: { Name: 'n', Color: 'red' } }, {
        kind: { fixedName: ({ Name }) => Name && `toyName '${Name}'` },
      }),
      verdict({ Minutes: 'some' }, {}, {}),
      verdict({}, { RequestType: 'Update' }, {
        ...look({ state: 'failed', reason: 'x', removal: [] }), standing: () => ({ stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }),
      }),
      verdict({}, {}, stopped({ stackStatus: 'ROLLBACK_COMPLETE' })),
      verdict({}, {}, stopped({})),
      verdict({}, {}, stopped({ stackStatus: 'CREATE_IN_PROGRESS', record: { status: 'CREATE_COMPLETE', changed: later } })),
      verdict(FIRST, DELETE, { ...look(ready), standing: () => ({ record: { id: ID, status: 'UPDATE_COMPLETE', changed: later } }) }),
      ...['DescribeStacks', 'DescribeStackResource'].map((action) => verdict({}, {}, {
        ...look(ready), standing: () => { throw denied(`cloudformation:${action}`); },
      })),
    ]);
    expect(rowsOf(said, VERDICTS)).toEqual(new Set(VERDICTS));
  });

  test('stands at each wait of the guide', async () => {
    const said = await Promise.all([
      verdict({}, {}, { kind: { look: () => new Promise(() => undefined) }, remaining: 3_000 }),
      verdict({}, {}, { ...look(ready), standing: () => { throw error('InternalFailure'); } }),
      verdict({}, {}, look(ready)),
      verdict({}, {}, {}),
      verdict(FIRST, DELETE, look(ready)),
      ...WAITED_OUT.flatMap(({ says }) => says).map((text) => {
        const [, name, message] = /^(?:(\w+): …|(.*))$/.exec(text)!;
        return verdict({}, {}, failing(name ? error(name) : new Error(message.replace('…', 'host'))));
      }),
    ]);
    const middles = said.map((text) => /^Toy making (?:is not done after 6 h|cannot be deleted yet): (.*); (?:raise timeout|delete again later)$/.exec(text)?.[1] ?? text);
    expect(rowsOf(middles, WAITS)).toEqual(new Set(WAITS));
  });
});

/** What a look says that a verdict may end with, and what it may wait for. */
function saidBy(seen: readonly Observation<unknown>[]): { verdicts: string[]; waits: string[] } {
  return {
    verdicts: seen.flatMap((one) => (one.state === 'failed' ? [one.reason] : [])),
    waits: seen.flatMap((one) => ['detail' in one ? one.detail : [], 'removal' in one && typeof one.removal === 'string' ? one.removal : []].flat()),
  };
}

/** Everything that is said has a row, and every row is said. */
function expectRows(rows: KindRows, { verdicts, waits }: { verdicts: string[]; waits: string[] }): void {
  expect(rowsOf(verdicts, rows.verdicts)).toEqual(new Set(rows.verdicts));
  expect(rowsOf(waits, rows.waits)).toEqual(new Set(rows.waits));
  // A state of the model is none that this version does not know.
  expect(waits.filter((text) => !text.includes(NOVEL) && /does not know/.test(cureOf(text, rows.waits)!.cause))).toEqual([]);
}

const order = (id: string, properties: object): any => ({
  id, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: new Date(START),
});
const marks = (id: string) => ({ 'cdk-euc-images:id': id, 'cdk-euc-images:stack': STACK });
/** A state that no model has. */
const NOVEL = 'NOVEL';
const statesOf = (service: string, shape: string): string[] => [...loadModel(service).shapes[shape].enum!, NOVEL];
/** What a call that should fail says. */
const failureOf = (call: Promise<unknown>) => call.then(() => 'no failure', (e: Error) => e.message);

test('a VM import says what the guide tells, in every state', () => {
  const id = 'vm-import-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
  const [AMI, SNAPSHOT] = ['ami-1', 'snap-1'];
  const tags = Object.entries(marks(id)).map(([Key, Value]) => ({ Key, Value }));
  const task = (Status: string, more: object = {}) =>
    ({ ImportTaskId: 'import-ami-1', Status, ImageId: Status === 'completed' ? AMI : undefined, Tags: tags, ...more });
  const image = (State: string) => ({ ImageId: AMI, State: State as any, BlockDeviceMappings: [{ Ebs: { SnapshotId: SNAPSHOT } }], Tags: [] });
  const snapshot = { SnapshotId: SNAPSHOT, StartTime: new Date(START), Tags: [] };
  const look = (more: object) =>
    toVmImportObservation(order(id, { Disks: [] }), { tasks: [], images: [], snapshots: [], launchPermissions: [], ...more }, {} as any);
  const messages = ['pending', 'validating', 'validated', 'converting', 'updating', 'updated', 'preparing to boot', 'booting', 'booted', 'preparing ami'];

  expectRows(VM_IMPORT, saidBy([
    ...['active', 'updating', 'validating', 'validated', 'converting'].map((status) => look({ tasks: [task(status)] })),
    ...messages.map((StatusMessage) => look({ tasks: [task('active', { StatusMessage, Progress: '19' })] })),
    look({ tasks: [task('deleting', { StatusMessage: 'ClientError: x' })] }),
    look({ tasks: [task('deleted')] }),
    look({ tasks: [task('completed')] }),
    look({ tasks: [task('completed')], images: [image('available')] }),
    ...['pending', 'transient', 'failed', 'error', 'invalid', 'novel'].map((state) => look({ tasks: [task('completed')], images: [image(state)], snapshots: [snapshot] })),
  ]));
});

test('a WorkSpaces image says what the guide tells, in every state', async () => {
  const id = 'byol-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
  const image = (State: string, more: object = {}): any => ({ ImageId: 'wsi-1', Name: id, State, Created: new Date(START), ...more });
  const tags = Object.entries(marks(id)).map(([Key, Value]) => ({ Key, Value }));
  const look = (one: any, customImport?: object) => toByolObservation(order(id, {}), [{ image: one, tags }], { customImport } as any, {} as any);
  const { port } = recordingPort<any>({ importImage: async () => { throw error('ResourceAlreadyExistsException'); }, images: async () => [] });
  const said = saidBy([
    look(image('PENDING')),
    ...statesOf('workspaces', 'CustomWorkspaceImageImportState').filter((state) => state !== NOVEL)
      .map((State) => look(image('PENDING'), { State, ProgressPercentage: 40, ErrorDetails: [{ ErrorCode: 'DomainJoined', ErrorMessage: 'x' }] })),
    look(image('PENDING'), { State: 'GENERALIZING', StateMessage: 'words' }),
    look(image('ERROR', { ErrorDetails: [{ ErrorCode: 'DomainJoined', ErrorMessage: 'x' }] })),
    look(image('ERROR')),
  ]);
  const started = await failureOf(byolWorkspaceImage(port).create(order(id, { Standard: {} }), async () => undefined));
  expectRows(BYOL, { ...said, waits: [...said.waits, started] });
});

test('an image builder says what the guide tells, in every state', async () => {
  const id = 'builder-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
  const builder = (State: string, more: object = {}): any => ({ Name: id, Arn: 'arn', State, ...more });
  const look = (one: any, software: object[] = [], properties: object = {}) =>
    toBuilderObservation(order(id, { DesiredState: 'RUNNING', ...properties }), { builder: one, tags: marks(id), software: software as any }, {} as any);
  const [OFFICE] = ['Microsoft_Office'];
  const withSoftware = (Status: string) => look(builder('RUNNING'), [{ SoftwareName: OFFICE, Status }], { SoftwaresToInstall: [OFFICE] });
  const without = (Status: string) => look(builder('RUNNING'), [{ SoftwareName: OFFICE, Status }], { SoftwaresToUninstall: [OFFICE] });
  const base = (images: object[], more: object = {}) => failureOf((async () => requireBaseImage({ ImageName: 'base', ...more } as any, images as any))());
  const { port } = recordingPort<any>({
    imageNamed: async () => [{ State: 'AVAILABLE' }], createImageBuilder: async () => { throw error('ResourceAlreadyExistsException'); }, imageBuilders: async () => [],
  });

  const said = saidBy([
    ...statesOf('appstream', 'ImageBuilderState').map((state) => look(builder(state))),
    look(builder('FAILED', { ImageBuilderErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'x' }] })),
    withSoftware('PENDING_INSTALLATION'), withSoftware('FAILED_TO_INSTALL'), without('FAILED_TO_UNINSTALL'),
  ]);
  const taken = failureOf(appStreamImageBuilder(port).create(order(id, { ImageName: 'base', ImageBuilderName: 'mine' }), async () => undefined));
  const ends = await Promise.all([
    taken, base([]), base([{ State: 'DEPRECATED' }]), base([{ State: 'AVAILABLE', ImageBuilderSupported: false }]),
    base([{ State: 'AVAILABLE', Platform: 'AMAZON_LINUX2' }], { SoftwaresToInstall: [OFFICE] }),
  ]);
  expectRows(IMAGE_BUILDER, { verdicts: [...said.verdicts, ...ends], waits: [...said.waits, await base([{ State: 'IMPORTING' }])] });
});

test('an AppStream image says what the guide tells, in every state', async () => {
  const id = 'image-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
  const look = (State: string, more: object = {}) =>
    toImageObservation(order(id, {}), { image: { Name: id, Arn: 'arn', State, ...more } as any, tags: marks(id), permissions: [] }, {} as any);
  const { port } = recordingPort<any>({ importImage: async () => { throw error('ResourceAlreadyExistsException'); }, images: async () => [] });

  const said = saidBy([
    ...statesOf('appstream', 'ImageState').map((state) => look(state)),
    look('FAILED', { ImageErrors: [{ ErrorCode: 'VALIDATION_ERROR', ErrorMessage: 'x' }] }),
  ]);
  const taken = await failureOf(appStreamImage(port).create(order(id, { ImageName: 'mine' }), async () => undefined));
  expectRows(APPSTREAM_IMAGE, { ...said, verdicts: [...said.verdicts, taken] });
});

/** Said where no user hears it: between two links, or after the answer. */
const UNHEARD = ['the next link starts it', 'the run has ended'];

test('every sentence that our code ends or waits with is in the guide', () => {
  const folder = resolve(__dirname, '..', 'lambda');
  const source = readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const sentences = [...source.matchAll(/(?:new (?:Failure|NotYet)|this\.wait)\(\s*(?:`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)')/g)].map(([, template, text]) => template ?? text);
  const ofKinds = [VM_IMPORT, BYOL, IMAGE_BUILDER, APPSTREAM_IMAGE].flatMap(({ verdicts, waits }) => [...verdicts, ...waits]);
  const told = [...VERDICTS, ...WAITS, ...ofKinds].flatMap(({ says }) => says);
  // The longest piece between what varies; the guide quotes first sentences only.
  const pieceOf = (text: string) => text.split('. ')[0].split(/\$\{[^}]*\}/).reduce((one, other) => (other.length > one.length ? other : one)).trim();

  expect(sentences.length).toBeGreaterThan(10);
  expect(sentences.map(pieceOf).filter((piece) => !UNHEARD.includes(piece) && !told.some((text) => text.includes(piece)))).toEqual([]);
});
