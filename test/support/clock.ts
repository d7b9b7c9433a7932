/** What time it is, in milliseconds since 1970, wherever a test world asks. */
export interface Clock {
  now(): number;
}

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => unknown;
}

/** A clock that stands still until it is turned, and runs what was scheduled in the order of its time. */
export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private tasks: Task[] = [];

  constructor(start: string = '2026-01-01T00:00:00Z') {
    this.time = Date.parse(start);
  }

  public now(): number {
    return this.time;
  }

  /** Runs `run` in `delay` milliseconds of this clock. */
  public schedule(delay: number, run: () => unknown): void {
    this.tasks.push({ at: this.time + Math.max(0, delay), order: this.order++, run });
  }

  /** Turns the clock from task to task, waiting for each, until `done()`. Throws when nothing is left that could make it so. */
  public async runUntil(done: () => boolean): Promise<void> {
    while (!done()) {
      const next = this.take();
      if (!next) throw new Error('nothing is scheduled any more, and what was waited for has not happened');
      await this.run(next);
    }
  }

  /** Turns the clock by `duration` milliseconds, running what falls due. */
  public async advance(duration: number): Promise<void> {
    const end = this.time + duration;
    for (let next = this.take(end); next; next = this.take(end)) await this.run(next);
    this.time = end;
  }

  /** Runs all that is scheduled, to the last task. */
  public async drain(): Promise<void> {
    for (let next = this.take(); next; next = this.take()) await this.run(next);
  }

  private async run(task: Task) {
    this.time = Math.max(this.time, task.at);
    await task.run();
  }

  private take(until = Infinity): Task | undefined {
    const next = this.tasks.reduce<Task | undefined>((a, b) => (a && (a.at < b.at || (a.at === b.at && a.order < b.order)) ? a : b), undefined);
    if (!next || next.at > until) return undefined;
    this.tasks.splice(this.tasks.indexOf(next), 1);
    return next;
  }
}
