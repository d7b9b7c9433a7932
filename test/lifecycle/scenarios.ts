import { CfnResource, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Request, Subject } from './subject';
import { MINUTE, other, World } from './world';
import { Variants } from '../cloudformation/variants';

/*
 * Every scenario for every kind: the synthesized template, the framework's asset and the published bundles, on a deterministic
 * CloudFormation and a local AWS. Each ends with an account that holds exactly what it should.
 */

let world: World;

async function begin(variants?: Partial<Variants>) {
  world = await World.start(variants);
  return world;
}

/** How one scenario may go where CloudFormation's behaviour is not documented. */
const NEW_ID: Partial<Variants>[] = [
  { rollbackUpdate: 'old id', failedNewId: 'sent' },
  { rollbackUpdate: 'old id', failedNewId: 'lost' },
  { rollbackUpdate: 'new id', failedNewId: 'sent' },
  { rollbackUpdate: 'none', failedNewId: 'sent' },
];

/** All of them, for one kind; each kind has a file of its own that calls this, so that they run side by side. */
export const lifeCycleOf = (subject: Subject) => describe(subject.name, () => {
  afterEach(() => world.stop());

  const image = (request: Partial<Request> = {}) => (stack: Stack) => subject.define(stack, { color: 'red', ...request });
  /** An image, and a resource behind it that a test lets fail. */
  const imageAndOther = (request: Partial<Request> = {}) => (stack: Stack) => {
    const defined = image(request)(stack);
    other(stack).addPropertyOverride('DisplayName', subject.attribute(defined));
  };
  /** An image, and a resource beside it, which begins at the same time and takes `minutes`. */
  const imageBesideOther = (minutes: number, request: Partial<Request> = {}) => (stack: Stack) => {
    const defined = image(request)(stack);
    const beside = other(stack);
    beside.addPropertyOverride('DisplayName', `${request.color}`);
    beside.addDependency(defined.node.defaultChild as CfnResource);
    world.cfn.conditions.durations.Other = minutes * MINUTE;
  };
  const account = () => subject.account(world);
  /** Work that a Delete comes into, in minutes. */
  const long = subject.long ?? 200;
  /** The links that wait for the image itself. */
  const waits = () => Object.values(world.stack.resources).filter(({ type, status, properties: { Link: role } }) =>
    type === 'Custom::EucImageWait' && role !== 'Hold' && !status.startsWith('DELETE'));
  const breaks = (verb: 'create' | 'update') => { world.cfn.conditions.faults[verb].Other = 'the other one broke'; };

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
});
