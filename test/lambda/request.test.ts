import { ENVELOPE, FORM, ID, STACK } from './toy';
import { REQUEST, understood } from '../../lambda/request';

/*
 * The edges of what a request may say; the rest is in test/bad-input.
 */

const kind = { stem: 'toy', noun: 'Toy making', form: FORM };
const saying = (words: object) => understood(kind, {
  RequestType: 'Create', RequestId: 'r', StackId: STACK, LogicalResourceId: 'Wait1', ResourceProperties: { ...ENVELOPE, Id: ID, ...words },
}, REQUEST.sent);

test('a request may have 8000 bytes, and not one more', () => {
  const rest = Buffer.byteLength(JSON.stringify({ ...ENVELOPE, Id: ID, Color: '' }));
  expect(() => saying({ Color: 'x'.repeat(8000 - rest) })).not.toThrow();
  expect(() => saying({ Color: 'x'.repeat(8001 - rest) })).toThrow('it must have at most 8000 bytes, got 8001');
});

test('of a tag that would be ours 60 characters are shown', () => {
  const key = `cdk-euc-images:${'k'.repeat(60)}`;
  expect(() => saying({ Tags: { [key]: 'v' } })).toThrow(`Tags must not have keys of ours, got '${key.slice(0, 60)}'.`);
});
