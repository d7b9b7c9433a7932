import { FormOfWords } from './form';

/*
 * What the engine asks of a kind. A kind looks, and answers what it saw together with the calls that would change it; the engine
 * alone decides whether and when they are made.
 */

/** One call, or a few that belong together, and what it does in words for the log. */
export interface Change {
  readonly what: string;
  readonly run: () => Promise<unknown>;
  /** Tried once when all else is done; nothing waits for it, and nothing fails of it. */
  readonly optional?: boolean;
}

/** The next calls that remove a thing, none when nothing is left that is ours; or in words why it cannot be removed yet. */
export type Removal = readonly Change[] | string;

export type Observation<O> =
  | {
    readonly state: 'gone';
    /** Whether records tell that it has been there: then it is gone indeed, and not only not to be seen yet. */
    readonly traced?: boolean;
    /** What it gave when it was there, as far as records tell. */
    readonly outputs?: O;
  }
  /** Its own records say that it is there, but a look does not find it, or not yet. */
  | { readonly state: 'unseen'; readonly detail: string; readonly removal: readonly Change[] }
  | { readonly state: 'pending'; readonly detail: string; readonly removal: Removal }
  | {
    readonly state: 'ready';
    readonly outputs: O;
    /** The calls that bring it in line with what is asked for in place. */
    readonly changes: readonly Change[];
    readonly removal: Removal;
    /** Whether it is marked to outlive its stack. */
    readonly retained: boolean;
    /** When it was made. */
    readonly since?: Date;
    /** When the work began that has made it, if that is known and was earlier. */
    readonly began?: Date;
  }
  | {
    readonly state: 'failed';
    /** The service's own reason, then the cure. */
    readonly reason: string;
    /** What it gives for all its failure, or gave before: a rollback that finds it so must not fail of it. */
    readonly outputs?: O;
    readonly removal: Removal;
    /** When it was started. */
    readonly since?: Date;
  };

/** What is asked for, and under which id. */
export interface Order<P> {
  readonly id: string;
  readonly request: 'Create' | 'Update' | 'Delete';
  readonly properties: P;
  /** The properties before an update. */
  readonly before?: P;
  readonly tags: Tags;
  readonly tagsBefore: Tags;
  readonly retain: boolean;
  readonly stackId: string;
  /** The same in every repetition of one request. */
  readonly token: string;
  /** Whether CloudFormation knew this id before the request. Then what bears the name that the user gives was ours once. */
  readonly held?: boolean;
  /** When the request was sent. */
  readonly startedAt: Date;
  /** Whether nothing but waiting or handing over follows where all is well; what changes in place is for another link. */
  readonly inPassing?: boolean;
}

export interface Tags {
  readonly [key: string]: string;
}

/**
 * The verbs of a kind. Each may throw the service's errors as they come: the engine knows them by name. What a kind itself finds
 * wrong it throws as a `Failure`.
 */
export interface Kind<P, O> {
  readonly stem: string;
  /** How the service calls the work, to begin a sentence: 'VM import'. */
  readonly noun: string;
  /** Whether a Delete can end the work at any time; if so, no link has to wait for it. */
  readonly cancellable: boolean;
  /** What of a request it understands. */
  readonly form: FormOfWords;
  /** What of a request cannot change in place. Timeouts and prose are never part of it: a typo must not cost hours. */
  fixed(properties: Partial<P>): object;
  /** The name that the user has given the thing, as `imageName 'x'`; two things cannot bear it at once. */
  fixedName?(properties: Partial<P>): string | undefined;
  /** Looks and changes nothing. */
  look(order: Order<P>): Promise<Observation<O>>;
  /** A look at what is remembered of earlier ones, seconds old and without a call; nothing if too little is. */
  glance?(order: Order<P>): Promise<Observation<O> | undefined>;
  /** Starts the work. Called only when a look did not find it. Who makes a second call asks before whether it is still wanted. */
  create(order: Order<P>, ask: () => Promise<void>): Promise<void>;
  /** Why it would not be started now, as another one was not a moment ago: where all wait for their turn, not each has to ask for it. */
  refusal?(): string | undefined;
  /** An error in words for the user: what the service said, then the cure. */
  explain(error: unknown): string;
  /** The ids of all things of one chain, by what is known to be ours. The order tells names that the user has given. */
  find(scope: string, stackId: string, order: Order<P>): Promise<readonly string[]>;
}
