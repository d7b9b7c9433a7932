import { isDeepStrictEqual } from 'node:util';
import type { Actor } from './actor';
import { asStrings, Change, idsOf } from './change';
import { cleanUp } from './cleanup';
import { deletionOf, deletionStep, withoutRetained } from './deletion';
import type { Resolver } from './intrinsics';
import type { Operation } from './operation';
import { Phase, Step } from './phase';
import { Rollback } from './rollback';
import type { Deletion, ResourceRecord, StackState } from './stack-state';
import { Definition, isCustom, needsAmong, Template } from './template';
import type { Variants } from './variants';

export interface DeploymentProps {
  readonly stack: StackState;
  readonly template: Template;
  readonly resolver: Resolver;
  readonly rollback: boolean;
  readonly actor: Actor;
  readonly variants: Variants;
}

/** Creates or updates a stack: forward through all resources, then the cleanup; or back again. */
export class Deployment implements Operation {
  public done = false;
  public readonly stack: StackState;
  private readonly kind: 'CREATE' | 'UPDATE';
  private readonly wanted: { logicalId: string; definition: Definition }[];
  private readonly changes: Change[] = [];
  private readonly cleanup: Deletion[] = [];
  private forward?: Phase;
  private backward?: Rollback;

  constructor(private readonly props: DeploymentProps) {
    this.stack = props.stack;
    this.kind = this.stack.status ? 'UPDATE' : 'CREATE';
    const all = Object.entries(props.template.Resources).map(([logicalId, definition]) => ({ logicalId, definition }));
    this.wanted = all.filter(({ definition }) => props.resolver.holds(definition.Condition));
  }

  public begin() {
    if (this.kind === 'UPDATE') this.stack.touch();
    this.stack.become(`${this.kind}_IN_PROGRESS`, 'User Initiated');
    const needs = needsAmong(this.wanted);
    const steps = this.wanted.map(({ logicalId, definition }) => this.step(logicalId, definition));
    const onFailure = this.props.rollback ? 'cancel all' : 'hold dependents';
    this.forward = new Phase(steps, (first, second) => needs(second, first), onFailure, (failed) => {
      if (!failed.length) this.succeed();
      else this.fail(`The following resource(s) failed to ${this.kind.toLowerCase()}: [${failed.join(', ')}].`);
    });
    this.forward.begin();
  }

  /** The user cancels an update. */
  public cancel() {
    this.forward?.cancel();
    this.rollBack('User Initiated');
  }

  /** The user deletes the stack while it is being created. */
  public abandon() {
    this.forward?.cancel();
    this.done = true;
  }

  /** Whether the rollback has failed of it. */
  public canSkip(logicalId: string): boolean {
    return this.backward?.failed.includes(logicalId) === true;
  }

  /** The user continues a rollback that failed, without some of what it has failed of. */
  public continueRollback(skip: readonly string[]) {
    this.done = false;
    this.backward?.begin('User Initiated', skip);
  }

  private step(logicalId: string, definition: Definition): Step {
    const record = this.stack.resources[logicalId];
    if (!record) return this.creation(logicalId, definition);
    return record.status === 'CREATE_FAILED' ? this.creation(logicalId, definition, record) : this.update(record, definition);
  }

  private creation(logicalId: string, definition: Definition, failed?: ResourceRecord): Step {
    const { stack, props: { actor, variants } } = this;
    return {
      logicalId,
      begin: (end) => {
        const remains = failed && { ...deletionOf(failed), record: undefined };
        const record = stack.add(logicalId, definition);
        const change: Change = { record, definition, properties: {}, begun: false };
        this.changes.push(change);
        stack.mark(record, 'CREATE_IN_PROGRESS');
        const isFirst = remains && variants.failedCreate === 'deleted first';
        if (remains && !isFirst) stack.leftovers.push(remains);
        let giveUp: () => void;
        const create = () => { giveUp = this.create(change, end); };
        if (isFirst) giveUp = deletionStep(actor, stack, remains).begin(create);
        else create();
        return () => {
          giveUp();
          if (change.begun) record.physicalId = actor.inventId(stack, logicalId);
          else if (isFirst) stack.leftovers.push(remains);
          stack.mark(record, 'CREATE_FAILED', 'Resource creation cancelled');
        };
      },
    };
  }

  private create(change: Change, end: (failure?: string) => void): () => void {
    const { stack, props: { actor } } = this;
    const { record, definition } = change;
    const { logicalId, type } = record;
    const finish = (failure?: string) => {
      stack.mark(record, failure === undefined ? 'CREATE_COMPLETE' : 'CREATE_FAILED', failure);
      end(failure);
    };
    const { properties, error } = this.resolve(definition);
    if (error) return actor.soon(() => finish(error));
    change.begun = true;
    record.properties = properties;
    return actor.perform(stack, { verb: 'create', logicalId, type, properties: record.properties }, (outcome) => {
      record.physicalId = outcome.physicalId ?? (isCustom(type) ? actor.inventId(stack, logicalId) : undefined);
      if (outcome.ok) record.attributes = outcome.data;
      finish(outcome.ok ? undefined : outcome.reason);
    });
  }

