import { Kind, Observation } from '../../lambda/kind';
import { remembering } from '../../lambda/recall';

interface Api {
  list(): Promise<string[]>;
  detail(name: string): Promise<string>;
}

/** A kind that looks for the thing of the order's id in a listing, and asks each for its detail. */
function toy(ages: { list?: number; detail?: number }) {
  const calls: string[] = [];
  let time = 0;
  const api: Api = {
    list: async () => { calls.push('list'); return ['a', 'b']; },
    detail: async (name) => { calls.push(`detail ${name}`); return `${name} at ${time}`; },
  };
  const kindOf = ({ list, detail }: Api) => ({
    look: async ({ id }: { id: string }): Promise<Observation<object>> => {
      if (id === 'broken') throw new TypeError('a mistake');
      return (await list()).includes(id) ? { state: 'pending', detail: await detail(id), removal: [] } : { state: 'gone' };
    },
  }) as unknown as Kind<object, object>;
  const kind = remembering(kindOf, api, ages, () => time * 1000);
  return {
    calls,
    later: (seconds: number) => { time += seconds; },
    look: (id: string) => kind.look({ id } as never),
    glance: (id: string) => kind.glance!({ id } as never),
  };
}

test('a glance sees what a look of the same thing has seen, without a call', async () => {
  const { calls, look, glance, later } = toy({ list: 20, detail: 60 });
  await look('a');
  later(20);
  expect(await glance('a')).toEqual({ state: 'pending', detail: 'a at 0', removal: [] });
  expect(calls).toEqual(['list', 'detail a']);
});

test('a listing that one thing has asked for serves another', async () => {
  const { look, glance } = toy({ list: 20, detail: 60 });
  await look('a');
  expect(await glance('c')).toEqual({ state: 'gone' });
});

test.each<[string, object, (world: ReturnType<typeof toy>) => Promise<unknown>]>([
  ['nothing has been asked', { list: 20, detail: 60 }, async () => undefined],
  ['it is of another thing', { list: 20, detail: 60 }, ({ look }) => look('b')],
  ['it is too old', { list: 20, detail: 60 }, async ({ look, later }) => { await look('a'); later(21); }],
  ['a part of it is never remembered', { list: 20 }, ({ look }) => look('a')],
])('a glance says nothing when %s', async (_, ages, before) => {
  const world = toy(ages);
  await before(world);
  const { length } = world.calls;
  expect(await world.glance('a')).toBeUndefined();
  expect(world.calls).toHaveLength(length);
});

test('a look asks each time, and what it learns is remembered anew', async () => {
  const { calls, look, glance, later } = toy({ list: 20, detail: 60 });
  await look('a');
  later(15);
  await look('a');
  later(15);
  expect(await glance('a')).toMatchObject({ detail: 'a at 15' });
  expect(calls).toHaveLength(4);
});

test('a mistake in a look is not taken for forgetting', async () => {
  await expect(toy({}).glance('broken')).rejects.toThrow('a mistake');
});
