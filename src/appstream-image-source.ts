import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { IByolWorkspaceImage } from './byol-workspace-image';
import { requireImageId } from './guard';
import { requireOneWindowsDisk, requireUefi } from './vm-import-source';
import { vmImportOf } from './vm-import-symbol';

/**
 * What a source says over the wire; for an AMI the service needs a role. And the construct behind it, where it is known.
 *
 * @internal
 */
export interface BoundImageSource {
  readonly properties: { readonly SourceAmiId: string } | { readonly WorkspaceImageId: string };
  readonly amiId?: string;
  readonly image?: IConstruct;
}

/**
 * What an AppStream image is imported from.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/import-image.html
 */
export class AppStreamImageSource {
  /**
   * An AMI of this account and Region, such as one of EC2 Image Builder.
   *
   * It must be Windows Server with desktop, boot by UEFI with TPM 2.0, and have one gp2 or gp3 volume of at most 500 GB that is not
   * encrypted. Whether an AMI that VM Import made can meet the rule on TPM is not known: VM Import documents no way to ask for it.
   *
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/import-image.html
   */
  public static fromMachineImage(image: ec2.IMachineImage): AppStreamImageSource {
    return new AppStreamImageSource((scope) => {
      const disk = vmImportOf(image);
      requireOneWindowsDisk(scope, 'AppStream', disk);
      requireUefi(scope, 'an image for AppStream', disk);
      const { imageId } = image.getImage(scope);
      requireImageId(scope, imageId);
      return { properties: { SourceAmiId: imageId }, amiId: imageId, image: disk };
    });
  }

  /**
   * A WorkSpaces image of your own Windows 11 desktop (BYOL). The import begins when that one is there. Whether it may hold the Office that
   * WorkSpaces has installed is not documented.
   *
   * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/byol-windows-images.html
   */
  public static fromWorkspaceImage(image: IByolWorkspaceImage): AppStreamImageSource {
    return new AppStreamImageSource(() => ({ properties: { WorkspaceImageId: image.imageId }, image }));
  }

  private constructor(private readonly bound: (scope: Construct) => BoundImageSource) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct): BoundImageSource {
    return this.bound(scope);
  }
}
