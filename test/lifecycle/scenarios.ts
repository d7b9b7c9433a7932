import { abandoned } from './scenarios/abandoned';
import { creations } from './scenarios/creations';
import { retention } from './scenarios/retention';
import { world } from './scenarios/stage';
import { troubles } from './scenarios/troubles';
import { updates } from './scenarios/updates';
import { Subject } from './subject';

/*
 * Every scenario for every kind: the synthesized template, the framework's asset and the published bundles, on a deterministic
 * CloudFormation and a local AWS. Each ends with an account that holds exactly what it should.
 */

/** All of them, for one kind; each kind has a file of its own that calls this, so that they run side by side. */
export const lifeCycleOf = (subject: Subject) => describe(subject.name, () => {
  afterEach(() => world.stop());

  creations(subject);
  updates(subject);
  retention(subject);
  abandoned(subject);
  troubles(subject);
});
