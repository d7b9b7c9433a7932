import { Act, pick } from './act';

/** Copies an AMI with all its tags, ours too. */
export const copy: Act = {
  perform({ account, tally, world }, choice) {
    const thing = pick(account.own().filter(({ service, what }) => service === 'ec2' && what === 'image'), choice);
    if (!thing) return;
    world.aws.ec2.copyImage(thing.name);
    tally.count('copy with our tags');
  },
};
