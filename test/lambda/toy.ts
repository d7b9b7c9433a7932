import { Standing } from '../../lambda/fence';
import { mint, scopeOf, shapeOf } from '../../lambda/identity';
import { Change, Kind, Observation, Order } from '../../lambda/kind';
import { lifecycle } from '../../lambda/lifecycle';

/*
 * A kind whose looks are said by the test, and one poll of one of its links: with these the tests of the engine speak.
 */

export const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';
export const START = Date.parse('2026-01-01T12:00:00Z');
export const MINUTE = 60_000;
export const SHAPE = { Color: 'red' };
export const idOf = (nonce: string, shape: object = SHAPE) =>
  mint({ stem: 'toy', scope: scopeOf(STACK, 'First'), shape: shapeOf(shape), nonce: nonce.repeat(10) });
export const ID = idOf('a');

export interface Toy { readonly Color: string }
export const FORM = { 'Color?': 'text', 'Name?': 'text' } as const;
export type Look = Observation<{ readonly Name: string }>;

export const step = (what: string, run: () => Promise<unknown> = async () => undefined): Change => ({ what, run });
export const ready = (more: object = {}): Look => ({ state: 'ready', outputs: { Name: 'n' }, changes: [], removal: [step('delete')], retained: false, ...more });
export const pending = (more: object = {}): Look => ({ state: 'pending', detail: '19% converting', removal: [step('cancel')], ...more });
export const failed = (more: object = {}): Look => ({ state: 'failed', reason: 'it broke. Mend it', removal: [], ...more });
export const GONE: Look = { state: 'gone' };
/** Gone for certain: records tell that it has been there. */
export const TRACED: Look = { state: 'gone', traced: true };
export const UNSEEN: Look = { state: 'unseen', detail: 'it is not to be found', removal: [] };
export const error = (name: string, message = 'no') => Object.assign(new Error(message), { name });

/** A look; or what happens to one. */
type Seen = Look | (() => never);

export interface World {
  /** One look after the other; the last one stays. A function may throw. */
  readonly looks?: Seen[];
  /** What is remembered. */
  readonly glance?: Look;
  readonly standing?: Standing | (() => Standing);
  readonly others?: { [id: string]: Seen };
  /** Why another one was refused a moment ago. */
  readonly refusal?: string;
  readonly create?: (order: Order<Toy>, ask: () => Promise<void>) => Promise<void>;
  readonly cancellable?: boolean;
  /** Whether the kind knows no names that a user gives. */
  readonly unnamed?: boolean;
  readonly minute?: number;
  /** What the engine looked for, one order after the other. */
  readonly looked?: Order<Toy>[];
}

export const ENVELOPE = { Link: 'Wait', Scope: 'First', Minutes: '52', Timeout: '360', Contract: '1', Retain: 'false' };

const STATUS: { readonly [request: string]: string } = { Create: 'CREATE_IN_PROGRESS', Update: 'UPDATE_IN_PROGRESS', Delete: 'CREATE_IN_PROGRESS' };

/** One poll of one link; what it answered or said, and what it changed. */
export async function poll(link: object, world: World = {}, event: object = {}) {
  const { looks = [GONE], others = {}, cancellable = true, minute = 1, looked = [] } = world;
  const done: string[] = [];
  const noting = (seen: Look): Look => {
    const note = (changes: any) => (Array.isArray(changes) ? changes.map((change: Change) => ({
      ...change,
      run: () => {
        done.push(change.what);
        return change.run();
      },
    })) : changes);
    return { ...seen, ...'removal' in seen && { removal: note(seen.removal) }, ...'changes' in seen && { changes: note(seen.changes) } } as Look;
  };
  let turn = 0;
  const kind: Kind<Toy, { readonly Name: string }> = {
    stem: 'toy',
    noun: 'Toy making',
    form: FORM,
    cancellable,
    fixed: ({ Color }) => ({ Color }),
    look: async (order) => {
      looked.push(order);
      const look = others[order.id] ?? looks[Math.min(turn++, looks.length - 1)];
      return noting(typeof look === 'function' ? look() : look);
    },
    ...world.glance && { glance: async () => noting(world.glance!) },
    ...world.refusal && { refusal: () => world.refusal },
    create: world.create ?? (async () => { done.push('create'); }),
    find: async () => [ID, ...Object.keys(others)],
    ...!world.unnamed && { fixedName: (properties) => (properties as { Name?: string }).Name && `toyName '${(properties as { Name?: string }).Name}'` },
    explain: (e) => `explained ${(e as Error).message}`,
  };
  const { standing = { stackStatus: STATUS[(event as { RequestType?: string }).RequestType ?? 'Create'] } } = world;
  const { isComplete } = lifecycle(kind, async () => ({ standing: async () => (typeof standing === 'function' ? standing() : standing) }),
    () => new Date(START + minute * MINUTE));
  const answer = await isComplete({
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Wait1', PhysicalResourceId: ID, StartedAt: new Date(START).toISOString(),
    ResourceProperties: { Color: 'red', ...ENVELOPE, ...link }, ...event,
  }, { getRemainingTimeInMillis: () => 60_000 }).catch((e: Error) => e.message);
  return [answer, ...done];
}

/** What the engine wrote, line by line, without what is counted. Needs `beQuiet()`. */
export function logged(): { readonly [word: string]: unknown }[] {
  return lines().filter((line) => !('_aws' in line));
}

/** What the engine counted, as metrics and their values. Needs `beQuiet()`. */
export function counted(): object[] {
  return lines().filter((line) => '_aws' in line).map((line: any) => {
    const [{ Name }] = line._aws.CloudWatchMetrics[0].Metrics;
    return { [Name]: line[Name] };
  });
}

function lines(): { [word: string]: unknown }[] {
  return (process.stdout.write as jest.Mock).mock.calls.map(([line]) => JSON.parse(line));
}

/** Before each test of the engine: its log goes nowhere. */
export function beQuiet(): void {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
}

export const AGAIN = { IsComplete: false };
export const DONE = { IsComplete: true };
export const OUTPUTS = { IsComplete: true, Data: { Name: 'n' } };
export const UPDATE = { RequestType: 'Update' };
export const DELETE = { RequestType: 'Delete' };
export const LAST = { Link: 'Last' };
export const FIRST = { Link: 'First', Minutes: '0' };
