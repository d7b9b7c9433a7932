import { Act, pick } from './act';
import { isWork, serviceOf } from '../account';

/** Deletes a thing behind our back. */
export const remove: Act = {
  perform({ account, model, tally, world }, choice) {
    const thing = pick(account.own().filter((one) => isWork(one) && one.state === 'ready'), choice);
    if (!thing) return;
    serviceOf(thing)!.remove(world, thing.name);
    model.lost.add(thing.origin.id);
    tally.count('deleted by hand');
  },
};
