import { Actor } from './actor';
import { accessKeyOf, FunctionInfo } from './container';
import { Deployment } from './deployment';
import { Describe } from './describe';
import { Destruction } from './destruction';
import { Resolver, Scope } from './intrinsics';
import { Invocation, Lambda, LambdaProps } from './lambda';
import { attributeOf, Names } from './names';
import type { Operation } from './operation';
import { CustomResourceRequest, Requests } from './requests';
import { Authorize, Principal, Role, roleOf } from './roles';
import { ResourceRecord, StackState } from './stack-state';
import { Execution, StepFunctions } from './step-functions';
import { isCustom, StackToDeploy } from './template';
import { Conditions, DEFAULT_VARIANTS, noConditions, Variants } from './variants';
import { Service, ServiceError } from '../local-aws/service';
import type { VirtualClock } from '../support/clock';

export interface CloudFormationProps {
  readonly clock: VirtualClock;
  readonly account?: string;
  readonly region?: string;
  readonly variants?: Partial<Variants>;
  /** Modules that handlers get in the place of the real ones. */
  readonly modules?: LambdaProps['modules'];
  /** Whether a function or a state machine may do what it does to the framework, and write its logs. @default yes */
  readonly authorize?: Authorize;
  /** What handlers find in their environment beside what the template says: where the services are. */
  environment?(functionLogicalId: string, accessKeyId: string, info: FunctionInfo): Record<string, string>;
}

export interface DeployOptions {
  /** @default true; false is `--no-rollback` */
  readonly rollback?: boolean;
  readonly parameters?: Record<string, string>;
}

/** Statuses that an update may start from; all others refuse it. */
const UPDATABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'CREATE_FAILED', 'UPDATE_FAILED'];

/** A deterministic CloudFormation, with the Lambda and Step Functions under the Provider framework. Rules: docs/cloudformation.md. */
export class CloudFormation {
  /** May be changed while the clock stands. */
  public readonly variants: Variants;
  public readonly conditions: Conditions = noConditions();
  /** CloudFormation as handlers see it. */
  public readonly service: Service;
  private readonly stacks: StackState[] = [];
  private readonly operations = new Map<StackState, Deployment | Destruction>();
  private readonly assets: Record<string, string> = {};
  private readonly clock: VirtualClock;
  private readonly place: { account: string; region: string };
  private readonly names = new Names();
  private readonly lambda: Lambda;
  private readonly stepFunctions: StepFunctions;
  private readonly customResources: Requests;
  private readonly actor: Actor;
  private memory = { turn: 0, found: new Map<string, unknown>() };

  constructor({ clock, account = '111122223333', region = 'us-east-1', environment = () => ({}), modules, variants, authorize = async () => true }: CloudFormationProps) {
    this.clock = clock;
    this.place = { account, region };
    this.variants = { ...DEFAULT_VARIANTS, ...variants };
    this.service = new Describe({ stacks: this.stacks, variants: this.variants, now: () => clock.now() });
    this.lambda = new Lambda({
      ...this.place,
      clock,
      environment,
      modules,
      authorize,
      variants: this.variants,
      conditions: this.conditions,
      find: (arn) => this.findFunction(arn),
      outside: {
        put: (path, body) => this.customResources.put(path, body),
        startExecution: async (request) => this.startExecution(request),
      },
    });
    this.stepFunctions = new StepFunctions({
      clock,
      definition: (arn) => this.find('AWS::StepFunctions::StateMachine', arn)!.record.properties.DefinitionString,
      invoke: (arn, payload, sleep) => this.lambda.invoke(arn, payload, sleep),
      mayInvoke: async (stateMachineArn, functionArn) => {
        const principal = this.principalOf(stateMachineArn);
        return !principal || authorize(principal, 'lambda:InvokeFunction', functionArn);
      },
      name: () => this.names.uuid(),
    });
    this.customResources = new Requests({
      ...this.place,
      clock,
      names: this.names,
      invokeAsync: (arn, event) => this.lambda.invokeAsync(arn, event),
      exists: (arn) => this.findFunction(arn) !== undefined,
    });
    this.actor = new Actor({ ...this.place, clock, names: this.names, requests: this.customResources, conditions: this.conditions });
  }

