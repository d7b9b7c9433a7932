import { resolve } from 'node:path';
import { Door, FuzzedKind, toJson } from './requests';
import { Container } from '../cloudformation/container';
import { RunTime } from '../cloudformation/run-time';
import type { Call } from '../local-aws/call';
import { LocalAws } from '../local-aws/local-aws';
import { memoryHttp } from '../local-aws/memory-http';
import { ServiceError } from '../local-aws/service';
import { VirtualClock } from '../support/clock';

/** What became of one run of a handler. */
export interface Ran {
  /** What it answered; undefined if it threw. */
  readonly answer?: any;
  /** What Lambda reports of an error. */
  readonly failed?: { readonly errorType: string; readonly errorMessage: string; readonly trace: string[] };
  readonly logs: readonly string[];
  readonly calls: readonly Call[];
}

const SERVICES = ['appstream', 'cloudformation', 'ec2', 'workspaces'];
const TIMEOUT_SECONDS = 60;

/** The published handlers of one kind, in this process, and an account that is theirs alone. CloudFormation wants whatever they do. */
export class Handlers {
  public aws!: LocalAws;
  public readonly clock = new VirtualClock();
  private readonly logs: string[] = [];
  private readonly containers: { readonly [door in Door]: Container };

  constructor({ words: { bundle } }: FuzzedKind) {
    this.renew();
    const load = (door: Door) => this.load(bundle, door);
    this.containers = { onEvent: load('onEvent'), isComplete: load('isComplete') };
  }

  /** An empty account, in which nothing of an earlier one is remembered. */
  public renew(): void {
    this.aws = LocalAws.inMemory({ clock: this.clock });
    this.aws.register('cloudformation', {
      call: (operation, { StackName: id }) => {
        if (operation !== 'DescribeStacks') throw new ServiceError('ValidationError', 'Resource does not exist for stack');
        return { Stacks: [{ StackId: id, StackName: 'S', CreationTime: new Date(0), StackStatus: 'UPDATE_IN_PROGRESS' }] };
      },
    });
  }

  /** What stands in the account, and does not go by itself. */
  public things(): string[] {
    const { appstream, ec2, workspaces } = this.aws;
    return [
      ...ec2.images().map(({ id }) => id),
      ...ec2.residue().tasks,
      ...workspaces.images().map(({ id }) => id),
      ...[...appstream.builders(), ...appstream.images()].filter((thing) => appstream.stateOf(thing) !== 'DELETING').map(({ name }) => name),
    ];
  }

  public async run(door: Door, event: unknown): Promise<Ran> {
    this.logs.length = 0;
    this.aws.calls.length = 0;
    const { payload, error } = await this.containers[door].run(toJson(event), TIMEOUT_SECONDS * 1000);
    const told = JSON.parse(payload);
    return { ...error ? { failed: told } : { answer: told }, logs: [...this.logs], calls: [...this.aws.calls] };
  }

  private load(bundle: string, door: Door): Container {
    const time = new RunTime();
    const environment = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'none', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    const endpoints = SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, this.aws.endpoint(service)]);
    // Whichever account there is by then.
    const account = { respond: (...request: Parameters<LocalAws['respond']>) => this.aws.respond(...request) } as LocalAws;
    return new Container({
      clock: this.clock,
      time,
      info: {
        arn: `arn:aws:lambda:us-east-1:111122223333:function:${door}`, logicalId: door, stackName: 'S',
        properties: { Handler: `index.${door}` }, folder: resolve(__dirname, '..', '..', 'assets', bundle),
      },
      environment: { ...environment, ...Object.fromEntries(endpoints) },
      log: (line) => this.logs.push(line),
      modules: () => ({ 'node:timers/promises': { setTimeout: async () => undefined }, 'node:http': memoryHttp(account, (answer) => time.hang(answer)) }),
    });
  }
}
