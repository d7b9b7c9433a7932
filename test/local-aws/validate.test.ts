import type { Model, Shape } from './model';
import { validate } from './validate';

const shapes: { [name: string]: Shape } = {
  Thing: {
    type: 'structure',
    required: ['Name'],
    members: {
      Name: { shape: 'Name' }, Size: { shape: 'Size' }, Colour: { shape: 'Colour' }, Names: { shape: 'Names' }, Choice: { shape: 'Choice' },
      Born: { shape: 'Time' }, Data: { shape: 'Data' }, Flag: { shape: 'Flag' }, Ratio: { shape: 'Ratio' }, Labels: { shape: 'Labels' },
    },
  },
  Name: { type: 'string', min: 2, max: 5, pattern: '[a-z]+' },
  Size: { type: 'integer', min: 1, max: 9 },
  Colour: { type: 'string', enum: ['red', 'blue'] },
  Names: { type: 'list', member: { shape: 'Name' }, min: 1, max: 2 },
  Choice: { type: 'structure', union: true, members: { A: { shape: 'Size' }, B: { shape: 'Size' } } },
  Time: { type: 'timestamp' },
  Data: { type: 'blob', max: 2 },
  Flag: { type: 'boolean' },
  Ratio: { type: 'double', max: 1 },
  Labels: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Colour' }, max: 1 },
};
const model: Model = { metadata: { apiVersion: '1', protocol: 'query' }, operations: {}, shapes };

const RIGHT = {
  Name: 'abc', Size: 9, Colour: 'red', Names: ['ab'], Choice: { A: 1, B: undefined }, Born: new Date(0), Data: Buffer.from('ab'), Flag: false, Ratio: 0.5,
  Labels: { abc: 'red' },
};

test('what the model allows passes', () => {
  expect(validate(model, { shape: 'Thing' }, RIGHT)).toEqual([]);
});

test.each<[string, object, string, string]>([
  ['unknown member', { Nmae: 'x' }, 'Nmae', 'not be there'],
  ['missing member', { Name: undefined }, 'Name', 'not be null'],
  ['too short', { Name: 'a' }, 'Name', 'have length greater than or equal to 2'],
  ['too long', { Name: 'abcdef' }, 'Name', 'have length less than or equal to 5'],
  ['a pattern is about the whole text', { Name: 'ab1' }, 'Name', 'satisfy regular expression pattern: [a-z]+'],
  ['not a string', { Name: { First: 'abc' } }, 'Name', 'be a string'],
  ['too small', { Size: 0 }, 'Size', 'have value greater than or equal to 1'],
  ['too large', { Size: 10 }, 'Size', 'have value less than or equal to 9'],
  ['not an integer', { Size: 1.5 }, 'Size', 'be an integer'],
  ['not a number', { Ratio: 'half' }, 'Ratio', 'be a number'],
  ['not of the enum', { Colour: 'green' }, 'Colour', 'satisfy enum value set: [red, blue]'],
  ['too few', { Names: [] }, 'Names', 'have length greater than or equal to 1'],
  ['too many', { Names: ['ab', 'ab', 'ab'] }, 'Names', 'have length less than or equal to 2'],
  ['an element', { Names: ['ab', 'x'] }, 'Names[1]', 'have length greater than or equal to 2'],
  ['not a list', { Names: 'ab' }, 'Names', 'be a list'],
  ['nothing chosen', { Choice: {} }, 'Choice', 'have exactly one member set'],
  ['both chosen', { Choice: { A: 1, B: 1 } }, 'Choice', 'have exactly one member set'],
  ['not a structure', { Choice: 'A' }, 'Choice', 'be a structure'],
  ['not a time', { Born: new Date('soon') }, 'Born', 'be a timestamp'],
  ['not a blob', { Data: 'ab' }, 'Data', 'be base64'],
  ['a blob too long', { Data: Buffer.from('abc') }, 'Data', 'have length less than or equal to 2'],
  ['not a boolean', { Flag: 'yes' }, 'Flag', 'be a boolean'],
  ['a key of a map', { Labels: { a: 'red' } }, 'Labels.(key)', 'have length greater than or equal to 2'],
  ['a value of a map', { Labels: { abc: 'green' } }, 'Labels.abc', 'satisfy enum value set: [red, blue]'],
  ['too many entries', { Labels: { abc: 'red', abd: 'red' } }, 'Labels', 'have length less than or equal to 1'],
])('%s', (_, change, path, must) => {
  const violations = validate(model, { shape: 'Thing' }, { ...RIGHT, ...change });
  expect(violations.map((violation) => [violation.path, violation.must])).toEqual([[path, must]]);
});
