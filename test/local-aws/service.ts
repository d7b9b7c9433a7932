import type { Clock } from '../support/clock';

/** Who calls, as far as the wire tells. */
export interface Caller {
  /** The access key that signed the request; a test world gives each function a key of its own. */
  readonly accessKeyId: string;
  /** ARNs of what the caller may not touch although it may make the call. */
  readonly without?: readonly string[];
}

/** One service of the local AWS. Input has passed the service's model and the overlay; output is rendered by the model. */
export interface Service {
  call(operation: string, input: any, caller: Caller): unknown | Promise<unknown>;
}

/** An error as the service words it; the wire protocol renders it. */
export class ServiceError extends Error {
  constructor(public readonly code: string, message: string, public readonly status = 400) {
    super(message);
    this.name = code;
  }
}

/** What a service needs of the world around it. */
export interface ServiceContext {
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
}
