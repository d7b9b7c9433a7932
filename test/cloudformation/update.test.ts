import { thing, topic } from './fixture';
import { World } from './world';

/*
 * Updates and what undoes them. The number before each test is that of the rule in docs/cloudformation.md which it plays.
 */

test('15. only what has changed is updated, and what refers to what has changed', async () => {
  const world = new World();
  const follower = thing({ Other: { 'Fn::GetAtt': ['Thing', 'Color'] } });
  const resources = (color: string) => ({ Thing: thing({ Data: { Color: color } }), Follower: follower, Same: thing() });
  await world.deploy(resources('red'));
  world.sent();
  expect(await world.deploy(resources('blue'))).toBe('UPDATE_COMPLETE');
  expect(world.sent()).toEqual(['Update Thing Thing', 'Update Follower Follower']);
  expect(world.last.event).toMatchObject({ ResourceProperties: { Other: 'blue' }, OldResourceProperties: { Other: 'red' } });
  await world.deploy(resources('blue'));
  expect(world.sent()).toEqual([]);
});

test('16. another id in the answer is a replacement: the old one is deleted after all else has succeeded', async () => {
  const world = new World();
  await world.deploy({ Thing: thing({ Id: 'one' }), Slow: thing() });
  world.sent();
  await world.deploy({ Thing: thing({ Id: 'two' }), Slow: thing({ Seconds: 600 }) });
  expect(world.sent()).toEqual(['Update Slow Slow', 'Update Thing one', 'Delete Thing one']);
  expect(world.last.event.ResourceProperties.Id).toBe('one');
  expect(world.statuses('Test').slice(-3)).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']);
  expect(world.last.at).toBeGreaterThanOrEqual(world.cfn.requests.find(({ event }) => event.LogicalResourceId === 'Slow')!.at + 600_000);
  expect(world.stack.resources.Thing).toMatchObject({ physicalId: 'two', status: 'UPDATE_COMPLETE' });
  await world.deploy({ Thing: thing({ Id: 'three' }, { UpdateReplacePolicy: 'Retain' }), Slow: thing({ Seconds: 600 }) });
  expect(world.sent()).toEqual(['Update Thing two']);
});

test.each([
  ['once', 1], ['three times', 3],
] as const)('17. what is removed is deleted in the cleanup, tried %s, and abandoned if that fails', async (cleanupDelete, times) => {
  const world = new World({ cleanupDelete });
  await world.deploy({ Thing: thing({ Fail: 'Delete' }) });
  world.sent();
  expect(await world.deploy({})).toBe('UPDATE_COMPLETE');
  expect(world.sent()).toEqual(Array(times).fill('Delete Thing Thing'));
  expect(world.statuses('Thing')).toContain('DELETE_FAILED');
  expect(world.stack.resources.Thing).toBeUndefined();
});

test('18. a failed update is undone by Updates with old and new swapped; what it created is deleted in the cleanup', async () => {
  const world = new World();
  await world.deploy({ Done: thing({ Color: 'red' }), Same: thing() });
  world.sent();
  expect(await world.deploy({
    Done: thing({ Color: 'blue' }), Same: thing(), New: thing(), Bad: thing({ Fail: 'Create' }, { DependsOn: ['Done', 'New'] }),
  })).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.sent()).toEqual(['Update Done Done', 'Create New', 'Create Bad', 'Update Done Done', 'Delete Bad Bad', 'Delete New New']);
  expect(world.cfn.requests.find(({ event }) => event.OldResourceProperties?.Color === 'blue')!.event.ResourceProperties.Color).toBe('red');
  expect(world.statuses('Test').slice(-4)).toEqual([
    'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(Object.keys(world.stack.resources)).not.toContain('New');
});

test('18. an Update that failed is itself undone', async () => {
  const world = new World();
  await world.deploy({ Thing: thing({ Color: 'red' }) });
  world.sent();
  await world.deploy({ Thing: thing({ Color: 'blue', Fail: 'Update' }) });
  expect(world.sent()).toEqual(['Update Thing Thing', 'Update Thing Thing']);
  expect(world.stack.resources.Thing).toMatchObject({ status: 'UPDATE_COMPLETE', properties: { Color: 'red' } });
});

test('19. an Update and a creation in flight are cancelled, and undone', async () => {
  const world = new World();
  await world.deploy({ Slow: thing({ Id: 'one' }) });
  world.sent();
  world.cfn.conditions.faults.create.Broken = 'no';
  world.cfn.conditions.durations.Broken = 60_000;
  const update = { Slow: thing({ Id: 'two', Seconds: 600 }), New: thing({ Seconds: 600 }), Broken: topic('broken') };
  expect(await world.deploy(update)).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.sent()).toEqual(['Create New', 'Update Slow one', 'Update Slow one', expect.stringMatching(/^Delete New Test-New-/)]);
  await world.clock.drain();
  const answers = world.cfn.requests.slice(1, 3).map((request) => request.answers.map(({ ignored }) => ignored));
  expect(answers).toEqual([[true], [true]]);
  expect(world.stack.resources.Slow.physicalId).toBe('one');
});

