import { Act, pick } from './act';
import { TAG_PREFIX } from '../../../src/contract/envelope';
import { isWork } from '../account';

/**
 * Removes our tags from a thing and what hangs on it: from then on it is theirs. Before it bears them all, nobody could tell that they have
 * been removed.
 */
export const untag: Act = {
  perform({ account, model, tally, world }, choice) {
    const signed = new Set(world.aws.ec2.tasks().filter(({ tags }) => tags.has(`${TAG_PREFIX}self`)).map(({ id }) => id));
    const marked = account.own().filter((thing) => isWork(thing) && thing.state === 'ready' && thing.tags.has(`${TAG_PREFIX}id`));
    const thing = pick(marked.filter(({ service, from }) => service !== 'ec2' || signed.has(from!)), choice);
    if (!thing) return;
    for (const { tags } of account.takeOver(thing)) {
      for (const key of [...tags.keys()]) if (key.startsWith(TAG_PREFIX)) tags.delete(key);
    }
    model.lost.add(thing.origin.id);
    tally.count('our tags removed');
  },
};
