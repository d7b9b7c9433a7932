import { faultOf, wordsOf } from './faults';
import { abandoned, holds, isSettled, Standing, StackReader } from './fence';
import { read, scopeOf } from './identity';
import { Change, Kind, Observation, Order } from './kind';
import { isAlone, Link, MINUTE } from './link';
import { log } from './log';
import { measure } from './metrics';
import { Abandoned, Failure, NotYet, Stopped } from './verdicts';

/*
 * The engine: one step of bringing what is there in line with what is asked for. Nothing is kept from one step to the next; the
 * state is read back each time, so a step that is repeated, lost or cut short does no harm.
 */

export interface Answer {
  readonly IsComplete: boolean;
  readonly Data?: { readonly [key: string]: string };
  /** Only the first link may answer with another id than it began with. */
  readonly PhysicalResourceId?: string;
}

/** The part of a Lambda's context that we read. */
export interface Run {
  getRemainingTimeInMillis(): number;
}

const AGAIN: Answer = { IsComplete: false };
const DONE: Answer = { IsComplete: true };

/** For how many minutes it is asked again when the answer changes only slowly, if it does. */
const PATIENCE = { quota: 10, used: 10, denied: 5, unseen: 5 };

/** A step answers before its run is cut off: a run that times out fails the deployment at once. */
const MARGIN_MS = 3_000;

/** Looks a step may take: enough to see the effect of its own changes. */
const TURNS = 4;

export class Step<P, O extends { readonly [K in keyof O]: string }> {
  /** Lambda freezes what has not ended when the answer is given, and may let it go on much later: nothing is begun any more then. */
  private ended = false;

  constructor(
    private readonly kind: Kind<P, O>,
    private readonly stackReader: () => Promise<StackReader>,
    private readonly link: Link<P>,
    private readonly now: () => Date,
  ) {}

  public async take(): Promise<Answer> {
    try {
      return await this.act();
    } catch (error) {
      if (error instanceof NotYet) return this.wait(error.message);
      if (error instanceof Abandoned) return await this.clearUp(error.message);
      throw error;
    } finally {
      this.ended = true;
    }
  }

