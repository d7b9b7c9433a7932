import * as path from 'node:path';
import { Aws, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { HANDLER_SECONDS, KindWords, SPREAD_VARIABLE } from './contract/envelope';
import { refuse } from './guard';
import { ImageHandlerOptions, ImageHandlers } from './image-handlers';

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
  private readonly options: ImageHandlerOptions;
  private readonly logGroup: logs.ILogGroup;
  private images = 0;

  private constructor(stack: Stack, id: string, private readonly kind: KindRights) {
    super(stack, id);
    const options = this.options = ImageHandlers._optionsFor(this);
    if (!options.vpc && (options.vpcSubnets || options.securityGroups)) refuse(this, 'vpcSubnets and securityGroups need a vpc, got none; add vpc');
    if (options.permissionsBoundary) iam.PermissionsBoundary.of(this).apply(options.permissionsBoundary);
    this.logGroup = options.logGroup ?? this.makeLogGroup();

    const onEvent = this.makeFunction('OnEvent', HANDLER_SECONDS + kind.pollSeconds, options.roles?.onEvent ?? this.makeRole('OnEventRole'));
    onEvent.addEnvironment(SPREAD_VARIABLE, Lazy.string({ produce: () => `${spreadOf(this.images, kind.pollSeconds)}` }));

    const rights = [...kind.statements(stack), askCloudFormation(), ...options.additionalStatements ?? []];
    const given = options.roles?.isComplete;
    this.isComplete = this.makeFunction('IsComplete', HANDLER_SECONDS, given ?? this.makeRole('IsCompleteRole', rights));
    if (given) this.allow(...rights);

    this.serviceToken = new cr.Provider(this, 'Provider', {
      onEventHandler: onEvent,
      isCompleteHandler: this.isComplete,
      queryInterval: Duration.seconds(kind.pollSeconds),
      totalTimeout: WAITER_TIMEOUT,
      logGroup: this.logGroup,
      vpc: options.vpc,
      vpcSubnets: options.vpcSubnets,
      securityGroups: options.securityGroups,
      providerFunctionEnvEncryption: options.encryptionKey,
      // Its own roles would hold a policy of AWS that lets them write to every log group.
      frameworkOnEventRole: options.roles?.frameworkOnEvent ?? this.makeRole('FrameworkEntryRole'),
      frameworkCompleteAndTimeoutRole: options.roles?.frameworkIsComplete ?? this.makeRole('FrameworkWaiterRole'),
    }).serviceToken;
  }

  /** The right to start what one image needs. It goes with the image. */
  public allow(...statements: iam.PolicyStatement[]): void {
    for (const statement of statements) this.isComplete.addToRolePolicy(statement);
  }

  /** Ours, since the groups that Lambda makes by itself outlive the stack. */
  private makeLogGroup(): logs.ILogGroup {
    const { encryptionKey, logRetention = logs.RetentionDays.THREE_MONTHS } = this.options;
    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logRetention, encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
    if (encryptionKey) letLogsUse(encryptionKey, Stack.of(this));
    return logGroup;
  }

  private makeRole(id: string, statements: iam.PolicyStatement[] = []): iam.IRole {
    const all = [writeTo(this.logGroup), ...this.options.vpc ? [runInVpc()] : [], ...statements];
    return new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Kind: new iam.PolicyDocument({ statements: all }) },
    });
  }

  private makeFunction(name: 'OnEvent' | 'IsComplete', seconds: number, role: iam.IRole): lambda.Function {
    const { encryptionKey, securityGroups, tracing, vpc, vpcSubnets } = this.options;
    return new lambda.Function(this, name, {
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'assets', this.kind.bundle)),
      handler: name === 'OnEvent' ? 'index.onEvent' : 'index.isComplete',
      runtime: lambda.Runtime.NODEJS_24_X,
      memorySize: 256,
      timeout: Duration.seconds(seconds),
      description: `${this.kind.type}: ${name}`,
      logGroup: this.logGroup,
      environmentEncryption: encryptionKey,
      role, securityGroups, tracing, vpc, vpcSubnets,
    });
  }
}

/** Over how many seconds the polls of that many images spread: none for one alone, the whole time between two polls for many. */
function spreadOf(images: number, pollSeconds: number): number {
  return Math.min(1, (images - 1) / MANY) * pollSeconds;
}

function writeTo(logGroup: logs.ILogGroup): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
}

/** What Lambda does in the VPC in the name of a function. None of it can be bound to interfaces that do not exist yet. */
function runInVpc(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RunInVpc',
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}

/** The groups of this stack's account and Region, whose names are not known yet. */
function letLogsUse(key: kms.IKey, stack: Stack): void {
  key.grant(new iam.ServicePrincipal(`logs.${stack.region}.${Aws.URL_SUFFIX}`, {
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group:*' }) } },
  }), 'kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*');
}

/** The fence: whether a request is still wanted. Of its own stack only. */
function askCloudFormation(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AskCloudFormation',
    actions: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'],
    resources: [Aws.STACK_ID],
  });
}
