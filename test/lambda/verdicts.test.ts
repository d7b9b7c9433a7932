import { faultOf, wordsOf } from '../../lambda/faults';
import { answerable } from '../../lambda/verdicts';

describe('an error', () => {
  const named = (name: string, message = 'x', more: object = {}) => Object.assign(new Error(message), { name, ...more });

  test.each([
    [named('InvalidAMIID.NotFound'), 'gone'],
    [named('RequestLimitExceeded'), 'throttled'],
    [named('ThrottlingException'), 'throttled'],
    [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'throttled'],
    [named('Whatever', 'x', { $metadata: { httpStatusCode: 503 } }), 'throttled'],
    [named('Whatever', 'x', { $metadata: { httpStatusCode: 500 } }), 'throttled'],
    [named('ResourceLimitExceeded'), 'busy'],
    [named('IncorrectState'), 'busy'],
    [named('LimitExceededException'), 'quota'],
    [named('InvalidSnapshot.InUse'), 'used'],
    [named('UnauthorizedOperation'), 'denied'],
    [named('InvalidParameter', 'The service role r does not exist or does not have sufficient permissions for the service to continue'), 'denied'],
    [named('InvalidParameter'), 'refused'],
    [named('Whatever', 'x', { $metadata: { httpStatusCode: 400 } }), 'refused'],
    [new TypeError('x'), 'refused'],
  ])('%s is %s', (error, fault) => {
    expect(faultOf(error)).toBe(fault);
  });

  test('in words has its name, unless that says nothing', () => {
    expect(wordsOf(named('InvalidParameter', 'no'))).toBe('InvalidParameter: no');
    expect(wordsOf(new Error('no'))).toBe('no');
  });
});

describe('an answer', () => {
  test.each([
    ['plain', 'x'.repeat(10_000)], ['quotes, which are longer as JSON', '"'.repeat(10_000)], ['characters of three bytes', '語'.repeat(10_000)],
    ['control characters', '\u0001'.repeat(10_000)],
  ])('of %s is short enough to arrive', (_, text) => {
    const { message, stack } = answerable(new Error(text));
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(2800);
    expect(message.length).toBeGreaterThan(400);
    expect(message).toMatch(/…$/);
    expect(stack).toBe(message);
  });

  test('is one line, and keeps what is short', () => {
    expect(answerable(new Error('one\n  two')).message).toBe('one two');
    expect(answerable('three').message).toBe('three');
    expect(answerable(new Error(' four\n')).message).toBe('four');
  });

  // As JSON a text has two quotes more; an ellipsis has three bytes.
  test.each([[2798, 2798], [2799, 2660], [2942, 2795], [2944, 2657], [2947, 2660]])('of %d characters keeps %d', (length, kept) => {
    expect(answerable(new Error('x'.repeat(length))).message).toHaveLength(kept);
  });
});
