import { Change, idsOf } from './change';
import { cleanUp, CleanUpProps } from './cleanup';
import { deletionStep, withoutRetained } from './deletion';
import { Phase, Step } from './phase';
import type { Deletion, ResourceRecord } from './stack-state';
import { isCustom, needsAmong } from './template';

export interface RollbackProps extends CleanUpProps {
  readonly kind: 'CREATE' | 'UPDATE';
  readonly changes: Change[];
  ended(status: string, reason?: string): void;
}

/** Takes back what a stack operation has done, as far as it came. */
export class Rollback {
  /** The changes that a continued rollback need not take back again. */
  private readonly undone = new Set<Change>();
  private readonly strays: Deletion[] = [];
  /** What it has failed of; what was cancelled then is none of it. */
  public failed: readonly string[] = [];

  constructor(private readonly props: RollbackProps) {}

  public begin(reason: string, skip: readonly string[] = []) {
    const { stack, kind, variants, actor } = this.props;
    if (variants.rollbackTime === 'bumped') stack.touch();
    if (kind === 'CREATE') {
      stack.become('ROLLBACK_IN_PROGRESS', reason);
      const records = Object.values(stack.resources);
      const steps = withoutRetained(stack, records, true).map((deletion) => deletionStep(actor, stack, deletion));
      new Phase(steps, needsAmong(records), 'hold dependents', (failed) => {
        if (failed.length) this.props.ended('ROLLBACK_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}].`);
        else this.props.ended('ROLLBACK_COMPLETE');
      }).begin();
    } else {
      stack.become('UPDATE_ROLLBACK_IN_PROGRESS', reason);
      for (const change of this.props.changes.filter(({ record }) => skip.includes(record.logicalId))) this.accept(change, change.before!);
      this.restoreAll();
    }
  }

  /** Without a rollback of the stack: only what failed goes back to its last good state, and still counts as failed. */
  public restoreFailed(ended: (strays: Deletion[]) => void) {
    const failed = this.props.changes.filter((change) => change.failed && change.before);
    const reasons = failed.map(({ record }) => record.reason);
    this.restore(failed, () => {
      failed.forEach(({ record }, index) => this.props.stack.mark(record, 'UPDATE_FAILED', reasons[index]));
      ended(this.strays);
    });
  }

  private restoreAll() {
    const changes = this.props.changes.filter((change) => change.before && !this.undone.has(change));
    this.restore(changes, (failed) => {
      this.failed = failed;
      if (failed.length) this.props.ended('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${failed.join(', ')}].`);
      else this.cleanUp();
    });
  }

  private restore(changes: Change[], ended: (failed: string[]) => void) {
    const before = changes.map((change) => ({ logicalId: change.record.logicalId, definition: change.before!.definition }));
    const changed = changes.map(({ record }) => record);
    const others = Object.values(this.props.stack.resources).filter((record) => !changed.includes(record));
    const needs = needsAmong([...before, ...others]);
    const steps = changes.map((change) => this.restoration(change));
    new Phase(steps, (first, second) => needs(second, first), 'cancel all', ended).begin();
  }

  /** The second Update, with old and new properties swapped. */
  private restoration(change: Change): Step {
    const { stack, actor, variants } = this.props;
    const { record, before, properties, newId, begun } = change;
    const { logicalId, type } = record;
    return {
      logicalId,
      begin: (end) => {
        const restore = (physicalId: string | undefined, attributes: Record<string, unknown>) => {
          this.accept(change, { physicalId, attributes });
          end();
        };
        if (!begun || (newId && variants.rollbackUpdate === 'none')) return actor.soon(() => restore(before!.physicalId, before!.attributes));
        record.physicalId = newId && variants.rollbackUpdate === 'new id' ? newId : before!.physicalId;
        stack.mark(record, 'UPDATE_IN_PROGRESS');
        const action = { logicalId, type, physicalId: record.physicalId, properties: before!.properties, oldProperties: properties };
        const giveUp = actor.perform(stack, { verb: 'rollback', ...action }, (outcome) => {
          if (outcome.ok) return restore(outcome.physicalId, isCustom(type) ? outcome.data : before!.attributes);
          stack.mark(record, 'UPDATE_FAILED', outcome.reason);
          return end(outcome.reason);
        });
        return () => {
          giveUp();
          stack.mark(record, 'UPDATE_FAILED', 'Resource update cancelled');
        };
      },
    };
  }

  /** It is as it was, or counts as if it were. */
  private accept(change: Change, { physicalId, attributes }: Pick<ResourceRecord, 'physicalId' | 'attributes'>) {
    const { stack, variants } = this.props;
    Object.assign(change.record, { ...change.before, physicalId, attributes });
    stack.mark(change.record, 'UPDATE_COMPLETE');
    this.undone.add(change);
    this.strays.push(...idsOf(change, variants.failedNewId));
  }

  private cleanUp() {
    const { stack, changes } = this.props;
    stack.become('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    const created = changes.filter(({ before }) => !before).map(({ record }) => record);
    cleanUp(this.props, [...stack.leftovers.splice(0), ...this.strays, ...withoutRetained(stack, created, true)], () => {
      for (const { logicalId } of created) delete stack.resources[logicalId];
      this.props.ended('UPDATE_ROLLBACK_COMPLETE');
    });
  }
}
