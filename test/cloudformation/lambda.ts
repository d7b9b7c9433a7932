import { accessKeyOf, Answer, Container, failure, FunctionInfo } from './container';
import { flow, Sleep } from './flow';
import { frameworkModules, Ports } from './framework';
import type { Place } from './names';
import type { Authorize } from './roles';
import { RunTime } from './run-time';
import type { Conditions, Variants } from './variants';
import type { VirtualClock } from '../support/clock';

export interface Invocation {
  readonly at: number;
  readonly logicalId: string;
  readonly event: any;
  readonly megabytes: number;
  /** When it had answered. */
  ended?: number;
  result?: any;
  error?: any;
}

export interface LambdaProps extends Place {
  readonly clock: VirtualClock;
  readonly variants: Variants;
  readonly conditions: Conditions;
  readonly outside: Pick<Ports, 'startExecution' | 'put'>;
  readonly authorize: Authorize;
  /** Modules in the place of the real ones, for the functions that the framework calls. With them no run waits for real time. */
  readonly modules?: (time: RunTime, sleep: Sleep) => Record<string, unknown>;
  /** The function of that ARN, if it exists at this time. */
  find(arn: string): FunctionInfo | undefined;
  /** What is added to the environment of a function. */
  environment(functionLogicalId: string, accessKeyId: string, info: FunctionInfo): Record<string, string>;
}

/** When Lambda tries an asynchronous invocation again that failed. */
const ASYNC_RETRIES = [60_000, 120_000];
const LATE = 5 * 60_000;

/** AWS Lambda: runs the code of deployed functions in this process. */
export class Lambda {
  public readonly invocations: Invocation[] = [];
  public readonly logs: { readonly logicalId: string; readonly line: string }[] = [];
  private readonly idle = new Map<string, Container[]>();
  /** Functions whose role may not write logs: they run all the same, and nobody sees what they say. */
  private readonly mute = new Set<string>();

  constructor(private readonly props: LambdaProps) {}

  /** Accepts an event now and delivers it as `delivery` says. */
  public invokeAsync(arn: string, event: unknown) {
    const { clock, variants: { delivery } } = this.props;
    const deliver = () => flow(clock, (sleep) => this.deliver(arn, JSON.stringify(event), sleep));
    const together = delivery === 'twice at once' ? [deliver, deliver] : [deliver];
    clock.schedule(delivery === 'late' ? LATE : 0, () => Promise.all(together.map((one) => one())));
    if (delivery === 'twice') clock.schedule(LATE, deliver);
  }

  public async invoke(arn: string, payload: string, sleep: Sleep): Promise<Answer> {
    const info = this.props.find(arn);
    if (!info) return failure('ResourceNotFoundException', `Function not found: ${arn}`);
    const { clock, conditions, variants } = this.props;
    const megabytes = Number(info.properties.MemorySize ?? 128);
    const invocation: Invocation = { at: clock.now(), logicalId: info.logicalId, event: JSON.parse(payload), megabytes };
    this.invocations.push(invocation);
    const timeout = Number(info.properties.Timeout ?? 3) * 1000;
    const idle = this.containersOf(info);
    const kept = variants.containers === 'kept' ? idle.pop() : undefined;
    const container = kept ?? this.load(info);
    container.sleep = sleep;
    await this.openLog(info, !kept);
    const answer = await container.run(payload, timeout);
    const took = (conditions.invocations[info.logicalId] ?? conditions.run(!kept)) + container.waited;
    await sleep(Math.min(took, timeout));
    // Only now: what is invoked in the meantime runs beside it.
    if (variants.containers === 'kept') idle.push(container);
    invocation.ended = clock.now();
    const told = took > timeout ? failure('Sandbox.Timedout', `Error: Task timed out after ${timeout / 1000}.00 seconds`) : answer;
    invocation[told.error ? 'error' : 'result'] = JSON.parse(told.payload);
    return told;
  }

