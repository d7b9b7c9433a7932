import * as path from 'node:path';
import type { Clock } from '../support/clock';

/** A clock that starts at the real time and runs faster, alike in this process and in the functions of the emulator. */
export class FastClock implements Clock {
  private readonly start = Date.now();

  constructor(public readonly rate: number) {}

  public now(): number {
    return Math.round(this.start + (Date.now() - this.start) * this.rate);
  }

  /** What gives the functions this clock. */
  public get environment(): Record<string, string> {
    return {
      NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, 'handler-clock.js'))}`,
      SIM_CLOCK_START: `${this.start}`,
      SIM_CLOCK_RATE: `${this.rate}`,
    };
  }
}
