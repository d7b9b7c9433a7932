import { Annotations, Duration, IResource, RemovalPolicy, Resource, Size, SizeRoundingBehavior, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { AppStreamBaseImage, BoundBaseImage } from './appstream-base-image';
import { IAppStreamImage } from './appstream-image';
import { AppStreamInstanceType } from './appstream-instance-type';
import { AppStreamAgentVersion, AppStreamDomainJoin } from './appstream-options';
import { appStreamArn, imageBuilderKindStatements, imageBuilderStartStatements } from './appstream-rights';
import { AppStreamSoftware } from './appstream-software';
import { APPSTREAM_IMAGE_BUILDER, AppStreamImageBuilderOutputs, AppStreamImageBuilderProperties } from './contract/appstream-image-builder';
import { Flag } from './contract/envelope';
import { refuse, requireLength, requirePattern, wordOf } from './guard';
import { isMadeHere, warnOfFixedName } from './made-here';
import { ManagedImage } from './managed-image';

/** A machine on which images for AppStream are made. */
export interface IAppStreamImageBuilder extends IResource {
  /**
   * The name of the image builder, which is unique in its account and Region.
   *
   * @attribute
   */
  readonly imageBuilderName: string;

  /**
   * The ARN of the image builder.
   *
   * @attribute
   */
  readonly imageBuilderArn: string;

  /** Lets the grantee do these actions, such as `appstream:DeleteImageBuilder`, on the image builder. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;

  /** Lets the grantee open the image builder in a browser, as its administrator, while it is RUNNING. `grantStartStop()` lets it be switched on. */
  grantCreateStreamingUrl(grantee: iam.IGrantable): iam.Grant;

  /**
   * Lets the grantee switch the image builder on and off: `aws appstream start-image-builder --name <name>`. To see when it is up, the grantee
   * needs `appstream:DescribeImageBuilders` too, for which AppStream has no resource level.
   */
  grantStartStop(grantee: iam.IGrantable): iam.Grant;
}

/** Whether an image builder is on or off. */
export enum AppStreamImageBuilderState {
  /** On: it can be opened, and is billed by the hour. */
  RUNNING = 'RUNNING',
  /** Off: nothing is billed by the hour, and what is installed stays. */
  STOPPED = 'STOPPED',
}

/**
 * What an image builder is made of.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImageBuilder.html
 */
export interface AppStreamImageBuilderProps {
  /** The image that it is made from. A change replaces the image builder. */
  readonly baseImage: AppStreamBaseImage;

  /**
   * The type of its instance. The base image must support its family: AWS's own run on `stream.*`, imported ones on GeneralPurpose,
   * MemoryOptimized, ComputeOptimized and Accelerated. A change replaces the image builder.
   */
  readonly instanceType: AppStreamInstanceType;

  /**
   * Whether it is on or off when a deployment has ended. Changes in place. Someone who starts or stops it by hand is not overruled
   * before the next deployment that changes it in any way.
   *
   * @default AppStreamImageBuilderState.RUNNING
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/managing-image-builders-actions.html
   */
  readonly desiredState?: AppStreamImageBuilderState;

  /**
   * The version of the AppStream agent, 1 to 100 characters. Changes in place, at the next start.
   *
   * @default - the version of the base image
   */
  readonly agentVersion?: AppStreamAgentVersion;

  /**
   * The network that it reaches through an interface in a subnet. A change replaces the image builder.
   *
   * @default - none: a network of AWS
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnet of the interface: exactly one. Needs `vpc`. A change replaces the image builder.
   *
   * @default - the first private subnet with egress
   */
  readonly subnet?: ec2.ISubnet;

  /**
   * The security groups of the interface, 1 to 5. Needs `vpc`. A change replaces the image builder.
   *
   * @default - one that lets everything out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether it reaches the internet by a public address of AppStream's. A change replaces the image builder.
   *
   * @default false
   */
  readonly enableDefaultInternetAccess?: boolean;

  /**
   * The domain that it joins. Needs a `vpc` that reaches the directory. A change replaces the image builder.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/active-directory.html
   */
  readonly domainJoin?: AppStreamDomainJoin;

  /**
   * The interface endpoints through which alone administrators open it, 1 to 4. A change replaces the image builder.
   *
   * @default - through the internet
   */
  readonly accessEndpoints?: ec2.IInterfaceVpcEndpoint[];

  /**
   * The size of its disk, a whole number of GiB from 200 to 500. What is above 200 GiB is billed even while it is stopped. A change replaces
   * the image builder.
   *
   * @default Size.gibibytes(200)
   */
  readonly rootVolumeSize?: Size;

  /**
   * Software of AWS that is installed. Changes in place: what is new is installed, what has left the list is uninstalled. A stopped
   * image builder is started for that, and stopped again. What could not be installed is tried again by the next deployment that changes the
   * image builder. Not on Linux.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_AssociateSoftwareToImageBuilder.html
   */
  readonly softwaresToInstall?: AppStreamSoftware[];

  /**
   * Software of AWS that the base image has and the image builder is not to have. Changes in place, as `softwaresToInstall`. What
   * has left the list is not installed again.
   *
   * @default - none
   */
  readonly softwaresToUninstall?: AppStreamSoftware[];

  /**
   * Whether its metadata service takes version 2 alone. Needs an agent of 2024 or later. A change replaces the image builder.
   *
   * @default false
   */
  readonly requireImdsv2?: boolean;

  /**
   * The role that programs on it can take on. It must be in this account and trust `appstream.amazonaws.com`. A change replaces the
   * image builder.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/using-iam-roles-to-grant-permissions-to-applications-scripts-streaming-instances.html
   */
  readonly role?: iam.IRole;

  /**
   * Its name, 1 to 101 letters, digits and `_.-`, the first a letter or digit. A change replaces the image builder.
   *
   * *Limitations*: a replacement is there before the old one goes, so with a name of your own every change that replaces the image builder,
   * or the image that it is made from, must change the name too.
   *
   * @default - generated
   */
  readonly imageBuilderName?: string;

  /**
   * The name that people see, 1 to 100 characters. Read when the image builder is made; a change alone does nothing.
   *
   * @default - its name
   */
  readonly displayName?: string;

  /**
   * A description, 1 to 256 characters. Read when the image builder is made; a change alone does nothing.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How long one change may take, from 1 minute to 72 hours. When making it takes longer, the deployment fails and it is deleted.
   * Each 52 minutes add one resource to the stack. Changes in place.
   *
   * @default Duration.minutes(90)
   */
  readonly timeout?: Duration;

  /**
   * What happens to it when it leaves the stack. With RETAIN it stays, unless the deployment that made it is rolled back. SNAPSHOT is
   * refused. Changes in place.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

const KIND = { ...APPSTREAM_IMAGE_BUILDER, statements: imageBuilderKindStatements };

/**
 * Makes an AppStream image builder, waits until it runs or is stopped as asked for, and switches it on and off in place.
 *
 * *Limitations*: it takes 5 to 10 minutes, with software longer; an account has 10 image builders unless its quota was raised, and
 * none of most graphics types. While it runs it is billed by the hour. What people install on it is lost when it is replaced or
 * deleted; images made on it stay. One that fails after it had been up is not made anew by itself, since it may hold the work of people:
 * delete it by hand, and the next deployment that changes it in any way makes a new one.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/managing-image-builders.html
 * @resource Custom::AppStreamImageBuilder
 */
@propertyInjectable
export class AppStreamImageBuilder extends ManagedImage implements IAppStreamImageBuilder, ec2.IConnectable {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-euc-images.AppStreamImageBuilder';

  /** An image builder that exists, by its name, in the account and Region of the stack. It is used, and never changed or deleted. */
  public static fromImageBuilderName(scope: Construct, id: string, imageBuilderName: string): IAppStreamImageBuilder {
    class Import extends Resource implements IAppStreamImageBuilder {
      public readonly imageBuilderName = imageBuilderName;
      public readonly imageBuilderArn = appStreamArn(Stack.of(this), 'image-builder', imageBuilderName);
      public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
        return grantOn(this, grantee, ...actions);
      }
      public grantCreateStreamingUrl(grantee: iam.IGrantable): iam.Grant {
        return grantOn(this, grantee, CREATE_STREAMING_URL);
      }
      public grantStartStop(grantee: iam.IGrantable): iam.Grant {
        return grantOn(this, grantee, ...START_STOP);
      }
    }
    const builder = new Import(scope, id);
    requireName(builder, imageBuilderName);
    return builder;
  }

  /** @attribute */
  public readonly imageBuilderName: string;

  /** @attribute */
  public readonly imageBuilderArn: string;

  /** The role that programs on the image builder can take on. */
  public readonly role?: iam.IRole;

  private readonly network?: ec2.Connections;

  constructor(scope: Construct, id: string, props: AppStreamImageBuilderProps) {
    super(scope, id, APPSTREAM_IMAGE_BUILDER.type);
    validate(this, props);
    const baseImage = props.baseImage._bind(this);
    warnOfInstanceType(this, props.instanceType, baseImage.image);
    warnOfFixedName(this, 'imageBuilderName', props.imageBuilderName, baseImage.image);
    this.role = props.role;
    const securityGroups = props.vpc && (props.securityGroups ?? [this.defineSecurityGroup(props.vpc)]);
    this.network = securityGroups && new ec2.Connections({ securityGroups });

    const builder = this._manage<AppStreamImageBuilderProperties, AppStreamImageBuilderOutputs>('Builder', {
      kind: KIND,
      properties: this.toProperties(props, baseImage, securityGroups),
      timeout: props.timeout ?? Duration.minutes(90),
      removalPolicy: props.removalPolicy,
    });
    builder.provider.allow(...imageBuilderStartStatements(this.stack, baseImage, props.role));
    if (props.vpc) builder.startAfter(subnetOf(this, props.vpc, props.subnet).internetConnectivityEstablished);

    this.imageBuilderName = builder.attribute('ImageBuilderName');
    this.imageBuilderArn = builder.attribute('ImageBuilderArn');
  }

  /** What the image builder may reach, and what may reach it. Throws without a `vpc`. */
  public get connections(): ec2.Connections {
    return this.network ?? refuse(this, 'connections need a vpc, got none; add vpc to the image builder');
  }

  /**
   * A command line that gives a fresh URL, valid for an hour, to open the image builder in a browser, fit for an output. It works while the
   * image builder is RUNNING, for whom `grantCreateStreamingUrl()` was called. The URL itself is never an attribute: it is a key to the
   * machine, and goes stale.
   */
  public get streamingUrlCommand(): string {
    const { imageBuilderName: name, stack: { region } } = this;
    return `aws appstream create-image-builder-streaming-url --region ${region} --name ${name} --validity 3600 --query StreamingURL --output text`;
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantOn(this, grantee, ...actions);
  }

  public grantCreateStreamingUrl(grantee: iam.IGrantable): iam.Grant {
    return grantOn(this, grantee, CREATE_STREAMING_URL);
  }

  public grantStartStop(grantee: iam.IGrantable): iam.Grant {
    return grantOn(this, grantee, ...START_STOP);
  }

  private defineSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    return new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, description: `The AppStream image builder ${this.node.path}`.slice(0, 255) });
  }

  private toProperties(
    props: AppStreamImageBuilderProps, baseImage: BoundBaseImage, securityGroups: readonly ec2.ISecurityGroup[] | undefined,
  ): AppStreamImageBuilderProperties {
    return {
      AccessEndpoints: props.accessEndpoints?.map(({ vpcEndpointId }) => vpcEndpointId),
      AppstreamAgentVersion: wordOf(this, 'agentVersion', props.agentVersion),
      Description: props.description,
      DesiredState: props.desiredState ?? AppStreamImageBuilderState.RUNNING,
      DisableIMDSV1: toFlag(props.requireImdsv2),
      DisplayName: props.displayName,
      DomainJoinInfo: props.domainJoin && {
        DirectoryName: props.domainJoin.directoryName,
        OrganizationalUnitDistinguishedName: props.domainJoin.organizationalUnitDistinguishedName,
      },
      EnableDefaultInternetAccess: toFlag(props.enableDefaultInternetAccess),
      IamRoleArn: props.role?.roleArn,
      ...baseImage.properties,
      ImageBuilderName: props.imageBuilderName,
      InstanceType: wordOf(this, 'instanceType', props.instanceType),
      RootVolumeSize: props.rootVolumeSize?.toGibibytes().toString(),
      SecurityGroupIds: securityGroups?.map(({ securityGroupId }) => securityGroupId),
      SoftwaresToInstall: props.softwaresToInstall?.map((software) => wordOf(this, 'softwaresToInstall', software)),
      SoftwaresToUninstall: props.softwaresToUninstall?.map((software) => wordOf(this, 'softwaresToUninstall', software)),
      SubnetId: props.vpc && subnetOf(this, props.vpc, props.subnet).subnetId,
    };
  }
}

