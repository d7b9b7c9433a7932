import * as path from 'node:path';
import { Aws, CfnResource, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acceptFindings } from './accepted-findings';
import { HANDLER_SECONDS, KindWords, SPREAD_VARIABLE, TURN_LETTERS, TURNS_VARIABLE } from './contract/envelope';
import { refuse } from './guard';
import { ImageHandlerOptions, ImageHandlers } from './image-handlers';

/** What a kind's functions may do to look and to delete. It is constant, so that an image that leaves a stack can still be deleted. */
export interface KindRights extends KindWords {
  statements(stack: Stack): iam.PolicyStatement[];
}

/** The engine ends each wait by its own clock, within CloudFormation's hour. The waiter counts polls: that must never come first. */
const WAITER_TIMEOUT = Duration.hours(2);

/** However many images there are, none waits longer for its turn. */
const MAX_SPREAD_SECONDS = 300;

/** What a provider serves: it is known by its first link, which is there by the time when the template is made. */
interface Image {
  readonly first: CfnResource;
}

/** One Provider for each kind in each stack, however many images there are: functions, roles and logs. */
export class ImageProvider extends Construct {
  public static for(image: Construct & Image, kind: KindRights): ImageProvider {
    const stack = Stack.of(image);
    ImageHandlers._requireNoneBetween(stack, image);
    const id = `EucImages:${kind.type}`;
    const provider = (stack.node.tryFindChild(id) as ImageProvider | undefined) ?? new ImageProvider(stack, id, kind);
    provider.images.push(image);
    return provider;
  }

  public readonly serviceToken: string;
  private readonly isComplete: lambda.Function;
  private readonly options: ImageHandlerOptions;
  private readonly logGroup: logs.ILogGroup;
  private readonly images: Image[] = [];

  private constructor(stack: Stack, id: string, private readonly kind: KindRights) {
    super(stack, id);
    const options = this.options = ImageHandlers._optionsFor(this);
    if (!options.vpc && (options.vpcSubnets || options.securityGroups)) refuse(this, 'vpcSubnets and securityGroups need a vpc, got none; add vpc');
    if (options.permissionsBoundary) iam.PermissionsBoundary.of(this).apply(options.permissionsBoundary);
    this.logGroup = options.logGroup ?? this.makeLogGroup();

    const onEvent = this.makeFunction('OnEvent', HANDLER_SECONDS + MAX_SPREAD_SECONDS, this.roleFor('OnEventRole', options.roles?.onEvent));
    onEvent.addEnvironment(TURNS_VARIABLE, Lazy.string({ produce: () => this.turns() }));

    const rights = [...kind.statements(stack), askCloudFormation(), ...options.additionalStatements ?? []];
    this.isComplete = this.makeFunction('IsComplete', HANDLER_SECONDS, this.roleFor('IsCompleteRole', options.roles?.isComplete, rights));

    const spread = Lazy.string({ produce: () => `${spreadOf(this.images.length, kind.turnSeconds)}` });
    for (const one of [onEvent, this.isComplete]) one.addEnvironment(SPREAD_VARIABLE, spread);

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
      frameworkOnEventRole: this.roleFor('FrameworkEntryRole', options.roles?.frameworkOnEvent),
      frameworkCompleteAndTimeoutRole: this.roleFor('FrameworkWaiterRole', options.roles?.frameworkIsComplete),
    }).serviceToken;
    acceptFindings(this, options.additionalStatements);
  }

  /** The right to start what one image needs. It goes with the image. */
  public allow(...statements: iam.PolicyStatement[]): void {
    for (const statement of statements) this.isComplete.addToRolePolicy(statement);
  }

  /** Of each image enough to know it by: an environment has room for 4 KB, which is more than a stack can have images. */
  private turns(): string {
    return this.images.map(({ first }) => Stack.of(this).resolve(first.logicalId).slice(-TURN_LETTERS)).join();
  }

  /** Ours, since the groups that Lambda makes by itself outlive the stack. */
  private makeLogGroup(): logs.ILogGroup {
    const { encryptionKey, logRetention = logs.RetentionDays.THREE_MONTHS } = this.options;
    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logRetention, encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
    if (encryptionKey) letLogsUse(encryptionKey, Stack.of(this));
    return logGroup;
  }

  /** Made, or the user's: that one is granted the same, if it can be changed. */
  private roleFor(id: string, given: iam.IRole | undefined, statements: iam.PolicyStatement[] = []): iam.IRole {
    const all = [writeTo(this.logGroup), ...this.options.vpc ? [runInVpc()] : [], ...statements];
    if (given) {
      for (const statement of all) given.addToPrincipalPolicy(unnamed(statement));
      return given;
    }
    return new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Kind: new iam.PolicyDocument({ statements: all }) },
    });
  }

  private makeFunction(name: 'OnEvent' | 'IsComplete', seconds: number, role: iam.IRole): lambda.Function {
    const { encryptionKey, securityGroups, tracing, vpc, vpcSubnets } = this.options;
    const handler = new lambda.Function(this, name, {
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
    // Without its endpoints and routes a function cannot answer; with the stack they must go after the images.
    if (vpc) handler.node.addDependency(vpc);
    return handler;
  }
}

/** Over how many seconds that many images spread; one alone waits for nobody. */
function spreadOf(images: number, turnSeconds: number): number {
  return images > 1 ? Math.min(images * turnSeconds, MAX_SPREAD_SECONDS) : 0;
}

/** A role of the user's may serve many kinds, and IAM takes a name but once in a policy. */
function unnamed(statement: iam.PolicyStatement): iam.PolicyStatement {
  const copy = statement.copy();
  copy.sid = undefined;
  return copy;
}

function writeTo(logGroup: logs.ILogGroup): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
}

/** What Lambda does in the VPC in the name of a function. */
function runInVpc(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RunInVpc',
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'], // Interfaces that do not exist yet; this is AWS's documented policy.
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
