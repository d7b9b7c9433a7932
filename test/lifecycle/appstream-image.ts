import { Duration, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Subject } from './subject';
import { MINUTE } from './world';
import { AppStreamImage, AppStreamImageSource } from '../../src';

const AMIS: { [color: string]: string } = { red: 'ami-0123456789abcdef0', blue: 'ami-0123456789abcdef1' };

const ami = (color: string): ec2.IMachineImage => ({
  getImage: () => ({ imageId: AMIS[color], osType: ec2.OperatingSystemType.WINDOWS, userData: ec2.UserData.forWindows() }),
});

/** Imported AppStream images in the life-cycle suite: a color is an AMI, and a tag that tells by which request an image was made. */
export const appStreamImage: Subject = {
  name: 'AppStreamImage',

  define(stack, { color, prose, timeout, removalPolicy, id = 'Image' }) {
    const image = new AppStreamImage(stack, id, {
      source: AppStreamImageSource.fromMachineImage(ami(color)),
      timeout: timeout ?? Duration.hours(6), removalPolicy,
    });
    Tags.of(image).add('Color', color);
    Tags.of(image).add('Prose', prose ?? 'none');
    return image;
  },

  attribute: (image) => (image as AppStreamImage).imageName,

  course({ aws }, { minutes, failure }) {
    const [code, message] = failure?.split(/: (.*)/s) ?? [];
    aws.appstream.settings.image = () => ({ takes: minutes * MINUTE, ...failure && { failure: { code, message } } });
  },

  // Once it is being deleted, nothing holds it.
  account: ({ aws: { appstream } }) => appstream.images().filter((image) => appstream.stateOf(image) !== 'DELETING')
    .map(({ tags }) => `image ${tags.get('Color')}`).sort(),

  image: (color) => [`image ${color}`],

  prose: ({ aws }) => aws.appstream.images().map(({ tags }) => tags.get('Prose')!),

  starts: ({ aws }) => aws.appstream.made.images,

  land({ aws }) {
    const { DryRun, ...input } = [...aws.calls].reverse().find(({ operation }) => operation === 'CreateImportedImage')!.input;
    aws.appstream.call('CreateImportedImage', input);
  },

  service: 'appstream',
  starting: 'CreateImportedImage',
  looking: 'DescribeImages',
  deleting: 'DeleteImage',
  failure: { words: 'VALIDATION_ERROR: The AMI does not support TPM 2.0', cure: /Register the AMI with the boot mode uefi/ },
  uncancellable: true,
  existingQuota: 'LimitExceededException',
};