describe.each([
  ['20. failed', { Fail: 'Update' }, {}],
  ['21. succeeded before the stack failed', {}, { New: thing({ Fail: 'Create' }, { DependsOn: 'Thing' }) }],
])('%s: an Update that named a new id', (_, fail, more) => {
  const play = async (world: World) => {
    await world.deploy({ Thing: thing({ Id: 'one' }) });
    world.sent();
    await world.deploy({ Thing: thing({ Id: 'two', ...fail }), ...more });
    return world.sent().filter((line) => line.includes('Thing'));
  };

  test('is undone by an Update with the old id, then the new one is deleted', async () => {
    const world = new World({ rollbackUpdate: 'old id' });
    expect(await play(world)).toEqual(['Update Thing one', 'Update Thing one', 'Delete Thing two']);
    expect(world.stack.resources.Thing.physicalId).toBe('one');
  });

  test('is undone by an Update with the new id, then the one not kept is deleted', async () => {
    const world = new World({ rollbackUpdate: 'new id' });
    expect(await play(world)).toEqual(['Update Thing one', 'Update Thing two', 'Delete Thing two']);
    expect(world.stack.resources.Thing.physicalId).toBe('one');
  });

  test('is undone by the Delete of the new id alone', async () => {
    const world = new World({ rollbackUpdate: 'none' });
    expect(await play(world)).toEqual(['Update Thing one', 'Delete Thing two']);
    expect(world.stack.resources.Thing).toMatchObject({ physicalId: 'one', status: 'UPDATE_COMPLETE', properties: { Id: 'one' } });
  });
});

test('20. a rollback that keeps the new id costs the old one', async () => {
  const world = new World({ rollbackUpdate: 'new id' });
  await world.deploy({ Thing: thing() });
  await world.deploy({ Thing: thing({ Id: 'two', Fail: 'Update' }) });
  expect(world.sent()).toEqual(['Create Thing', 'Update Thing Thing', 'Update Thing two', 'Delete Thing Thing']);
  expect(world.stack.resources.Thing.physicalId).toBe('two');
});

test('20. the Delete of the new id of a failed Update may be lost', async () => {
  const world = new World({ failedNewId: 'lost' });
  await world.deploy({ Thing: thing({ Id: 'one' }) });
  await world.deploy({ Thing: thing({ Id: 'two', Fail: 'Update' }) });
  expect(world.sent()).toEqual(['Create Thing', 'Update Thing one', 'Update Thing one']);
});

