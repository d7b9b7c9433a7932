import { CreateTagsCommand, DeleteTagsCommand, Tag } from '@aws-sdk/client-ec2';
import { failureOf, world } from '../fixture';

const here = world();

const create = (Resources: string[], Tags: Tag[]) => here.client.send(new CreateTagsCommand({ Resources, Tags }));
const remove = (Resources: string[], Tags?: Tag[]) => here.client.send(new DeleteTagsCommand({ Resources, Tags }));
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: `key${i}`, Value: '' }));
const tagsOf = (id: string) => Object.fromEntries(here.aws.ec2.tagsOf(id));

test('tasks, images and snapshots are tagged in one call; what is there is overwritten', async () => {
  const ids = [here.aws.ec2.seedTask(), here.aws.ec2.seedImage({ tags: { a: 'old', kept: '' } }), here.aws.ec2.seedSnapshot()];
  await create(ids, [{ Key: 'a', Value: 'new' }, { Key: 'b' }]);
  expect(ids.map(tagsOf)).toEqual([{ a: 'new', b: '' }, { a: 'new', kept: '', b: '' }, { a: 'new', b: '' }]);
});

test.each([
  ['ami-0123456789abcdef0', 'InvalidAMIID.NotFound'],
  ['snap-0123456789abcdef0', 'InvalidSnapshot.NotFound'],
  ['import-ami-0123456789abcdef0', 'InvalidConversionTaskId.NotFound'],
])('an unknown id, as %s, fails with %s, and nothing is changed', async (unknown, name) => {
  const known = here.aws.ec2.seedImage({ tags: { kept: '' } });
  expect(await failureOf(create([known, unknown], [{ Key: 'a', Value: '' }]))).toMatchObject({ name });
  expect(await failureOf(remove([known, unknown]))).toMatchObject({ name });
  expect(tagsOf(known)).toEqual({ kept: '' });
});

test('a thing bears 50 tags', async () => {
  const id = here.aws.ec2.seedImage({ tags: { one: '' } });
  expect(await failureOf(create([id], many(50)))).toMatchObject({ name: 'TagLimitExceeded' });
  expect(tagsOf(id)).toEqual({ one: '' });
  await create([id], many(49));
  await create([id], [{ Key: 'one', Value: 'changed' }]);
});

test('tags are deleted by key, by key and value, or all', async () => {
  const id = here.aws.ec2.seedImage({ tags: { a: '1', b: '2', c: '', d: '4', e: '' } });
  await remove([id], [{ Key: 'a' }, { Key: 'b', Value: 'other' }, { Key: 'c', Value: '' }, { Key: 'd', Value: '' }, { Key: 'none' }]);
  expect(tagsOf(id)).toEqual({ b: '2', d: '4', e: '' });
  await remove([id]);
  expect(tagsOf(id)).toEqual({});
});

test('a test edits tags by hand', () => {
  const id = here.aws.ec2.seedImage({ tags: { a: '1' } });
  here.aws.ec2.tagsOf(id).delete('a');
  expect(here.aws.ec2.images()[0].tags.size).toBe(0);
  expect(() => here.aws.ec2.tagsOf('ami-1')).toThrow('there is no ami-1');
});
