import type { Clock } from '../support/clock';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens that fills by the clock; who finds it empty is throttled. */
export class RateLimit {
  private tokens: number;
  private filled: number;

  constructor(private readonly clock: Clock, private readonly rate: Rate) {
    this.tokens = rate.burst;
    this.filled = clock.now();
  }

  public admit(): boolean {
    const now = this.clock.now();
    this.tokens = Math.min(this.rate.burst, this.tokens + (now - this.filled) / 1000 * this.rate.perSecond);
    this.filled = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
