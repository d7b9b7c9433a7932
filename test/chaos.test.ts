import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROKEN } from './chaos/broken/engines';
import { requireSuccess } from './chaos/calm';
import { PLAIN } from './chaos/course';
import { foreignUntouched, heldAlive, nothingStartedAtRest, retainedAlive, startedOnce } from './chaos/invariants/at-call';
import { AT_REST } from './chaos/invariants/at-rest';
import { OF_ANSWERS } from './chaos/invariants/of-answers';
import type { Play } from './chaos/play';
import { begin, settle, take } from './chaos/run';
import { search } from './chaos/search';
import type { Sequence } from './chaos/sequence';
import type { Start } from './chaos/services/service';
import { Tally } from './chaos/tally';
import { MINUTE } from './chaos/world';

/*
 * The share of the random sequences that each test run plays, and the proof that each promise is checked: what breaks it is found.
 * `npm run chaos` plays as many as one likes, also with engines that were broken by hand.
 */

test('random sequences under random faults break no promise', async () => {
  const tally = new Tally();
  expect(await search({ seed: 20261121, runs: 25 }, tally)).toEqual([]);
  // They did something, and something went wrong.
  expect(tally.sequences).toBe(25);
  expect(tally.operations).toBeGreaterThan(50);
  for (const event of ['throttled', 'import fails', 'replacement', 'rollback', 'waiter went on after the stack gave up'] as const) {
    expect(tally.of(event)).toBeGreaterThan(0);
  }
}, 120_000);

const OTHER_ID = 'vm-import-0123456789-0123456789-0123456789';

/** One image that is deployed where nothing goes wrong. */
const CALM: Sequence = {
  kinds: ['ec2-vm-import'],
  variants: {
    rollbackUpdate: 'old id', failedNewId: 'sent', firstRecord: 'listed', rollbackTime: 'kept', cleanupDelete: 'once', failedCreate: 'deleted first', failedUpdate: 'left',
  },
  settings: { smallPages: false, fewImports: false, cancelledSnapshots: 'stay', pendingListed: true, deletesRunning: true },
  steps: [{
    operation: {
      verb: 'deploy', rollback: true, images: [{ color: 'red', prose: 'one', timeout: 50, retain: false, isOld: false }],
      other: { value: 'a', begins: 'at once', minutes: 0, breaks: false },
    },
    courses: [PLAIN], weather: undefined, disturbance: undefined, acts: [], rest: 'run out',
  }],
};

const held = ({ account }: Play) => account.own().find(({ what }) => what === 'image')!;
const foreign = ({ account }: Play) => account.things().find(({ from }) => from === 'of another stack')!;
const starting = (play: Play, id: string): Start => ({ name: foreign(play).from!, id, stackId: play.model.stack!.id });
const removal = { service: 'ec2', operation: 'DeregisterImage', input: {} } as never;
const atRest = (play: Play) => AT_REST.forEach((invariant) => invariant(play));
const answered = (play: Play) => play.world.cfn.requests.forEach((request) => OF_ANSWERS.forEach((invariant) => invariant(request)));
/** Puts an answer in the place of that to the last request. */
const answer = (play: Play, more: object) => {
  const request = play.world.cfn.requests.at(-1)!;
  Object.assign(request, { answers: [{ ...request.answers[0], ...more }] });
};

// `npm run chaos -- --broken` would not begin with one that has no place in the code any more.
test.each(BROKEN.map(({ what, file, from }) => [what, file, from]))('the engine that %s can still be made', (_, file, from) => {
  expect(readFileSync(join(__dirname, '..', file), 'utf8').split(from)).toHaveLength(2);
});

describe('a promise that is broken is found', () => {
  test.each<[string, (play: Play) => unknown, (play: Play) => unknown]>([
    ['noOrphan', (play) => play.account.note(starting(play, OTHER_ID)), atRest],
    ['noDouble', (play) => play.account.note(starting(play, held(play).origin.id)), atRest],
    ['holdsWhatTheStackSays', ({ world: { aws } }) => aws.ec2.images().forEach((ami) => { ami.state = 'failed'; }), atRest],
    ['inLine', (play) => held(play).tags.set('Color', 'another'), atRest],
    ['attributesTrue', ({ model }) => Object.assign(model.lastOf(model.chains[0])!, { attributes: { ImageId: 'ami-00000000' } }), atRest],
    ['retainedStay', ({ model }) => model.kept.set(OTHER_ID, true), atRest],
    ['waitsEnd', ({ world: { cfn } }) => Object.assign(cfn.executions[0], { status: 'RUNNING' }), atRest],
    ['answersShort', (play) => answer(play, { bytes: 4097 }), answered],
    ['reasonsGiven', (play) => answer(play, { body: '{"Status":"FAILED","Reason":"Error: "}' }), answered],
    ['noSilence', ({ world: { cfn } }) => Object.assign(cfn.requests[0], { outcome: { ok: false, reason: 'CloudFormation did not receive a response' } }), answered],
    ['endsInTime', (play) => answer(play, { at: play.world.cfn.requests.at(-1)!.at + 90 * MINUTE }), answered],
    ['foreignUntouched', () => undefined, (play) => foreignUntouched(play, removal, foreign(play))],
    ['retainedAlive', (play) => play.model.kept.set(OTHER_ID, true), (play) => retainedAlive(play, removal, { ...held(play), origin: starting(play, OTHER_ID) })],
    ['heldAlive', () => undefined, (play) => heldAlive(play, removal, held(play))],
    ['startedOnce', () => undefined, (play) => startedOnce(play, starting(play, held(play).origin.id))],
    ['nothingStartedAtRest', () => undefined, (play) => nothingStartedAtRest(play, starting(play, OTHER_ID))],
    ['operationEnds', (play) => Object.assign(play, { operation: { done: false } }), settle],
    ['calmSucceeds', () => undefined, (play) => requireSuccess(play, 'destroy')],
  ])('%s', async (invariant, spoil, check) => {
    const play = begin(CALM, new Tally());
    for (const step of CALM.steps) await take(play, step);
    atRest(play);
    answered(play);
    spoil(play);
    await expect((async () => check(play))()).rejects.toMatchObject({ invariant });
  });
});
