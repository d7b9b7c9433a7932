import { Duration, IResource, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { ByolImportMethod } from './byol-import-method';
import { handlerStartStatements, kindStatements } from './byol-workspace-image-rights';
import { BYOL_WORKSPACE_IMAGE, ByolWorkspaceImageOutputs, ByolWorkspaceImageProperties } from './contract/byol-workspace-image';
import { refuse, requireDifferent, requireLength, requirePattern } from './guard';
import { warnOfFixedName } from './made-here';
import { ManagedImage } from './managed-image';
import { ManagedResource } from './managed-resource';

/** An image of Amazon WorkSpaces with a Windows under your own license. */
export interface IByolWorkspaceImage extends IResource {
  /**
   * The id of the image, such as `wsi-0123456789`.
   *
   * @attribute
   */
  readonly imageId: string;

  /**
   * The ARN of the image.
   *
   * @attribute
   */
  readonly imageArn: string;

  /** Lets a grantee do this with the image, such as `workspaces:CopyWorkspaceImage`. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;
}

/**
 * What to import, and how.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
 */
export interface ByolWorkspaceImageProps {
  /** How the image comes into being: `ByolImportMethod.standard()` or `ByolImportMethod.imageBuilder()`. A change replaces the image. */
  readonly importMethod: ByolImportMethod;

  /**
   * Change it to import again, such as when the source was built anew under its old name; 1 to 255 characters. A change replaces the image.
   *
   * @default - imported again only when another property asks for it
   */
  readonly revision?: string;

  /**
   * The name of the image, 1 to 64 letters, digits and `_./()\-`; no two images of an account have the same. A change replaces the image.
   *
   * *Limitations*: a replacement is there before the old image goes, so with a name of your own every change that replaces the image, or
   * the AMI that it is made from, must change the name too.
   *
   * @default - a name is generated
   */
  readonly imageName?: string;

  /**
   * A description of the image, 1 to 256 letters, digits, spaces and `_./()-`. The service cannot change it. Read when an import starts; a
   * change alone does nothing.
   *
   * @default - the path of the construct
   */
  readonly description?: string;

  /**
   * The accounts that may copy the image: in the same Region and organization, and enabled for BYOL too. Changes in place; what others
   * have granted is left alone.
   *
   * *Limitations*: AWS does not offer it in AWS GovCloud (US).
   *
   * @default - this account alone
   * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/share-custom-image.html
   */
  readonly sharedAccountIds?: string[];

  /**
   * What happens to the image when it leaves the stack. With RETAIN it stays, unless the deployment that made it is rolled back. SNAPSHOT
   * is refused. Changes in place.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long the import may take, from 1 minute to 72 hours. When it is over, the deployment fails, and the image is removed as soon as
   * its import has ended. Each 52 minutes add one resource to the stack. Changes in place, and does not import anew what is there.
   *
   * @default Duration.hours(8)
   */
  readonly timeout?: Duration;
}

const KIND = { ...BYOL_WORKSPACE_IMAGE, statements: kindStatements };

/**
 * Imports a Windows under your own license as an image of Amazon WorkSpaces, tagged.
 *
 * *Limitations*: the account must be enabled for BYOL in the Region. An import takes 90 minutes or more, with Office 3 hours, and cannot
 * be cancelled: who deletes the stack meanwhile waits until it has ended. An account holds 40 images unless its quota was raised. An
 * image that a bundle uses cannot be deleted.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
 * @resource Custom::ByolWorkspaceImage
 */
@propertyInjectable
export class ByolWorkspaceImage extends ManagedImage implements IByolWorkspaceImage {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-euc-images.ByolWorkspaceImage';

  /** An image that exists, by its id, in the account and Region of the stack. It is used, and never changed or deleted. */
  public static fromImageId(scope: Construct, id: string, imageId: string): IByolWorkspaceImage {
    class Import extends Resource implements IByolWorkspaceImage {
      public readonly imageId = imageId;
      public readonly imageArn = arnOf(this, imageId);
      public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
        return grantOn(this.imageArn, grantee, actions);
      }
    }
    const image = new Import(scope, id);
    requirePattern(image, 'imageId', imageId, /^wsi-[0-9a-z]{9,63}$/, 'must be like wsi-0123456789');
    return image;
  }

  /** @attribute */
  public readonly imageId: string;

  /** @attribute */
  public readonly imageArn: string;

  /**
   * The name of the image.
   *
   * @attribute
   */
  public readonly imageName: string;

  private readonly import: ManagedResource<ByolWorkspaceImageProperties, ByolWorkspaceImageOutputs>;

  constructor(scope: Construct, id: string, props: ByolWorkspaceImageProps) {
    super(scope, id, BYOL_WORKSPACE_IMAGE.type);
    validate(this, props);
    const { properties: method, expected, disk } = props.importMethod._bind(this);
    warnOfFixedName(this, 'imageName', props.imageName, disk);

    this.import = this._manage('Import', {
      kind: KIND,
      properties: {
        ...method,
        Description: props.description ?? describe(this),
        ImageName: props.imageName,
        Revision: props.revision,
        SharedAccountIds: props.sharedAccountIds,
      },
      timeout: props.timeout ?? Duration.hours(8),
      removalPolicy: props.removalPolicy,
      expected,
    });
    this.import.provider.allow(...handlerStartStatements(Stack.of(this), method, disk));

    this.imageId = this.import.attribute('ImageId');
    this.imageArn = arnOf(this, this.imageId);
    this.imageName = this.import.attribute('ImageName');
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantOn(this.imageArn, grantee, actions);
  }

  /**
   * Lets the functions that import do more: AWS does not document what an import through Image Builder needs of its caller. All images
   * of this kind in the stack share the functions.
   */
  public addToHandlerPolicy(statement: iam.PolicyStatement): void {
    this.import.provider.allow(statement);
  }
}

function arnOf(scope: Construct, imageId: string): string {
  return Stack.of(scope).formatArn({ service: 'workspaces', resource: 'workspaceimage', resourceName: imageId });
}

function grantOn(imageArn: string, grantee: iam.IGrantable, actions: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [imageArn] });
}

/** The path of the construct, in what letters the service takes. */
function describe({ node: { path } }: Construct): string {
  return path.replace(/[^a-zA-Z0-9_./() -]/g, '-').slice(0, 256);
}

function validate(scope: ByolWorkspaceImage, props: ByolWorkspaceImageProps): void {
  requireLength(scope, 'imageName', props.imageName, 1, 64);
  requirePattern(scope, 'imageName', props.imageName, /^[a-zA-Z0-9_./()\\-]+$/, 'may have letters, digits and _./()\\- (no spaces)');
  requireLength(scope, 'description', props.description, 1, 256);
  requirePattern(scope, 'description', props.description, /^[a-zA-Z0-9_./() -]+$/, 'may have letters, digits, spaces and _./()-');
  requireLength(scope, 'revision', props.revision, 1, 255);
  requireDifferent(scope, 'sharedAccountIds must be different accounts', props.sharedAccountIds ?? []);
  const { account } = Stack.of(scope);
  for (const shared of props.sharedAccountIds ?? []) {
    requirePattern(scope, 'sharedAccountIds', shared, /^\d{12}$/, 'must be a 12-digit account id');
    if (shared === account && !Token.isUnresolved(account)) {
      refuse(scope, `sharedAccountIds must be other accounts, got the account of the stack, '${account}'`);
    }
  }
}
