import { Duration } from 'aws-cdk-lib';
import { begin, stageOf, world } from './stage';
import { Subject } from '../subject';
import { MINUTE } from '../world';

/** A creation, to its end or not. */
export function creations(subject: Subject): void {
  const { image, imageAndOther, imageBesideOther, account, long, waits, breaks } = stageOf(subject);

  describe('create', () => {
    test('gives the attributes when it is ready, and what it made bears our tags', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      expect(await world.deploy(imageAndOther())).toBe('CREATE_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
      expect(world.stack.resources.Other.properties.DisplayName).toMatch(/\w+-[0-9a-f]+/);
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
    });

    test('of many hours goes over the chain, from link to link', async () => {
      await begin();
      subject.course(world, { minutes: 350 });
      expect(await world.deploy(image({ timeout: Duration.hours(6) }))).toBe('CREATE_COMPLETE');
      const took = waits().map(({ logicalId }) => {
        const [from, to] = world.stack.events.filter((event) => event.logicalId === logicalId).map(({ time }) => time);
        return Math.round((to - from) / MINUTE);
      });
      expect(took).toHaveLength(7);
      // Until the first poll after its share; what is left over is the share before the last.
      for (const minutes of took.slice(0, -2)) expect([52, 53]).toContain(minutes);
      expect([48, 49]).toContain(took.at(-2));
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('that fails says why and how to cure it, and leaves nothing', async () => {
      await begin();
      subject.course(world, { minutes: 100, failure: subject.failure.words });
      expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
      const [reason] = world.reasons('CREATE_FAILED');
      expect(reason).toContain(subject.failure.words.replace(/\.$/, ''));
      expect(reason).toMatch(subject.failure.cure);
      expect(reason).not.toContain('    at ');
      expect(account()).toEqual([]);
    });

    test('that takes too long says so in its own words, and leaves nothing', async () => {
      await begin();
      subject.course(world, { minutes: 120 + long });
      expect(await world.deploy(image({ timeout: Duration.hours(2) }))).toBe('ROLLBACK_COMPLETE');
      expect(world.reasons('CREATE_FAILED')[0]).toMatch(/is not done after 2 h: .*; raise timeout/);
      expect(account()).toEqual([]);
    });

    test('that another resource spoils is taken back, ready as it is', async () => {
      await begin();
      breaks('create');
      subject.course(world, { minutes: 10 });
      expect(await world.deploy(imageAndOther())).toBe('ROLLBACK_COMPLETE');
      expect(account()).toEqual([]);
    });

    test.each(['listed', 'missing until done'] as const)('that another resource cuts short is cancelled (%s)', async (firstRecord) => {
      await begin({ firstRecord });
      breaks('create');
      subject.course(world, { minutes: long });
      expect(await world.deploy(imageBesideOther(20))).toBe('ROLLBACK_COMPLETE');
      expect(account()).toEqual([]);
      await world.runOut();
      expect(account()).toEqual([]);
      expect(subject.starts(world)).toBe(1);
    });

    test.each([1, 30, 80])('deleted after %d minutes leaves nothing', async (minutes) => {
      await begin();
      subject.course(world, { minutes: long });
      await world.begin(image(), minutes);
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
      await world.runOut();
      expect(account()).toEqual([]);
    });

    test('without rollback is made again, and starts anew what had failed', async () => {
      await begin();
      subject.course(world, { minutes: 60, failure: subject.failure.words });
      expect(await world.deploy(image(), { rollback: false })).toBe('CREATE_FAILED');
      subject.course(world, { minutes: 30 });
      expect(await world.deploy(image())).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(2);
    });

    test('without rollback never starts anew what is ready', async () => {
      await begin();
      breaks('create');
      subject.course(world, { minutes: 30 });
      expect(await world.deploy(imageAndOther(), { rollback: false })).toBe('CREATE_FAILED');
      delete world.cfn.conditions.faults.create.Other;
      expect(await world.deploy(imageAndOther())).toBe('UPDATE_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });
  });
}
