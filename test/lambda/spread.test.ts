import { delayOf } from '../../lambda/spread';

const request = (RequestType: string, Link: string, RequestId = 'r') => ({ RequestType, RequestId, ResourceProperties: { Link } }) as Parameters<typeof delayOf>[0];

test.each([
  ['Create', 'First', true], ['Create', 'Hold', false], ['Create', 'Wait', false], ['Create', 'Last', false],
  ['Update', 'First', true], ['Update', 'Last', false],
  ['Delete', 'Last', true], ['Delete', 'Wait', false], ['Delete', 'Hold', false], ['Delete', 'First', false],
])('%s: %s waits: %s', (type, link, waits) => {
  expect(delayOf(request(type, link), 100_000) > 0).toBe(waits);
});

test('a repeated request waits as long as the first one', () => {
  expect(delayOf(request('Create', 'First'), 100_000)).toBe(delayOf(request('Create', 'First'), 100_000));
});

test('requests spread over the whole span', () => {
  const delays = Array.from({ length: 1000 }, (_, i) => delayOf(request('Create', 'First', `request ${i}`), 100_000));
  const tenths = Array.from({ length: 10 }, (_, tenth) => delays.filter((delay) => Math.floor(delay / 10_000) === tenth).length);
  for (const count of tenths) expect(count).toBeGreaterThan(60);
  expect(Math.max(...delays)).toBeLessThan(100_000);
});

test('one image alone waits for nobody', () => {
  expect(delayOf(request('Create', 'First'), 0)).toBe(0);
});
