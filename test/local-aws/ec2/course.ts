const MINUTE = 60_000;

/** How an import goes, as a test wants it. Times are milliseconds since the task was started, by the clock of the world. */
export interface ImportCourse {
  /** @default 45 minutes */
  readonly duration?: number;
  /** The import fails, however long it would have taken. Snapshots that were begun stay. */
  readonly failure?: { readonly after: number; readonly message: string };
  /** From then on nothing moves any more. */
  readonly hangsAfter?: number;
  /** A cancellation is accepted, and comes too late. Not documented; assumed to be possible. */
  readonly unstoppable?: boolean;
  /** Until then the task is not seen: EC2 is eventually consistent. @default 0 */
  readonly visibleAfter?: number;
  /** How long after its birth the AMI is not seen. @default 0 */
  readonly imageVisibleAfter?: number;
  /** How long after its birth the AMI is pending. @default 0 */
  readonly imagePendingFor?: number;
  /** What the task says on its way. */
  readonly phases?: readonly Phase[];
}

export interface Phase {
  /** The part of the duration that is over when it begins. */
  readonly from: number;
  readonly message: string;
  readonly progress: string;
  /** @default active */
  readonly status?: string;
}

/** What a task says at a moment. */
export interface Moment {
  readonly status: string;
  readonly message?: string;
  readonly progress?: string;
  /** Whether its snapshots have come into being, and when. */
  readonly converting?: number;
  /** When it ended. */
  readonly ended?: number;
}

/** Someone has cancelled it. */
export interface Cancellation {
  readonly after: number;
  readonly takes: number;
}

export const DEFAULT_DURATION = 45 * MINUTE;
/** How long a failed task is `deleting`. */
const CLEANUP = 2 * MINUTE;
/** The part of the duration that is over when the snapshots come into being. */
const CONVERSION = 0.15;

/** The messages are those that users report; their shares of the time are assumed. */
const PHASES: readonly Phase[] = [
  { from: 0, message: 'pending', progress: '2' },
  { from: 0.05, message: 'validating', progress: '5' },
  { from: 0.1, message: 'validated', progress: '12' },
  { from: CONVERSION, message: 'converting', progress: '19' },
  { from: 0.5, message: 'updating', progress: '30' },
  { from: 0.7, message: 'booting', progress: '62' },
  { from: 0.9, message: 'preparing ami', progress: '85' },
];

export function momentOf(course: ImportCourse, elapsed: number, cancellation?: Cancellation): Moment {
  const { duration = DEFAULT_DURATION, failure, hangsAfter = Infinity, phases = PHASES } = course;
  const failed = failure && failure.after <= hangsAfter ? { ...failure, takes: CLEANUP } : undefined;
  // The words of a cancelled task are assumed; the status is that of a failed one.
  const stop = cancellation ? { ...cancellation, message: 'User cancelled the task' } : failed;

  const worked = Math.min(elapsed, hangsAfter, stop?.after ?? Infinity);
  const converting = worked >= CONVERSION * duration ? CONVERSION * duration : undefined;
  if (stop && elapsed >= stop.after) {
    const end = stop.after + stop.takes;
    return { message: stop.message, converting, ...elapsed < end ? { status: 'deleting' } : { status: 'deleted', ended: end } };
  }
  if (worked >= duration && !failed) return { status: 'completed', converting, ended: duration };
  const { status = 'active', message, progress } = phases.filter(({ from }) => worked >= from * duration).at(-1)!;
  return { status, message, progress, converting };
}