  /** Answers when the run has no time left for what does not answer itself. A step that has ended may be thawed with its timer. */
  public async endBefore(run: Run): Promise<Answer> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, run.getRemainingTimeInMillis() - MARGIN_MS).unref();
    });
    if (this.ended) return AGAIN;
    this.ended = true;
    return this.wait('no answer came in time');
  }

  private act(): Promise<Answer> {
    const { role, request } = this.link;
    if (request === 'Delete') return role === 'First' ? this.remove() : this.hold();
    if (role === 'First') return this.decide();
    return role === 'Hold' ? Promise.resolve(DONE) : this.bring();
  }

  // ---- Create and Update ----

  /** Brings the thing into being and in line, or waits for it. */
  private async bring(): Promise<Answer> {
    const { role, order, request, share } = this.link;
    // Near its deadline a link decides by what is there, not by what was.
    const glance = this.waited() < share ? await this.kind.glance?.(order) : undefined;
    if (glance?.state === 'pending') return this.wait(glance.detail);
    // The last link alone vouches for what it gives.
    if (glance?.state === 'ready' && role === 'Wait' && !glance.changes.length) return DONE;
    for (let turn = 0; turn < TURNS; turn++) {
      const seen = await this.look();
      switch (seen.state) {
        case 'ready': {
          const due = seen.changes.filter(({ optional }) => !optional);
          if (!due.length) {
            await this.attempt(seen.changes);
            if (role === 'Last' && request === 'Update') await this.concludeUpdate();
            return this.finished(seen.outputs, seen.began ?? seen.since);
          }
          await this.change(due, seen.since);
          break;
        }
        case 'pending':
        case 'unseen':
          return this.wait(seen.detail);
        case 'failed':
          if (seen.outputs && await this.isRollback()) return this.settleFor(seen.reason, seen.outputs);
          if (!await this.isOfEarlierOperation(seen.since)) throw new Failure(seen.reason);
          if (typeof seen.removal === 'string') return this.wait(seen.removal);
          if (seen.removal.length) await this.change(seen.removal);
          else return this.start();
          break;
        case 'gone':
          if (seen.outputs && await this.isRollback()) return this.settleFor('it is not there any more', seen.outputs);
          return this.start();
      }
    }
    return this.wait('it is being brought in line');
  }

  private finished(outputs: O, began?: Date): Answer {
    const { link } = this;
    if (link.role !== 'Last') return DONE;
    // Of work that this request has waited for, and not of a thing that was there before.
    if (began && link.isNew) measure('Duration', (this.now().getTime() - began.getTime()) / 1000, link, this.now());
    return { IsComplete: true, Data: { ...outputs } };
  }

  /** A rollback that failed of what it cannot restore would leave the whole stack stuck. */
  private settleFor(reason: string, outputs: O): Answer {
    log({ link: this.link.logicalId, id: this.link.id, leftAsItIs: reason });
    return this.finished(outputs);
  }

  /** Acts, then looks again: a stack that gave up in between gets no further event for what was just started. */
  private async start(): Promise<Answer> {
    const { kind, link } = this;
    // The next link would not see at once what this one has just started, and start it again.
    if (link.role === 'Wait' && this.waited() >= link.share - PATIENCE.unseen * MINUTE) return this.wait('the next link starts it');
    const create = () => kind.create(link.order, () => this.ask()).catch((error) => {
      // Of what the request names; no patience makes it appear.
      throw faultOf(error) === 'gone' ? new Failure(kind.explain(error)) : error;
    });
    await this.change([{ what: `start ${kind.noun}`, run: create }]);
    await this.ask();
    return this.wait('started');
  }

  /** The first link settles which id is wanted, and clears what no id will name any more. It waits for nothing. */
  private async decide(): Promise<Answer> {
    const { link } = this;
    const others = (await this.find()).filter((id) => id !== link.id);
    const minted = link.id !== link.currentId;
    const twin = minted ? await this.twinAmong(others) : undefined;
    if (minted && !twin) this.refuseSecondOfOneName();
    // After a failure without rollback the last good one bears none of the ids that this link knows.
    await this.sweep(others.filter((id) => id !== twin), ({ state }) => link.request === 'Create' || state !== 'ready');
    return twin ? { IsComplete: true, PhysicalResourceId: twin } : DONE;
  }

  /** A replacement is there before the old one goes, so the two cannot share a name that the user has fixed. */
  private refuseSecondOfOneName(): void {
    const { request, order: { properties, before } } = this.link;
    const name = this.kind.fixedName?.(properties);
    if (request !== 'Update' || !name || name !== this.kind.fixedName?.(before ?? {})) return;
    throw new Failure(`this change needs a new one, but ${name} was set by you and cannot be borne by two; change the name too, or leave it out`);
  }

  /** A ready thing of the same shape, after a rollback or a change of mind: nothing is made twice. */
  private async twinAmong(others: readonly string[]): Promise<string | undefined> {
    const shape = read(this.link.id)?.shape;
    let marked: { readonly id: string; readonly since: number } | undefined;
    for (const id of others.filter((other) => read(other)?.shape === shape)) {
      const seen = await this.look(id);
      if (seen.state !== 'ready') continue;
      if (!seen.retained || this.link.order.retain) return id;
      const since = seen.since?.getTime() ?? 0;
      if (!marked || since > marked.since) marked = { id, since };
    }
    // Who does not retain takes up nothing retained, but for what the very update has marked that is being rolled back.
    return marked && this.link.retainBefore && await this.isRollback() ? marked.id : undefined;
  }

  /** What is wanted is there: what it replaces is marked if it is to stay, and nothing else is needed any more. */
  private async concludeUpdate(): Promise<void> {
    const { currentId, id, order: { before, properties, retain, tagsBefore } } = this.link;
    if (retain && currentId && currentId !== id) {
      // CloudFormation keeps it, and no link will speak of it again.
      const seen = await this.look(currentId, { properties: before ?? properties, tags: tagsBefore });
      if (seen.state === 'ready') await this.change(seen.changes.filter(({ optional }) => !optional), seen.since);
    }
    try {
      await this.sweep((await this.find()).filter((other) => other !== id));
    } catch (error) {
      if (error instanceof Abandoned || (error instanceof NotYet && this.waited() < this.link.share)) throw error;
      this.leave('whatever else there may be', wordsOf(error));
    }
  }

  /** Never fails an update: what cannot be cleared is tried again at the next event. */
  private async sweep(others: readonly string[], isDue: (seen: Observation<O>) => boolean = () => true): Promise<void> {
    if (!others.length) return;
    const { record } = await this.standing();
    for (const id of others.filter((other) => other !== this.link.currentId && other !== record?.id)) {
      try {
        const seen = await this.look(id);
        if (!isDue(seen)) continue;
        if (seen.state === 'gone' || seen.state === 'unseen' || (seen.state === 'ready' && seen.retained)) continue;
        if (typeof seen.removal === 'string') this.leave(id, seen.removal);
        else await this.change(seen.removal);
      } catch (error) {
        if (error instanceof Abandoned) throw error;
        this.leave(id, wordsOf(error));
      }
    }
  }

  private leave(id: string, because: string): void {
    log({ left: id, because });
    measure('Leftovers', 1, this.link, this.now());
  }

  // ---- Delete ----

  /** Only the first link removes; the others give what cannot be cancelled the time to end. */
  private async hold(): Promise<Answer> {
    const { id, order, role } = this.link;
    if (!this.kind.cancellable) {
      const seen = await this.seenInPassing();
      if (seen.state === 'pending' && typeof seen.removal === 'string') return this.wait(seen.removal);
    }
    // The first link is not asked to delete what is retained, and with the stack go the functions: nobody else comes for what is left beside it.
    if (role !== 'Last' || !order.retain) return DONE;
    const { record } = await this.standing();
    const left = await this.removeAll((await this.find()).filter((other) => other !== id && other !== record?.id));
    return left ? this.wait(left) : DONE;
  }

  private async seenInPassing(): Promise<Observation<O>> {
    const glance = this.waited() < this.link.share ? await this.kind.glance?.(this.link.order) : undefined;
    return glance?.state === 'pending' || glance?.state === 'ready' ? glance : this.look();
  }

  private async remove(): Promise<Answer> {
    const { id } = this.link;
    const isOurs = read(id) !== undefined;
    const own = isOurs ? await this.removeOne(id) : [];
    if (own.length) return this.wait(own.join());
    if (isOurs && !await this.isLastOfItsChain()) return DONE;
    const left = await this.removeAll(await this.find());
    return left ? this.wait(left) : DONE;
  }

  /** What is left of them and why, in words. */
  private async removeAll(ids: readonly string[]): Promise<string> {
    const left: string[] = [];
    for (const id of ids) left.push(...await this.removeOne(id));
    return left.join('; ');
  }

  /** Whether CloudFormation deletes the resource itself, and not an id that it had: then nobody will come for the others. */
  private async isLastOfItsChain(): Promise<boolean> {
    const { record } = await this.standing();
    return record?.id === this.link.id && !!record.status?.startsWith('DELETE_');
  }

  /** What is left of it and why, in words. */
  private async removeOne(id: string): Promise<readonly string[]> {
    // What is removed is looked at with all its marks.
    const whole = { id, inPassing: false };
    const glance = await this.kind.glance?.({ ...this.link.order, ...whole });
    if (glance?.state === 'gone' && !this.isBelieved(glance.traced)) return ['it may have been started just now'];
    for (let turn = 0; turn < TURNS; turn++) {
      const seen = await this.look(id, whole);
      if (seen.state === 'gone') return this.isBelieved(seen.traced) ? [] : ['it may have been started just now'];
      if (seen.state === 'unseen' && this.waited() < PATIENCE.unseen * MINUTE) return [seen.detail];
      if (seen.state === 'ready' && await this.isKept(id, seen)) {
        log({ retained: id });
        return [];
      }
      if (typeof seen.removal === 'string') return [seen.removal];
      if (!seen.removal.length) return [];
      // What is not seen yet may have come into being just now, and may be why a part of it is in use.
      await this.change(seen.removal, seen.state === 'unseen' ? this.now() : 'since' in seen ? seen.since : undefined);
      // That it is gone would not be believed yet.
      if (!isAlone(this.link, this.now())) break;
    }
    return ['its removal is under way'];
  }

  /** A run that began before this Delete may still be starting it; and what was started may not be seen at once. */
  private isBelieved(traced: boolean | undefined): boolean {
    return traced ? isAlone(this.link, this.now()) : this.waited() >= PATIENCE.unseen * MINUTE;
  }

  /** A last link clears up beside what is retained: what is ready there may be the very thing that an update has not yet replaced. */
  private async isKept(id: string, { retained, since }: { readonly retained: boolean; readonly since?: Date }): Promise<boolean> {
    return this.link.role === 'Last' || (retained && (id !== this.link.id || await this.outlives(since)));
  }

  /** A retained thing goes only with the rollback of the operation that made it. */
  private async outlives(since: Date | undefined): Promise<boolean> {
    return this.link.order.retain && this.isOfEarlierOperation(since);
  }

  // ---- Looking, asking, changing, waiting ----

  /** A look that is throttled or broken says nothing. One that is denied may be a hiccup in the midst of hours: it has time until the share ends. */
  private async look(id = this.link.id, more: Partial<Order<P>> = {}): Promise<Observation<O>> {
    return this.trying(() => this.kind.look({ ...this.link.order, id, ...more }));
  }

  private find(): Promise<readonly string[]> {
    const { stackId, first, order } = this.link;
    return this.trying(() => this.kind.find(scopeOf(stackId, first), stackId, order));
  }

  private async trying<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      if (faultOf(error) === 'denied' && this.waited() >= this.link.share) throw new Failure(this.kind.explain(error));
      throw new NotYet(wordsOf(error));
    }
  }

  /** Each change is made only while CloudFormation still wants it. `since` is when the thing that is changed came into being. */
  private async change(changes: readonly Change[], since?: Date): Promise<void> {
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

  private async attempt(changes: readonly Change[]): Promise<void> {
    try {
      await this.change(changes);
    } catch (error) {
      log({ link: this.link.logicalId, id: this.link.id, notDone: wordsOf(error) });
    }
  }

  private bear(error: unknown, since?: Date): never {
    if (error instanceof Failure || error instanceof NotYet) throw error;
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

  private async ask(): Promise<void> {
    const { request, id, startedAt, logicalId } = this.link;
    const why = abandoned({ request, id, startedAt }, await this.standing(logicalId));
    if (why) throw new Abandoned(why);
    if (this.ended) throw new NotYet('the run has ended');
  }

  private async standing(logicalId = this.link.first): Promise<Standing> {
    try {
      return await (await this.stackReader()).standing(this.link.stackId, logicalId);
    } catch (error) {
      if (faultOf(error) === 'denied' && this.waited() >= this.link.share) throw new Failure(wordsOf(error));
      throw new NotYet(`CloudFormation does not answer: ${wordsOf(error)}`);
    }
  }

  private async isRollback(): Promise<boolean> {
    return this.link.request === 'Update' && (await this.standing()).stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS';
  }

  private async isOfEarlierOperation(since: Date | undefined): Promise<boolean> {
    const { operationBegan } = await this.standing();
    return since !== undefined && operationBegan !== undefined && since < operationBegan;
  }

  /** Nobody listens to us any more. What we started and nobody owns is ours to remove, once the stack has settled; nothing else is. */
  private async clearUp(why: string): Promise<Answer> {
    const stopped = new Stopped(`stopped: ${why}`);
    if (this.link.request === 'Delete' || this.link.role === 'First') throw stopped;
    try {
      const seen = await this.look(this.link.id, { inPassing: false });
      // What was started just before may not be seen at once.
      if (seen.state === 'gone' && !seen.traced && this.waited() < this.link.share) return AGAIN;
      if (seen.state === 'gone' || (seen.state === 'ready' && seen.retained)) throw stopped;
      if (seen.state !== 'unseen' && seen.removal.length === 0) throw stopped;
      for (const { what, run } of typeof seen.removal === 'string' ? [] : seen.removal) {
        const standing = await this.standing();
        if (!isSettled(standing) || this.ended) return AGAIN;
        if (holds(standing, this.link.id)) throw stopped;
        log({ link: this.link.logicalId, id: this.link.id, clearUp: what });
        await run();
      }
      return AGAIN;
    } catch (error) {
      if (error instanceof Failure) throw error;
      log({ link: this.link.logicalId, id: this.link.id, clearUp: wordsOf(error) });
      return AGAIN;
    }
  }

  private waited(): number {
    return this.now().getTime() - this.link.startedAt.getTime();
  }

  /** A link whose share is over hands over to the next; the last one, and who has none behind it, says what it waited for. */
  private wait(detail: string): Answer {
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
}