  /** Every request to a custom resource, with its answers. */
  public get requests(): CustomResourceRequest[] {
    return this.customResources.sent;
  }

  /** Every run of a function's code. */
  public get invocations(): Invocation[] {
    return this.lambda.invocations;
  }

  /** What functions wrote to their console; the framework's own say nothing at its log level. */
  public get logs() {
    return this.lambda.logs;
  }

  /** The waiters. */
  public get executions(): Execution[] {
    return this.stepFunctions.executions;
  }

  /** Begins to create the stack, or to update the one of that name. Nothing happens before the clock turns. */
  public deploy({ name, template, assets }: StackToDeploy, { rollback = true, parameters = {} }: DeployOptions = {}): Operation {
    const stack = this.living(name) ?? this.begin(name);
    if (stack.status && !UPDATABLE.includes(stack.status)) {
      throw new ServiceError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    Object.assign(this.assets, assets);
    const defaults = Object.entries(template.Parameters ?? {}).map(([key, { Default }]) => [key, Default]);
    stack.parameters = { ...Object.fromEntries(defaults), ...parameters };
    const resolver = new Resolver(this.scope(stack, template));
    return this.start(new Deployment({ stack, template, resolver, rollback, actor: this.actor, variants: this.variants }));
  }

  /** Begins to delete the stack; also while it is being created. To ask twice changes nothing. */
  public destroy(name: string): Operation {
    const stack = this.stack(name);
    const current = this.operations.get(stack);
    if (current instanceof Destruction && !current.done) return current;
    if (current instanceof Deployment && stack.status === 'CREATE_IN_PROGRESS') current.abandon();
    else if (stack.status.endsWith('_IN_PROGRESS')) throw refused(stack, 'DeleteStack');
    return this.start(new Destruction(stack, this.actor));
  }

  /** Cancels an update that is on its way: it is rolled back. */
  public cancelUpdate(name: string): void {
    const stack = this.stack(name);
    if (stack.status !== 'UPDATE_IN_PROGRESS') throw refused(stack, 'CancelUpdateStack');
    (this.operations.get(stack) as Deployment).cancel();
  }

  /** Goes on with a rollback of an update that has failed, without the resources that are to be skipped. */
  public continueRollback(name: string, skip: readonly string[] = []): Operation {
    const stack = this.stack(name);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw refused(stack, 'ContinueUpdateRollback');
    const deployment = this.operations.get(stack) as Deployment;
    const wrong = skip.filter((logicalId) => !deployment.canSkip(logicalId));
    if (wrong.length) throw new ServiceError('ValidationError', `The following resource(s) can not be skipped: [${wrong.join(', ')}]`);
    deployment.continueRollback(skip);
    return deployment;
  }

  /** Turns the clock until the operation has ended. What it abandoned may go on after that: `clock.drain()` runs it to its end. */
  public async settle(operation: Operation): Promise<StackState> {
    await this.clock.runUntil(() => operation.done);
    return operation.stack;
  }

  /** The stack of that name that lives, or else the last one that did; or the one with that id. */
  public stack(nameOrId: string): StackState {
    const stack = this.living(nameOrId) ?? [...this.stacks].reverse().find(({ id, name }) => [id, name].includes(nameOrId));
    if (!stack) throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  /** Whose access key it is. */
  public callerOf(accessKeyId: string): Principal | undefined {
    return this.remember(accessKeyId, () => {
      const found = this.all('AWS::Lambda::Function').find(({ record }) =>
        accessKeyOf({ arn: attributeOf(record.type, record.physicalId!, 'Arn', this.place) }) === accessKeyId);
      return found && { logicalId: found.record.logicalId, roleArn: found.record.properties.Role };
    });
  }

  /** A role that a stack has made, with what it may do at this moment. */
  public role(arn: string): Role | undefined {
    return this.remember(arn, () => roleOf(this.stacks, arn, this.place));
  }

  /** Who calls and what his role may do is asked with each call, and stays the same from turn to turn of the stacks. */
  private remember<T>(name: string, find: () => T): T {
    const turn = this.stacks.reduce((sum, { turns }) => sum + turns, 0);
    if (this.memory.turn !== turn) this.memory = { turn, found: new Map() };
    if (!this.memory.found.has(name)) this.memory.found.set(name, find());
    return this.memory.found.get(name) as T;
  }

  /** An execution goes on when its state machine has been deleted. */
  private principalOf(stateMachineArn: string): Principal | undefined {
    return this.remember(stateMachineArn, () => {
      const record = this.find('AWS::StepFunctions::StateMachine', stateMachineArn)?.record;
      return record && { logicalId: record.logicalId, roleArn: record.properties.RoleArn };
    });
  }

  private living(name: string): StackState | undefined {
    return this.stacks.find((stack) => stack.name === name && stack.deleted === undefined);
  }

  private begin(name: string): StackState {
    const id = `arn:aws:cloudformation:${this.place.region}:${this.place.account}:stack/${name}/${this.names.uuid()}`;
    const stack = new StackState(id, name, this.clock);
    this.stacks.push(stack);
    return stack;
  }

  private start<T extends Deployment | Destruction>(operation: T): T {
    this.operations.set(operation.stack, operation);
    this.clock.schedule(0, () => operation.begin());
    return operation;
  }

  private scope(stack: StackState, template: Scope['template']): Scope {
    const recordOf = (logicalId: string) => {
      if (!stack.resources[logicalId]) throw new Error(`Unresolved resource dependencies [${logicalId}]`);
      return stack.resources[logicalId];
    };
    return {
      template,
      parameters: stack.parameters,
      pseudo: {
        AccountId: this.place.account,
        Region: this.place.region,
        Partition: 'aws',
        URLSuffix: 'amazonaws.com',
        StackId: stack.id,
        StackName: stack.name,
        NotificationARNs: [],
      },
      ref: (logicalId) => recordOf(logicalId).physicalId,
      attribute: (logicalId, name) => this.attribute(stack, recordOf(logicalId), name),
      exported: (name) => this.stacks.find(({ exports, deleted }) => deleted === undefined && name in exports)?.exports[name],
    };
  }

  private attribute(stack: StackState, { type, physicalId, attributes, logicalId }: ResourceRecord, name: string): unknown {
    if (!isCustom(type)) return attributeOf(type, physicalId!, name, this.place);
    if (name in attributes) return attributes[name];
    throw new Error(`CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${stack.id}|${logicalId}.`);
  }

  private findFunction(arn: string): FunctionInfo | undefined {
    const found = this.find('AWS::Lambda::Function', arn);
    if (!found) return undefined;
    const { stack, record: { logicalId, properties } } = found;
    return { arn, logicalId, stackName: stack.name, properties, folder: this.assets[properties.Code.S3Key] };
  }

  private find(type: string, arn: string) {
    return this.all(type).find(({ record }) => attributeOf(type, record.physicalId!, 'Arn', this.place) === arn);
  }

  /** What there is of that type. */
  private all(type: string) {
    const all = this.stacks.flatMap((stack) => Object.values(stack.resources).map((record) => ({ stack, record })));
    return all.filter(({ record }) => record.type === type && record.physicalId !== undefined && record.status !== 'DELETE_COMPLETE');
  }

  private startExecution(request: { stateMachineArn: string; name?: string; input: string }) {
    const { startExecution } = this.variants;
    if (startExecution === 'fails') throw new Error('startExecution failed');
    const started = this.stepFunctions.start(request);
    if (startExecution === 'answer lost') throw new Error('socket hang up');
    return started;
  }
}

function refused({ id, status }: StackState, operation: string): ServiceError {
  return new ServiceError('ValidationError', `${operation} cannot be called on ${id} in status ${status}.`);
}
