import { stackOf, thing, topic } from './cloudformation/fixture';
import { World } from './cloudformation/world';

/*
 * Creation and deletion; updates and the protocol have files of their own in cloudformation/. The number before each test is
 * that of the rule in docs/cloudformation.md which it plays.
 */

const INVENTED = /^Test-Slow-[0-9A-F]{12}$/;
const broken = () => topic('broken', { DependsOn: ['Slow'] });

describe('create', () => {
  test('2. resources begin in parallel, as soon as what they need is done', async () => {
    const world = new World();
    world.cfn.conditions.durations.First = 5000;
    await world.deploy({ First: topic('first'), Second: topic('second', { DependsOn: 'First' }), Other: topic('other') });
    const began = (id: string) => world.stack.events.find(({ logicalId }) => logicalId === id)!.time;
    expect(began('First')).toBe(began('Other'));
    expect(began('Second')).toBe(began('First') + 5000);
  });

  test('2. the order holds also across resources that take no part', async () => {
    const world = new World();
    world.cfn.conditions.faults.create.Broken = 'no';
    const kept = topic('kept', { DependsOn: 'A', DeletionPolicy: 'Retain' });
    await world.deploy({ A: thing(), Kept: kept, B: thing({}, { DependsOn: 'Kept' }), Broken: topic('broken', { DependsOn: 'B' }) });
    expect(world.sent()).toEqual(['Create A', 'Create B', 'Delete B B', 'Delete A A']);
  });

  test('3. other resources succeed with made-up ids, or fail as told', async () => {
    const world = new World();
    expect(await world.deploy({ Topic: topic('fine') })).toBe('CREATE_COMPLETE');
    expect(world.stack.resources.Topic.physicalId).toMatch(/^arn:aws:sns:us-east-1:111122223333:Test-Topic-/);
    const second = new World();
    second.cfn.conditions.faults.create.Topic = 'no more topics';
    expect(await second.deploy({ Topic: topic('fine') })).toBe('ROLLBACK_COMPLETE');
    expect(second.stack.events.find(({ status }) => status === 'CREATE_FAILED')).toMatchObject({ logicalId: 'Topic', reason: 'no more topics' });
  });

  test('10. a failed creation is deleted with the id that it reported', async () => {
    const world = new World();
    expect(await world.deploy({ Thing: thing({ Id: 'one', Fail: 'Create' }) })).toBe('ROLLBACK_COMPLETE');
    expect(world.sent()).toEqual(['Create Thing', 'Delete Thing one']);
    expect(world.statuses('Test')).toEqual(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE']);
    expect(world.statuses('Thing')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
  });

  test('10. the marker of a creation that failed in onEvent comes back, and never reaches the handler', async () => {
    const world = new World();
    expect(await world.deploy({ Thing: thing({ Throw: 'Create' }) })).toBe('ROLLBACK_COMPLETE');
    expect(world.sent()).toEqual(['Create Thing', 'Delete Thing AWSCDK::CustomResourceProviderFramework::CREATE_FAILED']);
    expect(world.cfn.invocations.filter(({ logicalId, event }) => logicalId.startsWith('onEvent') && event.RequestType === 'Delete')).toEqual([]);
  });

  test('11. a creation in flight is cancelled and deleted by an invented id; its late answer is ignored', async () => {
    const world = new World();
    world.cfn.conditions.faults.create.Broken = 'no';
    world.cfn.conditions.durations.Broken = 20_000;
    const slow = thing({ Id: 'one', Seconds: 600 });
    // The function is what both resources need, so that Broken fails while Slow is in flight.
    const needs = Object.keys(stackOf({}).template.Resources);
    expect(await world.deploy({ Slow: slow, Broken: topic('broken', { DependsOn: needs }) })).toBe('ROLLBACK_COMPLETE');
    expect(world.sent()).toEqual(['Create Slow', expect.stringMatching(/^Delete Slow Test-Slow-[0-9A-F]{12}$/)]);
    expect(world.stack.resources.Slow.physicalId).toMatch(INVENTED);
    await world.clock.drain();
    expect(world.stack.status).toBe('ROLLBACK_COMPLETE');
  });

  test('12. a Delete that fails in a rollback ends in ROLLBACK_FAILED; what does not hang on it is deleted', async () => {
    const world = new World();
    world.cfn.conditions.faults.create.Broken = 'no';
    const resources = { Slow: thing({ Fail: 'Delete' }), Other: topic('other'), Broken: broken() };
    expect(await world.deploy(resources)).toBe('ROLLBACK_FAILED');
    expect(world.stack.statusReason).toBe('The following resource(s) failed to delete: [Slow].');
    expect(world.stack.resources.Other.status).toBe('DELETE_COMPLETE');
    expect(() => world.cfn.deploy(stackOf(resources))).toThrow('is in ROLLBACK_FAILED state and can not be updated');
  });

  test.each([
    'deleted first', 'deleted in cleanup',
  ] as const)('13. without rollback a failed creation stays, is made again, and what is left is %s', async (failedCreate) => {
    const world = new World({ failedCreate });
    const others = { Good: thing({ Seconds: 300 }), After: topic('a', { DependsOn: 'Bad' }) };
    expect(await world.deploy({ Bad: thing({ Id: 'one', Fail: 'Create' }), ...others }, { rollback: false })).toBe('CREATE_FAILED');
    expect(world.stack.resources).toMatchObject({ Bad: { status: 'CREATE_FAILED', physicalId: 'one' }, Good: { status: 'CREATE_COMPLETE' } });
    expect(world.stack.resources.After).toBeUndefined();
    world.sent();
    expect(await world.deploy({ Bad: thing({ Id: 'two' }), ...others })).toBe('UPDATE_COMPLETE');
    const [create, remove] = ['Create Bad', 'Delete Bad one'];
    expect(world.sent()).toEqual(failedCreate === 'deleted first' ? [remove, create] : [create, remove]);
  });

  test('13. if that update fails before what is left is gone, its cleanup deletes it, and nothing that never came to its request', async () => {
    const world = new World();
    world.cfn.conditions.faults.create.Broken = 'no';
    await world.deploy({ Bad: thing({ Id: 'one', Fail: 'Create', Seconds: 300 }) }, { rollback: false });
    world.sent();
    expect(await world.deploy({ Bad: thing({ Id: 'two' }), Broken: topic('broken') })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.sent()).toEqual(['Delete Bad one', 'Delete Bad one']);
    expect(world.stack.resources.Bad).toBeUndefined();
  });

  test('14. a policy that came with a failed update does not hold', async () => {
    const world = new World();
    await world.deploy({ Thing: thing() });
    await world.deploy({ Thing: thing({}, { DeletionPolicy: 'Retain' }), Bad: thing({ Fail: 'Create' }) });
    world.sent();
    await world.destroy();
    expect(world.sent()).toEqual(['Delete Thing Thing']);
  });

  test('14. deletion policies: Retain keeps, RetainExceptOnCreate keeps unless its creation is undone', async () => {
    const resources = { Always: thing({}, { DeletionPolicy: 'Retain' }), Later: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }) };
    const failing = new World();
    failing.cfn.conditions.faults.create.Broken = 'no';
    await failing.deploy({ ...resources, Broken: topic('broken', { DependsOn: ['Always', 'Later'] }) });
    expect(failing.sent()).toEqual(['Create Always', 'Create Later', 'Delete Later Later']);
    expect(failing.stack.resources.Always.status).toBe('DELETE_SKIPPED');
    const world = new World();
    await world.deploy(resources);
    world.sent();
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.sent()).toEqual([]);
  });
});

