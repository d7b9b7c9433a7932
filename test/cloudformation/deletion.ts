import type { Actor } from './actor';
import type { Step } from './phase';
import type { Deletion, ResourceRecord, StackState } from './stack-state';

/** The deletion of a resource as it stands now. */
export function deletionOf(record: ResourceRecord): Deletion {
  const { logicalId, type, physicalId, properties, definition } = record;
  return { logicalId, type, physicalId, properties, definition, record };
}

/** Whether a resource outlives the operation that removes it. `isUndone`: the operation that created it is rolled back. */
export function isRetained({ definition, status }: ResourceRecord, isUndone: boolean): boolean {
  if (definition.DeletionPolicy === 'Retain') return true;
  return definition.DeletionPolicy === 'RetainExceptOnCreate' && !isUndone && status !== 'CREATE_FAILED';
}

/** Splits off what is retained, and says so in the stack's events. */
export function withoutRetained(stack: StackState, records: ResourceRecord[], isUndone: boolean): Deletion[] {
  const [kept, gone] = [records.filter((one) => isRetained(one, isUndone)), records.filter((one) => !isRetained(one, isUndone))];
  for (const record of kept) stack.mark(record, 'DELETE_SKIPPED');
  return gone.map(deletionOf);
}

/** Drops the Deletes of ids that a resource has now: they were other ones when the Delete was put down. */
export function withoutCurrent(stack: StackState, deletions: Deletion[]): Deletion[] {
  return deletions.filter(({ logicalId, physicalId, record }) => record || stack.resources[logicalId]?.physicalId !== physicalId);
}

export function deletionStep(actor: Actor, stack: StackState, deletion: Deletion, attempts = 1): Step {
  const { logicalId, type, physicalId, properties, record } = deletion;
  const tell = (status: string, reason?: string) => (record ? stack.mark(record, status, reason) : stack.tell(deletion, status, reason));
  return {
    logicalId,
    begin: (end) => {
      let giveUp: () => void;
      const attempt = (left: number) => {
        tell('DELETE_IN_PROGRESS');
        giveUp = actor.perform(stack, { verb: 'delete', logicalId, type, physicalId, properties }, (outcome) => {
          tell(outcome.ok ? 'DELETE_COMPLETE' : 'DELETE_FAILED', outcome.ok ? undefined : outcome.reason);
          if (outcome.ok) end();
          else if (left > 1) attempt(left - 1);
          else end(outcome.reason);
        });
      };
      attempt(attempts);
      return () => giveUp();
    },
  };
}
