import { wordsOf } from './faults';
import { Observation } from './kind';
import { Abandoned, NotYet } from './verdicts';
import { Work } from './work';

/** Clears what no id names any more. It never fails an update: what cannot be cleared is tried again at the next event. */
export class Sweep<P, O> {
  constructor(private readonly work: Work<P, O>) {}

  public async clear(others: readonly string[], isDue: (seen: Observation<O>) => boolean = () => true): Promise<void> {
    if (!others.length) return;
    const { work } = this;
    const { record } = await work.standing();
    for (const id of others.filter((other) => other !== work.link.currentId && other !== record?.id)) {
      try {
        const seen = await work.look(id);
        if (!isDue(seen)) continue;
        if (seen.state === 'gone' || seen.state === 'unseen' || (seen.state === 'ready' && seen.retained)) continue;
        if (typeof seen.removal === 'string') work.leave(id, seen.removal);
        else await work.change(seen.removal);
      } catch (error) {
        if (error instanceof Abandoned) throw error;
        work.leave(id, wordsOf(error));
      }
    }
  }

  /** What is wanted is there: what it replaces is marked if it is to stay, and nothing else is needed any more. */
  public async conclude(): Promise<void> {
    const { work, work: { link } } = this;
    await this.markReplaced();
    try {
      // Before its first update a stack has nothing else.
      const isFirst = link.request === 'Create' && (await work.standing()).stackStatus === 'CREATE_IN_PROGRESS';
      if (!isFirst) await this.clear((await work.find()).filter((other) => other !== link.id));
    } catch (error) {
      if (error instanceof Abandoned || (error instanceof NotYet && work.waited() < link.share)) throw error;
      work.leave('whatever else there may be', wordsOf(error));
    }
  }

  /** CloudFormation keeps what is retained, and no link will speak of it again. */
  private async markReplaced(): Promise<void> {
    const { work, work: { link: { currentId, id, order: { before, properties, retain, tagsBefore } } } } = this;
    if (!retain || !currentId || currentId === id) return;
    const seen = await work.look(currentId, { properties: before ?? properties, tags: tagsBefore });
    if (seen.state === 'ready') await work.change(seen.changes.filter(({ optional }) => !optional), seen.since);
  }
}
