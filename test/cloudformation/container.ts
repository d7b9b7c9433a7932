import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Sleep } from './flow';
import type { RunTime } from './run-time';
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
  /** The time that the function's code waits in; the real one if there is none, for code that waits for real answers. */
  readonly time?: RunTime;
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
    const { clock, info: { folder, properties }, environment, log, time } = props;
    const [file, name] = properties.Handler.split('.');
    const silent = properties.LoggingConfig?.ApplicationLogLevel === 'FATAL';
    const write = (...words: unknown[]) => { if (!silent) log(format(...words)); };
    const globals = {
      process: Object.create(process, { env: { value: environment }, stdout: { value: { write: (text: string) => log(text.trimEnd()) } } }),
      Date: dateOf(clock),
      console: { log: write, info: write, warn: write, error: write, debug: write, trace: write },
      setTimeout: time?.setTimeout ?? setTimeout,
      clearTimeout: time?.clearTimeout ?? clearTimeout,
    };
    this.handler = load(join(folder, file), globals, props.modules(this))[name];
  }

  public async run(payload: string, timeout: number): Promise<Answer> {
    const { time } = this.props;
    const run = () => call(this.handler, JSON.parse(payload), this.context(timeout));
    try {
      return { payload: JSON.stringify(await (time ? time.during(run) : run())) ?? 'null' };
    } catch (error: any) {
      return failure(error?.name ?? typeof error, error?.message ?? String(error), error?.stack?.split('\n'));
    }
  }

  /** How long the last run has waited for what never came. */
  public get waited(): number {
    return this.props.time?.passed ?? 0;
  }

  private context(timeout: number) {
    const { info: { arn }, time } = this.props;
    const began = Date.now();
    const remaining = () => timeout - (time ? time.passed : Date.now() - began);
    return { functionName: arn.split(':')[6], invokedFunctionArn: arn, getRemainingTimeInMillis: remaining };
  }
}

/** An error as Lambda reports it. */
export function failure(errorType: string, errorMessage: string, trace?: string[]): Answer {
  return { error: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage, trace }) };
}

/** The access key that a function signs with: one for each. */
export function accessKeyOf({ arn }: Pick<FunctionInfo, 'arn'>): string {
  const key = accessKeys.get(arn) ?? `AKIA${createHash('sha256').update(arn).digest('hex').slice(0, 16).toUpperCase()}`;
  accessKeys.set(arn, key);
  return key;
}

const accessKeys = new Map<string, string>();

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
