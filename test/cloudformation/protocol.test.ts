import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { stackOf, thing, topic } from './fixture';
import { World } from './world';

/*
 * What happens between CloudFormation, the framework and a handler. The number before each test is that of the rule in
 * docs/cloudformation.md which it plays.
 */

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const functionOf = (name: string) => Object.keys(stackOf({}).template.Resources).find((id) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id))!;
const servers: Server[] = [];

/** The URL of a server that says hello, and does something meanwhile. */
async function listen(meanwhile: () => unknown): Promise<string> {
  const server = createServer((_, response) => {
    meanwhile();
    response.end('hello');
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => servers.forEach((server) => server.close()));

const runs = (world: World, name: string) => world.cfn.invocations.filter(({ logicalId }) => logicalId === functionOf(name));

describe('template', () => {
  test('1. functions, conditions and parameters get their values', async () => {
    const world = new World();
    const template = {
      Parameters: { Color: { Type: 'String', Default: 'red' } },
      Conditions: { IsRed: { 'Fn::Equals': [{ Ref: 'Color' }, 'red'] }, Never: { 'Fn::Not': [{ Condition: 'IsRed' }] } },
      Outputs: { Arn: { Value: { Ref: 'Topic' }, Export: { Name: 'topic' } }, Nothing: { Value: 'x', Condition: 'Never' } },
    };
    const properties = {
      Joined: { 'Fn::Join': ['-', [{ Ref: 'Color' }, { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }]] },
      Substituted: { 'Fn::Sub': ['${AWS::Region}/${Own}/${Topic.TopicName}/${!Literal}', { Own: { Ref: 'AWS::AccountId' } }] },
      Chosen: { 'Fn::If': ['IsRed', 'yes', 'no'] },
      Dropped: { Ref: 'AWS::NoValue' },
      Both: [{ 'Fn::If': [{ Condition: 'IsRed' }.Condition, { Ref: 'AWS::StackName' }, { Ref: 'AWS::NoValue' }] }],
    };
    const stack = stackOf({ Topic: topic('t'), Thing: thing(properties), Absent: { ...topic('x'), Condition: 'Never' } }, template);
    await world.cfn.settle(world.cfn.deploy(stack));
    const arn = world.stack.resources.Topic.physicalId;
    const { ServiceToken, ...resolved } = world.last.event.ResourceProperties;
    expect(resolved).toEqual({
      Joined: 'red-b', Substituted: `us-east-1/111122223333/${arn}.TopicName/\${Literal}`, Chosen: 'yes', Both: ['Test'],
    });
    expect(world.stack.outputs).toEqual({ Arn: arn });
    expect(world.stack.resources.Absent).toBeUndefined();
    await world.cfn.settle(world.cfn.deploy(stack, { parameters: { Color: 'blue' } }));
    expect(world.last.event.ResourceProperties).toMatchObject({ Joined: 'blue-b', Chosen: 'no', Both: [] });
  });

  test('1. a function that the simulator does not know fails what uses it', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Text: { 'Fn::ToJsonString': {} } }) });
    expect(world.stack.events.find(({ status }) => status === 'CREATE_FAILED')!.reason).toBe('the simulator does not know Fn::ToJsonString');
    expect(world.sent()).toEqual([]);
  });
});

