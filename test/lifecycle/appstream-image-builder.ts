import { Duration, Tags } from 'aws-cdk-lib';
import { Subject } from './subject';
import { MINUTE } from './world';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamInstanceType } from '../../src';

const BASE_IMAGES: { [color: string]: string } = { red: 'AppStream-WinServer2022-06-17-2026', blue: 'AppStream-WinServer2025-06-17-2026' };

/** Image builders in the life-cycle suite: a color is a base image, and a tag that tells by which request a builder was made. */
export const appStreamImageBuilder: Subject = {
  name: 'AppStreamImageBuilder',

  define(stack, { color, prose, timeout, removalPolicy, id = 'Image' }) {
    const builder = new AppStreamImageBuilder(stack, id, {
      baseImage: AppStreamBaseImage.fromName(BASE_IMAGES[color]), instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
      timeout: timeout ?? Duration.hours(6), removalPolicy,
    });
    Tags.of(builder).add('Color', color);
    Tags.of(builder).add('Prose', prose ?? 'none');
    return builder;
  },

  attribute: (builder) => (builder as AppStreamImageBuilder).imageBuilderName,

  course({ aws }, { minutes, failure }) {
    const [code, message] = failure?.split(/: (.*)/s) ?? [];
    aws.appstream.settings.builder = () => ({ takes: minutes * MINUTE, ...failure && { failure: { code, message } } });
  },

  // Once it is being deleted, nothing holds it.
  account: ({ aws: { appstream } }) => appstream.builders().filter((builder) => appstream.stateOf(builder) !== 'DELETING').map(({ tags }) => `builder ${tags.get('Color')}`).sort(),

  image: (color) => [`builder ${color}`],

  prose: ({ aws }) => aws.appstream.builders().map(({ tags }) => tags.get('Prose')!),

  starts: ({ aws }) => aws.appstream.made.builders,

  land({ aws }) {
    const { input } = [...aws.calls].reverse().find(({ operation }) => operation === 'CreateImageBuilder')!;
    aws.appstream.call('CreateImageBuilder', input);
  },

  service: 'appstream',
  starting: 'CreateImageBuilder',
  looking: 'DescribeImageBuilders',
  deleting: 'DeleteImageBuilder',
  failure: { words: 'SUBNET_NOT_FOUND: The subnet ID subnet-1 does not exist', cure: /Check subnet and vpc/ },
  uncancellable: true,
  // No link holds for it: it is PENDING for minutes.
  long: 90,
  existingQuota: 'LimitExceededException',
};
