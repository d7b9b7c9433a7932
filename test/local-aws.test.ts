import { CreateTagsCommand, DescribeImagesCommand, DescribeSnapshotsCommand, ImportImageCommand } from '@aws-sdk/client-ec2';
import { failureOf, world } from './local-aws/fixture';
import { LocalAws } from './local-aws/local-aws';

const here = world();
const list = () => here.client.send(new DescribeImagesCommand({ Owners: ['self'] }));
const start = () => here.client.send(new ImportImageCommand({ DiskContainers: [{ Url: 's3://disks/disk.vmdk' }] }));

test('it listens on loopback only, and each service has its own address', () => {
  expect(here.aws.endpoint('ec2')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ec2$/);
});

test('calls are recorded: when, by whom, with what, and how they were refused', async () => {
  await list();
  await here.clock.advance(1000);
  await failureOf(here.client.send(new CreateTagsCommand({ Resources: ['ami-0123456789abcdef0'], Tags: [{ Key: 'a', Value: 'b' }] })));
  const { clock } = here;
  expect(here.aws.calls).toEqual([
    { time: clock.now() - 1000, service: 'ec2', operation: 'DescribeImages', accessKeyId: 'AKIDTEST', input: { Owners: ['self'] } },
    {
      time: clock.now(), service: 'ec2', operation: 'CreateTags', accessKeyId: 'AKIDTEST', errorCode: 'InvalidAMIID.NotFound',
      input: { Resources: ['ami-0123456789abcdef0'], Tags: [{ Key: 'a', Value: 'b' }] },
    },
  ]);
});

test('what is wrong in the local AWS itself is no fault that a caller may bear, and ends the test', async () => {
  const aws = LocalAws.inMemory({ clock: here.clock });
  aws.register('ec2', { call: () => { throw new TypeError('no such thing'); } });
  const request = { method: 'POST', url: '/ec2', headers: {} };
  expect(await aws.respond(request, 'Action=DescribeImages&Version=2016-11-15')).toMatchObject({ status: 500, body: expect.stringContaining('The local AWS is broken') });
  expect(() => aws.requireSound()).toThrow('no such thing');
});

describe('faults', () => {
  test.each([
    [{ kind: 'throttle' }, 'RequestLimitExceeded', 503],
    [{ kind: 'denied' }, 'UnauthorizedOperation', 403],
    [{ kind: 'error', code: 'Unavailable', message: 'Come back later', status: 500 }, 'Unavailable', 500],
  ] as const)('%j', async (fault, name, httpStatusCode) => {
    const struck = here.aws.faults.add(fault);
    expect(await failureOf(list())).toMatchObject({ name, $metadata: { httpStatusCode } });
    await list();
    expect(struck.fired).toBe(1);
    expect(here.aws.calls.map(({ errorCode }) => errorCode)).toEqual([name, undefined]);
  });

  test('a connection that breaks before the service has acted', async () => {
    here.aws.faults.add({ operation: 'ImportImage', kind: 'reset' });
    expect(await failureOf(start())).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' });
    expect(here.aws.ec2.residue().tasks).toHaveLength(0);
  });

  test('an answer that is lost after the service has acted', async () => {
    here.aws.faults.add({ operation: 'ImportImage', kind: 'lose' });
    expect(await failureOf(start())).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' });
    expect(here.aws.ec2.residue().tasks).toHaveLength(1);
  });

  test('a delay passes', async () => {
    const struck = here.aws.faults.add({ kind: 'delay', ms: 1 });
    await list();
    expect(struck.fired).toBe(1);
  });

  test('they strike the named operation, as often as is said, and only where a closer look agrees', async () => {
    const struck = here.aws.faults.add({
      service: 'ec2', operation: 'DescribeImages', when: ({ input }) => input.Owners[0] === 'self', times: 2, kind: 'throttle',
    });
    await here.client.send(new DescribeSnapshotsCommand({}));
    await here.client.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
    await failureOf(list());
    await failureOf(list());
    await list();
    expect(struck.fired).toBe(2);
  });

  test('cleared, they strike no more', async () => {
    here.aws.faults.add({ kind: 'denied', times: Infinity });
    await failureOf(list());
    here.aws.faults.clear();
    await list();
  });
});

test('a rate limit admits a burst, and then as many as the clock gives', async () => {
  here.aws.limit('ec2', { perSecond: 2, burst: 3 });
  for (let i = 0; i < 3; i++) await list();
  expect(await failureOf(list())).toMatchObject({ name: 'RequestLimitExceeded' });
  await here.clock.advance(500);
  await list();
  await failureOf(list());
  await here.clock.advance(3600_000);
  for (let i = 0; i < 3; i++) await list();
  await failureOf(list());
  here.aws.limit('ec2');
  await list();
});

test('a service without a model cannot be registered', () => {
  expect(() => here.aws.register('no-such-service', { call: () => ({}) })).toThrow(/no-such-service/);
});
