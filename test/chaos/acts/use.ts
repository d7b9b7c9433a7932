import { Act, pick } from './act';
import { isWork, serviceOf } from '../account';

/** Puts a thing to use, so that it cannot be deleted. */
export const use: Act = {
  perform(play, choice) {
    const thing = pick(play.account.own().filter((one) => isWork(one) && one.state === 'ready'), choice);
    if (!thing) return;
    serviceOf(thing)!.use(play.world, thing.name);
    play.tally.count('put to use');
    play.disturbed = true;
  },
};
