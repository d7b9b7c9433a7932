import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppStream } from './appstream/appstream';
import type { Call } from './call';
import { Ec2 } from './ec2/ec2';
import { Fault, Faults } from './faults';
import { ImageBuilder } from './imagebuilder/imagebuilder';
import { loadModel, Model } from './model';
import { checkOverlay } from './overlay';
import { Rate, RateLimit } from './rate-limit';
import { Service, ServiceContext, ServiceError } from './service';
import { validate } from './validate';
import type { Protocol, WireReply } from './wire/protocol';
import { PROTOCOLS } from './wire/protocols';
import { WorkSpaces } from './workspaces/workspaces';
import type { Clock } from '../support/clock';

export interface LocalAwsOptions {
  readonly clock: Clock;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default 111122223333 */
  readonly account?: string;
}

interface Registered {
  readonly service: Service;
  readonly model: Model;
  readonly protocol: Protocol;
  limit?: RateLimit;
}

/** What a client of the local AWS sends. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** What becomes of a call: a reply, one that never arrives although the service has acted, or a connection that breaks. */
export type Outcome = WireReply | { readonly late: WireReply } | 'broken';

/** What IAM says to a call. */
export interface Verdict {
  readonly isAllowed: boolean;
  /** Resources that the caller may not touch although it may make the call: the service leaves them out. */
  readonly without: readonly string[];
}

/** Asked about each call that could be read and is valid. */
export type Authorizer = (call: Call) => Promise<Verdict>;

/** Is told of each call that has passed all checks, before the service acts. What it returns is told what the service answered. */
export type Watcher = (call: Call) => ((output: any) => void) | undefined;

