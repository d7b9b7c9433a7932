import type { CreateImageBuilderRequest, CreateImportedImageRequest, ImagePermissions, PlatformType, VisibilityType } from '@aws-sdk/client-appstream';
import type { Failure } from './settings';

/** From when on a thing is in a state; the last one that has come counts. `GONE` is none of the service's. */
export interface Phase {
  readonly from: number;
  readonly state: string;
  readonly failure?: Failure;
}

/** What all things in the account have. Times are milliseconds since 1970. */
interface Resource {
  readonly name: string;
  readonly arn: string;
  /** In which order it was made: listings and their pages keep it. */
  readonly order: number;
  readonly created: number;
  readonly tags: Map<string, string>;
  phases: readonly Phase[];
}

export interface Software {
  status: string;
  failure?: Failure;
  /** What becomes of it, and when; without a status it goes. */
  next?: { readonly at: number; readonly status?: string; readonly failure?: Failure };
}

export interface BuilderResource extends Resource {
  readonly input: CreateImageBuilderRequest;
  readonly imageArn: string;
  readonly platform: PlatformType;
  readonly software: Map<string, Software>;
  agentVersion?: string;
}

export interface ImageResource extends Resource {
  /** The account, or empty for an image of AWS. */
  readonly owner: string;
  readonly visibility: VisibilityType;
  readonly platform: PlatformType;
  readonly imageBuilderSupported: boolean;
  readonly input?: CreateImportedImageRequest;
  /** Whom it is shared with, by account. */
  readonly permissions: Map<string, ImagePermissions>;
  /** The fleet that uses it. */
  usedBy?: string;
}

/** The phase that holds at a moment. */
export function phaseOf({ phases }: Resource, now: number): Phase {
  return phases.filter(({ from }) => from <= now).at(-1)!;
}
