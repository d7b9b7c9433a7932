import {
  AGAIN, beQuiet, counted, DELETE, DONE, ENVELOPE, error, failed, FIRST, FORM, GONE, ID, idOf, LAST, Look,
  MINUTE, OUTPUTS, pending, poll, ready, SHAPE, STACK, START,
  step, Toy, TRACED, UNSEEN, UPDATE, World,
} from './toy';
import { Standing } from '../../lambda/fence';
import { read, scopeOf, shapeOf } from '../../lambda/identity';
import { Kind, Order } from '../../lambda/kind';
import { lifecycle } from '../../lambda/lifecycle';
import { Failure } from '../../lambda/verdicts';

/*
 * The engine alone, with a kind whose looks are said by the test. What the engine does in the sequences that CloudFormation
 * makes of it is in test/lifecycle.
 */

beforeEach(beQuiet);

/** Of an update that began a minute before the request. */
const UPDATING: Standing = { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: new Date(START - MINUTE) };

describe('a link that waits', () => {
  test.each<[string, object, World, unknown[]]>([
    ['starts what is not there', {}, {}, [AGAIN, 'create']],
    ['waits', {}, { looks: [pending()] }, [AGAIN]],
    ['hands over when its share is over', {}, { looks: [pending()], minute: 52 }, [DONE]],
    ['fails with its own words when it is the last', LAST, { looks: [pending()], minute: 52 }, ['Toy making is not done after 6 h: 19% converting; raise timeout']],
    ['passes what is ready', {}, { looks: [ready()] }, [DONE]],
    ['gives the attributes when it is the last', LAST, { looks: [ready()] }, [OUTPUTS]],
    ['changes what differs, and looks again', LAST, { looks: [ready({ changes: [step('tag'), step('describe')] }), ready()] }, [OUTPUTS, 'tag', 'describe']],
    ['does not change for ever in one run', {}, { looks: [ready({ changes: [step('tag')] })] }, [AGAIN, 'tag', 'tag', 'tag', 'tag']],
    ['fails with the reason of the service', {}, { looks: [failed()] }, ['it broke. Mend it']],
    ['has patience with what is not seen yet', {}, { looks: [UNSEEN], minute: 51 }, [AGAIN]],
    ['has patience no longer when it is the last', LAST, { looks: [UNSEEN], minute: 52 },
      ['Toy making is not done after 6 h: it is not to be found; raise timeout']],
    ['leaves a start to the next link when that would not see it yet', {}, { minute: 47 }, [AGAIN]],
    ['but as the last it starts', LAST, { minute: 47 }, [AGAIN, 'create']],
    ['tries what is optional once', LAST, { looks: [ready({ changes: [{ ...step('sign'), optional: true }] })] }, [OUTPUTS, 'sign']],
    ['and does not fail of it', LAST, { looks: [ready({ changes: [{ ...step('sign', async () => { throw error('InvalidParameter'); }), optional: true }] })] }, [OUTPUTS, 'sign']],
    ['leaves what was there before to links that get an Update, as its own rollback would restore nothing', {},
      { looks: [ready({ changes: [step('tag')], since: new Date(START - 10 * MINUTE) })], standing: UPDATING }, [DONE]],
    ['but not as the last', LAST, { looks: [ready({ changes: [step('tag')], since: new Date(START - 10 * MINUTE) }), ready()], standing: UPDATING }, [OUTPUTS, 'tag']],
    ['nor what was made since', {}, { looks: [ready({ changes: [step('tag')], since: new Date(START) }), ready()], standing: UPDATING }, [DONE, 'tag']],
    ['does nothing as a Hold', { Link: 'Hold' }, { looks: [GONE] }, [DONE]],
  ])('%s', async (_, link, world, expected) => {
    expect(await poll(link, world)).toEqual(expected);
  });

  test.each<[string, World, unknown[]]>([
    ['a failure of an earlier operation starts anew', { looks: [failed({ since: new Date(START - 10 * MINUTE) })] }, [AGAIN, 'create']],
    ['but its leftovers go first', { looks: [failed({ since: new Date(0), removal: [step('delete debris')] }), GONE] }, [AGAIN, 'delete debris', 'create']],
    ['even when they take their time', { looks: [failed({ since: new Date(0), removal: 'being cancelled' })] }, [AGAIN]],
    ['a failure of this operation is one', { looks: [failed({ since: new Date(START) })] }, ['it broke. Mend it']],
  ])('%s', async (_, world, expected) => {
    expect(await poll({}, { standing: UPDATING, ...world })).toEqual(expected);
  });
});

