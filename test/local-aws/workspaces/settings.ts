import type { ImageSourceIdentifier, ImportCustomWorkspaceImageRequest, ImportWorkspaceImageRequest } from '@aws-sdk/client-workspaces';
import type { ImportCourse } from './course';
import type { ServiceError } from '../service';

export type ImportRequest = ImportWorkspaceImageRequest | ImportCustomWorkspaceImageRequest;

/** How this WorkSpaces behaves where the real one may behave in several ways, or as the account is set up. Tests change it as they go. */
export interface WorkSpacesSettings {
  /** How the next import will go. */
  course: (input: ImportRequest) => ImportCourse;
  /** Why the service cannot use a source, as far as it finds out at once. */
  sourceProblem: (source: ImageSourceIdentifier) => ServiceError | undefined;
  /** Whether the account may bring its own licenses. */
  byolEnabled: boolean;
  /** Whether the listing holds an image that is being imported through Image Builder. Not documented; that it does is assumed. */
  pendingListed: boolean;
  /** Images that the account may have in the Region. */
  images: number;
  /** The largest page, also when none is asked for. */
  pageSize: number;
}

export function defaultSettings(): WorkSpacesSettings {
  return { course: () => ({}), sourceProblem: () => undefined, byolEnabled: true, pendingListed: true, images: 40, pageSize: 25 };
}
