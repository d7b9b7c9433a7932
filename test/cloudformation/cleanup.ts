import type { Actor } from './actor';
import { deletionStep, withoutCurrent } from './deletion';
import { Phase } from './phase';
import type { Deletion, StackState } from './stack-state';
import { needsAmong } from './template';
import type { Variants } from './variants';

export interface CleanUpProps {
  readonly stack: StackState;
  readonly actor: Actor;
  readonly variants: Variants;
}

/** The last phase of an update or of its rollback: what fails here is reported, and abandoned. */
export function cleanUp({ stack, actor, variants }: CleanUpProps, candidates: Deletion[], ended: () => void) {
  const deletions = withoutCurrent(stack, candidates);
  const needs = needsAmong([...Object.values(stack.resources), ...deletions]);
  const attempts = variants.cleanupDelete === 'three times' ? 3 : 1;
  const steps = deletions.map((deletion) => deletionStep(actor, stack, deletion, attempts));
  new Phase(steps, needs, 'ignore', ended).begin();
}
