import {
  AGAIN, beQuiet, counted, DELETE, DONE, error, failed, FIRST, GONE, ID, idOf, LAST, logged, Look, MINUTE,
  OUTPUTS, pending, poll, ready, START, step, TRACED, UNSEEN,
  Toy, UPDATE, World,
} from './toy';
import { Order } from '../../lambda/kind';

/*
 * The edges of the engine's decisions: what it does not do, does not ask, and the very moment in which it decides otherwise. The
 * decisions themselves are in lifecycle.test.ts.
 */

beforeEach(beQuiet);

const DENIED = error('AccessDeniedException');
const rolledBack = { stackStatus: 'ROLLBACK_COMPLETE' };
const rollback = { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' };
const never = (): never => { throw new Error('it was looked at'); };
const fails = (name: string) => (): never => { throw error(name); };
const untagged = ready({ changes: [step('tag')] });

/** Asserts what a poll answers and changes. */
const expectPoll = async (_: string, link: object, world: World, event: object, expected: unknown[]) =>
  expect(await poll(link, world, event)).toEqual(expected);
type Row = [string, object, World, object, unknown[]];

describe('a link that waits', () => {
  test.each<Row>([
    ['starts anew in a rollback what gave nothing that is known', LAST, { looks: [GONE], standing: rollback }, UPDATE, [AGAIN, 'create']],
    ['settles for nothing in a Create', LAST, { looks: [failed({ outputs: { Name: 'n' } })], standing: rollback }, {}, ['it broke. Mend it']],
    ['changes what was there before in an Update, which a rollback would take back', {},
      { looks: [ready({ changes: [step('tag')], since: new Date(0) }), ready()], standing: { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: new Date(START) } },
      UPDATE, [DONE, 'tag']],
    ['takes a failure of the moment in which the operation began for one of it', {},
      { looks: [failed({ since: new Date(START) })], standing: { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: new Date(START) } }, {}, ['it broke. Mend it']],
    ['takes a failure of no known time for one of this operation', {},
      { looks: [failed()], standing: { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: new Date(START) } }, {}, ['it broke. Mend it']],
    ['does not fail of a look that is throttled when its share is over', {}, { looks: [fails('ThrottlingException')], minute: 52 }, {}, [DONE]],
    ['waits while CloudFormation does not let it ask', LAST, { standing: fails('AccessDeniedException'), minute: 51 }, {}, [AGAIN]],
    ['and fails of it at the end of its share', LAST, { standing: fails('AccessDeniedException'), minute: 52 }, {}, ['AccessDeniedException: no']],
    ['as the last says at the end that CloudFormation does not answer', LAST, { standing: fails('Throttling'), minute: 52 }, {},
      ['Toy making is not done after 6 h: CloudFormation does not answer: Throttling: no; raise timeout']],
    ['as the last says at the end that it was throttled', LAST, { create: fails('Throttling'), minute: 52 }, {},
      ['Toy making is not done after 6 h: Throttling: no; raise timeout']],
    ['and where it waited for its turn, how to have more of them', LAST, { create: fails('ResourceLimitExceeded'), minute: 52 }, {},
      ['Toy making is not done after 6 h: explained no; raise timeout']],
    ['does not ask for a turn that another one was refused a moment ago', LAST, { refusal: 'no turn' }, {}, [AGAIN]],
    ['but for what is there needs none', LAST, { looks: [ready()], refusal: 'no turn' }, {}, [OUTPUTS]],
    ['and asks itself at the end of its share', LAST, { refusal: 'no turn', create: fails('ResourceLimitExceeded'), minute: 52 }, {},
      ['Toy making is not done after 6 h: explained no; raise timeout']],
  ])('%s', expectPoll);

  test('lets a kind ask before a second call whether it is still wanted', async () => {
    let wanted = true;
    const calls: string[] = [];
    const create = async (_: unknown, ask: () => Promise<void>) => {
      calls.push('dry run');
      wanted = false;
      await ask();
      calls.push('import');
    };
    const answer = await poll(LAST, { create, standing: () => (wanted ? { stackStatus: 'CREATE_IN_PROGRESS' } : rolledBack) });
    expect(calls).toEqual(['dry run']);
    // To clear up what the first call may have started.
    expect(answer).toEqual([AGAIN]);
  });
});

const twin = idOf('b');
const elder = idOf('e');
const cousin = idOf('c', { Color: 'blue' });
const current = idOf('d', { Color: 'blue' });
const ofCurrent = { ...UPDATE, CurrentId: current };

describe('the first link', () => {
  const retained = (minutes?: number) => ready({ retained: true, since: minutes === undefined ? undefined : new Date(START + minutes * MINUTE) });
  const back = { ...ofCurrent, OldResourceProperties: { Retain: 'true' } };
  const takes = (id: string) => ({ ...DONE, PhysicalResourceId: id });
  test.each<Row>([
    ['does not take itself for its twin', FIRST, { looks: [ready()] }, {}, [DONE]],
    ['takes up in a rollback what the update has marked retained', FIRST, { others: { [twin]: retained() }, standing: rollback }, back, [takes(twin)]],
    ['of several of these the youngest', FIRST, { others: { [twin]: retained(-9), [elder]: retained(-10) }, standing: rollback }, back, [takes(twin)]],
    ['wherever it stands', FIRST, { others: { [elder]: retained(-10), [twin]: retained(-9) }, standing: rollback }, back, [takes(twin)]],
    ['but rather what is not marked', FIRST, { others: { [elder]: retained(-10), [twin]: ready() }, standing: rollback }, back, [takes(twin)]],
    ['and nothing that is marked where it is no rollback', FIRST, { others: { [twin]: retained() } }, back, [DONE]],
    ['nor where the update did not retain', FIRST, { others: { [twin]: retained() }, standing: rollback }, ofCurrent, [DONE]],
    ['refuses no name where the kind knows none', { ...FIRST, Name: 'x' }, { unnamed: true }, { ...ofCurrent, OldResourceProperties: { Name: 'x' } }, [DONE]],
    ['asks CloudFormation nothing where nothing is to clear', FIRST, { standing: fails('Throttling') }, {}, [DONE]],
    ['clears what is ready and unknown before a creation', FIRST, { others: { [cousin]: ready() } }, {}, [DONE, 'delete']],
    ['but not before an update, which may fail', FIRST, { others: { [cousin]: ready() } }, ofCurrent, [DONE]],
    ['clears before an update what is not ready', FIRST, { others: { [cousin]: pending() } }, ofCurrent, [DONE, 'cancel']],
    ['leaves what it cannot see', FIRST, { others: { [cousin]: { ...UNSEEN, removal: [step('delete')] } as Look } }, {}, [DONE]],
    ['clears nothing for a stack that has given up', FIRST, { others: { [cousin]: pending() }, standing: rolledBack }, {}, ['stopped: the stack is ROLLBACK_COMPLETE']],
    ['fails when it can look for no others until its share is over', FIRST, { others: { [twin]: fails('Throttling') }, minute: 52 }, {},
      ['Toy making cannot be looked up: Throttling: no']],
  ])('%s', expectPoll);
});

describe('an update that is done', () => {
  const retaining = { ...LAST, Retain: 'true' };
  const there = { looks: [ready()] };
  const old = (more: object) => ({ ...there, others: { [current]: ready(more) } });
  test.each<Row>([
    ['marks what it replaces, if that is to stay', retaining, old({ changes: [step('mark retained')] }), ofCurrent, [OUTPUTS, 'mark retained']],
    ['and does not try there what is optional', retaining, old({ changes: [{ ...step('sign'), optional: true }] }), ofCurrent, [OUTPUTS]],
    ['and nothing where that is not to stay', LAST, old({ changes: [step('tag')] }), ofCurrent, [OUTPUTS]],
    ['nor where that is gone', retaining, { ...there, others: { [current]: GONE } }, ofCurrent, [OUTPUTS]],
    ['nor where nothing is replaced', retaining, { looks: [ready(), untagged] }, { ...UPDATE, CurrentId: ID }, [OUTPUTS]],
    ['nor where nothing is known of before', retaining, { looks: [ready(), untagged] }, UPDATE, [OUTPUTS]],
    ['clears what no id names any more', LAST, { ...there, others: { [cousin]: ready() } }, ofCurrent, [OUTPUTS, 'delete']],
    ['and not what it replaces', LAST, { ...there, others: { [current]: ready() } }, ofCurrent, [OUTPUTS]],
    ['nor what the stack holds', LAST, { ...there, others: { [cousin]: ready() }, standing: { stackStatus: 'UPDATE_IN_PROGRESS', record: { id: cousin } } }, ofCurrent, [OUTPUTS]],
    ['nor itself', LAST, { ...there, standing: { stackStatus: 'UPDATE_IN_PROGRESS' } }, ofCurrent, [OUTPUTS]],
    ['only as the last link', {}, { ...there, others: { [cousin]: ready() } }, ofCurrent, [DONE]],
    ['and a creation does, of what an earlier attempt has left', LAST,
      { ...there, others: { [cousin]: ready() }, standing: { stackStatus: 'UPDATE_IN_PROGRESS' } }, {}, [OUTPUTS, 'delete']],
    ['but not in the creation of the stack, where there is none', LAST, { ...there, others: { [cousin]: never } }, {}, [OUTPUTS]],
    ['clears nothing for a stack that has given up', LAST,
      { ...there, others: { [cousin]: ready() }, standing: { stackStatus: 'UPDATE_ROLLBACK_COMPLETE', record: { id: ID, status: 'UPDATE_COMPLETE' } } }, ofCurrent,
      ['stopped: the stack is UPDATE_ROLLBACK_COMPLETE']],
    ['waits while it cannot clear', LAST, { ...there, others: { [cousin]: ready() }, standing: fails('Throttling'), minute: 51 }, ofCurrent, [AGAIN]],
    ['but does not fail of it', LAST, { ...there, others: { [cousin]: ready() }, standing: fails('Throttling'), minute: 52 }, ofCurrent, [OUTPUTS]],
  ])('%s', expectPoll);

  test('looks at what is replaced with the properties and tags that it had', async () => {
    const looked: Order<Toy>[] = [];
    const before = { Color: 'blue', Tags: { A: '0' } };
    await poll({ ...retaining, Tags: { A: '1' } }, { looked, ...old({}) }, { ...ofCurrent, OldResourceProperties: before });
    expect(looked[1]).toMatchObject({ id: current, properties: before, tags: { A: '0' } });
  });

  test('tells what it has left', async () => {
    await poll(LAST, { ...there, others: { [cousin]: ready() }, standing: fails('Throttling'), minute: 52 }, ofCurrent);
    expect(logged()[0]).toEqual({ left: 'whatever else there may be', because: 'CloudFormation does not answer: Throttling: no' });
  });
});

describe('a Delete', () => {
  const other = idOf('e');
  const invented = { ...DELETE, PhysicalResourceId: 'S-First-1ABCDEFGHIJKL' };
  const busy = { cancellable: false };
  const deleting = (record: object) => ({ stackStatus: 'DELETE_IN_PROGRESS', record });
  test.each<Row>([
    ['does not look where the work can be cancelled', {}, { looks: [never] }, DELETE, [DONE]],
    ['does not hold for what can be removed', {}, { ...busy, looks: [pending()] }, DELETE, [DONE]],
    ['does not hold for what has failed', {}, { ...busy, looks: [failed({ removal: 'being cancelled' })] }, DELETE, [DONE]],
    ['never fails as the last link, whatever is still busy', LAST, { ...busy, looks: [pending({ removal: 'busy' })], minute: 52 }, DELETE, [DONE]],
    ['has a look where what is remembered says that it is there', FIRST, { glance: pending(), looks: [pending(), TRACED] }, DELETE, [DONE, 'cancel']],
    ['goes by what is remembered as long as nothing else would be believed', FIRST, { glance: GONE, looks: [never], minute: 4 }, DELETE, [AGAIN]],
    ['and looks once it would be', FIRST, { glance: GONE, looks: [TRACED], minute: 5 }, DELETE, [DONE]],
    ['takes what is not retained together with the chain', FIRST, { looks: [TRACED], others: { [other]: ready() } }, invented, [AGAIN, ...Array(4).fill('delete')]],
    ['has patience with a right to what has just been made', FIRST,
      { looks: [ready({ since: new Date(START + 28 * MINUTE), removal: [step('delete', async () => { throw DENIED; })] })], minute: 30 }, DELETE, [AGAIN, 'delete']],
    ['leaves the others to the Delete of the resource itself', FIRST,
      { looks: [TRACED], others: { [other]: ready() }, standing: deleting({ id: ID, status: 'UPDATE_COMPLETE' }) }, DELETE, [DONE]],
    ['and where the record has no status', FIRST, { looks: [TRACED], others: { [other]: ready() }, standing: deleting({ id: ID }) }, DELETE, [DONE]],
  ])('%s', expectPoll);

  test('looks for nothing under an id that CloudFormation invented', async () => {
    const looked: Order<Toy>[] = [];
    await poll(FIRST, { looked, looks: [TRACED], others: { [other]: TRACED } }, invented);
    expect(looked.map(({ id }) => id)).toEqual([ID, other]);
  });
});

describe('who is abandoned', () => {
  const refusing = ready({ changes: [step('tag')], removal: [step('delete', async () => { throw error('InvalidParameter'); })] });
  test.each<Row>([
    ['ends with its share when nothing has come to be seen', LAST, { standing: rolledBack, minute: 52 }, {}, ['stopped: the stack is ROLLBACK_COMPLETE']],
    ['stays for what its records tell of', {}, { standing: rolledBack, looks: [untagged, UNSEEN] }, {}, [AGAIN]],
    ['stays for what cannot be removed yet', {}, { standing: rolledBack, looks: [untagged, pending({ removal: 'busy' })] }, {}, [AGAIN]],
    ['tries again what could not be removed', {}, { standing: rolledBack, looks: [untagged, refusing] }, {}, [AGAIN, 'delete']],
  ])('%s', expectPoll);

  test('looks closely before it removes anything', async () => {
    const looked: Order<Toy>[] = [];
    await poll({}, { looked, looks: [untagged], standing: rolledBack });
    expect(looked.map(({ inPassing }) => inPassing)).toEqual([true, false]);
  });

  test('fails nobody', async () => {
    await poll(LAST, { standing: rolledBack, minute: 52 });
    expect(counted()).toEqual([]);
  });
});

test.each([
  ['in the very moment in which a share is over, the last link decides by what is there', LAST, { glance: pending(), looks: [ready()], minute: 52 }, {}, [OUTPUTS]],
] as Row[])('%s', expectPoll);