const CREATE_STREAMING_URL = 'appstream:CreateImageBuilderStreamingURL';
const START_STOP = ['appstream:StartImageBuilder', 'appstream:StopImageBuilder'];

function grantOn({ imageBuilderArn }: IAppStreamImageBuilder, grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [imageBuilderArn] });
}

function toFlag(value: boolean | undefined): Flag | undefined {
  return value === undefined ? undefined : `${value}`;
}

function subnetOf(scope: Construct, vpc: ec2.IVpc, subnet: ec2.ISubnet | undefined): ec2.ISubnet {
  return subnet ?? vpc.privateSubnets[0] ?? refuse(scope, 'vpc has no private subnet with egress; add subnet');
}

function requireName(scope: Construct, name: string | undefined): void {
  requirePattern(scope, 'imageBuilderName', name, /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/,
    'may have 1 to 101 letters, digits and _.-, the first a letter or digit');
}

function validate(scope: AppStreamImageBuilder, props: AppStreamImageBuilderProps): void {
  const { accessEndpoints, domainJoin, rootVolumeSize, securityGroups, softwaresToInstall, softwaresToUninstall, subnet, vpc } = props;
  requireName(scope, props.imageBuilderName);
  requireLength(scope, 'displayName', props.displayName, 1, 100);
  requireLength(scope, 'description', props.description, 1, 256);
  requireLength(scope, 'agentVersion', props.agentVersion?.value, 1, 100);
  requireLength(scope, 'domainJoin.organizationalUnitDistinguishedName', domainJoin?.organizationalUnitDistinguishedName, 1, 2000);
  requireCount(scope, 'securityGroups', securityGroups, 5);
  requireCount(scope, 'accessEndpoints', accessEndpoints, 4);
  if (subnet && !vpc) refuse(scope, 'subnet needs a vpc, got none; add vpc');
  if (securityGroups && !vpc) refuse(scope, 'securityGroups need a vpc, got none; add vpc');
  if (domainJoin && !vpc) refuse(scope, 'domainJoin needs a vpc that reaches the directory, got none; add vpc');
  if (rootVolumeSize && !rootVolumeSize.isUnresolved()) {
    const size = rootVolumeSize.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
    if (size < 200 || size > 500 || !Number.isInteger(size)) refuse(scope, `rootVolumeSize must be 200 to 500 GiB, got ${size} GiB`);
  }
  const unwanted = softwaresToUninstall?.map((software) => wordOf(scope, 'softwaresToUninstall', software));
  const both = softwaresToInstall?.map((software) => wordOf(scope, 'softwaresToInstall', software)).find((software) => unwanted?.includes(software));
  if (both) {
    refuse(scope, `software cannot be installed and uninstalled, got '${both}' in softwaresToInstall and softwaresToUninstall; remove one`);
  }
}

/** AWS says so in its guide, and what its API does then is not documented. */
function warnOfInstanceType(scope: Construct, { value }: AppStreamInstanceType, image: IAppStreamImage | undefined): void {
  if (!image || !isMadeHere(image) || !value?.startsWith('stream.')) return;
  Annotations.of(scope).addWarningV2('cdk-euc-images:streamInstanceType',
    `AWS documents the instance types stream.* for its own images alone, got '${value}' with the imported '${image.node.path}'; take one of the families ` +
    'GeneralPurpose, MemoryOptimized, ComputeOptimized or Accelerated by AppStreamInstanceType.of()');
}

function requireCount(scope: Construct, name: string, list: readonly unknown[] | undefined, max: number): void {
  if (list && (list.length < 1 || list.length > max)) refuse(scope, `${name} must have 1 to ${max} entries, got ${list.length}`);
}
