import { faultsOf, FormOfWords, wordsIn } from '../../lambda/form';

/*
 * The edges of a form. What a whole request may say is in test/bad-input.
 */

const FORM = {
  'Name?': 'name', 'At?': 'time', 'Tags?': { '*': 'text' }, 'Part?': { 'A?': 'text', 'B?': 'text', 'anyOf': ['A', 'B'] }, 'Flag?': 'true | false',
} as const satisfies FormOfWords;
const ANY = { 'A?': 'text', 'B?': 'text', 'anyOf': ['A', 'B'] } as const satisfies FormOfWords;
const ONE = { 'A?': 'text', 'B?': 'text', 'oneOf': ['A', 'B'] } as const satisfies FormOfWords;
const nested = (levels: number): unknown => (levels ? [nested(levels - 1)] : 'x');

test.each<[string, FormOfWords, unknown, unknown[]]>([
  ['a name of 1024 characters', FORM, { Name: 'x'.repeat(1024) }, []],
  ['a time with a word before it', FORM, { At: 'on 2026-01-01T00:00:00Z' }, ["At must be a time such as 2026-01-01T00:00:00Z, got 'on 2026-01-01T00:00:00Z'"]],
  ['a text of 60 characters, which is shown', FORM, { Flag: 'x'.repeat(60) }, [`Flag must be true or false, got '${'x'.repeat(60)}'`]],
  ['a longer one, which is not', FORM, { Flag: 'x'.repeat(61) }, ['Flag must be true or false, got a text of 61 characters']],
  ['a long key, of which 60 characters are shown', FORM, { Tags: { ['k'.repeat(99)]: 1 } }, [expect.stringMatching(/^Tags\.k{60} must be a text\b.*, got 1$/)]],
  ['as many levels as may be', FORM, { Extra: nested(7) }, []],
  ['one level more', FORM, { Extra: nested(8) }, ['it must have at most 8 levels, got more']],
  ['neither of two words', FORM, { Part: {} }, ['Part must have A or B, got none']],
  ['neither of two words, of the whole', ANY, {}, ['it must have A or B, got none']],
  ['one of them', ANY, { B: 'x' }, []],
  ['both of two words that exclude each other', ONE, { A: 'x', B: 'x' }, ['it must have one of A, B, got A and B']],
])('%s', (_, form, value, faults) => {
  expect(faultsOf(form, value)).toEqual(faults);
});

test('only words that are said are taken', () => {
  expect(Object.keys(wordsIn(FORM, { Name: 'n', Flag: undefined, At: 5, Extra: 'x' }))).toEqual(['Name']);
});
