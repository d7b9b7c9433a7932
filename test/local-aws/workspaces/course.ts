const MINUTE = 60_000;

/** How an import goes, as a test wants it. Times are milliseconds since it was started, by the clock of the world. */
export interface ImportCourse {
  /** @default 95 minutes, a little more than the documented minimum */
  readonly duration?: number;
  /** It ends with these errors instead of an image. */
  readonly errors?: readonly ImportError[];
  /** From then on nothing moves any more. */
  readonly hangsAfter?: number;
}

export interface ImportError {
  readonly code: string;
  readonly message: string;
}

/** What an import through Image Builder says at a moment. */
export interface Moment {
  readonly state: string;
  readonly progress: number;
}

export const DEFAULT_DURATION = 95 * MINUTE;

/** The states are those of the model; their order and their equal shares of the time are assumed. */
const STATES = [
  'PENDING', 'IN_PROGRESS', 'PROCESSING_SOURCE_IMAGE', 'IMAGE_TESTING_START', 'UPDATING_OPERATING_SYSTEM', 'IMAGE_COMPATIBILITY_CHECKING',
  'IMAGE_TESTING_GENERALIZATION', 'CREATING_TEST_INSTANCE', 'INSTALLING_COMPONENTS', 'GENERALIZING', 'VALIDATING', 'PUBLISHING',
];

/** The state of the image as the listing has it. */
export function stateOf(course: ImportCourse, elapsed: number): 'PENDING' | 'AVAILABLE' | 'ERROR' {
  if (partOver(course, elapsed) < 1) return 'PENDING';
  return course.errors ? 'ERROR' : 'AVAILABLE';
}

/** Assumed: both APIs change their state at the same moment. */
export function momentOf(course: ImportCourse, elapsed: number): Moment {
  const part = partOver(course, elapsed);
  const progress = Math.floor(part * 100);
  if (part < 1) return { state: STATES[Math.floor(part * STATES.length)], progress };
  return { state: course.errors ? 'ERROR' : 'COMPLETED', progress };
}

function partOver({ duration = DEFAULT_DURATION, hangsAfter = Infinity }: ImportCourse, elapsed: number): number {
  return Math.min(1, Math.min(elapsed, hangsAfter) / duration);
}
