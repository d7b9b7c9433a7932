/** One resource's part in a phase. */
export interface Step {
  readonly logicalId: string;
  /** Begins. Calls `end` once, later, with the reason if it failed. Returns what gives it up while it is in flight. */
  begin(end: (failure?: string) => void): () => void;
}

/** A failure ends the phase and what is in flight, or only what depends on it, or nothing. */
export type OnFailure = 'cancel all' | 'hold dependents' | 'ignore';

/** Runs steps in parallel, each as soon as those before it are done; in the order of their logical ids where nothing else decides. */
export class Phase {
  private waiting: Step[];
  private readonly running = new Map<Step, () => void>();
  private readonly failed: Step[] = [];

  constructor(
    steps: Step[],
    /** Whether one resource has to be done before another one begins. */
    private readonly isBefore: (first: string, second: string) => boolean,
    private readonly onFailure: OnFailure,
    private readonly ended: (failed: string[]) => void,
  ) {
    this.waiting = [...steps].sort((a, b) => Number(a.logicalId > b.logicalId) - Number(a.logicalId < b.logicalId));
  }

  public begin() {
    const ready = this.waiting.filter((step) => !this.isBlocked(step));
    this.waiting = this.waiting.filter((step) => !ready.includes(step));
    for (const step of ready) this.running.set(step, step.begin((failure) => this.end(step, failure)));
    if (!this.running.size) this.ended(this.failed.map((step) => step.logicalId));
  }

  /** Gives up all that is in flight and begins nothing more; `ended` is not called. */
  public cancel() {
    this.waiting = [];
    for (const giveUp of this.running.values()) giveUp();
    this.running.clear();
  }

  private end(step: Step, failure?: string) {
    if (!this.running.delete(step)) return;
    if (failure !== undefined && this.onFailure !== 'ignore') this.failed.push(step);
    if (this.failed.length && this.onFailure === 'cancel all') this.cancel();
    this.begin();
  }

  private isBlocked(step: Step): boolean {
    return [...this.waiting, ...this.running.keys(), ...this.failed].some((other) => this.isBefore(other.logicalId, step.logicalId));
  }
}
