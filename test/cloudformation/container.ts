import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Sleep } from './flow';
import { call, load } from './sandbox';
import type { Clock } from '../support/clock';

/** A deployed function, as its resource describes it. */
export interface FunctionInfo {
  readonly arn: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly properties: Record<string, any>;
  /** Where its code lies. */
  readonly folder: string;
}

export interface ContainerProps {
  readonly clock: Clock;
  readonly info: FunctionInfo;
  readonly environment: Record<string, string>;
  /** Takes a line that the function writes. */
  log(line: string): void;
  /** The modules that the function's code gets in the place of the real ones. */
  modules(container: Container): Record<string, unknown>;
}

export interface Answer {
  readonly payload: string;
  readonly error?: string;
}

/** What Lambda runs a function in: the loaded code, whose module state lasts from one invocation to the next. */
export class Container {
  /** How the code waits in virtual time in the present invocation. */
  public sleep!: Sleep;
  private readonly handler: Function;

  constructor(private readonly props: ContainerProps) {
    const { clock, info: { folder, properties }, environment, log } = props;
    const [file, name] = properties.Handler.split('.');
    const silent = properties.LoggingConfig?.ApplicationLogLevel === 'FATAL';
    const write = (...words: unknown[]) => { if (!silent) log(format(...words)); };
    const globals = {
      process: Object.create(process, { env: { value: environment }, stdout: { value: { write: (text: string) => log(text.trimEnd()) } } }),
      Date: dateOf(clock),
      console: { log: write, info: write, warn: write, error: write, debug: write, trace: write },
    };
    this.handler = load(join(folder, file), globals, props.modules(this))[name];
  }

  public async run(payload: string, timeout: number): Promise<Answer> {
    try {
      return { payload: JSON.stringify(await call(this.handler, JSON.parse(payload), this.context(timeout))) ?? 'null' };
    } catch (error: any) {
      return failure(error?.name ?? typeof error, error?.message ?? String(error), error?.stack?.split('\n'));
    }
  }

  /** The remaining time counts in real time, as handlers wait for real answers. */
  private context(timeout: number) {
    const { arn } = this.props.info;
    const end = Date.now() + timeout;
    return { functionName: arn.split(':')[6], invokedFunctionArn: arn, getRemainingTimeInMillis: () => end - Date.now() };
  }
}

/** An error as Lambda reports it. */
export function failure(errorType: string, errorMessage: string, trace?: string[]): Answer {
  return { error: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage, trace }) };
}

/** The access key that a function signs with: one for each. */
export function accessKeyOf({ arn }: FunctionInfo): string {
  return `AKIA${createHash('sha256').update(arn).digest('hex').slice(0, 16).toUpperCase()}`;
}

function dateOf(clock: Clock) {
  return class extends Date {
    public static now() {
      return clock.now();
    }

    constructor(...parts: [any?, ...any[]]) {
      super(...(parts.length ? parts : [clock.now()]) as [number]);
    }
  };
}
