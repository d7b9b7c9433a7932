import timers from 'node:timers/promises';
import {
  beQuiet, DELETE, ENVELOPE, error, failed, FIRST, FORM, GONE, ID, idOf, LAST, logged, Look, MINUTE, pending,
  poll, ready, SHAPE, STACK, START, step, TRACED, UNSEEN,
  UPDATE, World,
} from './toy';
import { Kind } from '../../lambda/kind';
import { lifecycle } from '../../lambda/lifecycle';
import { delayOf } from '../../lambda/spread';
import { SPREAD_VARIABLE } from '../../src/contract/envelope';

/*
 * What the log tells of each decision: who reads it has nothing else to learn from why an import waits, or what was left behind.
 */

beforeEach(beQuiet);

const other = idOf('e');
const cousin = idOf('c', { Color: 'blue' });
const invented = { ...DELETE, PhysicalResourceId: 'S-First-1ABCDEFGHIJKL' };
const never = (): never => { throw new Error('it was looked at'); };
const fails = (name: string) => (): never => { throw error(name); };
const untagged = ready({ changes: [step('tag')] });
const rolledBack = { stackStatus: 'ROLLBACK_COMPLETE' };
const refused = step('sign', async () => { throw error('InvalidParameter'); });
const link = (more: object) => ({ link: 'Wait1', id: ID, ...more });
const ended = (complete: boolean, outputs?: object, request = 'Create') => ({ link: 'Wait1', request, id: ID, complete, ...outputs && { outputs } });
const waiting = (detail: string, request = 'Create') => [link({ waiting: detail }), ended(false, undefined, request)];
const waited = (detail: string, request = 'Create') => [link({ waiting: detail }), ended(true, undefined, request)];
const stillBusy: Look = pending({ removal: 'busy' });

