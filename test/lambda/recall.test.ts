import { Change, Kind, Observation } from '../../lambda/kind';
import { remembering, Shared } from '../../lambda/recall';

interface Api {
  list(): Promise<string[]>;
  detail(name: string): Promise<string>;
  remove(name: string): Promise<void>;
}

/** A kind that looks for the thing of the order's id in a listing, and asks each for its detail. */
function toy(ages: { list?: number; detail?: number }, shared?: Shared<Api>) {
  const calls: string[] = [];
  let time = 0;
  const api: Api = {
    list: async () => { calls.push('list'); return ['a', 'b']; },
    detail: async (name) => { calls.push(`detail ${name}`); return `${name} at ${time}`; },
    remove: async (name) => { calls.push(`remove ${name}`); },
  };
  const kindOf = ({ list, detail, remove }: Api) => ({
    look: async ({ id }: { id: string }): Promise<Observation<object>> => {
      if (id === 'broken') throw new TypeError('a mistake');
      if (!(await list()).includes(id)) return { state: 'gone' };
      return { state: 'pending', detail: await detail(id), removal: [{ what: 'remove', run: () => remove(id) }] };
    },
    find: () => list(),
  }) as unknown as Kind<object, object>;
  const kind = remembering(kindOf, api, ages, shared, () => time * 1000);
  return {
    calls,
    later: (seconds: number) => { time += seconds; },
    look: (id: string) => kind.look({ id } as never),
    glance: (id: string) => kind.glance!({ id } as never),
    find: (sentAt: number) => kind.find('scope', 'stack', { startedAt: new Date(sentAt * 1000) } as never),
  };
}

test('a glance sees what a look of the same thing has seen, without a call', async () => {
  const { calls, look, glance, later } = toy({ list: 20, detail: 60 });
  await look('a');
  later(20);
  expect(await glance('a')).toMatchObject({ state: 'pending', detail: 'a at 0' });
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

describe('where few calls pass, a look goes by the listing of another', () => {
  const shared = () => toy({ list: 20, detail: 60 }, { listing: 'list', until: ['remove'] });

  test('and asks what concerns the one thing', async () => {
    const { calls, look, later } = shared();
    await look('a');
    later(20);
    expect(await look('b')).toMatchObject({ detail: 'b at 20' });
    expect(await look('a')).toMatchObject({ detail: 'a at 20' });
    expect(calls).toEqual(['list', 'detail a', 'detail b', 'detail a']);
  });

  test('but not by one that is too old', async () => {
    const { calls, look, later } = shared();
    await look('a');
    later(21);
    await look('b');
    expect(calls).toEqual(['list', 'detail a', 'list', 'detail b']);
  });

  test('and asks again before it says that something is not there', async () => {
    const { calls, look } = shared();
    await look('a');
    expect(await look('c')).toEqual({ state: 'gone' });
    expect(calls).toEqual(['list', 'detail a', 'list']);
  });

  test('and asks no more often where nothing is remembered', async () => {
    const { calls, look } = shared();
    expect(await look('c')).toEqual({ state: 'gone' });
    expect(calls).toEqual(['list']);
  });

  test('until a call of its own has changed it', async () => {
    const { calls, look } = shared();
    const { removal: [change] } = await look('a') as unknown as { removal: Change[] };
    await change.run();
    await look('b');
    expect(calls).toEqual(['list', 'detail a', 'remove a', 'list', 'detail b']);
  });

  test('and a search by one that was asked for after the request was sent', async () => {
    const { calls, look, later, find } = shared();
    later(10);
    await look('a');
    await find(9);
    expect(calls).toEqual(['list', 'detail a']);
    await find(10);
    expect(calls).toEqual(['list', 'detail a', 'list']);
  });
});

test('where no listing is shared, a search asks each time', async () => {
  const { calls, find } = toy({ list: 20 });
  await find(0);
  await find(0);
  expect(calls).toEqual(['list', 'list']);
});

test('what is ready is believed of a shared listing, and it is remembered by the clock', async () => {
  const calls: string[] = [];
  const api = { list: async () => { calls.push('list'); return 'a'; } };
  const kindOf = ({ list }: typeof api) => ({ look: async () => ({ state: 'ready', outputs: { Name: await list() } }) }) as unknown as Kind<object, object>;
  const kind = remembering(kindOf, api, { list: 20 }, { listing: 'list', until: [] });
  await kind.look({} as never);
  expect(await kind.look({} as never)).toMatchObject({ state: 'ready' });
  expect(await kind.glance!({} as never)).toMatchObject({ state: 'ready', outputs: { Name: 'a' } });
  expect(calls).toEqual(['list']);
});

test('a mistake in a look is not taken for forgetting', async () => {
  await expect(toy({}).glance('broken')).rejects.toThrow('a mistake');
});