describe('what is remembered', () => {
  const never = () => { throw new Error('it was looked at'); };
  test.each<[string, object, World, unknown[], object]>([
    ['is enough to go on waiting', {}, { glance: pending(), looks: [never] }, [AGAIN], {}],
    ['also for the last link', LAST, { glance: pending(), looks: [never] }, [AGAIN], {}],
    ['lets a link pass that is not the last', {}, { glance: ready(), looks: [never] }, [DONE], {}],
    ['does not vouch for attributes', LAST, { glance: ready(), looks: [pending()] }, [AGAIN], {}],
    ['changes nothing', {}, { glance: ready({ changes: [step('tag')] }), looks: [ready()] }, [DONE], {}],
    ['does not fail what may have been mended', {}, { glance: failed(), looks: [ready()] }, [DONE], {}],
    ['starts nothing', {}, { glance: GONE, looks: [pending()] }, [AGAIN], {}],
    ['does not end a wait at its deadline', LAST, { glance: pending(), looks: [ready()], minute: 52 }, [OUTPUTS], {}],
    ['lets a Delete hold', { Minutes: '52' }, { glance: pending({ removal: 'busy' }), looks: [never], cancellable: false }, [AGAIN], DELETE],
    ['lets a Delete pass', { Minutes: '52' }, { glance: ready(), looks: [never], cancellable: false }, [DONE], DELETE],
    ['does not let a Delete pass that finds nothing', { Minutes: '52' }, { glance: GONE, looks: [pending({ removal: 'busy' })], cancellable: false }, [AGAIN], DELETE],
  ])('%s', async (_, link, world, expected, event) => {
    expect(await poll(link, world, event)).toEqual(expected);
  });
});

describe('what is counted', () => {
  const since = new Date(START - 10 * MINUTE);
  test.each<[string, object, World, object, object[]]>([
    ['the time that a creation took', LAST, { looks: [ready({ since })] }, {}, [{ Duration: 660 }]],
    ['the time of the work, where that is older than what it has made', LAST, { looks: [ready({ since, began: new Date(START - 20 * MINUTE) })] }, {}, [{ Duration: 1260 }]],
    ['the time that a replacement took', { ...LAST, Id: ID }, { looks: [ready({ since })] }, { ...UPDATE, OldResourceProperties: { Id: 'old' } }, [{ Duration: 660 }]],
    ['no time for a change in place', { ...LAST, Id: ID }, { looks: [ready({ since })] }, { ...UPDATE, OldResourceProperties: { Id: ID } }, []],
    ['no time before the end', {}, { looks: [ready({ since })] }, {}, []],
    ['a failure', {}, { looks: [failed()] }, {}, [{ Failures: 1 }]],
    ['no failure where nobody listens', {}, { looks: [GONE], standing: { stackStatus: 'ROLLBACK_COMPLETE' }, minute: 52 }, {}, []],
    ['a Delete that fails, as something left', FIRST, { looks: [pending({ removal: 'busy' })], minute: 52 }, DELETE, [{ Failures: 1 }, { Leftovers: 1 }]],
    ['what cannot be swept', FIRST, { looks: [GONE], others: { other: pending({ removal: 'busy' }) } }, UPDATE, [{ Leftovers: 1 }]],
  ])('%s', async (_, link, world, event, expected) => {
    await poll(link, world, event);
    expect(counted()).toEqual(expected);
  });
});