describe('request and answer', () => {
  test('4. the request event', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Count: 3, Flag: true, List: [1, { Deep: false }] }) });
    const { event, at } = world.last;
    expect(event).toMatchObject({ RequestType: 'Create', StackId: world.stack.id, LogicalResourceId: 'Thing', ResourceType: 'Custom::Thing' });
    expect(event).not.toHaveProperty('PhysicalResourceId');
    expect(event.ResourceProperties).toEqual({ ServiceToken: event.ServiceToken, Count: '3', Flag: 'true', List: ['1', { Deep: 'false' }] });
    expect(event.RequestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const date = new URL(event.ResponseURL).searchParams.get('X-Amz-Date')!;
    expect(date).toBe(new Date(at).toISOString().replace(/[-:]|\.000/g, ''));
  });

  test('5. an answer of more than 4096 bytes fails, and its reason is lost', async () => {
    const world = new World();
    await world.deploy({ Slow: thing({ Data: { Text: 'x'.repeat(4000) } }) });
    expect(world.cfn.requests[0]).toMatchObject({ outcome: { ok: false, reason: 'Response object is too long.' }, answers: [{ bytes: expect.any(Number) }] });
    expect(world.cfn.requests[0].answers[0].bytes).toBeGreaterThan(4096);
    expect(world.sent()[1]).toMatch(/^Delete Slow Test-Slow-/);
  });

  test('5. a physical id of more than 1 KB fails', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Id: 'x'.repeat(1025) }) });
    expect(world.cfn.requests[0].outcome).toMatchObject({ ok: false, reason: 'Invalid PhysicalResourceId.' });
  });

  test('6. who does not answer within ServiceTimeout has failed', async () => {
    const world = new World();
    await world.deploy({ Slow: thing({ ServiceTimeout: 60, Seconds: 600 }) });
    const failed = world.stack.events.find(({ status }) => status === 'CREATE_FAILED')!;
    expect(failed.reason).toMatch('CloudFormation did not receive a response');
    expect(failed.time - world.cfn.requests[0].at).toBe(60 * SECOND);
    expect(world.sent()[1]).toMatch(/^Delete Slow Test-Slow-/);
  });

  test('7. only the first answer counts', async () => {
    const world = new World();
    await world.deploy({ Thing: thing() });
    world.cfn.variants.startExecution = 'answer lost';
    await world.deploy({ Thing: thing({ Seconds: 60 }) });
    await world.clock.drain();
    expect(world.cfn.requests[1].answers.map(({ ignored, body }) => [JSON.parse(body).Status, ignored])).toEqual([['FAILED', false], ['SUCCESS', true]]);
  });

  test('8. an attribute that was not answered fails what refers to it', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Data: { Color: 'red' } }), User: thing({ Size: { 'Fn::GetAtt': ['Thing', 'Size'] } }) });
    const failed = world.stack.events.find(({ status }) => status === 'CREATE_FAILED')!;
    expect(failed).toMatchObject({ logicalId: 'User', reason: expect.stringContaining("doesn't contain Size") });
    expect(world.sent()).toEqual(['Create Thing', 'Delete Thing Thing']);
  });
});

describe('what handlers see of CloudFormation', () => {
  test('27. a stack by name while it lives, by id for 90 days more', async () => {
    const world = new World();
    await world.deploy({});
    const { id } = world.stack;
    expect(world.describe('DescribeStacks', { StackName: 'Test' }).Stacks).toMatchObject([{ StackId: id, StackStatus: 'CREATE_COMPLETE' }]);
    await world.destroy();
    expect(() => world.describe('DescribeStacks', { StackName: 'Test' })).toThrow('Stack with id Test does not exist');
    expect(world.describe('DescribeStacks', { StackName: id }).Stacks).toMatchObject([{ StackStatus: 'DELETE_COMPLETE' }]);
    await world.clock.advance(91 * 24 * HOUR);
    expect(() => world.describe('DescribeStacks', { StackName: id })).toThrow(`Stack with id ${id} does not exist`);
  });

  test('28. a record says *_IN_PROGRESS from the moment the request is sent, and has an id once one is known', async () => {
    const world = new World();
    expect(() => world.record('Thing')).toThrow();
    const creation = await world.begin({ Thing: thing({ Id: 'one', Seconds: 600 }) });
    expect(world.record('Thing')).toMatchObject({ ResourceStatus: 'CREATE_IN_PROGRESS', LastUpdatedTimestamp: new Date(world.last.at) });
    expect(world.record('Thing')).not.toHaveProperty('PhysicalResourceId');
    await world.cfn.settle(creation);
    expect(world.record('Thing')).toMatchObject({ PhysicalResourceId: 'one', LastUpdatedTimestamp: new Date(world.clock.now()) });
    expect(() => world.record('Nothing')).toThrow(`Resource Nothing does not exist for stack ${world.stack.id}`);
  });

  test('28. or is missing until the first creation is done', async () => {
    const world = new World({ firstRecord: 'missing until done' });
    const creation = await world.begin({ Thing: thing({ Seconds: 600 }) });
    expect(() => world.record('Thing')).toThrow('Resource Thing does not exist');
    await world.cfn.settle(creation);
    expect(world.record('Thing').ResourceStatus).toBe('CREATE_COMPLETE');
  });

  test.each(['kept', 'bumped'] as const)('29. LastUpdatedTime is the begin of the update; in a rollback it is %s', async (rollbackTime) => {
    const world = new World({ rollbackTime });
    await world.deploy({ Thing: thing() });
    const times = () => world.describe('DescribeStacks', { StackName: 'Test' }).Stacks[0];
    expect(times()).not.toHaveProperty('LastUpdatedTime');
    const began = world.clock.now();
    await world.deploy({ Thing: thing({ Fail: 'Update', Seconds: 300 }) });
    expect(times().LastUpdatedTime.getTime()).toBe(rollbackTime === 'kept' ? began : began + 300 * SECOND);
  });
});

