import { read } from './identity';
import { Observation } from './kind';
import { isAlone, MINUTE } from './link';
import { log } from './log';
import { Answer, DONE, PATIENCE, TURNS, Work } from './work';

/** A Delete. */
export class Removing<P, O> {
  constructor(private readonly work: Work<P, O>) {}

  /** Only the first link removes. */
  public async remove(): Promise<Answer> {
    const { work } = this;
    const { id } = work.link;
    const isOurs = read(id) !== undefined;
    const own = isOurs ? await this.removeOne(id) : [];
    if (own.length) return work.wait(own.join());
    if (isOurs && !await this.isLastOfItsChain()) return DONE;
    return this.removeOthers();
  }

  /** The others give what cannot be cancelled the time to end. */
  public async hold(): Promise<Answer> {
    const { work } = this;
    const { order, role } = work.link;
    if (!work.kind.cancellable) {
      const seen = await this.seenInPassing();
      if (seen.state === 'pending' && typeof seen.removal === 'string') return work.wait(seen.removal);
    }
    // The first link is not asked to delete what is retained, and with the stack go the functions: nobody else comes for what is left beside it.
    return role === 'Last' && order.retain ? this.removeOthers() : DONE;
  }

  private async seenInPassing(): Promise<Observation<O>> {
    const { kind, link } = this.work;
    const glance = this.work.waited() < link.share ? await kind.glance?.(link.order) : undefined;
    return glance?.state === 'pending' || glance?.state === 'ready' ? glance : this.work.look();
  }

  /** All of the chain but what is asked for, and what the stack holds: an id that CloudFormation invented may be that of an earlier attempt. */
  private async removeOthers(): Promise<Answer> {
    const { work } = this;
    const { record } = await work.standing();
    return this.removeAll((await work.find()).filter((other) => other !== work.link.id && other !== record?.id));
  }

  /** Whether CloudFormation deletes the resource itself, and not an id that it had: then nobody will come for the others. */
  private async isLastOfItsChain(): Promise<boolean> {
    const { record } = await this.work.standing();
    return record?.id === this.work.link.id && !!record.status?.startsWith('DELETE_');
  }

  private async removeAll(ids: readonly string[]): Promise<Answer> {
    const left: string[] = [];
    for (const id of ids) left.push(...await this.removeOne(id));
    return left.length ? this.work.wait(left.join('; ')) : DONE;
  }

  /** What is left of it and why, in words. */
  private async removeOne(id: string): Promise<readonly string[]> {
    const { work } = this;
    // What is removed is looked at with all its marks.
    const whole = { inPassing: false };
    const glance = await work.kind.glance?.(work.orderOf(id, whole));
    if (glance?.state === 'gone' && !this.isBelieved(glance.traced)) return ['it may have been started just now'];
    for (let turn = 0; turn < TURNS; turn++) {
      const seen = await work.look(id, whole);
      if (seen.state === 'gone') return this.isBelieved(seen.traced) ? [] : ['it may have been started just now'];
      if (seen.state === 'unseen' && work.waited() < PATIENCE.unseen * MINUTE) return [seen.detail];
      if (seen.state === 'ready' && await this.isKept(id, seen)) {
        log({ retained: id });
        return [];
      }
      if (typeof seen.removal === 'string') return [seen.removal];
      if (!seen.removal.length) return [];
      // What is not seen yet may have come into being just now, and may be why a part of it is in use.
      await work.change(seen.removal, seen.state === 'unseen' ? work.now() : 'since' in seen ? seen.since : undefined);
      // That it is gone would not be believed yet.
      if (!isAlone(work.link, work.now())) break;
    }
    return ['its removal is under way'];
  }

  /** A run that began before this Delete may still be starting it; and what was started may not be seen at once. */
  private isBelieved(traced: boolean | undefined): boolean {
    return traced ? isAlone(this.work.link, this.work.now()) : this.work.waited() >= PATIENCE.unseen * MINUTE;
  }

  /** A last link clears up beside what is retained: what is ready there may be the very thing that an update has not yet replaced. */
  private async isKept(id: string, { retained, since }: { readonly retained: boolean; readonly since?: Date }): Promise<boolean> {
    const { link } = this.work;
    return link.role === 'Last' || (retained && (id !== link.id || await this.outlives(since)));
  }

  /** A retained thing goes only with the rollback of the operation that made it. */
  private async outlives(since: Date | undefined): Promise<boolean> {
    return this.work.link.order.retain && this.work.isOfEarlierOperation(since);
  }
}
