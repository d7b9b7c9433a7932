import { Account, serviceOf } from './account';
import { ACTS } from './acts/acts';
import { Handlers, withHandlers } from './broken/bundle';
import { isCalm, requireSuccess } from './calm';
import { Course, PLAIN } from './course';
import { calm, countEffects, disturb } from './disturbance';
import { finish } from './finish';
import { nothingStartedAtRest, foreignUntouched, heldAlive, retainedAlive, startedOnce } from './invariants/at-call';
import { AT_REST } from './invariants/at-rest';
import { checkAnswers } from './invariants/of-answers';
import { SERVICES } from './kinds';
import { Model } from './model';
import { notice } from './notice';
import type { Play } from './play';
import type { Sequence, Settings, Step } from './sequence';
import type { Start, Thing } from './services/service';
import type { Tally } from './tally';
import { templateOf } from './templates';
import { Violation } from './violation';
import { bring } from './weather';
import { MINUTE, World } from './world';
import type { Call } from '../local-aws/call';

const DAY = 24 * 60 * MINUTE;
/** In minutes. */
const LONGEST_HANG = 60;
/** No operation takes longer: 72 hours there and 72 back, and what a few Deletes take. */
const LONGEST = 8 * DAY;
/** A waiter that nobody listens to polls no longer than this. */
const RUN_OUT = 150 * MINUTE;

export interface RunOptions {
  /** Handlers to be run in the place of those that are published. */
  readonly handlers?: Handlers;
  /** Called with what is about to be played. */
  begun?(play: Play): void;
}

/** Plays a sequence to its end, and throws the first promise that is broken. */
export async function run(sequence: Sequence, tally: Tally, { handlers, begun }: RunOptions = {}): Promise<void> {
  const play = begin(sequence, tally, handlers);
  begun?.(play);
  tally.sequences++;
  try {
    for (const step of sequence.steps) await take(play, step);
    await finish(play);
    play.world.aws.requireSound();
  } finally {
    tally.calls += play.world.aws.calls.length;
    notice(play);
  }
}

export function begin(sequence: Sequence, tally: Tally, handlers?: Handlers): Play {
  const world = new World(sequence.variants);
  const account = new Account(world);
  const play: Play = { sequence, handlers, world, account, model: new Model(world.cfn, account), tally, disturbed: false, stormyUntil: 0, isOver: false };
  for (const service of SERVICES) service.seed(world);
  apply(sequence.settings, world);
  watch(play);
  countEffects(play);
  return play;
}

function apply({ smallPages, fewImports, cancelledSnapshots, pendingListed, deletesRunning }: Settings, { aws: { appstream, ec2, workspaces } }: World): void {
  if (smallPages) for (const { settings } of [appstream, ec2, workspaces]) settings.pageSize = 2;
  if (fewImports) ec2.settings.concurrentTasks = 2; // of which others have one
  Object.assign(ec2.settings, { cancelledSnapshots });
  Object.assign(workspaces.settings, { pendingListed });
  Object.assign(appstream.settings, { deletesRunning });
}

/** Checks each call as it reaches a service. */
function watch(play: Play): void {
  play.world.aws.watcher = (call) => {
    const service = serviceOf(call);
    if (!service) return undefined;
    noting(play, () => { for (const target of play.account.targetsOf(call)) checkTarget(play, call, target); });
    return (output) => noting(play, () => {
      const start = service.startOf(call, output);
      if (start && !play.account.isKnown(start)) checkStart(play, start);
    });
  };
}

function checkTarget(play: Play, call: Call, target: Thing): void {
  const { account, tally, world } = play;
  foreignUntouched(play, call, target);
  const [own] = account.own([target]);
  retainedAlive(play, call, own);
  heldAlive(play, call, own);
  const task = world.aws.ec2.tasks().find(({ id }) => id === target.name);
  if (call.operation === 'CancelImportTask' && task?.course.unstoppable) tally.count('import ends while it is being cancelled');
}

function checkStart(play: Play, start: Start): void {
  startedOnce(play, start);
  nothingStartedAtRest(play, start);
  play.account.note(start);
}

function noting(play: Play, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    play.broken ??= error;
  }
}

/** Plays one step. */
export async function take(play: Play, step: Step): Promise<void> {
  const { world, model, tally } = play;
  // A person and the CLI need that long between two operations, and the fence can tell them apart from then on.
  await world.clock.advance(MINUTE);
  course(play, step.courses);
  play.disturbed = false;
  const wasCalm = isCalm(play, step);
  if (step.weather) bring(step.weather, play);
  if (step.disturbance) disturb(step.disturbance, play);
  for (const { act, at, choice } of step.acts) world.clock.schedule(at * 1000, () => { if (!play.isOver) ACTS[act].perform(play, choice); });
  model.begin(world.clock.now());
  const verb = carryOut(play, step);
  await settle(play);
  if (verb) tally.operations++;
  model.follow();
  if (wasCalm && verb && !play.disturbed) requireSuccess(play, verb);
  checkAnswers(play);
  if (step.rest !== 'none') await rest(play);
  if (step.rest === 'days') await pass8Days(play);
}

