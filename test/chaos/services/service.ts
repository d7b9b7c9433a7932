import type { Call } from '../../local-aws/call';
import type { Course } from '../course';
import type { World } from '../world';

/** A thing in the account, in words that serve all services. */
export interface Thing {
  readonly service: string;
  /** How the service calls it; an AppStream thing by `image/<name>` or `builder/<name>`. */
  readonly name: string;
  /** A task is one that runs; a snapshot hangs on an image, or is left over. */
  readonly what: 'task' | 'image' | 'builder' | 'snapshot';
  readonly state: 'pending' | 'ready' | 'failed' | 'leaving';
  /** What it came from: the task of an AMI or a snapshot. */
  readonly from?: string;
  readonly tags: Map<string, string>;
  /** Whatever else the user or we can change, to see that nobody did. */
  readonly details: unknown;
  /** What it says of itself that changes in place. */
  readonly prose?: string;
  /** Nothing tells any more that it is ours, or never told: EC2 forgets a task after seven days; WorkSpaces may not list an import that runs. */
  readonly lostTrace?: 'forgotten' | 'hidden';
}

/** A call that has started something: what, and under which of our ids. */
export interface Start {
  readonly name: string;
  readonly id: string;
  readonly stackId: string;
}

/** One service as the chaos suite sees it. */
export interface ChaosService {
  readonly name: string;
  /** The operations that start work, that look, and those that remove. */
  readonly starting: readonly string[];
  readonly looking: readonly string[];
  readonly removing: readonly string[];
  /** How the service refuses, by the kind of fault. */
  readonly refusals: { readonly [kind in 'broken' | 'quota' | 'concurrent' | 'role']: readonly Refusal[] };
  /** What nobody on our side has made, and that looks much like ours. */
  seed(world: World): void;
  things(world: World): Thing[];
  startOf(call: Call, output: any): Start | undefined;
  /** Whether its records still tell what the thing of one of our ids has given, when that is not there any more. */
  remembers(world: World, id: string): boolean;
  /** The names of the things that a call would change or remove. */
  targetsOf(call: Call): readonly string[];
  /** How the next pieces of work go. */
  course(world: World, next: () => Course): void;
  /** Ends what hangs, as the support of AWS would. */
  unhang(world: World): void;
  /** The user deletes a thing by hand. */
  remove(world: World, name: string): void;
  /** The user puts a thing to use, so that it cannot be deleted, or no longer. */
  use(world: World, name: string): void;
  release(world: World): void;
  /** What a listing says when it shows a state that nobody knows. */
  odd(output: any): unknown;
  /** What a listing says when it does not show yet what was made since a moment. */
  hiding(output: any, since: number): unknown;
}

export interface Refusal {
  readonly code: string;
  readonly message?: string;
  readonly status?: number;
}
