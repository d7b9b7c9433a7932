import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { IAppStreamImage } from './appstream-image';
import { requireAppStreamImageArn, requireLength } from './guard';

/**
 * What a base image says over the wire, and the ARN that the functions need a right to.
 *
 * @internal
 */
export interface BoundBaseImage {
  readonly properties: { readonly ImageName?: string; readonly ImageArn?: string };
  readonly arn: string;
  /** The construct behind it, where it is known. */
  readonly image?: IAppStreamImage;
}

/**
 * The image that a builder is made of: one of AWS, of this account, or shared by another one.
 *
 * *Limitations*: AWS retires its base images in time, and then a builder of them cannot be made any more.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/administer-images.html
 */
export class AppStreamBaseImage {
  /** A public image, or a private one of this account, by its name, such as `AppStream-WinServer2022-06-17-2026`. A shared one has only an ARN. */
  public static fromName(imageName: string): AppStreamBaseImage {
    return new AppStreamBaseImage((scope) => {
      requireLength(scope, 'imageName', imageName, 1, 256);
      // A public image has no account in its ARN.
      const arn = Stack.of(scope).formatArn({ service: 'appstream', account: '*', resource: 'image', resourceName: imageName });
      return { properties: { ImageName: imageName }, arn };
    });
  }

  /** Any image by its ARN: public, private or shared. */
  public static fromArn(imageArn: string): AppStreamBaseImage {
    return new AppStreamBaseImage((scope) => {
      requireAppStreamImageArn(scope, imageArn);
      return { properties: { ImageArn: imageArn }, arn: imageArn };
    });
  }

  /** An image of this app, or one that exists. The builder waits until it is there. */
  public static fromImage(image: IAppStreamImage): AppStreamBaseImage {
    const { bound } = AppStreamBaseImage.fromArn(image.imageArn);
    return new AppStreamBaseImage((scope) => ({ ...bound(scope), image }));
  }

  private constructor(private readonly bound: (scope: Construct) => BoundBaseImage) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct): BoundBaseImage {
    return this.bound(scope);
  }
}
