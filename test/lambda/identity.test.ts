import { hash, mint, read, scopeOf, shapeOf } from '../../lambda/identity';

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1';

describe('an id', () => {
  const identity = { stem: 'vm-import', scope: scopeOf(STACK, 'Disk'), shape: shapeOf({ a: 1 }), nonce: hash('request') };

  test('is read as it was minted', () => {
    expect(mint(identity)).toMatch(/^vm-import-[0-9a-f]{10}-[0-9a-f]{10}-[0-9a-f]{10}$/);
    expect(read(mint(identity))).toEqual(identity);
  });

  // Frozen: what stands in accounts must be found again by every later release.
  test('keeps its form for ever', () => {
    expect(mint(identity)).toBe('vm-import-f795dfa320-015abd7f5c-1f58b9145b');
  });

  const ours = 'vm-import-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
  test.each([
    'S-Disk-1ABCDEFGHIJKL', 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED', '', 'vm-import-1-2-3', `copy of ${ours}`, `${ours}0`,
  ])('%j is none of ours', (id) => {
    expect(read(id)).toBeUndefined();
  });

  test('two stacks with equal construct ids never meet', () => {
    expect(scopeOf(`${STACK}1`, 'Disk')).not.toBe(scopeOf(`${STACK}2`, 'Disk'));
  });
});

describe('a shape', () => {
  test.each<[string, object, object, boolean]>([
    ['the order of keys', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    ['what is absent', { a: 1, b: undefined, c: [{ d: undefined }] }, { a: 1, c: [{}] }, true],
    ['the order of a list', { a: [1, 2] }, { a: [2, 1] }, false],
    ['a value', { a: 'x' }, { a: 'y' }, false],
    ['where a value stands', { a: ['b', 'c'] }, { a: ['b,c'] }, false],
    ['nothing in a list', { a: [undefined] }, { a: [] }, true],
  ])('%s', (_, one, other, same) => {
    expect(shapeOf(one) === shapeOf(other)).toBe(same);
  });

  // Frozen too: another way to write the same would import everything anew.
  test('is written in one way for ever', () => {
    expect(shapeOf({ c: 'x', b: [1, { d: null }], a: true })).toBe(hash('{"a":true,"b":[1,{"d":null}],"c":"x"}'));
  });
});