test.each<[string, object, World, object, object[]]>([
  ['a start', {}, {}, {}, [link({ change: 'start Toy making' }), ...waiting('started')]], ['a start that is left to the next link', {}, { minute: 47 }, {}, waiting('the next link starts it')],
  ['a wait', {}, { looks: [pending()] }, {}, waiting('19% converting')], ['a wait by what is remembered', {}, { glance: pending(), looks: [never] }, {}, waiting('19% converting')],
  ['a wait while CloudFormation does not answer', {}, { standing: fails('Throttling') }, {}, waiting('CloudFormation does not answer: Throttling: no')], ['what is given', LAST, { looks: [ready()] }, {}, [ended(true, { Name: 'n' })]],
  ['changes that have no effect yet', {}, { looks: [untagged] }, {}, [...Array(4).fill(link({ change: 'tag' })), ...waiting('it is being brought in line')]], ['what is optional and fails', LAST, { looks: [ready({ changes: [{ ...refused, optional: true }] })] }, {},
    [link({ change: 'sign' }), link({ notDone: 'explained no' }), ended(true, { Name: 'n' })]],
  ['a failure', {}, { looks: [failed()] }, {}, [{ link: 'Wait1', request: 'Create', id: ID, failed: 'it broke. Mend it' }]], ['what a rollback leaves as it is', LAST, { looks: [failed({ outputs: { Name: 'n' } })], standing: { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' } }, UPDATE,
    [link({ leftAsItIs: 'it broke. Mend it' }), ended(true, { Name: 'n' }, 'Update')]],
  ['what a rollback does not find', LAST, { looks: [{ state: 'gone', outputs: { Name: 'n' } }], standing: { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' } }, UPDATE,
    [link({ leftAsItIs: 'it is not there any more' }), ended(true, { Name: 'n' }, 'Update')]],

  ['what an update clears', FIRST, { others: { [cousin]: pending() } }, {}, [link({ change: 'cancel' }), ended(true)]], ['what it cannot clear', FIRST, { others: { [cousin]: stillBusy } }, {}, [{ left: cousin, because: 'busy' }, ended(true)]],
  ['what fails to be cleared', FIRST, { others: { [cousin]: pending({ removal: [refused] }) } }, {},
    [link({ change: 'sign' }), { left: cousin, because: 'explained no' }, ended(true)]],
  ['nothing of what is gone already', FIRST, { others: { [cousin]: GONE } }, {}, [ended(true)]], ['nothing of what is not seen', FIRST, { others: { [cousin]: UNSEEN } }, {}, [ended(true)]],

  ['what a Delete waits for', FIRST, { looks: [stillBusy] }, DELETE, waiting('busy', 'Delete')], ['for what a link of it gives time', {}, { looks: [stillBusy], cancellable: false }, DELETE, waiting('busy', 'Delete')],
  ['and as long as it is remembered so', {}, { glance: stillBusy, looks: [never], cancellable: false }, DELETE, waiting('busy', 'Delete')], ['but no longer than its share', {}, { looks: [stillBusy], cancellable: false, minute: 52 }, DELETE, waited('busy', 'Delete')],
  ['a Delete that does not believe that it is gone', FIRST, { looks: [GONE] }, DELETE, waiting('it may have been started just now', 'Delete')], ['nor what is remembered', FIRST, { glance: GONE, looks: [never] }, DELETE, waiting('it may have been started just now', 'Delete')],
  ['a removal beside which another run may be at work', FIRST, { looks: [ready(), TRACED], minute: 0.5 }, DELETE,
    [link({ change: 'delete' }), ...waiting('its removal is under way', 'Delete')]],
  ['what of a chain is left', FIRST, { looks: [stillBusy], others: { [other]: pending({ removal: 'asleep' }) } }, invented,
    [{ link: 'Wait1', id: 'S-First-1ABCDEFGHIJKL', waiting: 'busy; asleep' }, { ...ended(false, undefined, 'Delete'), id: 'S-First-1ABCDEFGHIJKL' }]],
  ['what is retained', FIRST, { looks: [TRACED], others: { [other]: ready({ retained: true }) } }, invented,
    [{ retained: other }, { ...ended(true, undefined, 'Delete'), id: 'S-First-1ABCDEFGHIJKL' }]],

  ['what is cleared up for nobody', {}, { looks: [untagged], standing: rolledBack }, {}, [link({ clearUp: 'delete' }), ended(false)]], ['why it is not cleared up', {}, { looks: [untagged, ready({ removal: [refused] })], standing: rolledBack }, {},
    [link({ clearUp: 'sign' }), link({ clearUp: 'InvalidParameter: no' }), ended(false)]],
  ['nothing while it cannot be cleared up', {}, { looks: [untagged, stillBusy], standing: rolledBack }, {}, [ended(false)]], ['a request that cannot be understood', { Link: 'Middle' }, {}, {},
    [{ link: 'Wait1', stack: STACK, failed: expect.stringMatching(/^the request cannot be understood: Link must be/) }]],
])('%s', async (_, properties, world, event, lines) => {
  await poll(properties, world, event);
  expect(logged()).toEqual(lines);
});

describe('a request that arrives', () => {
  const event: any = { RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'First', ResourceProperties: { ...ENVELOPE, Link: 'First', ...SHAPE } };
  const kind = { stem: 'toy', form: FORM, fixed: () => ({}) } as unknown as Kind<object, {}>;
  const { onEvent } = lifecycle(kind, () => { throw new Error('asks nobody'); }, () => new Date(START));
  const sleep = () => jest.spyOn(timers, 'setTimeout').mockResolvedValue(undefined);

  test('is logged with its id', async () => {
    sleep();
    const { PhysicalResourceId: id } = await onEvent(event);
    expect(logged()).toEqual([{ event: 'Create', link: 'First', stack: STACK, id }]);
  });

  test.each([['50', 50_000], [undefined, 0]])('waits its part of %s seconds', async (seconds, milliseconds) => {
    const slept = sleep();
    const before = process.env[SPREAD_VARIABLE];
    delete process.env[SPREAD_VARIABLE];
    if (seconds !== undefined) process.env[SPREAD_VARIABLE] = seconds;
    await onEvent(event);
    expect(slept).toHaveBeenCalledWith(delayOf(event, milliseconds));
    if (before === undefined) delete process.env[SPREAD_VARIABLE];
    else process.env[SPREAD_VARIABLE] = before;
  });
});

test('a step that was cut off tells in the log that it begins nothing any more', async () => {
  let answer: (standing: object) => void = () => undefined;
  const kind = { stem: 'toy', noun: 'Toy making', form: FORM, look: async () => GONE } as unknown as Kind<object, {}>;
  const { isComplete } = lifecycle(kind, async () => ({ standing: () => new Promise((resolve) => { answer = resolve; }) }), () => new Date(START + MINUTE));
  const event: any = {
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Wait1', PhysicalResourceId: ID, StartedAt: new Date(START).toISOString(),
    ResourceProperties: ENVELOPE,
  };
  await isComplete(event, { getRemainingTimeInMillis: () => 3_001 });
  answer({ stackStatus: 'CREATE_IN_PROGRESS' });
  await new Promise(setImmediate);
  expect(logged()).toContainEqual(link({ waiting: 'the run has ended' }));
});
