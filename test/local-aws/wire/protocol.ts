import type { Model } from '../model';
import type { ServiceError } from '../service';
import type { Violation } from '../validate';

export interface WireRequest {
  readonly method: string;
  /** Without the prefix that names the service. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** How requests and replies of a service look on the wire, and the words every service of this wire has in common. */
export interface Protocol {
  /** The name of the operation that is asked for. */
  operationOf(request: WireRequest, model: Model): string | undefined;
  /** The input under the model's names. A value that cannot be read is left as it came, so that validation refuses it. */
  parse(request: WireRequest, model: Model, operation: string): object;
  reply(model: Model, operation: string, output: unknown, requestId: string): WireReply;
  error(error: ServiceError, requestId: string, model?: Model): WireReply;
  /** What the service says to input that its model forbids. */
  refusal(violations: readonly Violation[]): ServiceError;
  throttled(): ServiceError;
  denied(operation: string): ServiceError;
}
