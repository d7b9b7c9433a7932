import type { Call } from './call';

/** What goes wrong, and with which calls. */
export type Fault = {
  readonly service?: string;
  readonly operation?: string;
  /** A closer look at the call: who makes it, with which input. */
  readonly when?: (call: Call) => boolean;
  /** How often it strikes; Infinity for always. @default 1 */
  readonly times?: number;
} & (
  /** Too many calls, in the words of the service. */
  | { readonly kind: 'throttle' }
  /** The caller may not, in the words of the service. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'error'; readonly code: string; readonly message?: string; readonly status?: number }
  /** Waits this many real milliseconds, then goes on. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection breaks before the service has acted. */
  | { readonly kind: 'reset' }
  /** The connection breaks after the service has acted: its answer is lost. */
  | { readonly kind: 'lose' }
  /** The service acts, and never answers. */
  | { readonly kind: 'hang' }
  /** The service tells something else than what is so. Its model does not bind what it tells then. */
  | { readonly kind: 'alter'; readonly alter: (output: any) => unknown }
);

/** A fault that was added, and how often it has struck. */
export interface Striking {
  readonly fired: number;
}

/** What is to go wrong. */
export class Faults {
  private entries: { readonly fault: Fault; fired: number }[] = [];

  public add(fault: Fault): Striking {
    const entry = { fault, fired: 0 };
    this.entries.push(entry);
    return entry;
  }

  public clear(): void {
    this.entries = [];
  }

  /** All faults that strike this call, each counted. */
  public strike(call: Call): Fault[] {
    const striking = this.entries.filter(({ fault, fired }) => fired < (fault.times ?? 1) && concerns(fault, call));
    striking.forEach((entry) => entry.fired++);
    return striking.map(({ fault }) => fault);
  }
}

function concerns({ service, operation, when }: Fault, call: Call): boolean {
  return (!service || service === call.service) && (!operation || operation === call.operation) && (!when || when(call));
}