/** Begins what the stack permits: after a failure the CLI, too, deletes or continues before it deploys. */
function carryOut(play: Play, { operation }: Step): string | undefined {
  const { handlers, model, sequence: { kinds }, tally, world: { cfn } } = play;
  const { status } = model;
  if (operation.verb === 'nothing') return undefined;
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    tally.count('continued rollback');
    play.operation = cfn.continueRollback('S');
    return 'continue';
  }
  const isThere = status !== '' && status !== 'DELETE_COMPLETE';
  const needsDelete = /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED)$/.test(status);
  if (operation.verb === 'destroy' || needsDelete) {
    if (!isThere) return undefined;
    tally.count('delete');
    play.operation = cfn.destroy('S');
    return 'destroy';
  }
  const { images, other: { minutes, breaks, ...other }, rollback } = operation;
  cfn.conditions.durations.Other = minutes * MINUTE;
  cfn.conditions.faults.create.Other = cfn.conditions.faults.update.Other = undefined as unknown as string;
  if (breaks) cfn.conditions.faults.create.Other = cfn.conditions.faults.update.Other = 'the other one broke';
  if (!rollback) tally.count('without rollback');
  tally.count(isThere ? 'update' : 'create');
  if (images.some((spec) => spec?.isOld)) tally.count('properties of an older library');
  const stack = templateOf({ kinds, images, other });
  play.operation = cfn.deploy(handlers ? withHandlers(stack, handlers) : stack, { rollback });
  return 'deploy';
}

function course({ world, tally, model }: Play, courses: readonly Course[]): void {
  let begun = 0;
  const next = () => {
    const asked = courses[begun++ % courses.length];
    // What hangs is polled until its time is over, and days of that show nothing that hours do not.
    const isLong = Object.values(model.stack?.resources ?? {}).some(({ type, properties: { Timeout: timeout } }) => type.startsWith('Custom::') && Number(timeout) > LONGEST_HANG);
    const one: Course = asked.end === 'hangs' && isLong ? { ...asked, end: 'fails' } : asked;
    if (one.end === 'fails') tally.count('import fails');
    if (one.end === 'hangs') tally.count('import hangs');
    if (one.odd) tally.count('unknown state');
    return one;
  };
  for (const service of SERVICES) service.course(world, next);
}

/** Until the operation has ended, or the one that an act has begun in its place. */
export async function settle(play: Play): Promise<void> {
  const { world: { clock } } = play;
  const deadline = clock.now() + LONGEST;
  while (play.operation && !play.operation.done) {
    const { operation } = play;
    await clock.runUntil(() => operation.done || play.broken !== undefined || clock.now() > deadline).catch((error) => {
      throw new Violation('operationEnds', `${error.message}; the stack is ${play.model.status}`);
    });
    if (play.broken) throw play.broken;
    if (clock.now() > deadline) throw new Violation('operationEnds', `the stack has been ${play.model.status} for ${LONGEST / DAY} days`);
  }
  play.operation = undefined;
}

/** Lets all that nobody waits for any more run out, and checks what is left. */
export async function rest(play: Play): Promise<void> {
  const { world: { clock, cfn, aws }, model } = play;
  const deadline = clock.now() + RUN_OUT;
  await clock.advance(6 * MINUTE); // a request may be delivered late
  while (cfn.executions.some(({ status }) => status === 'RUNNING') && clock.now() < deadline) await clock.advance(5 * MINUTE);
  await settle(play); // an act may have begun another operation
  if (play.broken) throw play.broken;
  aws.faults.clear();
  calm(play);
  play.stormyUntil = 0;
  model.follow();
  checkAnswers(play);
  for (const invariant of AT_REST) invariant(play);
}

/** Day by day, so that what ends in between is noted before its record vanishes. */
async function pass8Days({ world: { clock, aws }, tally }: Play): Promise<void> {
  const before = aws.ec2.tasks().length;
  for (let day = 0; day < 8; day++) await clock.advance(DAY);
  tally.count('records vanish after 7 days', Math.max(0, before - aws.ec2.tasks().length));
}

/** For what comes after the last step. */
export function plainCourse(play: Play): void {
  course(play, [{ ...PLAIN, pace: 0.5 }]); // within any timeout
}
