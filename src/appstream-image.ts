import { Arn, Duration, IResource, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { acceptStatements } from './accepted-findings';
import { bindApplications, bindImagePermissions } from './appstream-image-parts';
import { AppStreamImageSource, BoundImageSource } from './appstream-image-source';
import { AppStreamInstanceType } from './appstream-instance-type';
import { AppStreamAgentSoftwareVersion, AppStreamApplication, AppStreamImagePermission } from './appstream-options';
import { appStreamArn, imageKindStatements, imageRoleStatements, imageStartStatements } from './appstream-rights';
import { APPSTREAM_IMAGE, AppStreamImageOutputs, AppStreamImageProperties } from './contract/appstream-image';
import { refuse, requireAppStreamImageArn, requireLength, requirePattern, wordOf } from './guard';
import { warnOfFixedName } from './made-here';
import { ManagedImage } from './managed-image';

/** An image for AppStream fleets and image builders. */
export interface IAppStreamImage extends IResource {
  /**
   * The name of the image, which is unique in its account and Region.
   *
   * @attribute
   */
  readonly imageName: string;

  /**
   * The ARN of the image.
   *
   * @attribute
   */
  readonly imageArn: string;

  /** Lets the grantee do these actions, such as `appstream:CopyImage`, on the image. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;
}

/**
 * What to import, and how.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImportedImage.html
 */
export interface AppStreamImageProps {
  /** What the image is imported from. A change replaces the image. */
  readonly source: AppStreamImageSource;

  /**
   * Change it to import again, such as when the same AMI gets another agent; 1 to 255 characters. A change replaces the image.
   *
   * @default - imported again only when another property asks for it
   */
  readonly revision?: string;

  /**
   * Which agent instances of the image run. A change replaces the image.
   *
   * @default AppStreamAgentSoftwareVersion.CURRENT_LATEST, so that an image does not change under a fleet
   */
  readonly agentSoftwareVersion?: AppStreamAgentSoftwareVersion;

  /**
   * The applications that users see, at most 50, and together at most 5000 characters. A change replaces the image.
   *
   * *Limitations*: paths and parameters stand in the template. They are never logged.
   *
   * @default - none
   */
  readonly applications?: AppStreamApplication[];

  /**
   * The instance type on which the service tries out whether the image streams: one of the families GeneralPurpose, MemoryOptimized,
   * ComputeOptimized and Accelerated, by `AppStreamInstanceType.of()`. A change replaces the image.
   *
   * @default - it is not tried out
   */
  readonly intendedInstanceType?: AppStreamInstanceType;

  /**
   * The accounts that the image is shared with, at most 100. Changes in place; what others have shared is left alone.
   *
   * *Limitations*: the fleets of an account that is removed lose their capacity.
   *
   * @default - this account alone
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/administer-images.html
   */
  readonly imagePermissions?: AppStreamImagePermission[];

  /**
   * The role with which AppStream reads an AMI. It must trust `appstream.amazonaws.com`. A role that can be changed is granted what
   * this import needs. Read when an import starts; a change alone does nothing.
   *
   * @default - for an AMI a role with the rights for this one; for a WorkSpaces image none
   */
  readonly role?: iam.IRole;

  /**
   * Its name, 1 to 100 letters, digits and `_.-`, the first a letter or digit, not beginning with Amazon, AWS or AppStream. A change
   * replaces the image.
   *
   * *Limitations*: a replacement is there before the old image goes, so with a name of your own every change that replaces the image, or
   * the one that it is imported from, must change the name too.
   *
   * @default - generated
   */
  readonly imageName?: string;

  /**
   * The name that people see: 1 to 100 letters, digits, spaces and `_.()-`. Read when an import starts; a change alone does nothing.
   *
   * @default - its name
   */
  readonly displayName?: string;

  /**
   * A description: 1 to 256 letters, digits, spaces and `_.()-`. Read when an import starts; a change alone does nothing.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How long the import may take, from 1 minute to 72 hours. When it is over, the deployment fails; the import goes on, since it
   * cannot be cancelled, and its image is deleted when it has ended. Each 52 minutes add one resource to the stack. Changes in place,
   * and does not import anew what is there.
   *
   * @default Duration.hours(3)
   */
  readonly timeout?: Duration;

  /**
   * What happens to the image when it leaves the stack. With RETAIN it stays, unless the deployment that made it is rolled back. SNAPSHOT
   * is refused. Changes in place.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

const KIND = { ...APPSTREAM_IMAGE, statements: imageKindStatements };

/** How long an import usually takes. It cannot be cancelled, so a Delete may have to wait that long. */
const EXPECTED = Duration.hours(1);

/**
 * Imports an AMI or a WorkSpaces image as an AppStream image of the type "custom".
 *
 * *Limitations*: an import takes 30 to 60 minutes, and cannot be cancelled: a deletion in the midst of it waits for its end. An account
 * has 10 images unless its quota was raised. Deleting removes all sharing, that of others too, and fails while a fleet uses the image.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/import-image.html
 * @resource Custom::AppStreamImage
 */
@propertyInjectable
export class AppStreamImage extends ManagedImage implements IAppStreamImage {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-euc-images.AppStreamImage';

  /** An image that exists, by its name, in the account and Region of the stack. It is used, and never changed or deleted. */
  public static fromImageName(scope: Construct, id: string, imageName: string): IAppStreamImage {
    return existing(scope, id, appStreamArn(Stack.of(scope), 'image', imageName), (image) => {
      requireLength(image, 'imageName', imageName, 1, 256);
      return imageName;
    });
  }

  /** An image that exists, by its ARN: of this account, of another one that shares it, or of AWS. It is used, and never changed or deleted. */
  public static fromImageArn(scope: Construct, id: string, imageArn: string): IAppStreamImage {
    return existing(scope, id, imageArn, (image) => {
      requireAppStreamImageArn(image, imageArn);
      return Arn.extractResourceName(imageArn, 'image');
    });
  }

  /** @attribute */
  public readonly imageName: string;

  /** @attribute */
  public readonly imageArn: string;

  /** The role with which AppStream reads the AMI. */
  public readonly role?: iam.IRole;

  constructor(scope: Construct, id: string, props: AppStreamImageProps) {
    super(scope, id, APPSTREAM_IMAGE.type);
    validate(this, props);
    const source = props.source._bind(this);
    warnOfFixedName(this, 'imageName', props.imageName, source.image);

    const statements = source.amiId ? imageRoleStatements(this.stack, source.amiId, source.image) : [];
    this.role = props.role ?? (source.amiId ? this.defineRole(statements) : undefined);
    const granted = props.role ? statements.map((statement) => props.role!.addToPrincipalPolicy(statement)) : [];

    const imported = this._manage<AppStreamImageProperties, AppStreamImageOutputs>('Import', {
      kind: KIND,
      properties: this.toProperties(props, source),
      timeout: props.timeout ?? Duration.hours(3),
      expected: EXPECTED,
      removalPolicy: props.removalPolicy,
    });
    imported.provider.allow(...imageStartStatements(this.role));
    imported.startAfter(...granted.flatMap(({ policyDependable }) => policyDependable ?? []));

    this.imageName = imported.attribute('ImageName');
    this.imageArn = imported.attribute('ImageArn');
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantOn(this, grantee, ...actions);
  }

  private defineRole(statements: iam.PolicyStatement[]): iam.Role {
    const role = new iam.Role(this, 'Role', {
      description: `Lets AppStream import the AMI of ${this.node.path}`.slice(0, 1000),
      assumedBy: new iam.ServicePrincipal('appstream.amazonaws.com'),
      inlinePolicies: { Import: new iam.PolicyDocument({ statements }) },
    });
    acceptStatements(role, statements);
    return role;
  }

  private toProperties(props: AppStreamImageProps, source: BoundImageSource): AppStreamImageProperties {
    return {
      AgentSoftwareVersion: wordOf(this, 'agentSoftwareVersion', props.agentSoftwareVersion ?? AppStreamAgentSoftwareVersion.CURRENT_LATEST),
      Applications: bindApplications(this, props.applications),
      Description: props.description,
      DisplayName: props.displayName,
      IamRoleArn: this.role?.roleArn,
      ImageName: props.imageName,
      ImagePermissions: bindImagePermissions(this, props.imagePermissions),
      IntendedInstanceType: wordOf(this, 'intendedInstanceType', props.intendedInstanceType),
      Revision: props.revision,
      ...source.properties,
    };
  }
}

function existing(scope: Construct, id: string, imageArn: string, nameOf: (image: Construct) => string): IAppStreamImage {
  class Import extends Resource implements IAppStreamImage {
    public readonly imageName = nameOf(this);
    public readonly imageArn = imageArn;
    public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
      return grantOn(this, grantee, ...actions);
    }
  }
  return new Import(scope, id);
}

function grantOn({ imageArn }: IAppStreamImage, grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [imageArn] });
}

const PROSE = /^[a-zA-Z0-9_.() -]+$/;

function validate(scope: AppStreamImage, { description, displayName, imageName, revision }: AppStreamImageProps): void {
  requirePattern(scope, 'imageName', imageName, /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/, 'may have 1 to 100 letters, digits and _.-, the first a letter or digit');
  if (imageName && !Token.isUnresolved(imageName) && /^(amazon|aws|appstream)/i.test(imageName)) {
    refuse(scope, `imageName must not begin with Amazon, AWS or AppStream, got '${imageName}'`);
  }
  requireLength(scope, 'displayName', displayName, 1, 100);
  requirePattern(scope, 'displayName', displayName, PROSE, 'may have letters, digits, spaces and _.()-');
  requireLength(scope, 'description', description, 1, 256);
  requirePattern(scope, 'description', description, PROSE, 'may have letters, digits, spaces and _.()-');
  requireLength(scope, 'revision', revision, 1, 255);
}
