import { requireSuccess } from './calm';
import { calm } from './disturbance';
import { noOrphan, retainedStay } from './invariants/at-rest';
import { checkAnswers } from './invariants/of-answers';
import { SERVICES } from './kinds';
import type { Play } from './play';
import { plainCourse, rest, settle } from './run';
import { MINUTE } from './world';

/*
 * The end of every sequence: all faults are over, what hangs goes on, and the stack is deleted. What is in the account then is what
 * others have, what was retained, and nothing else.
 */

/** What cannot be cancelled has ended by then. */
const UNCANCELLABLE = 600 * MINUTE;

/** What hangs goes on, and nobody uses anything any more. */
function heal(play: Play): void {
  for (const service of SERVICES) {
    service.unhang(play.world);
    service.release(play.world);
  }
}

/** The last links of which a rollback has failed since what they name was taken away by hand and forgotten: a user has to leave them out. */
function beyondRestoring({ model, world }: Play): string[] {
  const failed = model.chains.flatMap((chain) => {
    const last = model.lastOf(chain);
    const isLost = model.lost.has(chain.id!) && !chain.kind.service.remembers(world, chain.id!);
    return isLost && last ? [last] : [];
  });
  return failed.filter(({ status, reason }) => status === 'UPDATE_FAILED' && reason !== 'Resource update cancelled').map(({ logicalId }) => logicalId);
}

export async function finish(play: Play): Promise<void> {
  const { world: { aws, cfn, clock }, model, tally } = play;
  await settle(play);
  aws.faults.clear();
  calm(play);
  plainCourse(play);
  play.isOver = true;
  heal(play);
  await rest(play);
  if (model.status === 'UPDATE_ROLLBACK_FAILED') {
    await clock.advance(UNCANCELLABLE);
    let skipped: string[] = [];
    do {
      play.operation = cfn.continueRollback('S', skipped);
      await settle(play);
      skipped = model.status === 'UPDATE_ROLLBACK_FAILED' ? beyondRestoring(play) : [];
    } while (skipped.length);
    requireSuccess(play, 'continue');
    await rest(play);
  }
  if (model.status && model.status !== 'DELETE_COMPLETE') {
    heal(play);
    await clock.advance(UNCANCELLABLE);
    play.operation = cfn.destroy('S');
    tally.operations++;
    await settle(play);
    model.follow();
    requireSuccess(play, 'destroy');
    await rest(play);
  }
  checkAnswers(play);
  noOrphan(play, true);
  retainedStay(play);
  tally.given += model.given.size;
}
