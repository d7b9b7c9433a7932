/*
 * The question to CloudFormation, before each change, whether this request is still wanted. A waiter polls on after its stack
 * has given up; without the question it would start an import that nobody owns, or undo a rollback.
 */

/** What CloudFormation says of a stack and of one resource in it. */
export interface Standing {
  /** The stack's status; absent when the stack does not exist. */
  readonly stackStatus?: string;
  /** When the stack's current operation began. */
  readonly operationBegan?: Date;
  /** The resource's record; absent when there is none, which says nothing: it may be listed only once it is done. */
  readonly record?: {
    readonly id?: string;
    readonly status?: string;
    readonly changed?: Date;
  };
}

export interface StackReader {
  standing(stackId: string, logicalId: string): Promise<Standing>;
}

export interface Asker {
  readonly request: 'Create' | 'Update' | 'Delete';
  readonly id: string;
  readonly startedAt: Date;
}

/** A record that is under way is our own, written about when our request was signed, by clocks that need not be one; so is an operation. */
const TOLERANCE_MS = 60_000;
/** A record that has ended since is the answer to somebody else. A signature tells no parts of a second. */
const SIGNATURE_MS = 2_000;

const WANTED: { readonly [request: string]: readonly string[] } = {
  Create: ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'],
  Update: ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'],
};

/** Why this request is no longer wanted; nothing if it is. The record's status is never compared with the kind of request. */
export function abandoned(asker: Asker, { stackStatus, operationBegan, record }: Standing): string | undefined {
  const tolerance = record?.status?.endsWith('_IN_PROGRESS') ? TOLERANCE_MS : SIGNATURE_MS;
  const newer = (record?.changed?.getTime() ?? 0) > asker.startedAt.getTime() + tolerance;
  if (asker.request === 'Delete') {
    const kept = record?.id === asker.id && !record.status?.startsWith('DELETE_');
    return kept && newer ? `the stack holds the resource again (${record.status})` : undefined;
  }
  if (!stackStatus) return 'the stack does not exist any more';
  if (!WANTED[asker.request].includes(stackStatus)) return `the stack is ${stackStatus}`;
  // A record need not be there to tell.
  if ((operationBegan?.getTime() ?? 0) > asker.startedAt.getTime() + TOLERANCE_MS) return 'the stack has begun another operation';
  return newer ? `a newer request has come (${record?.status})` : undefined;
}

export function isSettled({ stackStatus }: Standing): boolean {
  return !stackStatus?.endsWith('_IN_PROGRESS');
}

/** Whether the stack counts a thing as its own, as far as the record of the first link tells. */
export function holds({ record }: Standing, id: string): boolean {
  return record?.id === id && record.status !== 'DELETE_COMPLETE';
}