  private async deliver(arn: string, payload: string, sleep: Sleep) {
    for (const pause of [...ASYNC_RETRIES, undefined]) {
      const { error } = await this.invoke(arn, payload, sleep);
      if (!error || pause === undefined) return;
      await sleep(pause);
    }
  }

  /** The containers that nobody is in; others once the code or the configuration is another. */
  private containersOf({ arn, properties }: FunctionInfo): Container[] {
    const key = JSON.stringify([arn, properties]);
    const containers = this.idle.get(key) ?? [];
    this.idle.set(key, containers);
    return containers;
  }

  private load(info: FunctionInfo): Container {
    const environment = this.environmentOf(info);
    const isFramework = 'USER_ON_EVENT_FUNCTION_ARN' in environment;
    const { clock, modules } = this.props;
    const time = modules && !isFramework ? new RunTime() : undefined;
    return new Container({
      info,
      environment,
      clock,
      time,
      log: (line) => { if (!this.mute.has(info.arn)) this.logs.push({ logicalId: info.logicalId, line }); },
      modules: (container) => isFramework
        ? frameworkModules(this.frameworkPorts(info, this.invokeFrom(container, environment)))
        : { 'node:timers/promises': { setTimeout: (pause: number) => container.sleep(pause) }, ...time && modules!(time, (pause) => container.sleep(pause)) },
    });
  }

  private async openLog(info: FunctionInfo, isNew: boolean): Promise<void> {
    const { account, authorize, region } = this.props;
    const stream = `arn:aws:logs:${region}:${account}:log-group:${info.properties.LoggingConfig?.LogGroup}:log-stream:${info.logicalId}`;
    const actions = [...isNew ? ['logs:CreateLogStream'] : [], 'logs:PutLogEvents'];
    for (const action of actions) if (!await authorize(principalOf(info), action, stream)) this.mute.add(info.arn);
  }

  /** What a function of the framework calls needs the rights of its role. */
  private frameworkPorts(info: FunctionInfo, invoke: Ports['invoke']): Ports {
    const { authorize, outside } = this.props;
    const demand = async (action: string, resource: string) => {
      if (await authorize(principalOf(info), action, resource)) return;
      throw Object.assign(new Error(`${info.logicalId} is not authorized to perform: ${action} on resource: ${resource}`), { name: 'AccessDeniedException' });
    };
    return {
      put: outside.put,
      waitUntilActive: (arn) => demand('lambda:GetFunction', arn),
      async invoke(arn, payload) {
        await demand('lambda:InvokeFunction', arn);
        return invoke(arn, payload);
      },
      async startExecution(request) {
        await demand('states:StartExecution', request.stateMachineArn);
        return outside.startExecution(request);
      },
    };
  }

  /** How the framework invokes the user's function: a lost answer is an error, after which the framework invokes again. */
  private invokeFrom(container: Container, environment: Record<string, string>): Ports['invoke'] {
    let earlier: Promise<Answer> | undefined;
    return async (arn, payload) => {
      const times = this.props.variants[arn === environment.USER_ON_EVENT_FUNCTION_ARN ? 'onEvent' : 'isComplete'];
      const lost = times !== 'once' && !earlier;
      // Two invocations in one flow cannot both sleep: the one that nobody waits for does without.
      const answer = this.invoke(arn, payload, lost && times === 'twice at once' ? async () => undefined : container.sleep);
      if (lost) {
        earlier = answer;
        if (times === 'twice') await answer;
        throw new Error('socket hang up');
      }
      await earlier;
      earlier = undefined;
      return answer;
    };
  }

  private environmentOf(info: FunctionInfo): Record<string, string> {
    const accessKeyId = accessKeyOf(info);
    return {
      AWS_REGION: this.props.region,
      AWS_LAMBDA_FUNCTION_NAME: info.arn.split(':')[6],
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'none',
      // Tests may run on an older Node than Lambda does.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...info.properties.Environment?.Variables,
      ...this.props.environment(info.logicalId, accessKeyId, info),
    };
  }
}

function principalOf({ logicalId, properties }: FunctionInfo) {
  return { logicalId, roleArn: properties.Role };
}
