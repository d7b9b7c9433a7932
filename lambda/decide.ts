import { read } from './identity';
import { Sweep } from './sweep';
import { Failure } from './verdicts';
import { Answer, DONE, Work } from './work';

/** A Create or an Update of the first link: settles which id is wanted, and clears what no id will name any more. It waits for nothing. */
export class Deciding<P, O> {
  constructor(private readonly work: Work<P, O>) {}

  public async decide(): Promise<Answer> {
    const { work, work: { link } } = this;
    const others = (await work.find()).filter((id) => id !== link.id);
    const minted = link.id !== link.currentId;
    const twin = minted ? await this.twinAmong(others) : undefined;
    if (minted && !twin) this.refuseSecondOfOneName();
    // After a failure without rollback the last good one bears none of the ids that this link knows.
    await new Sweep(work).clear(others.filter((id) => id !== twin), ({ state }) => link.request === 'Create' || state !== 'ready');
    return twin ? { IsComplete: true, PhysicalResourceId: twin } : DONE;
  }

  /** A replacement is there before the old one goes, so the two cannot share a name that the user has fixed. */
  private refuseSecondOfOneName(): void {
    const { kind, link: { request, order: { properties, before } } } = this.work;
    const name = kind.fixedName?.(properties);
    if (request !== 'Update' || !name || name !== kind.fixedName?.(before ?? {})) return;
    throw new Failure(`this change needs a new one, but ${name} was set by you and cannot be borne by two; change the name too, or leave it out`);
  }

  /** A ready thing of the same shape, after a rollback or a change of mind: nothing is made twice. */
  private async twinAmong(others: readonly string[]): Promise<string | undefined> {
    const { work, work: { link } } = this;
    const shape = read(link.id)?.shape;
    let marked: { readonly id: string; readonly since: number } | undefined;
    for (const id of others.filter((other) => read(other)?.shape === shape)) {
      const seen = await work.look(id);
      if (seen.state !== 'ready') continue;
      if (!seen.retained || link.order.retain) return id;
      const since = seen.since?.getTime() ?? 0;
      if (!marked || since > marked.since) marked = { id, since };
    }
    // Who does not retain takes up nothing retained, but for what the very update has marked that is being rolled back.
    return marked && link.retainBefore && await work.isRollback() ? marked.id : undefined;
  }
}
