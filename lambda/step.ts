import { Bringing } from './bring';
import { Deciding } from './decide';
import { wordsOf } from './faults';
import { holds, isSettled, StackReader } from './fence';
import { Kind } from './kind';
import { Link, MINUTE } from './link';
import { log } from './log';
import { Removing } from './remove';
import { Abandoned, Failure, NotYet, Stopped } from './verdicts';
import { AGAIN, Answer, DONE, Work } from './work';

/** The part of a Lambda's context that we read. */
export interface Run {
  getRemainingTimeInMillis(): number;
}

/** A step answers before its run is cut off: a run that times out fails the deployment at once. */
const MARGIN_MS = 3_000;

/** How long it is tried to remove what nobody owns: the framework's waiter ends after two hours, and says nothing of what is left. */
const CLEARING_MS = 110 * MINUTE;

/**
 * The engine: one step of bringing what is there in line with what is asked for. Nothing is kept from one step to the next; the
 * state is read back each time, so a step that is repeated, lost or cut short does no harm.
 */
export class Step<P, O extends { readonly [K in keyof O]: string }> {
  private readonly work: Work<P, O>;

  constructor(kind: Kind<P, O>, stackReader: () => Promise<StackReader>, link: Link<P>, now: () => Date) {
    this.work = new Work(kind, link, now, stackReader);
  }

  public async take(): Promise<Answer> {
    try {
      return await this.act();
    } catch (error) {
      if (error instanceof NotYet) return this.work.wait(error.message);
      if (error instanceof Abandoned) return await this.clearUp(error.message);
      throw error;
    } finally {
      this.work.ended = true;
    }
  }

  /** Answers when the run has no time left for what does not answer itself. A step that has ended may be thawed with its timer. */
  public async endBefore(run: Run): Promise<Answer> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, run.getRemainingTimeInMillis() - MARGIN_MS).unref();
    });
    if (this.work.ended) return AGAIN;
    this.work.ended = true;
    return this.work.wait('no answer came in time');
  }

  private async act(): Promise<Answer> {
    const { work, work: { link: { role, request } } } = this;
    if (request === 'Delete') return role === 'First' ? new Removing(work).remove() : new Removing(work).hold();
    if (role === 'First') return new Deciding(work).decide();
    return role === 'Hold' ? DONE : new Bringing(work).bring();
  }

  /** Nobody listens to us any more. What we started and nobody owns is ours to remove, once the stack has settled; nothing else is. */
  private async clearUp(why: string): Promise<Answer> {
    const { work, work: { link } } = this;
    const stopped = new Stopped(`stopped: ${why}`);
    if (link.request === 'Delete' || link.role === 'First') throw stopped;
    const left = await this.removeUnowned();
    if (left && work.waited() < CLEARING_MS) return AGAIN;
    if (left) work.leave(link.id, left);
    throw stopped;
  }

  /** Why it is still there; nothing if it is not, or is not ours to remove. */
  private async removeUnowned(): Promise<string | undefined> {
    const { work, work: { link } } = this;
    try {
      const seen = await work.look(link.id, { inPassing: false });
      // What was started just before may not be seen at once.
      if (seen.state === 'gone') return seen.traced || work.waited() >= link.share ? undefined : 'it may have been started just now';
      if (seen.state === 'ready' && seen.retained) return undefined;
      if (typeof seen.removal === 'string') return seen.removal;
      if (seen.state !== 'unseen' && !seen.removal.length) return undefined;
      for (const { what, run } of seen.removal) {
        const standing = await work.standing();
        if (!isSettled(standing) || work.ended) return 'the stack has not settled';
        if (holds(standing, link.id)) return undefined;
        log({ link: link.logicalId, id: link.id, clearUp: what });
        await run();
      }
      return 'its removal is under way';
    } catch (error) {
      if (error instanceof Failure) throw error;
      log({ link: link.logicalId, id: link.id, clearUp: wordsOf(error) });
      return wordsOf(error);
    }
  }
}
