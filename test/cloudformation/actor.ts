import { Names, physicalIdOf, Place } from './names';
import type { Outcome, Requests } from './requests';
import type { StackState } from './stack-state';
import { isCustom } from './template';
import type { Conditions, Verb } from './variants';
import type { VirtualClock } from '../support/clock';

/** One operation on one resource. */
export interface Action {
  readonly verb: Verb;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly properties: Record<string, any>;
  readonly oldProperties?: Record<string, any>;
}

export interface ActorProps extends Place {
  readonly clock: VirtualClock;
  readonly names: Names;
  readonly requests: Requests;
  readonly conditions: Conditions;
}

const REQUEST_TYPES = { create: 'Create', update: 'Update', rollback: 'Update', delete: 'Delete' } as const;
const DURATION = 1000;

/** Does what a stack operation wants done to a resource: asks its provider, or, for all other types, lets some time pass. */
export class Actor {
  constructor(private readonly props: ActorProps) {}

  /** `done` is called once, later. Returns what gives the action up. */
  public perform(stack: StackState, action: Action, done: (outcome: Outcome) => void): () => void {
    // A custom resource whose creation never came to its request has nothing to delete.
    const needsRequest = isCustom(action.type) && !(action.verb === 'delete' && action.physicalId === undefined);
    return needsRequest ? this.request(stack, action, done) : this.pretend(stack, action, done);
  }

  /** What is not called back: waits for a moment of its own, so that nothing ends within its own beginning. */
  public soon(run: () => void): () => void {
    return this.after(0, run);
  }

  public inventId(stack: StackState, logicalId: string): string {
    return this.props.names.invent(stack.name, logicalId);
  }

  private request(stack: StackState, action: Action, done: (outcome: Outcome) => void): () => void {
    return this.props.requests.send({
      RequestType: REQUEST_TYPES[action.verb],
      StackId: stack.id,
      LogicalResourceId: action.logicalId,
      ...(action.physicalId === undefined ? {} : { PhysicalResourceId: action.physicalId }),
      ResourceType: action.type,
      ResourceProperties: action.properties,
      ...(action.oldProperties ? { OldResourceProperties: action.oldProperties } : {}),
    }, done);
  }

  private pretend(stack: StackState, action: Action, done: (outcome: Outcome) => void): () => void {
    const { durations, faults } = this.props.conditions;
    const { logicalId, type, properties } = action;
    return this.after(durations[logicalId] ?? durations[type] ?? DURATION, () => {
      const reason = faults[action.verb][logicalId] ?? faults[action.verb][type];
      if (reason !== undefined) return done({ ok: false, reason });
      const physicalId = action.physicalId ?? physicalIdOf(type, properties, this.props, this.inventId(stack, logicalId));
      return done({ ok: true, physicalId, data: {} });
    });
  }

  private after(milliseconds: number, run: () => void): () => void {
    let wanted = true;
    this.props.clock.schedule(milliseconds, () => { if (wanted) run(); });
    return () => { wanted = false; };
  }
}