describe('what is refused', () => {
  const failing = (name: string) => ({ create: async () => { throw error(name); } });
  test.each<[string, string, number, unknown]>([
    ['throttled', 'ThrottlingException', 51, AGAIN],
    ['a quota of what runs at once', 'ResourceLimitExceeded', 51, AGAIN],
    ['a quota of what exists', 'LimitExceededException', 9, AGAIN],
    ['a quota of what exists, for long', 'LimitExceededException', 10, 'explained no'],
    ['in use, for long', 'InvalidSnapshot.InUse', 10, 'explained no'],
    ['denied', 'AccessDeniedException', 4, AGAIN],
    ['denied, for long', 'AccessDeniedException', 5, 'explained no'],
    ['of what is not there', 'InvalidSnapshot.NotFound', 1, 'explained no'],
    ['wrong', 'InvalidParameter', 1, 'explained no'],
  ])('%s (%s) after %d minutes', async (_, name, minute, answer) => {
    expect(await poll({}, { ...failing(name), minute })).toEqual([answer]);
  });

  test.each<[string, number, unknown]>([
    ['has just been made', 28, AGAIN], ['was made long ago', 20, 'explained no'],
  ])('a right to what %s', async (_, made, answer) => {
    const denied = step('tag', async () => { throw error('AccessDeniedException'); });
    expect(await poll({}, { looks: [ready({ changes: [denied], since: new Date(START + made * MINUTE) })], minute: 30 })).toEqual([answer, 'tag']);
  });

  test('by the kind itself is said in its words', async () => {
    expect(await poll({}, { create: async () => { throw new Failure('it cannot be made of that'); } })).toEqual(['it cannot be made of that']);
  });

  test('hands over a start that is still queued', async () => {
    expect(await poll({}, { ...failing('ResourceLimitExceeded'), minute: 52 })).toEqual([DONE]);
  });

  test('names at the last what it waited for', async () => {
    expect(await poll(LAST, { ...failing('ResourceLimitExceeded'), minute: 52 })).toEqual(['Toy making is not done after 6 h: explained no; raise timeout']);
  });

  test.each<[string, string, number, unknown]>([
    ['throttled', 'ThrottlingException', 51, AGAIN],
    ['broken', 'InvalidParameter', 51, AGAIN],
    ['denied', 'AccessDeniedException', 51, AGAIN],
    ['denied, for long', 'AccessDeniedException', 52, 'explained no'],
  ])('a look that is %s (%s) after %d minutes', async (_, name, minute, answer) => {
    expect(await poll({}, { looks: [() => { throw error(name); }], minute })).toEqual([answer]);
  });

  test('nothing is changed while CloudFormation does not answer', async () => {
    expect(await poll({}, { standing: () => { throw error('Throttling'); } })).toEqual([AGAIN]);
  });
});