test.each([
  'left', 'restored',
] as const)('22. without rollback a failed Update is %s, and sent again; its new id is deleted in the next cleanup', async (failedUpdate) => {
  const world = new World({ failedUpdate });
  const other = thing({ Id: 'b', Seconds: 300 });
  await world.deploy({ Thing: thing({ Id: 'one' }), Other: thing({ Id: 'a' }) });
  world.sent();
  expect(await world.deploy({ Thing: thing({ Id: 'two', Fail: 'Update' }), Other: other }, { rollback: false })).toBe('UPDATE_FAILED');
  expect(world.sent()).toEqual(['Update Other a', 'Update Thing one', ...(failedUpdate === 'restored' ? ['Update Thing one'] : [])]);
  expect(world.stack.resources).toMatchObject({ Thing: { status: 'UPDATE_FAILED', physicalId: 'one' }, Other: { physicalId: 'b' } });
  expect(await world.deploy({ Thing: thing({ Id: 'one' }), Other: other })).toBe('UPDATE_COMPLETE');
  expect(world.sent()).toEqual(['Update Thing one', 'Delete Other a', 'Delete Thing two']);
});

test('22. and never the id that the resource has come to have', async () => {
  const world = new World({ rollbackUpdate: 'new id' });
  await world.deploy({ Thing: thing({ Id: 'one' }) });
  await world.deploy({ Thing: thing({ Id: 'two', Fail: 'Update' }) }, { rollback: false });
  world.sent();
  expect(await world.deploy({ Thing: thing({ Id: 'two' }) })).toBe('UPDATE_COMPLETE');
  expect(world.sent()).toEqual(['Update Thing two', 'Delete Thing one']);
});

test('23. a cancelled update is rolled back', async () => {
  const world = new World();
  await world.deploy({ Thing: thing({ Color: 'red' }) });
  world.sent();
  const update = await world.begin({ Thing: thing({ Color: 'blue', Seconds: 600 }) });
  world.cfn.cancelUpdate('Test');
  expect((await world.cfn.settle(update)).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.sent()).toEqual(['Update Thing Thing', 'Update Thing Thing']);
  expect(() => world.cfn.cancelUpdate('Test')).toThrow('CancelUpdateStack cannot be called');
});

test('24. a rollback that fails stops, and can be continued', async () => {
  const world = new World();
  await world.deploy({ Thing: thing({ Color: 'red' }), Other: topic('a') });
  world.cfn.conditions.faults.update.Other = 'no';
  world.cfn.conditions.faults.rollback.Other = 'still no';
  expect(await world.deploy({ Thing: thing({ Color: 'blue' }), Other: topic('b') })).toBe('UPDATE_ROLLBACK_FAILED');
  expect(world.stack.statusReason).toBe('The following resource(s) failed to update: [Other].');
  expect(world.sent()).toEqual(['Create Thing', 'Update Thing Thing', 'Update Thing Thing']);
  world.cfn.conditions.faults.rollback = {};
  expect((await world.cfn.settle(world.cfn.continueRollback('Test'))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.sent()).toEqual([]);
  expect(world.stack.resources.Other).toMatchObject({ status: 'UPDATE_COMPLETE', properties: { DisplayName: 'a' } });
});

test('24. what a rollback has failed of can be skipped: it counts as undone, and nothing is sent', async () => {
  const world = new World();
  await world.deploy({ Thing: thing({ Color: 'red' }), Other: topic('a') });
  world.cfn.conditions.faults.update.Other = 'no';
  world.cfn.conditions.faults.rollback.Other = 'still no';
  await world.deploy({ Thing: thing({ Color: 'blue' }), Other: topic('b') });
  world.sent();
  expect(() => world.cfn.continueRollback('Test', ['Thing'])).toThrow('can not be skipped: [Thing]');
  expect((await world.cfn.settle(world.cfn.continueRollback('Test', ['Other']))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(world.sent()).toEqual([]);
  expect(world.stack.resources.Other).toMatchObject({ status: 'UPDATE_COMPLETE', properties: { DisplayName: 'a' } });
});

test('9. neither the service token nor the type of a resource may change', async () => {
  const world = new World();
  await world.deploy({ Thing: thing() });
  world.sent();
  const moved = thing({ ServiceToken: { 'Fn::GetAtt': ['onEvent7B0B17A5', 'Arn'] } });
  for (const other of [{ ...thing(), Type: 'Custom::Other' }, moved]) {
    expect(await world.deploy({ Thing: other })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.stack.resources.Thing.status).toBe('UPDATE_COMPLETE');
  }
  expect(world.sent()).toEqual([]);
});
