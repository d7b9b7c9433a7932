import { Act, pick } from './act';
import { isWork } from '../account';

/** Changes a tag that the stack has set, and adds another one. */
export const retag: Act = {
  perform({ account, model, tally, world }, choice) {
    const thing = pick(account.own().filter((one) => isWork(one) && one.state === 'ready'), choice);
    if (!thing) return;
    thing.tags.set('Prose', 'by hand').set('Theirs', 'by hand');
    model.edited.set(thing.origin.id, world.clock.now());
    tally.count('tags of the user changed by hand');
  },
};
