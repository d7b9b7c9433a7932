import { Cure, cureOf, withCure } from '../../lambda/cures';

const row = (...says: string[]): Cure => ({ says, cause: 'It is full.', cure: 'Empty it.' });

test.each<[string, string, string, boolean]>([
  ['by its words', 'Unsupported kernel version', 'ClientError: Unsupported kernel version 6.9', true],
  ['whatever stands for …', 'The role … does not exist', 'InvalidParameter: The role <r> does not exist at all', true],
  ['also where … stands for nothing', 'Denied: …', 'Denied:', true],
  ['in any case', 'unsupported KERNEL', 'Unsupported kernel', true],
  ['over any space', 'does not exist', 'does not\n  exist', true],
  ['over more space than there is', 'does  not exist', 'does not exist', true],
  ['over several lines', 'The role … does not exist', 'The role r\ndoes not exist', true],
  ['with what is special to a pattern', 'failed [403] (a|b) .*', 'failed [403] (a|b) .*', true],
  ['as nothing else with that', 'failed [403]', 'failed 4', false],
  ['not within another word', 'DomainJoined', 'AzureDomainJoined: x', false],
  ['not at the beginning of another word', 'InvalidParameter', 'InvalidParameterValue: x', false],
  ['not in another order', 'one … two', 'two one', false],
])('a failure is known %s', (_, says, words, known) => {
  expect(cureOf(words, [row(says)]) !== undefined).toBe(known);
});

test('of several texts one is enough, and of several rows the first counts', () => {
  const rows = [row('a', 'b'), row('b', 'c')];
  expect(['a', 'b', 'c', 'd'].map((words) => rows.indexOf(cureOf(words, rows)!))).toEqual([0, 0, 1, -1]);
});

test.each([
  ['The disk is full. ', 'The disk is full. It is full. Empty it.'], ['the disk is full', 'the disk is full. It is full. Empty it.'], ['unknown', 'unknown'],
])('%j is told with its cure', (words, told) => {
  expect(withCure(words, [row('disk is full')])).toBe(told);
});