describe('destroy', () => {
  test('25. deletes in reverse order; what fails stays, and can be tried again', async () => {
    const world = new World();
    await world.deploy({ First: thing(), Bad: thing({ Fail: 'Delete' }, { DependsOn: 'First' }), Last: thing({}, { DependsOn: 'Bad' }) });
    world.sent();
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect(world.sent()).toEqual(['Delete Last Last', 'Delete Bad Bad']);
    expect(world.stack.resources).toMatchObject({ First: { status: 'CREATE_COMPLETE' }, Bad: { status: 'DELETE_FAILED' } });
    expect(await world.destroy()).toBe('DELETE_FAILED');
    expect(world.sent()).toEqual(['Delete Bad Bad']);
  });

  test('26. a stack that is being created can be deleted: what is in flight gets an invented id', async () => {
    const world = new World();
    const creation = await world.begin({ Slow: thing({ Seconds: 600 }) });
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(world.sent()).toEqual(['Create Slow', expect.stringMatching(/^Delete Slow Test-Slow-/)]);
    expect(creation.done).toBe(true);
    await world.clock.drain();
  });

  test('26. to ask twice changes nothing', async () => {
    const world = new World();
    await world.begin({ Slow: thing({ Seconds: 600 }) });
    const first = world.cfn.destroy('Test');
    expect(world.cfn.destroy('Test')).toBe(first);
    await world.cfn.settle(first);
    expect(world.statuses('Test').filter((status) => status.startsWith('DELETE'))).toEqual(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
  });

  test('26. an update on its way forbids it', async () => {
    const world = new World();
    await world.deploy({ Slow: thing() });
    await world.begin({ Slow: thing({ Seconds: 600 }) });
    expect(() => world.cfn.destroy('Test')).toThrow('DeleteStack cannot be called');
  });
});
