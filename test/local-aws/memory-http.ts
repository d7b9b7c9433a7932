import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { LocalAws } from './local-aws';
import type { WireReply } from './wire/protocol';

/*
 * What the code of a function gets for `node:http`: its requests reach a local AWS without a socket, byte for byte the same. So all
 * that happens, happens in one order, also among calls that are made at once, and a call costs a tenth of the time.
 */

interface Options {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
}

/** `hangs` is told when a call gets no answer: nothing goes on but what waits for time to pass. */
export function memoryHttp(aws: LocalAws, hangs: (answer: () => void) => void) {
  return { Agent, request: (options: Options, answered: (response: unknown) => void) => new Request(aws, hangs, options, answered) };
}

class Agent {
  public destroy(): void {}
}

/** Connected from the start. */
class Socket extends EventEmitter {
  public readonly connecting = false;
  public setKeepAlive(): void {}
  public setTimeout(): void {}
}

class Request extends EventEmitter {
  public readonly socket = new Socket();
  private destroyed = false;

  constructor(
    private readonly aws: LocalAws, private readonly hangs: (answer: () => void) => void,
    private readonly options: Options, private readonly answered: (response: unknown) => void,
  ) {
    super();
  }

  public end(body: string | Uint8Array = ''): void {
    const { method, path: url, headers } = this.options;
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    void this.aws.respond({ method, url, headers: lower }, body.toString()).then((outcome) => {
      if (outcome === 'broken') this.emit('error', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
      else if ('late' in outcome) this.hangs(() => this.answer(outcome.late));
      else this.answer(outcome);
    });
  }

  public destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }

  private answer({ status, headers, body }: WireReply): void {
    if (this.destroyed) return;
    const response = Object.assign(Readable.from([Buffer.from(body)]), { statusCode: status, headers, complete: true });
    this.emit('response', response);
    this.answered(response);
  }
}