/** AWS services on loopback or in memory, in their real wire protocols, in the time of a clock that tests turn. */
export class LocalAws {
  public static async start(options: LocalAwsOptions): Promise<LocalAws> {
    const aws = LocalAws.inMemory(options);
    await new Promise<void>((resolve, reject) => aws.server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return aws;
  }

  /** Without a socket; what calls it is given `memoryHttp`. */
  public static inMemory(options: LocalAwsOptions): LocalAws {
    return new LocalAws({ region: 'us-east-1', account: '111122223333', ...options });
  }

  public readonly appstream: AppStream;
  public readonly ec2: Ec2;
  public readonly imagebuilder: ImageBuilder;
  public readonly workspaces: WorkSpaces;
  public readonly calls: Call[] = [];
  public readonly faults = new Faults();
  public watcher?: Watcher;
  public authorizer?: Authorizer;
  /** What went wrong in the local AWS itself: a caller saw it as one more InternalError, and may have asked again. */
  public readonly defects: Error[] = [];
  private readonly services = new Map<string, Registered>();
  private readonly server: Server;
  private requests = 0;

  private constructor(public readonly context: ServiceContext) {
    this.appstream = new AppStream(context);
    this.register('appstream', this.appstream);
    this.ec2 = new Ec2(context);
    this.register('ec2', this.ec2);
    this.imagebuilder = new ImageBuilder(context);
    this.register('imagebuilder', this.imagebuilder);
    this.workspaces = new WorkSpaces(context, this.imagebuilder);
    this.register('workspaces', this.workspaces);
    this.server = createServer((request, response) => {
      this.serve(request, response).catch(() => request.socket.destroy()); // the client has gone in the middle of its request
    });
  }

  /** Where a client of the service is to go. */
  public endpoint(service: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo | null)?.port ?? 80}/${service}`;
  }

  /** Adds a service; its model is models/<name>.json. */
  public register(name: string, service: Service): void {
    const model = loadModel(name);
    const protocol = PROTOCOLS[model.metadata.protocol];
    if (!protocol) throw new Error(`the local AWS does not speak ${model.metadata.protocol} yet, which ${name} needs`);
    this.services.set(name, { service, model, protocol });
  }

  /** From now on the service admits no more calls than this; without a rate it admits all again. */
  public limit(service: string, rate?: Rate): void {
    this.services.get(service)!.limit = rate && new RateLimit(this.context.clock, rate);
  }

  public async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
    this.requireSound();
  }

  /** Throws if anything went wrong in the local AWS itself. */
  public requireSound(): void {
    if (this.defects.length) throw this.defects[0];
  }

  /** A request that came over the wire, or from memory without one. */
  public async respond(request: Request, body: string): Promise<Outcome> {
    const requestId = `00000000-0000-4000-8000-${String(++this.requests).padStart(12, '0')}`;
    const stamped = (reply: WireReply) => ({ ...reply, headers: { ...reply.headers, 'x-amzn-requestid': requestId } });
    const outcome = await this.answer(request, body, requestId);
    if (outcome === 'broken') return outcome;
    return 'late' in outcome ? { late: stamped(outcome.late) } : stamped(outcome);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const outcome = await this.respond(request as Request, await text(request));
    if (outcome === 'broken') return void request.socket.destroy();
    if ('late' in outcome) return;
    response.writeHead(outcome.status, outcome.headers);
    response.end(outcome.body);
  }

  private async answer(request: Request, body: string, requestId: string): Promise<Outcome> {
    const [, name, ...path] = request.url.split('/');
    const known = this.services.get(name);
    const protocol = known?.protocol ?? PROTOCOLS.query;
    const wire = { method: request.method, path: `/${path.join('/')}`, headers: request.headers, body };
    const operation = known && protocol.operationOf(wire, known.model);
    const sessionToken = request.headers['x-amz-security-token'] as string | undefined;
    const call: Call = {
      time: this.context.clock.now(), service: name, operation: operation ?? '', accessKeyId: signerOf(request), sessionToken, input: undefined,
    };
    this.calls.push(call);
    try {
      if (!known) throw new ServiceError('UnknownOperation', `The local AWS has no service ${name}`);
      if (!operation || !(operation in known.model.operations)) {
        throw new ServiceError('UnknownOperation', `The local AWS does not play the operation ${operation} of ${name} in this version`);
      }
      call.input = protocol.parse(wire, known.model, operation);
      const faults = this.faults.strike(call);
      const output = await this.perform(known, call, faults);
      if (faults.some(({ kind }) => kind === 'reset' || kind === 'lose')) return 'broken';
      const reply = protocol.reply(known.model, operation, output, requestId);
      return faults.some(({ kind }) => kind === 'hang') ? { late: reply } : reply;
    } catch (error) {
      const refusal = error instanceof ServiceError ? error : this.defect(error as Error);
      call.errorCode = refusal.code;
      return protocol.error(refusal, requestId, known?.model);
    }
  }

  private defect(error: Error): ServiceError {
    this.defects.push(error);
    return new ServiceError('InternalError', `The local AWS is broken: ${error.stack}`, 500);
  }

  /** What happens to a call that could be read: faults first, as in the air; then all that the service checks; then the service. */
  private async perform({ service, model, protocol, limit }: Registered, call: Call, faults: readonly Fault[]): Promise<unknown> {
    for (const fault of faults) {
      switch (fault.kind) {
        case 'delay': await sleep(fault.ms); break;
        case 'reset': return undefined;
        case 'throttle': throw protocol.throttled();
        case 'denied': throw protocol.denied(call.operation);
        case 'error': throw new ServiceError(fault.code, fault.message ?? 'A fault of the test', fault.status);
      }
    }
    if (limit && !limit.admit()) throw protocol.throttled();
    const { input, output } = model.operations[call.operation];
    const violations = validate(model, input, call.input);
    if (violations.length) throw protocol.refusal(violations);
    checkOverlay(call.service, call.operation, call.input);
    const verdict = await this.authorizer?.(call);
    if (verdict && !verdict.isAllowed) throw protocol.denied(call.operation);
    const acted = this.watcher?.(call);
    const result = await service.call(call.operation, call.input, { accessKeyId: call.accessKeyId, without: verdict?.without });
    acted?.(result);
    // The local AWS is held to the model too: it must not answer what the real one could not.
    const [own] = validate(model, output, result);
    if (own) throw new Error(`the answer to ${call.operation} breaks the model at ${own.path}: it must ${own.must}`);
    return faults.reduce((told, fault) => fault.kind === 'alter' ? fault.alter(told) : told, result);
  }
}

/** The access key in `Credential=<key>/<date>/...` of the Authorization header. */
function signerOf({ headers }: Request): string {
  return /Credential=([^/,\s]+)/.exec(`${headers.authorization}`)?.[1] ?? '';
}