describe('who is abandoned', () => {
  const rolledBack: Standing = { stackStatus: 'ROLLBACK_COMPLETE' };
  const rollingBack: Standing = { stackStatus: 'ROLLBACK_IN_PROGRESS' };
  const stopped = 'stopped: the stack is ROLLBACK_COMPLETE';
  test.each<[string, World, unknown[]]>([
    ['starts nothing, and stays for what is not seen yet', { standing: rolledBack }, [AGAIN]],
    ['has nothing to stay for when it is gone for certain', { standing: rolledBack, looks: [ready({ changes: [step('tag')] }), TRACED] }, [stopped]],
    ['changes nothing that is the stack\'s', {
      looks: [ready({ changes: [step('tag')] })], standing: { ...rolledBack, record: { id: ID, status: 'UPDATE_COMPLETE' } },
    }, [stopped]],
    ['removes what nobody owns', { looks: [ready({ changes: [step('tag')] })], standing: rolledBack }, [AGAIN, 'delete']],
    ['but waits until the stack has settled', { looks: [ready({ changes: [step('tag')] })], standing: rollingBack }, [AGAIN]],
    ['and leaves what is retained', { looks: [ready({ changes: [step('tag')], retained: true })], standing: rolledBack }, [stopped]],
    ['and what has nothing left to remove', { looks: [ready({ changes: [step('tag')], removal: [] })], standing: rolledBack }, [stopped]],
  ])('%s', async (_, world, expected) => {
    expect(await poll({}, world)).toEqual(expected);
  });

  // Found by random sequences: an AMI that the user protects kept a waiter at it until the framework ended that, without a word.
  test.each<[number, unknown, object[]]>([[109, AGAIN, []], [110, stopped, [{ Leftovers: 1 }]]])('tries to remove it for %d minutes', async (minute, answer, expected) => {
    const removal = [step('delete', async () => { throw error('OperationNotPermitted'); })];
    expect(await poll({}, { looks: [ready({ changes: [step('tag')], removal })], standing: rolledBack, minute })).toEqual([answer, 'delete']);
    expect(counted()).toEqual(expected);
  });

  test('right after its own start stays to clear up', async () => {
    let asked = 0;
    const standing = () => (asked++ === 0 ? { stackStatus: 'CREATE_IN_PROGRESS' } : rollingBack);
    expect(await poll({}, { looks: [GONE, pending()], standing })).toEqual([AGAIN, 'create']);
    expect(await poll({}, { looks: [pending()], standing: rolledBack })).toEqual([AGAIN]);
  });

  test('as a Delete is loud', async () => {
    const standing = { stackStatus: 'UPDATE_COMPLETE', record: { id: ID, status: 'UPDATE_COMPLETE', changed: new Date(START + 2 * MINUTE) } };
    expect(await poll(FIRST, { looks: [ready()], standing }, DELETE)).toEqual(['stopped: the stack holds the resource again (UPDATE_COMPLETE)']);
  });
});

describe('the first link', () => {
  const twin = idOf('b');
  const cousin = idOf('c', { Color: 'blue' });
  const current = idOf('d', { Color: 'blue' });
  test.each<[string, World, object, unknown[]]>([
    ['answers in seconds', {}, {}, [DONE]],
    ['takes over what is ready in the same shape', { others: { [twin]: ready() } }, {}, [{ ...DONE, PhysicalResourceId: twin }]],
    ['but not what is retained, unless it retains itself', { others: { [twin]: ready({ retained: true }) } }, {}, [DONE]],
    ['makes its own where the twin is not ready', { others: { [twin]: pending() } }, {}, [DONE, 'cancel']],
    ['keeps an id that nothing has changed', { others: { [twin]: ready() } }, { ...UPDATE, CurrentId: ID }, [DONE]],
    ['finds the old one again after a rollback', { others: { [twin]: ready() } }, { ...UPDATE, CurrentId: current }, [{ ...DONE, PhysicalResourceId: twin }]],
    ['clears what no id names, but not what is current', { others: { [cousin]: pending(), [current]: pending() } }, { ...UPDATE, CurrentId: current }, [DONE, 'cancel']],
    ['and not what is retained', { others: { [cousin]: ready({ retained: true }) } }, {}, [DONE]],
    ['and not what the stack holds', { others: { [cousin]: pending() }, standing: { stackStatus: 'UPDATE_IN_PROGRESS', record: { id: cousin } } },
      { ...UPDATE, CurrentId: current }, [DONE]],
    ['and never fails of it', { others: { [cousin]: pending({ removal: [step('delete', async () => { throw error('InvalidParameter'); })] }) } },
      { ...UPDATE, CurrentId: current }, [DONE, 'delete']],
  ])('%s', async (_, world, event, expected) => {
    expect(await poll(FIRST, world, event)).toEqual(expected);
  });

  const named = { ...FIRST, Name: 'x' };
  const renamed = (Name: string) => ({ ...UPDATE, CurrentId: current, OldResourceProperties: { Color: 'blue', Name } });
  test.each<[string, object, World, object, unknown]>([
    ['refuses a second one of a fixed name', named, {}, renamed('x'),
      "this change needs a new one, but toyName 'x' was set by you and cannot be borne by two; change the name too, or leave it out"],
    ['makes one of another name', named, {}, renamed('y'), DONE],
    ['makes one without a name', FIRST, {}, renamed('x'), DONE],
    ['goes back to the one that has the name', named, { others: { [twin]: ready() } }, renamed('x'), { ...DONE, PhysicalResourceId: twin }],
    ['makes the first one of a name', named, {}, {}, DONE],
  ])('%s', async (_, link, world, event, expected) => {
    expect(await poll(link, world, event)).toEqual([expected]);
  });
});

