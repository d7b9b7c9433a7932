import { flow, Sleep } from './flow';
import type { VirtualClock } from '../support/clock';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly startedAt: number;
  endedAt?: number;
  /** As they are billed: each state that was entered, and each retry. */
  transitions: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
}

interface TaskState {
  readonly Resource: string;
  readonly Next?: string;
  readonly Retry?: { ErrorEquals: string[]; IntervalSeconds?: number; MaxAttempts?: number; BackoffRate?: number }[];
  readonly Catch?: { ErrorEquals: string[]; Next: string }[];
}

interface Failure {
  readonly error: string;
  readonly cause: string;
}

type Outcome = { output: string } | Failure;

/** The service's limit for the cause of an error; what is longer arrives cut off. */
const LONGEST_CAUSE = 32_768;

export interface StepFunctionsProps {
  readonly clock: VirtualClock;
  /** The definition of a deployed state machine. */
  definition(stateMachineArn: string): string;
  invoke(functionArn: string, payload: string, sleep: Sleep): Promise<{ payload: string; error?: string }>;
  /** Whether the state machine's role may invoke that function. */
  mayInvoke(stateMachineArn: string, functionArn: string): Promise<boolean>;
  /** A name for an execution that was given none. */
  name(): string;
}

/** AWS Step Functions, for machines of tasks that run functions. An execution knows nothing of the stack: it goes on when that has given up. */
export class StepFunctions {
  public readonly executions: Execution[] = [];

  constructor(private readonly props: StepFunctionsProps) {}

  public start(request: { stateMachineArn: string; name?: string; input: string }): { executionArn: string } {
    const name = request.name ?? this.props.name();
    const arn = `${request.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const same = this.executions.find((execution) => execution.arn === arn);
    if (same?.status === 'RUNNING' && same.input === request.input) return { executionArn: arn };
    if (same) throw Object.assign(new Error(`Execution Already Exists: '${arn}'`), { name: 'ExecutionAlreadyExists' });
    const execution: Execution = { arn, name, input: request.input, startedAt: this.props.clock.now(), transitions: 0, status: 'RUNNING' };
    this.executions.push(execution);
    const definition = JSON.parse(this.props.definition(request.stateMachineArn));
    this.props.clock.schedule(0, () => flow(this.props.clock, (sleep) => this.run(execution, request.stateMachineArn, definition, sleep)));
    return { executionArn: arn };
  }

  private async run(execution: Execution, machine: string, definition: { StartAt: string; States: Record<string, TaskState> }, sleep: Sleep) {
    let name: string | undefined = definition.StartAt;
    let input = execution.input;
    while (name) {
      const state: TaskState = definition.States[name];
      const outcome = await this.task(execution, machine, state, input, sleep);
      if ('error' in outcome) {
        name = state.Catch?.find((one) => matches(one.ErrorEquals, outcome))?.Next;
        if (!name) return this.end(execution, 'FAILED');
        input = JSON.stringify({ Error: outcome.error, Cause: outcome.cause });
      } else {
        name = state.Next;
        input = outcome.output;
      }
    }
    this.end(execution, 'SUCCEEDED');
  }

  private end(execution: Execution, status: 'SUCCEEDED' | 'FAILED') {
    execution.status = status;
    execution.endedAt = this.props.clock.now();
  }

  private async task(execution: Execution, machine: string, state: TaskState, input: string, sleep: Sleep): Promise<Outcome> {
    for (let attempt = 0; ; attempt++) {
      execution.transitions++;
      const may = await this.props.mayInvoke(machine, state.Resource);
      const { payload, error } = may ? await this.props.invoke(state.Resource, input, sleep) : denied(machine, state.Resource);
      if (!error) return { output: payload };
      const failure = { error: JSON.parse(payload).errorType, cause: payload.slice(0, LONGEST_CAUSE) };
      const retry = state.Retry?.find((one) => matches(one.ErrorEquals, failure));
      if (!retry || attempt >= (retry.MaxAttempts ?? 3)) return failure;
      await sleep((retry.IntervalSeconds ?? 1) * (retry.BackoffRate ?? 2) ** attempt * 1000);
    }
  }
}

function denied(machine: string, resource: string): { payload: string; error: string } {
  const errorMessage = `${machine} is not authorized to perform: lambda:InvokeFunction on resource: ${resource}`;
  return { error: 'Unhandled', payload: JSON.stringify({ errorType: 'Lambda.AWSLambdaException', errorMessage }) };
}

function matches(names: string[], failure: Failure): boolean {
  return names.includes('States.ALL') || names.includes(failure.error);
}
