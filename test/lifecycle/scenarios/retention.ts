import { RemovalPolicy } from 'aws-cdk-lib';
import { begin, stageOf, world } from './stage';
import { Request, Subject } from '../subject';
import { other } from '../world';

/** What is to outlive its stack. */
export function retention(subject: Subject): void {
  const { image, imageAndOther, account, breaks } = stageOf(subject);

  describe('retained', () => {
    const retained = (request: Partial<Request> = {}) => ({ removalPolicy: RemovalPolicy.RETAIN, ...request });

    test('outlives its stack', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image(retained()));
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
    });

    test('outlives its replacement, and is taken up again by who goes back', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image(retained()));
      await world.deploy(image(retained({ color: 'blue' })));
      expect(account()).toEqual([...subject.image('red'), ...subject.image('blue')].sort());
      expect(await world.deploy(image(retained()))).toBe('UPDATE_COMPLETE');
      expect(subject.starts(world)).toBe(2);
      expect(account()).toEqual([...subject.image('red'), ...subject.image('blue')].sort());
    });

    // Found by random sequences: the last link looks at what is left of its chain when the first is skipped.
    test('stays with all that was retained before it, when the stack is deleted', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image());
      await world.deploy(image(retained({ color: 'blue' })));
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([...subject.image('red'), ...subject.image('blue')].sort());
    });

    // Also found by random sequences: nothing bears the mark of retention yet, and the first link, which is skipped, names the new one.
    test('stays when the update that was to retain it fails without rollback, and the stack is deleted', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image());
      subject.course(world, { minutes: 30, failure: subject.failure.words });
      expect(await world.deploy(image(retained({ color: 'blue' })), { rollback: false })).toBe('UPDATE_FAILED');
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual(expect.arrayContaining(subject.image('red')));
    });

    test('goes with the rollback of the deployment that made it', async () => {
      await begin();
      breaks('create');
      subject.course(world, { minutes: 30 });
      expect(await world.deploy(imageAndOther(retained()))).toBe('ROLLBACK_COMPLETE');
      expect(account()).toEqual([]);
    });

    test('stays when a deployment that took it up again is rolled back', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy((stack) => {
        image(retained())(stack);
        other(stack, 'Third');
      });
      await world.deploy((stack) => other(stack, 'Third'));
      expect(account()).toEqual(subject.image('red'));
      breaks('create');
      expect(await world.deploy((stack) => {
        imageAndOther(retained())(stack);
        other(stack, 'Third');
      })).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
    });

    test('from its replacement on, what is replaced stays for good', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image());
      await world.deploy(image(retained({ color: 'blue' })));
      await world.deploy(image(retained({ color: 'blue', prose: 'two' })));
      expect(account()).toEqual([...subject.image('red'), ...subject.image('blue')].sort());
    });

    test('is not taken up by who would delete it in a rollback', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image(retained()));
      await world.deploy(image(retained({ color: 'blue' })));
      breaks('create');
      expect(await world.deploy(imageAndOther())).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(account()).toEqual([...subject.image('red'), ...subject.image('blue')].sort());
    });

    test('no longer is deleted with the stack', async () => {
      await begin();
      subject.course(world, { minutes: 30 });
      await world.deploy(image(retained()));
      await world.deploy(image());
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      expect(account()).toEqual([]);
    });

    test('never holds a failed import back', async () => {
      await begin();
      subject.course(world, { minutes: 30, failure: subject.failure.words });
      expect(await world.deploy(image(retained()))).toBe('ROLLBACK_COMPLETE');
      expect(account()).toEqual([]);
    });
  });
}