describe('a rollback', () => {
  const rollback = { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' };
  const there = failed({ outputs: { Name: 'n' } });
  const BEYOND = /^the rollback cannot restore it; cure that and continue it, or continue without this resource \(.* --resources-to-skip\): /;
  const refuses = () => { throw error('InvalidParameter'); };
  test.each<[string, object, World, unknown]>([
    ['settles for what it cannot restore', LAST, { looks: [there], standing: rollback }, OUTPUTS],
    ['settles for what is not there any more', LAST, { looks: [{ state: 'gone', outputs: { Name: 'n' } }], standing: rollback }, OUTPUTS],
    ['and only a rollback does', LAST, { looks: [there] }, 'it broke. Mend it'],
    ['fails of what gave nothing that is known', LAST, { looks: [failed()], standing: rollback }, expect.stringMatching(BEYOND)],
    ['and of what cannot be started again', LAST, { looks: [GONE], create: refuses, standing: rollback }, expect.stringMatching(BEYOND)],
    ['where a link has nothing to give does not fail of it', {}, { looks: [failed()], standing: rollback }, DONE],
    ['nor of what cannot be started again', {}, { looks: [GONE], create: refuses, standing: rollback }, DONE],
    ['nor where what is left cannot be removed to make room', {}, {
      looks: [failed({ since: new Date(0), removal: [step('delete', refuses)] })], standing: { ...rollback, operationBegan: new Date(START) },
    }, DONE],
    ['and only a rollback forgives that', {}, { looks: [failed()] }, 'it broke. Mend it'],
    ['nor is a start forgiven before', {}, { looks: [GONE], create: refuses }, 'explained no'],
  ])('%s', async (_, link, world, expected) => {
    const [answer] = await poll(link, world, UPDATE);
    expect(answer).toEqual(expected);
  });
});

describe('a Delete', () => {
  const other = idOf('e');
  const invented = { ...DELETE, PhysicalResourceId: 'S-First-1ABCDEFGHIJKL' };
  test.each<[string, object, World, object, unknown[]]>([
    ['removes, and looks once more when no other run can be at work', FIRST, { looks: [ready(), TRACED], minute: 0.5 }, DELETE, [AGAIN, 'delete']],
    ['is over when it is gone for certain', FIRST, { looks: [TRACED], minute: 1 }, DELETE, [DONE]],
    ['has patience with what may not be seen yet', FIRST, { looks: [GONE], minute: 4 }, DELETE, [AGAIN]],
    ['is over when nothing has come to be seen', FIRST, { looks: [GONE], minute: 5 }, DELETE, [DONE]],
    ['of what failed takes its leftovers', FIRST, { looks: [failed({ removal: [step('delete debris')] }), failed()] }, DELETE, [DONE, 'delete debris']],
    ['waits for what cannot be deleted yet', FIRST, { looks: [pending({ removal: 'the image is pending' })] }, DELETE, [AGAIN]],
    ['says so in the end', FIRST, { looks: [pending({ removal: 'the image is pending' })], minute: 52 }, DELETE,
      ['Toy making cannot be deleted yet: the image is pending; delete again later']],
    ['has patience with what is not seen', FIRST, { looks: [UNSEEN], minute: 4 }, DELETE, [AGAIN]],
    ['believes in the end that it is gone', FIRST, { looks: [UNSEEN], minute: 5 }, DELETE, [DONE]],
    ['leaves alone what is not ours any more', FIRST, { looks: [ready({ removal: [] })] }, DELETE, [DONE]],
    ['with an invented id takes the whole chain', FIRST, { looks: [pending(), TRACED], others: { [other]: failed() } }, invented, [DONE, 'cancel']],
    ['but what the stack holds by now', FIRST, {
      looks: [ready()], others: { [other]: failed() }, standing: { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', record: { id: ID, status: 'CREATE_COMPLETE' } },
    }, invented, [DONE]],
    ['but what is retained', FIRST, { looks: [TRACED], others: { [other]: ready({ retained: true }) } }, invented, [DONE]],
    ['of a link that waits passes', {}, { looks: [ready()] }, DELETE, [DONE]],
    ['of a link that waits passes what it could cancel', {}, { looks: [pending()] }, DELETE, [DONE]],
    ['of a link that waits gives time to what it cannot cancel', {}, { looks: [pending({ removal: 'busy' })], cancellable: false }, DELETE, [AGAIN]],
    ['of a link that waits is over with its share', {}, { looks: [pending({ removal: 'busy' })], cancellable: false, minute: 52 }, DELETE, [DONE]],
    ['of a Hold gives time too', { Link: 'Hold' }, { looks: [pending({ removal: 'busy' })], cancellable: false }, DELETE, [AGAIN]],
  ])('%s', async (_, link, world, event, expected) => {
    expect(await poll(link, world, event)).toEqual(expected);
  });

  // Found by random sequences: the snapshot was there before the AMI that it is a part of could be seen.
  test.each<[string, number, unknown]>([['has patience', 30, AGAIN], ['says so in the end', 52, 'Toy making cannot be deleted yet: InvalidSnapshot.InUse: no; delete again later']])(
    'of what is not seen, but holds its own parts in use, %s', async (_, minute, answer) => {
      const inUse = step('delete part', async () => { throw error('InvalidSnapshot.InUse'); });
      expect(await poll(FIRST, { looks: [{ state: 'unseen', detail: 'not to be found', removal: [inUse] }], minute }, DELETE)).toEqual([answer, 'delete part']);
    });

  // Found by random sequences: CloudFormation skips the first link of what is retained, and deletes the functions with the stack.
  describe('of the last link of what is retained', () => {
    const retained = { Link: 'Last', Retain: 'true' };
    const held = idOf('1');
    const DEBRIS = { removal: [step('delete debris')] };
    const standing = { stackStatus: 'DELETE_IN_PROGRESS', record: { id: held, status: 'CREATE_COMPLETE' } };
    test.each<[string, object, World, unknown[]]>([
      ['removes what is left beside it', retained, { others: { [other]: failed(DEBRIS), [held]: ready() } }, [AGAIN, ...Array(4).fill('delete debris')]],
      ['waits for what cannot be removed yet', retained, { others: { [other]: pending({ removal: 'busy' }) } }, [AGAIN]],
      ['passes when its share is over', retained, { others: { [other]: pending({ removal: 'busy' }) }, minute: 52 }, [DONE]],
      ['keeps what is retained, and looks for its mark', retained, { others: { [other]: ready({ retained: true }) } }, [DONE]],
      // Also found by random sequences: an update that failed without rollback had marked nothing yet.
      ['keeps what is ready, marked or not', retained, { others: { [other]: ready() } }, [DONE]],
      ['touches neither its own thing nor that of the first link', retained, { others: { [ID]: failed(DEBRIS), [held]: failed(DEBRIS) } }, [DONE]],
      ['removes what is left when the first link is not there any more', retained,
        { others: { [other]: pending({ removal: 'busy' }) }, standing: { stackStatus: 'DELETE_IN_PROGRESS' } }, [AGAIN]],
      ['of what is not retained leaves it to the first link', { Link: 'Last' }, { others: { [other]: ready() } }, [DONE]],
      ['leaves it to the last one', { Retain: 'true' }, { others: { [other]: ready() } }, [DONE]],
    ])('%s', async (_, link, world, expected) => {
      expect(await poll(link, { looks: [ready({ retained: true })], standing, ...world }, DELETE)).toEqual(expected);
    });

    test('looks at what is left with all its marks', async () => {
      const looked: Order<Toy>[] = [];
      await poll(retained, { others: { [other]: ready() }, standing, looked }, DELETE);
      expect(looked).toEqual([expect.objectContaining({ id: other, inPassing: false })]);
    });
  });

  test('of what was made long ago, and is in use for long, names the cause', async () => {
    const removal = [step('delete', async () => { throw error('InvalidSnapshot.InUse'); })];
    expect(await poll(FIRST, { looks: [ready({ since: new Date(START - 60 * MINUTE), removal })], minute: 30 }, DELETE)).toEqual(['explained no', 'delete']);
  });

  test.each<[string, Date, unknown[]]>([
    ['is kept when an earlier operation made it', new Date(START - 60 * MINUTE), [DONE]],
    ['goes with the rollback of the operation that made it', new Date(START - MINUTE), [DONE, 'delete']],
  ])('what is retained %s', async (_, since, expected) => {
    const standing = { stackStatus: 'ROLLBACK_IN_PROGRESS', operationBegan: new Date(START - 10 * MINUTE) };
    expect(await poll({ ...FIRST, Retain: 'true' }, { looks: [ready({ retained: true, since }), TRACED], standing }, DELETE)).toEqual(expected);
  });
});

describe('the Delete of the resource itself', () => {
  const left = idOf('f', { Color: 'blue' });
  const poll5 = (record: object, others: { [id: string]: Look }) =>
    poll(FIRST, { looks: [TRACED], others, standing: { stackStatus: 'DELETE_IN_PROGRESS', record } }, DELETE);

  test.each<[string, object, { [id: string]: Look }, unknown[]]>([
    ['takes what an earlier cleanup has left', { id: ID, status: 'DELETE_IN_PROGRESS' }, { [left]: failed({ removal: [step('delete left')] }) }, [AGAIN, ...Array(4).fill('delete left')]],
    ['but what is retained', { id: ID, status: 'DELETE_IN_PROGRESS' }, { [left]: ready({ retained: true }) }, [DONE]],
    ['which the Delete of a former id does not', { id: left, status: 'UPDATE_COMPLETE' }, { [left]: ready() }, [DONE]],
  ])('%s', async (_, record, others, expected) => {
    expect(await poll5(record, others)).toEqual(expected);
  });
});

describe('onEvent', () => {
  const { onEvent } = lifecycle({ stem: 'toy', form: FORM, fixed: ({ Color }: Partial<Toy>) => ({ Color }) } as unknown as Kind<Toy, {}>, () => { throw new Error('asks nobody'); },
    () => new Date(START));
  const begin = (event: object, properties: object = SHAPE, before?: object) => onEvent({
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'First',
    ResourceProperties: { ...ENVELOPE, Link: 'First', ...properties }, OldResourceProperties: before, ...event,
  });
  const update = (id: string, now: object, before: object) => begin({ RequestType: 'Update', PhysicalResourceId: id }, now, before);

  test('mints the same id in every repetition', async () => {
    const [one, two] = [await begin({}), await begin({})];
    expect(one).toEqual(two);
    expect(read(one.PhysicalResourceId)).toMatchObject({ stem: 'toy', scope: scopeOf(STACK, 'First'), shape: shapeOf(SHAPE) });
    expect((await begin({ RequestId: 'other' })).PhysicalResourceId).not.toBe(one.PhysicalResourceId);
  });

  test('takes the time from the signature, and only else from the clock', async () => {
    const signed = await begin({ ResponseURL: 'https://bucket/x?X-Amz-Algorithm=a&X-Amz-Date=20260101T115958Z&X-Amz-Expires=7200' });
    expect(signed.StartedAt).toBe('2026-01-01T11:59:58.000Z');
    expect((await begin({ ResponseURL: 'https://bucket/x' })).StartedAt).toBe('2026-01-01T12:00:00.000Z');
  });

  test('a later link takes over the id of the one before', async () => {
    expect((await begin({ LogicalResourceId: 'Wait1' }, { Link: 'Wait', Id: ID })).PhysicalResourceId).toBe(ID);
  });

  const BLUE = { Color: 'blue' };
  test('an update keeps the id when nothing fixed has changed', async () => {
    expect((await update(ID, { ...SHAPE, Timeout: '1' }, { ...SHAPE, Timeout: '2' })).PhysicalResourceId).toBe(ID);
  });

  test('an update mints another when something has', async () => {
    const { PhysicalResourceId: id, CurrentId } = await update(ID, BLUE, SHAPE);
    expect(read(id)).toMatchObject({ shape: shapeOf(BLUE) });
    expect(CurrentId).toBe(ID);
  });

  test('a rollback that comes with the old id keeps it', async () => {
    expect((await update(ID, SHAPE, BLUE)).PhysicalResourceId).toBe(ID);
  });

  test('a Delete keeps whatever id it comes with', async () => {
    expect((await begin({ RequestType: 'Delete', PhysicalResourceId: 'invented' })).PhysicalResourceId).toBe('invented');
  });
});

test('a step that takes too long is asked again, and does not run into the end of its time', async () => {
  const never = new Promise<never>(() => undefined);
  const kind = { stem: 'toy', form: FORM, look: () => never } as unknown as Kind<Toy, {}>;
  const { isComplete } = lifecycle(kind, async () => ({ standing: () => never }));
  const event: any = {
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'W', PhysicalResourceId: ID, StartedAt: new Date().toISOString(),
    ResourceProperties: ENVELOPE,
  };
  expect(await isComplete(event, { getRemainingTimeInMillis: () => 3_000 })).toEqual(AGAIN);
});

// Found by random sequences: calls that hung for an hour kept each poll from the end of its own time, and nobody answered CloudFormation.
test.each<['Create' | 'Update' | 'Delete', object, number, string | object]>([
  ['Delete', { Link: 'First' }, 51, AGAIN],
  ['Delete', { Link: 'First' }, 53, 'Toy making cannot be deleted yet: no answer came in time; delete again later'],
  ['Create', { Link: 'First' }, 53, 'Toy making cannot be looked up: no answer came in time'],
  ['Create', { Link: 'Wait', Minutes: '52' }, 53, DONE],
  ['Update', { Link: 'Last', Minutes: '20', Timeout: '20' }, 21, 'Toy making is not done after 20 min: no answer came in time; raise timeout'],
])('a %s of which each call hangs, %j, after %d minutes', async (RequestType, envelope, minute, answer) => {
  const kind = { stem: 'toy', noun: 'Toy making', form: FORM, look: () => new Promise(() => undefined), find: () => new Promise(() => undefined) };
  const { isComplete } = lifecycle(kind as unknown as Kind<Toy, {}>, () => new Promise(() => undefined), () => new Date(START + minute * MINUTE));
  const event: any = {
    RequestType, RequestId: 'r', StackId: STACK, LogicalResourceId: 'W', PhysicalResourceId: ID, StartedAt: new Date(START).toISOString(),
    ResourceProperties: { ...ENVELOPE, ...envelope },
  };
  const told = isComplete(event, { getRemainingTimeInMillis: () => 3_000 }).catch((e: Error) => e.message);
  expect(await told).toEqual(answer);
});

test('what a cut off step had still to do is not done later', async () => {
  let answer: (standing: Standing) => void = () => undefined;
  const done: string[] = [];
  const kind = { stem: 'toy', form: FORM, look: async () => GONE, create: async () => { done.push('create'); } } as unknown as Kind<Toy, {}>;
  const { isComplete } = lifecycle(kind, async () => ({ standing: () => new Promise((resolve) => { answer = resolve; }) }));
  const event: any = {
    RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'W', PhysicalResourceId: ID, StartedAt: new Date().toISOString(),
    ResourceProperties: ENVELOPE,
  };
  expect(await isComplete(event, { getRemainingTimeInMillis: () => 3_001 })).toEqual(AGAIN);
  answer({ stackStatus: 'CREATE_IN_PROGRESS' });
  await new Promise(setImmediate);
  expect(done).toEqual([]);
});

test('no log holds the address that CloudFormation listens on', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await poll({}, {}, { ResponseURL: 'https://secret' });
  expect(write).toHaveBeenCalled();
  expect(JSON.stringify(write.mock.calls)).not.toContain('secret');
});
