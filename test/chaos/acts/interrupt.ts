import type { Act } from './act';

/** Cancels an update, or deletes the stack while it is being created. */
export const interrupt: Act = {
  perform(play) {
    const { model, tally, world: { cfn } } = play;
    if (model.status === 'UPDATE_IN_PROGRESS') {
      cfn.cancelUpdate('S');
      tally.count('cancel');
    } else if (model.status === 'CREATE_IN_PROGRESS') {
      play.operation = cfn.destroy('S');
      tally.count('delete during create');
    } else {
      return;
    }
    play.disturbed = true;
  },
};
