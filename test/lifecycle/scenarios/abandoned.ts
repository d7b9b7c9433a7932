import { Stack } from 'aws-cdk-lib';
import { begin, stageOf, world } from './stage';
import { Subject } from '../subject';
import { MINUTE, other } from '../world';

/** Waiters that go on when nobody listens to them any more. */
export function abandoned(subject: Subject): void {
  const { image, imageAndOther, imageBesideOther, account, breaks } = stageOf(subject);

  describe('abandoned', () => {
    /** Beside an image that keeps the functions alive, another one, and a resource that breaks while that waits. */
    const second = (stack: Stack) => {
      image()(stack);
      imageBesideOther(30, { color: 'blue', id: 'Second' })(stack);
    };

    test('a waiter with a queued start never starts', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image());
      const full = world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'throttle', times: Infinity });
      breaks('create');
      expect(await world.deploy(second)).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(full.fired).toBeGreaterThan(10);
      world.aws.faults.clear();
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('a first link that is cut short, and begins when its Delete with an invented id is on its way, leaves nothing', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image());
      world.cfn.variants.delivery = 'late';
      world.cfn.conditions.faults.create.Other = 'the other one broke';
      world.cfn.conditions.durations.Other = MINUTE;
      expect(await world.deploy((stack) => {
        image()(stack);
        subject.define(stack, { color: 'blue', id: 'Second' });
        other(stack);
      })).toBe('UPDATE_ROLLBACK_COMPLETE');
      const deletes = world.cfn.requests.filter(({ event }) => event.RequestType === 'Delete').map(({ event }) => event.PhysicalResourceId);
      expect(deletes).toEqual([expect.stringMatching(/^S-Second/)]);
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('a start that lands when the Delete has looked already is found all the same', async () => {
      await begin();
      // What cannot be cancelled has to end within the share of the first link: the others have seen nothing to wait for.
      subject.course(world, { minutes: subject.uncancellable ? 40 : 200 });
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'reset', times: Infinity });
      await world.begin(image(), 3);
      const gone = world.cfn.destroy('S');
      await world.clock.advance(MINUTE / 2);
      subject.land(world);
      expect(account()).not.toEqual([]);
      expect(await world.end(gone)).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
    });

    test('a waiter of an update that was rolled back changes nothing', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(imageAndOther({ prose: 'one' }));
      world.aws.faults.add({ service: subject.service, when: ({ input }) => JSON.stringify(input ?? '').includes('"two"'), kind: 'throttle', times: Infinity });
      const update = await world.begin(imageAndOther({ prose: 'two' }), 20);
      world.cfn.cancelUpdate('S');
      expect(await world.end(update)).toBe('UPDATE_ROLLBACK_COMPLETE');
      world.aws.faults.clear();
      await world.runOut();
      expect(subject.prose(world)).toEqual(['one']);
    });
  });

  test('a waiter whose update was cancelled within seconds does not fight the rollback', async () => {
    await begin();
    subject.course(world, { minutes: 30 });
    const beside = (prose: string, name: string) => (stack: Stack) => {
      image({ prose })(stack);
      other(stack, 'ASlow').addPropertyOverride('DisplayName', name);
    };
    await world.deploy(beside('one', 'a'));
    world.cfn.conditions.durations.ASlow = 30 * MINUTE;
    let stopped = Infinity;
    world.aws.faults.add({
      service: subject.service, kind: 'throttle', times: Infinity,
      when: ({ input }) => JSON.stringify(input ?? '').includes('two') && world.clock.now() < stopped + 15_000,
    });
    const sent = world.cfn.requests.length;
    const update = await world.begin(beside('two', 'b'), 0);
    while (!world.cfn.requests.slice(sent).some(({ event }) => event.LogicalResourceId.includes('Wait1'))) await world.clock.advance(1000);
    await world.clock.advance(5000);
    stopped = world.clock.now();
    world.cfn.cancelUpdate('S');
    expect(await world.end(update)).toBe('UPDATE_ROLLBACK_COMPLETE');
    await world.runOut();
    expect(subject.prose(world)).toEqual(['one']);
  });
}
