import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { refuse } from './guard';

/** Roles of your own for the functions of a kind. One that can be changed is granted what its function needs. */
export interface ImageHandlerRoles {
  /**
   * The role of the function that names what is to be made. It calls no service.
   *
   * @default - made, with the right to write logs and nothing else
   */
  readonly onEvent?: iam.IRole;

  /**
   * The role of the function that looks, starts, changes and deletes.
   *
   * @default - made, with the rights that docs/permissions.md in the repository lists
   * @see https://github.com/cdk-euc-images/cdk-euc-images/blob/main/docs/permissions.md
   */
  readonly isComplete?: iam.IRole;

  /**
   * The role of the CDK framework's function that takes CloudFormation's requests.
   *
   * @default - made, with the right to invoke our functions and to start the waiter
   */
  readonly frameworkOnEvent?: iam.IRole;

  /**
   * The role of the CDK framework's two functions that wait. It must be another one than `frameworkOnEvent`.
   *
   * @default - made, with the right to invoke our functions
   */
  readonly frameworkIsComplete?: iam.IRole;
}

/** How the functions behind all images below a scope run. */
export interface ImageHandlerOptions {
  /**
   * The VPC that the functions run in. From there they must reach CloudFormation, Step Functions, Lambda and the services of the images,
   * through a NAT gateway or endpoints, and S3, to which the framework answers: docs/operations.md in the repository names the endpoints.
   * A change moves the functions, and no image.
   *
   * @default - none: the functions run outside of any VPC
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the VPC.
   *
   * @default - its private subnets that lead out; where it has none, its isolated ones, which need endpoints
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the functions in the VPC. One for all is enough: it needs to let nothing in.
   *
   * @default - one for each function, five for each kind in each stack, which lets everything out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Where the functions write their logs. How long a group of yours keeps them is said by the group: `logRetention` is refused beside it.
   *
   * @default - one group for each kind in each stack, which goes with the stack
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * How long the groups that are made keep logs.
   *
   * @default logs.RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the log groups that are made, and the environment of the functions; no image. A key of this app lets CloudWatch
   * Logs use it; one that is imported must do so already. Who deploys needs `kms:CreateGrant` on it, as Lambda demands. An alias is refused.
   *
   * @default - keys of AWS
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The boundary of all roles that are made for the functions. It must allow what docs/permissions.md in the repository lists.
   *
   * @default - none, or what an aspect of the app sets
   * @see https://github.com/cdk-euc-images/cdk-euc-images/blob/main/docs/permissions.md
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Whether X-Ray traces our two functions. The framework's functions cannot be traced.
   *
   * @default lambda.Tracing.DISABLED
   */
  readonly tracing?: lambda.Tracing;

  /**
   * Further rights of the function that calls the services, where your account asks for more than AWS documents.
   *
   * @default - none
   */
  readonly additionalStatements?: iam.PolicyStatement[];

  /**
   * Roles of your own in the place of those that are made. The state machine's role is the framework's; to bring that one too, use
   * `iam.Role.customizeRoles()`.
   *
   * @default - made
   */
  readonly roles?: ImageHandlerRoles;
}

const KEY = Symbol.for('cdk-euc-images.ImageHandlers');

/**
 * The functions behind all images below a scope: an app, a stage, a stack or a construct that holds stacks. There is one set for each kind in
 * each stack, so what they need is said once and not with every image.
 *
 *     ImageHandlers.of(app).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html#provider-framework
 */
export class ImageHandlers {
  /** The functions behind all images below this scope. */
  public static of(scope: IConstruct): ImageHandlers {
    const owner = scope as IConstruct & { [KEY]?: ImageHandlers };
    return owner[KEY] ??= new ImageHandlers(scope);
  }

  /**
   * What is said for the scopes around a construct; of several that set the same option, the nearest wins.
   *
   * @internal
   */
  public static _optionsFor(construct: IConstruct): ImageHandlerOptions {
    const said = construct.node.scopes.map((scope) => ImageHandlers.of(scope).readBy(construct));
    return Object.assign({}, ...said.map((options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))));
  }

  /**
   * Refuses what is said of a scope inside of a stack: all images of the stack share the functions.
   *
   * @internal
   */
  public static _requireNoneBetween(stack: Stack, image: IConstruct): void {
    for (const scope of image.node.scopes.slice(stack.node.scopes.length)) {
      if (Object.keys(ImageHandlers.of(scope).readBy(image)).length === 0) continue;
      refuse(scope, `ImageHandlers.configure() must be said of a stack or what holds it, got a scope in the stack '${stack.node.path}', whose images all share the ` +
        'functions; say it of the stack');
    }
  }

  private options?: ImageHandlerOptions;
  private reader?: IConstruct;

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says how the functions run. Comes before the first image below the scope, and once for a scope. Where several scopes around an image
   * set the same option, the one nearest to the image wins.
   */
  public configure(options: ImageHandlerOptions): void {
    if (this.options) refuse(this.scope, 'ImageHandlers.configure() must be called once for a scope, got a second call; give all options in one');
    if (this.reader) {
      refuse(this.scope, `ImageHandlers.configure() must come before the first image below its scope, but '${this.reader.node.path}' is defined; move the call up`);
    }
    validate(this.scope, options);
    this.options = options;
  }

  private readBy(construct: IConstruct): ImageHandlerOptions {
    this.reader ??= construct;
    return this.options ?? {};
  }
}

function validate(scope: IConstruct, { encryptionKey, logGroup, logRetention }: ImageHandlerOptions): void {
  if (logGroup && logRetention) refuse(scope, 'logGroup and logRetention exclude each other, got both; set the retention of the log group itself');
  if (encryptionKey && 'aliasName' in encryptionKey) {
    refuse(scope, 'encryptionKey must be a key, got an alias, which Lambda takes for no environment; give the key, such as by kms.Key.fromLookup()');
  }
}
