import * as path from 'node:path';
import { Aws, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { HANDLER_SECONDS, KindWords, SPREAD_VARIABLE } from './contract/envelope';

/** What a kind's functions may do to look and to delete. It is constant, so that an image that leaves a stack can still be deleted. */
export interface KindRights extends KindWords {
  statements(stack: Stack): iam.PolicyStatement[];
}

/** The engine ends each wait by its own clock, within CloudFormation's hour. The waiter counts polls: that must never come first. */
const WAITER_TIMEOUT = Duration.hours(2);

/** As many WorkSpaces images as an account holds by default. Their API, the slowest, lets 2 calls a second pass for all of them. */
const MANY = 40;

/** One Provider for each kind in each stack, however many images there are: functions, roles and logs. */
export class ImageProvider extends Construct {
  public static for(scope: Construct, kind: KindRights): ImageProvider {
    const stack = Stack.of(scope);
    const id = `EucImages:${kind.type}`;
    const provider = (stack.node.tryFindChild(id) as ImageProvider | undefined) ?? new ImageProvider(stack, id, kind);
    provider.images++;
    return provider;
  }

  public readonly serviceToken: string;
  private readonly isComplete: lambda.Function;
  private images = 0;

  private constructor(stack: Stack, id: string, kind: KindRights) {
    super(stack, id);

    // Ours, since the groups that Lambda makes by itself outlive the stack.
    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const code = lambda.Code.fromAsset(path.join(__dirname, '..', 'assets', kind.bundle));
    const define = (name: string, handler: string, seconds: number, statements: iam.PolicyStatement[]) => {
      const role = new iam.Role(this, `${name}Role`, {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
        inlinePolicies: statements.length ? { Kind: new iam.PolicyDocument({ statements }) } : undefined,
      });
      logGroup.grantWrite(role);
      return new lambda.Function(this, name, {
        code, handler, logGroup, role, runtime: lambda.Runtime.NODEJS_24_X, memorySize: 256, timeout: Duration.seconds(seconds),
        description: `${kind.type}: ${name}`,
      });
    };

    const onEvent = define('OnEvent', 'index.onEvent', HANDLER_SECONDS + kind.pollSeconds, []);
    onEvent.addEnvironment(SPREAD_VARIABLE, Lazy.string({ produce: () => `${spreadOf(this.images, kind.pollSeconds)}` }));
    this.isComplete = define('IsComplete', 'index.isComplete', HANDLER_SECONDS, [...kind.statements(stack), askCloudFormation()]);
    this.serviceToken = new cr.Provider(this, 'Provider', {
      onEventHandler: onEvent,
      isCompleteHandler: this.isComplete,
      queryInterval: Duration.seconds(kind.pollSeconds),
      totalTimeout: WAITER_TIMEOUT,
      logGroup,
    }).serviceToken;
  }

  /** The right to start what one image needs. It goes with the image. */
  public allow(...statements: iam.PolicyStatement[]): void {
    for (const statement of statements) this.isComplete.addToRolePolicy(statement);
  }
}

/** Over how many seconds the polls of that many images spread: none for one alone, the whole time between two polls for many. */
function spreadOf(images: number, pollSeconds: number): number {
  return Math.min(1, (images - 1) / MANY) * pollSeconds;
}

/** The fence: whether a request is still wanted. Of its own stack only. */
function askCloudFormation(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AskCloudFormation',
    actions: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'],
    resources: [Aws.STACK_ID],
  });
}
