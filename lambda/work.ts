import { faultOf, wordsOf } from './faults';
import { abandoned, Standing, StackReader } from './fence';
import { scopeOf } from './identity';
import { Change, Kind, Observation, Order } from './kind';
import { Link, MINUTE } from './link';
import { log } from './log';
import { measure } from './metrics';
import { Abandoned, Failure, NotYet } from './verdicts';

export interface Answer {
  readonly IsComplete: boolean;
  readonly Data?: { readonly [key: string]: string };
  /** Only the first link may answer with another id than it began with. */
  readonly PhysicalResourceId?: string;
}

export const AGAIN: Answer = { IsComplete: false };
export const DONE: Answer = { IsComplete: true };

/** Looks a step may take: enough to see the effect of its own changes. */
export const TURNS = 4;

/** For how many minutes it is asked again when the answer changes only slowly, if it does. */
export const PATIENCE = { quota: 10, used: 10, denied: 5, unseen: 5 };

/** What a step is made of: looking, asking whether it is still wanted, changing, and waiting within its time. */
export class Work<P, O> {
  /** Lambda freezes what has not ended when the answer is given, and may let it go on much later: nothing is begun any more then. */
  public ended = false;

  constructor(
    public readonly kind: Kind<P, O>,
    public readonly link: Link<P>,
    public readonly now: () => Date,
    private readonly stackReader: () => Promise<StackReader>,
  ) {}

  /** A look that is throttled or broken says nothing. One that is denied may be a hiccup in the midst of hours: it has time until the share ends. */
  public async look(id = this.link.id, more: Partial<Order<P>> = {}): Promise<Observation<O>> {
    return this.trying(() => this.kind.look(this.orderOf(id, more)));
  }

  /** What is asked for, of any id of the chain. */
  public orderOf(id: string, more: Partial<Order<P>>): Order<P> {
    return { ...this.link.order, id, held: id === this.link.currentId, ...more };
  }

  public find(): Promise<readonly string[]> {
    const { stackId, first, order } = this.link;
    return this.trying(() => this.kind.find(scopeOf(stackId, first), stackId, order));
  }

  /** Each change is made only while CloudFormation still wants it. `since` is when the thing that is changed came into being. */
  public async change(changes: readonly Change[], since?: Date): Promise<void> {
    for (const { what, run } of changes) {
      await this.ask();
      log({ link: this.link.logicalId, id: this.link.id, change: what });
      try {
        await run();
      } catch (error) {
        this.bear(error, since);
      }
    }
  }

  /** What is optional. */
  public async attempt(changes: readonly Change[]): Promise<void> {
    try {
      await this.change(changes);
    } catch (error) {
      log({ link: this.link.logicalId, id: this.link.id, notDone: wordsOf(error) });
    }
  }

  /** Asks CloudFormation whether this request is still wanted. */
  public async ask(): Promise<void> {
    const { request, id, startedAt, logicalId } = this.link;
    const why = abandoned({ request, id, startedAt }, await this.standing(logicalId));
    if (why) throw new Abandoned(why);
    if (this.ended) throw new NotYet('the run has ended');
  }

  public async standing(logicalId = this.link.first): Promise<Standing> {
    try {
      return await (await this.stackReader()).standing(this.link.stackId, logicalId);
    } catch (error) {
      if (faultOf(error) === 'denied' && this.waited() >= this.link.share) throw new Failure(wordsOf(error));
      throw new NotYet(`CloudFormation does not answer: ${wordsOf(error)}`);
    }
  }

  public async isRollback(): Promise<boolean> {
    return this.link.request === 'Update' && (await this.standing()).stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS';
  }

  public async isOfEarlierOperation(since: Date | undefined): Promise<boolean> {
    const { operationBegan } = await this.standing();
    return since !== undefined && operationBegan !== undefined && since < operationBegan;
  }

  /** What is left is for people to remove, or for the next event. */
  public leave(id: string, because: string): void {
    log({ left: id, because });
    measure('Leftovers', 1, this.link, this.now());
  }

  public waited(): number {
    return this.now().getTime() - this.link.startedAt.getTime();
  }

  /** A link whose share is over hands over to the next; the last one, and who has none behind it, says what it waited for. */
  public wait(detail: string): Answer {
    const { role, request, share, timeout, logicalId, id } = this.link;
    log({ link: logicalId, id, waiting: detail });
    if (this.waited() < share) return AGAIN;
    const { noun } = this.kind;
    if (role === 'First') {
      throw new Failure(request === 'Delete' ? `${noun} cannot be deleted yet: ${detail}; delete again later` : `${noun} cannot be looked up: ${detail}`);
    }
    if (role === 'Last' && request !== 'Delete') throw new Failure(`${noun} is not done after ${timeout}: ${detail}; raise timeout`);
    return DONE;
  }

  private async trying<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      if (faultOf(error) === 'denied' && this.waited() >= this.link.share) throw new Failure(this.kind.explain(error));
      throw new NotYet(wordsOf(error));
    }
  }

  private bear(error: unknown, since?: Date): never {
    if (error instanceof Failure || error instanceof NotYet || error instanceof Abandoned) throw error;
    const fault = faultOf(error);
    if (fault === 'quota' || fault === 'used' || fault === 'denied') this.endure(error, PATIENCE[fault], since);
    if (fault === 'refused') throw new Failure(this.kind.explain(error));
    // Who waits for a turn until the time is over is told how to have more of them.
    throw new NotYet(fault === 'busy' ? this.kind.explain(error) : wordsOf(error));
  }

  /** A right to what has just been made, or tagged, is not known everywhere at once. */
  private endure(error: unknown, minutes: number, since?: Date): never {
    const waited = this.now().getTime() - Math.max(this.link.startedAt.getTime(), since?.getTime() ?? 0);
    if (waited < minutes * MINUTE) throw new NotYet(wordsOf(error));
    throw new Failure(this.kind.explain(error));
  }
}
