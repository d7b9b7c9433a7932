import { mint } from '../../lambda/identity';
import { delayOf } from '../../lambda/spread';

const ID = mint({ stem: 'toy', scope: 'a'.repeat(10), shape: 'b'.repeat(10), nonce: 'c'.repeat(10) });
const request = (RequestType: string, Link: string, more: object = {}) =>
  ({ RequestType, RequestId: 'r', PhysicalResourceId: ID, ResourceProperties: { Link, Scope: 'ImageResource01234567' }, ...more }) as Parameters<typeof delayOf>[0];

test.each([
  ['Create', 'First', true], ['Create', 'Hold', false], ['Create', 'Wait', false], ['Create', 'Last', false],
  ['Update', 'First', true], ['Update', 'Last', false],
  ['Delete', 'Last', true], ['Delete', 'Wait', false], ['Delete', 'Hold', false], ['Delete', 'First', false],
])('%s: %s waits: %s', (type, link, waits) => {
  expect(delayOf(request(type, link), 100_000) > 0).toBe(waits);
});

test.each(['First', 'Hold', 'Wait'])('the Delete of a chain that was cut short at %s waits there', (link) => {
  expect(delayOf(request('Delete', link, { PhysicalResourceId: 'S-Image-1A2B3C' }), 100_000)).toBeGreaterThan(0);
});

test('each image has its turn, in the order of the template', () => {
  const turns = ['aaaaaaaa', '01234567', 'cccccccc', 'dddddddd'];
  expect(delayOf(request('Create', 'First'), 100_000, turns)).toBe(25_000);
  expect(delayOf(request('Create', 'First', { RequestId: 'another' }), 100_000, turns)).toBe(25_000);
});

test('one that leaves the stack has none, and waits as long in each repetition', () => {
  const leaves = (RequestId = 'r') => delayOf(request('Delete', 'Last', { RequestId }), 100_000, ['aaaaaaaa', 'bbbbbbbb']);
  expect(leaves()).toBe(leaves());
  const delays = Array.from({ length: 1000 }, (_, i) => leaves(`request ${i}`));
  const tenths = Array.from({ length: 10 }, (_, tenth) => delays.filter((delay) => Math.floor(delay / 10_000) === tenth).length);
  for (const count of tenths) expect(count).toBeGreaterThan(60);
  expect(Math.max(...delays)).toBeLessThan(100_000);
});

test('one image alone waits for nobody', () => {
  expect(delayOf(request('Create', 'First'), 0, ['01234567'])).toBe(0);
});
