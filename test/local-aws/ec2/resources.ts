import type { ImportImageRequest, LaunchPermission } from '@aws-sdk/client-ec2';
import type { ImportCourse } from './course';

/** What all things in the account have. Times are milliseconds since 1970. */
interface Resource {
  readonly id: string;
  /** In which order it was made: listings and their pages keep it. */
  readonly order: number;
  readonly owner: string;
  readonly created: number;
  readonly visibleFrom: number;
  readonly tags: Map<string, string>;
}

export interface TaskResource extends Resource {
  readonly input: ImportImageRequest;
  readonly course: ImportCourse;
  cancelled?: number;
  /** Set when they have come into being. */
  snapshotIds?: readonly string[];
  imageId?: string;
}

export interface SnapshotResource extends Resource {
  readonly description: string;
  readonly size: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
  readonly state: string;
  /** Accounts that may make volumes from it. */
  readonly sharedWith: readonly string[];
}

export interface ImageResource extends Resource {
  readonly name: string;
  description: string;
  /** Of the image once it is no longer pending. */
  state: string;
  readonly stateReason?: string;
  readonly pendingUntil: number;
  readonly snapshotIds: readonly string[];
  readonly architecture: string;
  readonly platform?: string;
  readonly bootMode?: string;
  readonly usageOperation?: string;
  imdsSupport?: string;
  launchPermissions: readonly LaunchPermission[];
  /** Deregistration protection. */
  readonly isProtected: boolean;
  deregistered?: number;
}

/** Whether anybody may launch it. */
export function isPublic({ launchPermissions }: ImageResource): boolean {
  return launchPermissions.some(({ Group: group }) => group === 'all');
}

/** What a test says of a thing that it puts into the account; the rest has defaults. */
export type Seed<T extends Resource> = Partial<Omit<T, 'id' | 'order' | 'tags'>> & { readonly tags?: { readonly [key: string]: string } };
