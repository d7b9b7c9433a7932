import { Duration, Tags } from 'aws-cdk-lib';
import { begin, stageOf, world } from './stage';
import { Variants } from '../../cloudformation/variants';
import { Subject } from '../subject';
import { other } from '../world';

/** How one scenario may go where CloudFormation's behaviour is not documented. */
const NEW_ID: Partial<Variants>[] = [
  { rollbackUpdate: 'old id', failedNewId: 'sent' },
  { rollbackUpdate: 'old id', failedNewId: 'lost' },
  { rollbackUpdate: 'new id', failedNewId: 'sent' },
  { rollbackUpdate: 'none', failedNewId: 'sent' },
];

/** An update and a replacement, to their end or back. */
export function updates(subject: Subject): void {
  const { image, imageAndOther, account, waits, breaks } = stageOf(subject);

  describe('update', () => {
    beforeEach(async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image({ prose: 'one' }));
    });

    test('changes in place what can be, and imports nothing', async () => {
      expect(await world.deploy((stack) => Tags.of(image({ prose: 'two' })(stack)).add('Added', 'later'))).toBe('UPDATE_COMPLETE');
      expect(subject.prose(world)).toEqual(['two']);
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('in place is taken back by a rollback', async () => {
      breaks('create');
      expect(await world.deploy(imageAndOther({ prose: 'two' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(subject.prose(world)).toEqual(['one']);
      expect(subject.starts(world)).toBe(1);
    });

    test('replaces what cannot, and the old one goes when the new one is ready', async () => {
      const update = await world.begin(image({ color: 'blue' }), 25);
      expect(account()).toEqual(expect.arrayContaining(subject.image('red')));
      expect(await world.end(update)).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual(subject.image('blue'));
    });

    test('of the timeout adds and drops links, and imports nothing', async () => {
      expect(await world.deploy(image({ prose: 'one', timeout: Duration.hours(12) }))).toBe('UPDATE_COMPLETE');
      expect(await world.deploy(image({ prose: 'one', timeout: Duration.minutes(30) }))).toBe('UPDATE_COMPLETE');
      expect(waits()).toHaveLength(1);
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('makes good what the cleanup of an earlier one could not delete', async () => {
      world.aws.faults.add({ service: subject.service, operation: subject.deleting, kind: 'denied', times: Infinity });
      expect(await world.deploy(image({ color: 'blue' }))).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual([...subject.image('blue'), ...subject.image('red')].sort());
      world.aws.faults.clear();
      expect(await world.deploy(image({ color: 'blue', prose: 'two' }))).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual(subject.image('blue'));
    });

    test('leaves nothing that a cleanup could not delete, when the stack is deleted next', async () => {
      world.aws.faults.add({ service: subject.service, operation: subject.deleting, kind: 'denied', times: Infinity });
      await world.deploy(image({ color: 'blue' }));
      world.aws.faults.clear();
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
    });

    test('that forgets the image deletes it', async () => {
      expect(await world.deploy((stack) => other(stack))).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual([]);
    });
  });

  describe.each(NEW_ID)('a replacement, %j,', (variants) => {
    beforeEach(async () => {
      await begin(variants);
      subject.course(world, { minutes: 30 });
      await world.deploy(imageAndOther());
    });

    test('that fails is rolled back to the old one', async () => {
      subject.course(world, { minutes: 30, failure: subject.failure.words });
      expect(await world.deploy(imageAndOther({ color: 'blue' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(2);
    });

    test('that another resource spoils is rolled back to the old one', async () => {
      breaks('update');
      expect(await world.deploy(imageAndOther({ color: 'blue' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(2);
    });

    test('that is cancelled is rolled back to the old one', async () => {
      // What cannot be cancelled ends while its waiter lives: whether a Delete for the new id ever comes is not certain.
      subject.course(world, { minutes: subject.uncancellable ? 95 : 200 });
      const update = await world.begin(imageAndOther({ color: 'blue' }), 80);
      world.cfn.cancelUpdate('S');
      expect(await world.end(update)).toBe('UPDATE_ROLLBACK_COMPLETE');
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(2);
    });

    test('after which the next update clears whatever is left', async () => {
      breaks('update');
      await world.deploy(imageAndOther({ color: 'blue' }));
      delete world.cfn.conditions.faults.update.Other;
      expect(await world.deploy(imageAndOther({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
    });
  });
}
