import { faultOf } from './faults';
import { Change } from './kind';
import { MINUTE } from './link';
import { log } from './log';
import { measure } from './metrics';
import { Sweep } from './sweep';
import { Failure } from './verdicts';
import { Answer, DONE, PATIENCE, TURNS, Work } from './work';

/** How a user continues a rollback without a resource. */
const SKIP = 'cdk rollback --orphan, or aws cloudformation continue-update-rollback --resources-to-skip';

/** A Create or an Update of a link that waits: brings the thing into being and in line, or waits for it. */
export class Bringing<P, O extends { readonly [K in keyof O]: string }> {
  constructor(private readonly work: Work<P, O>) {}

  public async bring(): Promise<Answer> {
    const { work, work: { kind, link: { order, role, share } } } = this;
    // Near its deadline a link decides by what is there, not by what was.
    const glance = work.waited() < share ? await kind.glance?.(order) : undefined;
    if (glance?.state === 'pending') return work.wait(glance.detail);
    // The last link alone vouches for what it gives.
    if (glance?.state === 'ready' && role === 'Wait' && !glance.changes.length) return DONE;
    for (let turn = 0; turn < TURNS; turn++) {
      const seen = await work.look();
      switch (seen.state) {
        case 'ready': {
          const changes = await this.isAddedBehind(seen) ? [] : seen.changes;
          const due = changes.filter(({ optional }) => !optional);
          if (!due.length) {
            await work.attempt(changes);
            if (role === 'Last') await new Sweep(work).conclude();
            return this.finished(seen.outputs, seen.began ?? seen.since);
          }
          await work.change(due, seen.since);
          break;
        }
        case 'pending':
        case 'unseen':
          return work.wait(seen.detail);
        case 'failed': {
          if (seen.outputs && await work.isRollback()) return this.settleFor(seen.reason, seen.outputs);
          if (!await work.isOfEarlierOperation(seen.since)) return this.giveUp(new Failure(seen.reason));
          if (typeof seen.removal === 'string') return work.wait(seen.removal);
          if (!seen.removal.length) return this.start();
          const end = await this.make(seen.removal);
          if (end) return end;
          break;
        }
        case 'gone':
          if (seen.outputs && await work.isRollback()) return this.settleFor('it is not there any more', seen.outputs);
          return this.start();
      }
    }
    return work.wait('it is being brought in line');
  }

  /** An update that gives a thing more time adds links to it. Their rollback restores nothing, so they leave it to those that get an Update. */
  private async isAddedBehind({ changes, since }: { readonly changes: readonly Change[]; readonly since?: Date }): Promise<boolean> {
    const { work, work: { link: { request, role } } } = this;
    return role === 'Wait' && request === 'Create' && changes.length > 0 && work.isOfEarlierOperation(since);
  }

  private finished(outputs: O, began?: Date): Answer {
    const { link, now } = this.work;
    if (link.role !== 'Last') return DONE;
    // Of work that this request has waited for, and not of a thing that was there before.
    if (began && link.isNew) measure('Duration', (now().getTime() - began.getTime()) / 1000, link, now());
    return { IsComplete: true, Data: { ...outputs } };
  }

  /** A rollback that failed of what it cannot restore would leave the whole stack stuck. */
  private settleFor(reason: string, outputs: O): Answer {
    this.leaveAsItIs(reason);
    return this.finished(outputs);
  }

  /** It is not there, and cannot be made. In a rollback only the last link has something to give that cannot be restored. */
  private async giveUp(failure: Failure): Promise<Answer> {
    if (!await this.work.isRollback()) throw failure;
    if (this.work.link.role === 'Last') {
      throw new Failure(`the rollback cannot restore it; cure that and continue it, or continue without this resource (${SKIP}): ${failure.message}`);
    }
    this.leaveAsItIs(failure.message);
    return DONE;
  }

  private leaveAsItIs(reason: string): void {
    log({ link: this.work.link.logicalId, id: this.work.link.id, leftAsItIs: reason });
  }

  /** Acts, then looks again: a stack that gave up in between gets no further event for what was just started. */
  private async start(): Promise<Answer> {
    const { work, work: { kind, link } } = this;
    // The next link would not see at once what this one has just started, and start it again.
    if (link.role === 'Wait' && work.waited() >= link.share - PATIENCE.unseen * MINUTE) return work.wait('the next link starts it');
    const refusal = work.waited() < link.share ? kind.refusal?.() : undefined;
    if (refusal) return work.wait(refusal);
    const create = () => kind.create(link.order, () => work.ask()).catch((error) => {
      // Of what the request names; no patience makes it appear.
      throw faultOf(error) === 'gone' ? new Failure(kind.explain(error)) : error;
    });
    const end = await this.make([{ what: `start ${kind.noun}`, run: create }]);
    if (end) return end;
    await work.ask();
    return work.wait('started');
  }

  /** Makes what is not there, or makes room for it. Answers only where that cannot be done. */
  private async make(changes: readonly Change[]): Promise<Answer | undefined> {
    try {
      await this.work.change(changes);
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return this.giveUp(error);
      throw error;
    }
  }
}