describe('Lambda', () => {
  test.each([['twice', 2], ['twice at once', 2], ['late', 1]] as const)('30. an event may be delivered %s', async (delivery, times) => {
    const world = new World({ delivery });
    expect(await world.deploy({ Thing: thing({ Seconds: 900 }) })).toBe('CREATE_COMPLETE');
    expect(runs(world, 'ProviderframeworkonEvent')).toHaveLength(times);
    expect(runs(world, 'ProviderframeworkonEvent')[0].at - world.last.at).toBe(delivery === 'late' ? 300 * SECOND : 0);
  });

  test('30. an asynchronous invocation that failed is tried twice more', async () => {
    const world = new World();
    world.cfn.conditions.invocations[functionOf('ProviderframeworkonEvent')] = HOUR;
    await world.deploy({ Thing: thing() });
    await world.clock.drain();
    expect(runs(world, 'ProviderframeworkonEvent').map(({ error }) => error.errorType)).toEqual(Array(3).fill('Sandbox.Timedout'));
  });

  test.each(['twice', 'twice at once'] as const)('31. the framework may invoke the handlers %s', async (times) => {
    const world = new World({ onEvent: times, isComplete: times });
    expect(await world.deploy({ Thing: thing() })).toBe('CREATE_COMPLETE');
    expect(runs(world, 'onEvent')).toHaveLength(2);
    expect(runs(world, 'isComplete')).toHaveLength(2);
    expect(world.last.answers).toHaveLength(1);
  });

  test('32. a waiter that cannot be started fails the request; the id that onEvent made is lost', async () => {
    const world = new World({ startExecution: 'fails' });
    expect(await world.deploy({ Thing: thing({ Id: 'one' }) })).toBe('ROLLBACK_COMPLETE');
    expect(world.sent()[1]).toBe('Delete Thing AWSCDK::CustomResourceProviderFramework::CREATE_FAILED');
  });

  test('36. past its timeout the answer of a function is lost', async () => {
    const world = new World();
    world.cfn.conditions.invocations[functionOf('onEvent')] = HOUR;
    await world.deploy({ Thing: thing() });
    expect(world.cfn.requests[0].outcome).toMatchObject({ ok: false, reason: expect.stringContaining('Task timed out after 60.00 seconds') });
    expect(world.stack.events.find(({ status }) => status === 'CREATE_FAILED')!.time).toBe(world.cfn.requests[0].at + 60 * SECOND);
  });

  test('35. handlers run with their own environment, on the virtual clock, and may talk over the network', async () => {
    const Url = await listen(() => undefined);
    const world = new World({}, () => ({ MOOD: 'fine' }));
    await world.deploy({ Thing: thing({ Url }), Second: thing({ Url }, { DependsOn: 'Thing' }) });
    const { Thing, Second } = world.stack.resources;
    expect(Thing.attributes).toMatchObject({ page: 'hello', mood: 'fine', key: expect.stringMatching(/^AKIA[0-9A-F]{16}$/), invocations: 1 });
    expect(Thing.attributes.left).toBeGreaterThan(50 * SECOND);
    expect(Second.attributes.invocations).toBe(2);
    expect(world.cfn.logs.map(({ line }) => line)).toEqual(['done Create', 'written', 'done Create', 'written']);
  });

  test('35. a changed function starts anew, and a rollback runs the old one again', async () => {
    const Url = await listen(() => undefined);
    const world = new World();
    const id = functionOf('isComplete');
    const { Properties, ...rest } = stackOf({}).template.Resources[id];
    const changed = { ...rest, Properties: { ...Properties, Environment: { Variables: { MOOD: 'new' } } } };
    await world.deploy({ Thing: thing({ Url }) });
    await world.deploy({ Thing: thing({ Url, Color: 'red' }), [id]: changed });
    expect(world.stack.resources.Thing.attributes).toMatchObject({ mood: 'new', invocations: 1 });
    await world.deploy({ Thing: thing({ Url, Color: 'blue', Fail: 'Update' }) });
    expect(world.stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.stack.resources.Thing.attributes).toMatchObject({ mood: 'new' });
  });

  test('34. the user may cancel while a handler runs', async () => {
    const world = new World();
    const Url = await listen(() => world.stack.status === 'UPDATE_IN_PROGRESS' && world.cfn.cancelUpdate('Test'));
    await world.deploy({ Thing: thing({ Url }) });
    expect(await world.deploy({ Thing: thing({ Url, Color: 'red' }) })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(world.sent()).toEqual(['Create Thing', 'Update Thing Thing', 'Update Thing Thing']);
    expect(world.cfn.requests[1].answers).toMatchObject([{ ignored: true }]);
  });
});

describe('Step Functions', () => {
  test('33. the waiter polls as the state machine says, then the framework reports the timeout', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Seconds: 4 * 3600 }) });
    expect(runs(world, 'isComplete').filter(({ event }) => event.RequestType === 'Create')).toHaveLength(101);
    expect(world.cfn.requests[0].outcome).toMatchObject({ ok: false, reason: expect.stringContaining('Operation timed out') });
    expect(world.cfn.requests[0].answers[0].at - world.cfn.requests[0].at).toBe(50 * 60 * SECOND);
  });

  test('33. a name is used once: the same execution again is no error while it runs, another one is', async () => {
    const same = new World({ delivery: 'twice' });
    expect(await same.deploy({ Thing: thing({ Seconds: 900 }) })).toBe('CREATE_COMPLETE');
    expect(same.cfn.executions).toHaveLength(1);
    const late = new World({ delivery: 'twice' });
    expect(await late.deploy({ Thing: thing({ Seconds: 900, Fresh: true }) })).toBe('ROLLBACK_COMPLETE');
    expect(late.cfn.requests[0].outcome).toMatchObject({ reason: expect.stringContaining('Execution Already Exists') });
  });

  test('34. a waiter goes on when the stack has given up', async () => {
    const world = new World();
    await world.deploy({ Thing: thing() });
    const update = await world.begin({ Thing: thing({ Seconds: 1200 }) });
    world.cfn.cancelUpdate('Test');
    await world.cfn.settle(update);
    const before = runs(world, 'isComplete').length;
    await world.clock.drain();
    expect(runs(world, 'isComplete').length).toBeGreaterThan(before + 30);
    expect(world.cfn.requests[1].answers).toMatchObject([{ ignored: true }]);
  });

  test('37. the cause of an error is cut off, so that the timeout of a large request is never reported, and an hour goes by', async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Text: 'x'.repeat(17_000), Seconds: 4 * 3600 }) });
    expect(world.cfn.requests[0].answers).toEqual([]);
    expect(world.stack.events.find(({ status }) => status === 'CREATE_FAILED')!.time - world.cfn.requests[0].at).toBe(HOUR);
  });
});

test('38. the same run gives the same events', async () => {
  const run = async () => {
    const world = new World();
    await world.deploy({ Thing: thing({ Seconds: 300 }), Other: thing({ Fail: 'Create' }) });
    return world.stack.events;
  };
  expect(await run()).toEqual(await run());
});
