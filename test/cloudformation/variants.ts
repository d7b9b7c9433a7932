/** Where CloudFormation's behaviour is not documented, or not reliable: each way it may go. See docs/cloudformation.md. */
export interface Variants {
  /** What undoes an Update that named a new physical id: a second Update that carries one of the two ids, or only the Delete of the new one. */
  rollbackUpdate: 'old id' | 'new id' | 'none';
  /** Whether the new id that a failed Update named ever gets its Delete. */
  failedNewId: 'sent' | 'lost';
  /** Whether DescribeStackResource knows a resource while it is being created for the first time. */
  firstRecord: 'listed' | 'missing until done';
  /** Whether a rollback counts as an update of the stack in LastUpdatedTime. */
  rollbackTime: 'kept' | 'bumped';
  /** How often a Delete is tried in a cleanup before it is given up. */
  cleanupDelete: 'once' | 'three times';
  /** When the stack operation after a failed creation (without rollback) deletes what is left of it: before it creates anew, or in its cleanup. */
  failedCreate: 'deleted first' | 'deleted in cleanup';
  /** Whether a failed Update gets its second Update even without a rollback of the stack. */
  failedUpdate: 'left' | 'restored';
  /** How Lambda delivers the request event to the provider's entrypoint. */
  delivery: 'once' | 'twice' | 'twice at once' | 'late';
  /** How often the framework's invocation of the user's onEvent reaches it: its first answer may be lost, and the framework invokes again. */
  onEvent: 'once' | 'twice' | 'twice at once';
  /** The same for isComplete, in each poll. */
  isComplete: 'once' | 'twice' | 'twice at once';
  /** Whether Lambda keeps a container for the next invocation. */
  containers: 'kept' | 'dropped';
  /** Whether the framework can start its waiter; 'answer lost': it starts, but the framework sees an error. */
  startExecution: 'works' | 'fails' | 'answer lost';
}

export const DEFAULT_VARIANTS: Variants = {
  rollbackUpdate: 'old id',
  failedNewId: 'sent',
  firstRecord: 'listed',
  rollbackTime: 'kept',
  cleanupDelete: 'once',
  failedCreate: 'deleted first',
  failedUpdate: 'left',
  delivery: 'once',
  onEvent: 'once',
  isComplete: 'once',
  containers: 'kept',
  startExecution: 'works',
};

/** What a test brings about. Every key is a logical id or, where that says enough, a resource type. */
export interface Conditions {
  /** Milliseconds that CloudFormation needs for one operation on a resource that is not a custom one. */
  durations: Record<string, number>;
  /** Why an operation on a resource that is not a custom one fails. */
  faults: Record<Verb, Record<string, string>>;
  /** Milliseconds that each invocation of a function takes, by the function's logical id; past its timeout the answer is lost. */
  invocations: Record<string, number>;
  /** The same for all other functions; whether the container is new is told. */
  run: (isCold: boolean) => number;
}

/** What CloudFormation does to a resource; `rollback` is the update that undoes an update. */
export type Verb = 'create' | 'update' | 'rollback' | 'delete';

export function noConditions(): Conditions {
  return { durations: {}, faults: { create: {}, update: {}, rollback: {}, delete: {} }, invocations: {}, run: () => 0 };
}
