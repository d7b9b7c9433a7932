import type { CreateImageBuilderRequest, CreateImportedImageRequest } from '@aws-sdk/client-appstream';

const MINUTE = 60_000;

/** Why something fails, in one of the service's codes. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** How one piece of work goes. */
export interface Course {
  /** In milliseconds. */
  readonly takes: number;
  /** It fails at its end. */
  readonly failure?: Failure;
}

/** How this AppStream behaves where the real one may behave in several ways, or as the account is set up. Tests change it as they go. */
export interface AppStreamSettings {
  /** How the making of the next builder goes. The duration is what users report. */
  builder: (input: CreateImageBuilderRequest) => Course;
  /** How the next import of an image goes. Documented as 30 to 60 minutes. */
  image: (input: CreateImportedImageRequest) => Course;
  /** How the next start of a builder goes; assumed to take what the making takes. */
  start: () => Course;
  /** How the deployment of a piece of software goes; assumed. */
  software: (name: string) => Course;
  /** Assumed. */
  stopTakes: number;
  /** Assumed. */
  deleteTakes: number;
  /** Whether DeleteImageBuilder takes a builder that runs. STOPPED is documented; users report that RUNNING works too. */
  deletesRunning: boolean;
  /** Why the service cannot use a role, as far as a request finds out. */
  roleProblem: (roleArn: string) => string | undefined;
  /** Why the service does not import a source, as far as a request finds out. */
  sourceProblem: (input: CreateImportedImageRequest) => string | undefined;
  /** Documented; adjustable. */
  mostBuilders: number;
  /** Documented; adjustable. */
  mostImages: number;
  /** The largest page, also when none is asked for. */
  pageSize: number;
}

export function defaultSettings(): AppStreamSettings {
  return {
    builder: () => ({ takes: 7 * MINUTE }),
    image: () => ({ takes: 45 * MINUTE }),
    start: () => ({ takes: 7 * MINUTE }),
    software: () => ({ takes: 10 * MINUTE }),
    stopTakes: 3 * MINUTE,
    deleteTakes: 4 * MINUTE,
    deletesRunning: true,
    roleProblem: () => undefined,
    sourceProblem: () => undefined,
    mostBuilders: 10,
    mostImages: 10,
    pageSize: 25,
  };
}
