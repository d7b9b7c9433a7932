import { Duration, IResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import { World } from './world';

/** What a scenario asks of an image, in words that every kind understands. */
export interface Request {
  /** What cannot change in place. */
  readonly color: string;
  /** What changes in place. */
  readonly prose?: string;
  readonly timeout?: Duration;
  readonly removalPolicy?: RemovalPolicy;
  /** The id of the construct. */
  readonly id?: string;
}

/** What becomes of the next pieces of work. */
export interface Course {
  /** How long it takes. */
  readonly minutes: number;
  /** Why it fails at its end, as the service words it. */
  readonly failure?: string;
}

/** A kind as the life-cycle suite sees it. */
export interface Subject {
  readonly name: string;
  /** The service and its operations, for faults. */
  readonly service: string;
  readonly starting: string;
  readonly looking: string;
  readonly deleting: string;
  /** A failure of the service, and the cure that belongs to it. */
  readonly failure: { readonly words: string; readonly cure: RegExp };
  /** Whether a Delete has to wait for the work to end. */
  readonly uncancellable?: boolean;
  /** For how many minutes work may go on into which a Delete comes. @default 200 */
  readonly long?: number;
  /** The code of the quota of what runs at once; absent where the service has none. */
  readonly runningQuota?: string;
  /** The code of the quota of what exists; absent where the service has none. */
  readonly existingQuota?: string;

  define(stack: Stack, request: Request): Resource & IResource;
  /** An attribute that names the real thing. */
  attribute(image: IResource): string;
  course(world: World, course: Course): void;
  /** All that is in the account, such as `image red`, sorted. */
  account(world: World): string[];
  /** What stands in the account for one image of that color. */
  image(color: string): string[];
  /** What changes in place, as the account has it. */
  prose(world: World): string[];
  /** How many pieces of work the service has started. */
  starts(world: World): number;
  /** Lets the last request to start, which never arrived, arrive after all. */
  land(world: World): void;
}
