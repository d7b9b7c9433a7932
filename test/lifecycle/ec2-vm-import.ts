import { Tags } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Subject } from './subject';
import { MINUTE } from './world';
import { DiskImage, Ec2VmImport } from '../../src';

const colorOf = (tags: Map<string, string>) => tags.get('Color') ?? 'bare';

/** VM Import in the life-cycle suite: a color is a disk, and a tag that tells by which request a thing was made. */
export const ec2VmImport: Subject = {
  name: 'Ec2VmImport',

  define(stack, { color, prose, timeout, removalPolicy, id = 'Image' }) {
    const bucket = stack.node.tryFindChild('Disks') as s3.IBucket | undefined ?? s3.Bucket.fromBucketName(stack, 'Disks', 'disks');
    const image = new Ec2VmImport(stack, id, {
      disks: [DiskImage.fromBucket(bucket, `${color}.vmdk`)], description: prose ?? 'none', timeout, removalPolicy,
    });
    Tags.of(image).add('Color', color);
    return image;
  },

  attribute: (image) => (image as Ec2VmImport).imageId,

  course({ aws }, { minutes, failure }) {
    aws.ec2.settings.course = () => ({
      duration: minutes * MINUTE,
      ...failure && { failure: { after: minutes * MINUTE - 1, message: failure } },
    });
  },

  account({ aws: { ec2 } }) {
    const running = new Set(ec2.residue().tasks);
    return [
      ...ec2.tasks().filter(({ id }) => running.has(id)).map(({ tags }) => `task ${colorOf(tags)}`),
      ...ec2.images().map(({ tags }) => `image ${colorOf(tags)}`),
      ...ec2.snapshots().map(({ tags }) => `snapshot ${colorOf(tags)}`),
    ].sort();
  },

  image: (color) => [`image ${color}`, `snapshot ${color}`],

  prose: ({ aws }) => aws.ec2.images().map(({ description }) => description),

  // Records of tasks stay for days, and a repeated request gives the task of the first one.
  starts: ({ aws }) => aws.ec2.tasks().length,

  land({ aws }) {
    const { DryRun, ...input } = [...aws.calls].reverse().find(({ operation }) => operation === 'ImportImage')!.input;
    aws.ec2.seedTask(input);
  },

  service: 'ec2',
  starting: 'ImportImage',
  looking: 'DescribeImportImageTasks',
  deleting: 'DeregisterImage',
  failure: { words: 'ClientError: Unknown OS / Missing OS files.', cure: /Put the boot disk first/ },
  runningQuota: 'ResourceLimitExceeded',
  // A code that VM Import is not known to give; the engine treats it by its name.
  existingQuota: 'AMIQuotaExceeded',
};
