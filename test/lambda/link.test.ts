import { FORM, ENVELOPE, ID, idOf, MINUTE, SHAPE, STACK, START, Toy } from './toy';
import { hash } from '../../lambda/identity';
import { Kind } from '../../lambda/kind';
import { begin, LinkEvent, readLink } from '../../lambda/link';

/*
 * What a request to one link means in the engine's words.
 */

const NOW = new Date(START);
const event = (words: object = {}, more: object = {}): LinkEvent => ({
  RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Wait1', PhysicalResourceId: ID, StartedAt: '2026-01-01T11:00:00Z',
  ResourceProperties: { ...SHAPE, ...ENVELOPE, ...words }, ...more,
});
const linkOf = (words: object = {}, more: object = {}) => readLink<Toy>(event(words, more), NOW);

test('holds who asks, for what, and since when', () => {
  const before = { Color: 'blue', Tags: { B: '2' }, Retain: 'true' };
  expect(linkOf({ Link: 'Last', Tags: { A: '1' }, Retain: 'true', Id: ID }, { RequestType: 'Update', CurrentId: 'before', OldResourceProperties: before })).toMatchObject({
    role: 'Last', request: 'Update', id: ID, currentId: 'before', stackId: STACK, logicalId: 'Wait1', first: 'First', startedAt: new Date('2026-01-01T11:00:00Z'),
    retainBefore: true,
    order: {
      id: ID, request: 'Update', properties: { Color: 'red' }, before, tags: { A: '1' }, tagsBefore: { B: '2' }, retain: true, stackId: STACK,
      token: `${ID}-${hash('r')}`, startedAt: new Date('2026-01-01T11:00:00Z'),
    },
  });
});

test('holds no tags where none are said, and the time of the poll where no other is told', () => {
  const { startedAt, retainBefore, order: { tags, tagsBefore, retain } } = linkOf({}, { StartedAt: undefined });
  expect({ startedAt, retainBefore, tags, tagsBefore, retain }).toEqual({ startedAt: NOW, retainBefore: false, tags: {}, tagsBefore: {}, retain: false });
});

test('a Delete may be of a link that does not say which was the first: then it is that', () => {
  expect(linkOf({ Scope: undefined }, { RequestType: 'Delete' }).first).toBe('Wait1');
});

test.each<[string, object, object, boolean]>([
  ['a creation', {}, {}, true],
  ['a replacement', { Id: ID }, { RequestType: 'Update', OldResourceProperties: { Id: 'old' } }, true],
  ['a change in place', { Id: ID }, { RequestType: 'Update', OldResourceProperties: { Id: ID } }, false],
  ['a Delete of what was replaced', { Id: ID }, { RequestType: 'Delete', OldResourceProperties: { Id: 'old' } }, false],
])('of %s it is told whether the thing is new', (_, words, more, isNew) => {
  expect(linkOf(words, more).isNew).toBe(isNew);
});

test.each<[string, object, number]>([
  ['a link has its own minutes', { Minutes: '20' }, 20], ['the first has a whole share to delete, though it waits for nothing', { Link: 'First', Minutes: '0' }, 52],
])('%s', (_, words, minutes) => {
  expect(linkOf(words).share).toBe(minutes * MINUTE);
});

test.each([['360', '6 h'], ['61', '1 h 1 min'], ['59', '59 min'], ['0', '0 min']])('a timeout of %s minutes is called %s', (minutes, words) => {
  expect(linkOf({ Timeout: minutes }).timeout).toBe(words);
});

test.each<[string, string, boolean]>([
  ['First', 'Create', false], ['Hold', 'Create', true], ['Wait', 'Create', true], ['Last', 'Create', false], ['Last', 'Update', false],
  ['First', 'Delete', false], ['Hold', 'Delete', true], ['Wait', 'Delete', true], ['Last', 'Delete', true],
])('%s does not look closely in a %s: %s', (role, request, inPassing) => {
  expect(linkOf({ Link: role }, { RequestType: request }).order.inPassing).toBe(inPassing);
});

describe('the id', () => {
  const kind = { stem: 'toy', form: FORM, fixed: ({ Color }: Partial<Toy>) => ({ Color }) } as unknown as Kind<Toy, unknown>;
  const first = (more: object, properties: object = SHAPE) => begin(kind, event({ Link: 'First', ...properties }, more), NOW).PhysicalResourceId;

  test.each<[string, object, object, string]>([
    ['of the first link is the one that CloudFormation has', { Link: 'First', Id: idOf('x') }, {}, ID],
    ['of any other is the one of the first, whatever CloudFormation has', { Id: idOf('b') }, {}, idOf('b')],
    ['of a Delete that was never told one is what CloudFormation has', { Id: undefined }, { RequestType: 'Delete' }, ID],
  ])('%s', (_, words, more, id) => {
    expect(linkOf(words, more).id).toBe(id);
  });

  test('is minted anew by each Create, even of the same shape', () => {
    expect(first({ PhysicalResourceId: ID })).not.toBe(ID);
  });

  test.each<[string, object, object, boolean]>([
    ['stays when nothing fixed has changed, though it was minted for something else', { PhysicalResourceId: idOf('a', { Color: 'green' }), OldResourceProperties: SHAPE }, SHAPE, true],
    ['is minted anew where nothing is known of before', { PhysicalResourceId: idOf('a', { Color: 'green' }) }, SHAPE, false],
    ['is minted anew where CloudFormation has one of its own making', { PhysicalResourceId: 'S-First-ABC', OldResourceProperties: { Color: 'blue' } }, SHAPE, false],
  ])('%s', (_, more, properties, stays) => {
    const update: any = { RequestType: 'Update', ...more };
    expect(first(update, properties) === update.PhysicalResourceId).toBe(stays);
  });
});

test.each<[string, string | undefined, string]>([
  ['the signature', 'https://b/x?X-Amz-Date=20260101T115958Z&X-Amz-Expires=7200', '2026-01-01T11:59:58.000Z'],
  ['the signature, wherever it stands', 'https://b/x?a=b&X-Amz-Date=20260101T115958Z', '2026-01-01T11:59:58.000Z'],
  ['the clock, where there is no address', undefined, '2026-01-01T12:00:00.000Z'],
  ['the clock, where the signature makes no time', 'https://b/x?X-Amz-Date=20269901T115958Z', '2026-01-01T12:00:00.000Z'],
])('a request begins by %s', (_, ResponseURL, began) => {
  expect(begin({ stem: 'toy', fixed: () => ({}) } as unknown as Kind<Toy, unknown>, event({}, { ResponseURL }), NOW).StartedAt).toBe(began);
});
