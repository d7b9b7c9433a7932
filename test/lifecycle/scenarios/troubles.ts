import { begin, stageOf, world } from './stage';
import { Variants } from '../../cloudformation/variants';
import { Subject } from '../subject';
import { MINUTE } from '../world';

/** Whatever goes wrong on the way, and what may be said of it. */
export function troubles(subject: Subject): void {
  const { image, account } = stageOf(subject);

  describe('whatever goes wrong on the way', () => {
    const finishes = async () => {
      subject.course(world, { minutes: 30 });
      expect(await world.deploy(image())).toBe('CREATE_COMPLETE');
      await world.runOut();
      expect(account()).toEqual(subject.image('red'));
      expect(subject.starts(world)).toBe(1);
      expect(await world.destroy()).toBe('DELETE_COMPLETE');
      await world.runOut();
      expect(account()).toEqual([]);
    };

    test.each<Partial<Variants>>([
      { onEvent: 'twice' }, { onEvent: 'twice at once' }, { isComplete: 'twice' }, { isComplete: 'twice at once' },
      { delivery: 'twice' }, { delivery: 'twice at once' }, { delivery: 'late' },
    ])('%j', async (variants) => {
      await begin(variants);
      await finishes();
    });

    test('the answer to the start is lost', async () => {
      await begin();
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'lose', times: 2 });
      await finishes();
    });

    test('every look is throttled for twelve minutes', async () => {
      await begin();
      const until = world.clock.now() + 12 * MINUTE;
      world.aws.faults.add({ service: subject.service, operation: subject.looking, kind: 'throttle', times: Infinity, when: () => world.clock.now() < until });
      await finishes();
    });

    test('the start is throttled for long', async () => {
      await begin();
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'throttle', times: 70 });
      await finishes();
    });

    test('half of all looks are throttled', async () => {
      await begin();
      // In no rhythm that the looks of one poll could keep: the upper bits of a linear congruence.
      let state = 1;
      const unlucky = () => {
        state = (state * 1103515245 + 12345) % 2 ** 31;
        return Math.floor(state / 2 ** 16) % 2 === 0;
      };
      const fault = world.aws.faults.add({ service: subject.service, operation: subject.looking, kind: 'throttle', times: Infinity, when: unlucky });
      await finishes();
      expect(fault.fired).toBeGreaterThan(10);
    });

    test('CloudFormation does not answer at first', async () => {
      await begin();
      world.aws.faults.add({ service: 'cloudformation', kind: 'throttle', times: 20 });
      await finishes();
    });

    test('access is denied at first, as long as a new role is not known', async () => {
      await begin();
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'denied', times: 3 });
      await finishes();
    });

    test('access stays denied: the deployment fails and names it', async () => {
      await begin();
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'denied', times: Infinity });
      expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
      expect(world.reasons('CREATE_FAILED')[0]).toMatch(/not authorized/i);
      expect(account()).toEqual([]);
    });

    test('the account runs as many as it may: it waits for its turn', async () => {
      await begin();
      if (!subject.runningQuota) return;
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'error', code: subject.runningQuota, times: 130 });
      await finishes();
    });

    test('the account holds as many as it may: the deployment fails and names the quota', async () => {
      await begin();
      if (!subject.existingQuota) return;
      world.aws.faults.add({ service: subject.service, operation: subject.starting, kind: 'error', code: subject.existingQuota, times: Infinity });
      expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
      expect(world.reasons('CREATE_FAILED')[0]).toContain(subject.existingQuota);
      expect(account()).toEqual([]);
    });
  });

  test('every answer is short enough, and no log holds the address of an answer', async () => {
    await begin();
    subject.course(world, { minutes: 30, failure: `${subject.failure.words} ${'"x"'.repeat(3000)}` });
    expect(await world.deploy(image())).toBe('ROLLBACK_COMPLETE');
    const answers = world.cfn.requests.flatMap(({ answers: all }) => all);
    expect(Math.max(...answers.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4096);
    expect(world.reasons('CREATE_FAILED')[0]).toContain(subject.failure.words);
    expect(world.cfn.logs.length).toBeGreaterThan(0);
    expect(JSON.stringify(world.cfn.logs)).not.toContain('X-Amz-Signature');
  });
}
