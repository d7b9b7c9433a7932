import type { ImportImageRequest, SnapshotReturnCodes } from '@aws-sdk/client-ec2';
import type { ImportCourse } from './course';

/** How this EC2 behaves where the real one may behave in several ways, or as the account is set up. Tests change it as they go. */
export interface Ec2Settings {
  /** How the next import will go. */
  course: (input: ImportImageRequest) => ImportCourse;
  /** Why the service cannot use the role, as far as `ImportImage` finds out. */
  roleProblem: (roleName: string) => string | undefined;
  /** Tasks that may run at once in the Region. The quota is documented for conversion tasks; that it is the one of imports is assumed. */
  concurrentTasks: number;
  /** How long a cancelled task is `deleting`. */
  cancelTakes: number;
  /** What becomes of the snapshots of a cancelled task. Not documented; the nasty one is assumed. */
  cancelledSnapshots: 'stay' | 'vanish';
  /** Whether an AMI imported from snapshots has copies of them or these themselves. Not documented; copies are assumed. */
  sourceSnapshots: 'copied' | 'used';
  /** How long a deregistered AMI is still listed as `deregistered`; documented as a short interval. */
  deregisteredSeenFor: number;
  /** How long after that its id gives an empty listing, before it is an error. */
  deregisteredEmptyFor: number;
  /** Why a deregistration that is to delete the snapshots leaves one, if it does. The call succeeds all the same. */
  snapshotLeft: (snapshotId: string) => Exclude<SnapshotReturnCodes, 'success'> | undefined;
  /** The largest page, also when none is asked for. */
  pageSize: number;
}

export function defaultSettings(): Ec2Settings {
  return {
    course: () => ({}),
    roleProblem: () => undefined,
    concurrentTasks: 5,
    cancelTakes: 3 * 60_000,
    cancelledSnapshots: 'stay',
    sourceSnapshots: 'copied',
    deregisteredSeenFor: 60_000,
    deregisteredEmptyFor: 60_000,
    snapshotLeft: () => undefined,
    pageSize: 1000,
  };
}
