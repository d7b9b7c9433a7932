import { areMarks, isMarked, isOurs, tagsOf } from '../../lambda/marks';

const ID = 'cdk-euc-images:id';
const STACK = 'cdk-euc-images:stack';
const SELF = 'cdk-euc-images:self';
const toTags = (tags: object) => ({ Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });

test.each<[string, object, object]>([
  ['as words', toTags({ A: '1' }), { A: '1' }],
  ['of a thing without any', {}, {}],
  ['whose service leaves out what is empty', { Tags: [{ Key: 'A' }, { Value: '1' }] }, { 'A': '', '': '1' }],
])('tags %s', (_, thing, tags) => {
  expect(tagsOf(thing)).toEqual(tags);
});

describe('what is ours', () => {
  test.each<[string, { [key: string]: string }, { id?: string; stackId: string }, boolean]>([
    ['of one id', { [ID]: 'i', [STACK]: 's' }, { id: 'i', stackId: 's' }, true],
    ['of any id of the stack', { [ID]: 'i', [STACK]: 's' }, { stackId: 's' }, true],
    ['not of another id', { [ID]: 'j', [STACK]: 's' }, { id: 'i', stackId: 's' }, false],
    ['not of another stack', { [ID]: 'i', [STACK]: 't' }, { id: 'i', stackId: 's' }, false],
    ['not without an id', { [STACK]: 's' }, { stackId: 's' }, false],
    ['not bare', {}, { id: 'i', stackId: 's' }, false],
  ])('is %s', (_, tags, owner, ours) => {
    expect(areMarks(tags, owner)).toBe(ours);
    expect(isMarked(toTags(tags), owner)).toBe(ours);
  });

  test.each<[string, object, boolean]>([
    ['bears its own id', { [ID]: 'i', [STACK]: 's', [SELF]: 'ami-1' }, true],
    ['is a copy, which has inherited the id of another', { [ID]: 'i', [STACK]: 's', [SELF]: 'ami-0' }, false],
    ['bears no mark of ours', { [SELF]: 'ami-1' }, false],
  ])('where tags are copied %s', (_, tags, ours) => {
    expect(isOurs(toTags(tags), 'ami-1', { id: 'i', stackId: 's' })).toBe(ours);
  });
});