  private update(record: ResourceRecord, definition: Definition): Step {
    const { stack, props: { actor } } = this;
    const { logicalId, type } = record;
    return {
      logicalId,
      begin: (end) => {
        const { properties, error } = this.resolve(definition, record);
        if (!error && isDeepStrictEqual(properties, record.properties) && !record.status.endsWith('_FAILED')) return actor.soon(end);
        const { physicalId, attributes, properties: oldProperties, definition: oldDefinition } = record;
        const before = { physicalId, attributes, properties: oldProperties, definition: oldDefinition };
        const change: Change = { record, before, definition, properties, begun: !error };
        this.changes.push(change);
        stack.mark(record, 'UPDATE_IN_PROGRESS');
        const finish = (failure?: string) => {
          stack.mark(record, failure === undefined ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED', failure);
          end(failure);
        };
        const giveUp = error ? actor.soon(() => finish(error)) : actor.perform(
          stack, { verb: 'update', logicalId, type, physicalId, properties, oldProperties }, (outcome) => {
            if (outcome.physicalId !== undefined && outcome.physicalId !== physicalId) change.newId = outcome.physicalId;
            change.failed = !outcome.ok;
            if (outcome.ok) this.accept(change, outcome.physicalId, outcome.data);
            // aws-cdk#13527: the id in a failed answer has been seen to become that of the resource.
            else if (change.newId && this.props.variants.rollbackUpdate === 'new id') record.physicalId = change.newId;
            finish(outcome.ok ? undefined : outcome.reason);
          });
        return () => {
          giveUp();
          stack.mark(record, 'UPDATE_FAILED', 'Resource update cancelled');
        };
      },
    };
  }

  private accept({ record, before, definition, properties, newId }: Change, physicalId: string, attributes: Record<string, unknown>) {
    Object.assign(record, { physicalId, attributes, definition, properties });
    if (newId && definition.UpdateReplacePolicy !== 'Retain') {
      this.cleanup.push({ ...deletionOf(record), ...before, record: undefined });
    }
  }

  private succeed() {
    const { stack, kind, props: { template, resolver } } = this;
    const outputs = Object.entries(template.Outputs ?? {}).filter(([, { Condition }]) => resolver.holds(Condition));
    stack.outputs = Object.fromEntries(outputs.map(([name, { Value }]) => [name, resolver.resolve(Value)]));
    stack.exports = Object.fromEntries(outputs.filter(([, { Export }]) => Export)
      .map(([name, { Export }]) => [resolver.resolve(Export!.Name), stack.outputs[name]]));
    for (const { logicalId, definition } of this.wanted) stack.resources[logicalId].definition = definition;
    if (kind === 'CREATE') return this.end('CREATE_COMPLETE');
    stack.become('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const wanted = this.wanted.map(({ logicalId }) => logicalId);
    const removed = Object.values(stack.resources).filter(({ logicalId }) => !wanted.includes(logicalId));
    return cleanUp(this.props, [...stack.leftovers.splice(0), ...this.cleanup, ...withoutRetained(stack, removed, false)], () => {
      for (const { logicalId } of removed) delete stack.resources[logicalId];
      this.end('UPDATE_COMPLETE');
    });
  }

  private fail(reason: string) {
    const { stack, props: { rollback, variants } } = this;
    if (rollback) return this.rollBack(reason);
    const end = (strays: Deletion[]) => {
      stack.leftovers.push(...this.cleanup, ...strays);
      this.end(`${this.kind}_FAILED`, reason);
    };
    if (variants.failedUpdate === 'restored') return this.rollback().restoreFailed(end);
    return end(this.changes.filter(({ failed }) => failed).flatMap((change) => idsOf(change, variants.failedNewId)));
  }

  private rollBack(reason: string) {
    this.backward = this.rollback();
    this.backward.begin(reason);
  }

  private rollback(): Rollback {
    return new Rollback({ ...this.props, kind: this.kind, changes: this.changes, ended: (status, why) => this.end(status, why) });
  }

  private end(status: string, reason?: string) {
    this.stack.become(status, reason);
    this.done = true;
  }

  private resolve({ Type, Properties = {} }: Definition, record?: ResourceRecord): { properties: Record<string, any>; error?: string } {
    try {
      const properties = this.props.resolver.resolve(Properties);
      if (record && record.type !== Type) return { properties, error: 'Update of resource type is not permitted.' };
      if (!isCustom(Type)) return { properties };
      const isMoved = record && record.properties.ServiceToken !== properties.ServiceToken;
      return { properties: asStrings(properties), error: isMoved ? 'Modifying service token is not allowed.' : undefined };
    } catch (error) {
      return { properties: {}, error: (error as Error).message };
    }
  }
}
