/** A function's code may wait for a moment that never comes by itself, since the clock of the test stands still while code runs. */
interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/**
 * The time within the runs of one container. It stands still, as all that the code waits for comes at once; only when a call is never
 * answered does it pass, from timer to timer, until the run has ended. What is not answered by then is frozen with the container, and
 * goes on when the next run thaws it.
 */
export class RunTime {
  /** Milliseconds of the present run that have passed. */
  public passed = 0;
  private readonly timers = new Map<object, Timer>();
  private frozen: (() => void)[] = [];
  private running = false;

  public readonly setTimeout = (run: () => void, milliseconds = 0): object => {
    const handle = { unref: () => handle, ref: () => handle };
    this.timers.set(handle, { due: this.passed + milliseconds, run });
    return handle;
  };

  public readonly clearTimeout = (handle: object): void => {
    this.timers.delete(handle);
  };

  /** A run of the code; what hung in the one before goes on. */
  public async during<T>(run: () => Promise<T>): Promise<T> {
    this.timers.clear();
    this.passed = 0;
    this.running = true;
    for (const thaw of this.frozen.splice(0)) thaw();
    return run().finally(() => { this.running = false; });
  }

  /** A call is not answered; `answer` would. */
  public hang(answer: () => void): void {
    this.frozen.push(answer);
    this.pass();
  }

  /** All else that the code can do comes first, so real time has to pass for a moment. */
  private pass(): void {
    setTimeout(() => {
      const [next] = [...this.timers].sort(([, a], [, b]) => a.due - b.due);
      if (!this.running || !next) return;
      const [handle, { due, run }] = next;
      this.timers.delete(handle);
      this.passed = Math.max(this.passed, due);
      run();
      this.pass();
    }, 1);
  }
}
