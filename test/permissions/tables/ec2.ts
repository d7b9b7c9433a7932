import { Account, Context, Demand, everything, requestTags, resourceTags, Table, Tag } from '../demand';

/*
 * EC2. Source, where no other is named: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */

const GUIDE = 'VM Import/Export User Guide, Required permissions';

/** IAM is asked about what does not exist yet by an ARN that names no thing; here it needs some name. */
const NEW = 'new';

export const EC2: Table = {
  DescribeImportImageTasks: { why: 'finds the import by its tags, and sees how far it is', demands: everything('ec2:DescribeImportImageTasks') },
  DescribeImages: { why: 'finds the AMI', demands: everything('ec2:DescribeImages') },
  DescribeSnapshots: { why: 'finds the snapshots of the AMI', demands: everything('ec2:DescribeSnapshots') },

  ImportImage: {
    why: 'starts the import, after a dry run that needs the same rights',
    demands(input, account) {
      const task = account.arn('ec2', `import-image-task/${NEW}`);
      const tagged = requestTags(tagsFor('import-image-task', input));
      return [
        { action: 'ec2:ImportImage', resource: account.arn('ec2', `image/${NEW}`, ''), context: requestTags(tagsFor('image', input)) },
        { action: 'ec2:ImportImage', resource: task, context: tagged },
        ...disksOf(input).flatMap(({ SnapshotId: id }) => id ? on(id, 'ec2:ImportImage', account) : []),
        ...Object.keys(tagged).length ? [{
          action: 'ec2:CreateTags', resource: task, context: { ...tagged, 'ec2:CreateAction': 'ImportImage' }, because: 'the task is born with its tags',
        }] : [],
        {
          action: 'iam:PassRole', resource: account.roleArn(input.RoleName ?? 'vmimport'), context: { 'iam:PassedToService': 'vmie.amazonaws.com' },
          because: `VM Import checks that its caller may pass the role (${GUIDE}); that it names itself as the service it is passed to is assumed`,
        },
        ...disksOf(input).flatMap(readable),
      ];
    },
  },

  CreateTags: {
    why: 'marks the AMI and its snapshots as this stack\'s, with the user\'s tags, and signs the task',
    demands: ({ Resources: ids, Tags: tags }, account) => ids.flatMap((id: string) => on(id, 'ec2:CreateTags', account, requestTags(tags))),
  },
  DeleteTags: {
    why: 'takes tags away that the user has taken away',
    demands: ({ Resources: ids, Tags: tags }, account) => ids.flatMap((id: string) => on(id, 'ec2:DeleteTags', account, { 'aws:TagKeys': keysOf(tags) })),
  },
  CancelImportTask: {
    why: 'ends an import that nobody wants any more',
    demands: ({ ImportTaskId: id }, account) => on(id, 'ec2:CancelImportTask', account),
  },
  DescribeImageAttribute: {
    why: 'sees with whom the AMI is shared',
    demands: ({ ImageId: id }, account) => on(id, 'ec2:DescribeImageAttribute', account),
  },
  ModifyImageAttribute: {
    why: 'changes the description of the AMI, and with whom it is shared',
    demands: ({ ImageId: id }, account) => on(id, 'ec2:ModifyImageAttribute', account),
  },
  DeregisterImage: {
    why: 'deletes the AMI',
    demands({ ImageId: id, DeleteAssociatedSnapshots: withSnapshots }, account) {
      const image = account.aws.ec2.images().find((one) => one.id === id);
      const snapshots = withSnapshots && image ? image.snapshotIds.flatMap((snapshot) => on(snapshot, 'ec2:DeleteSnapshot', account)) : [];
      return [
        ...on(id, 'ec2:DeregisterImage', account),
        ...snapshots.map((demand) => ({ ...demand, optional: true, because: 'with its snapshots, as far as the caller may delete them (EC2 API, DeleteSnapshotReturnCode)' })),
      ];
    },
  },
  DeleteSnapshot: {
    why: 'deletes snapshots that an import has left without an AMI',
    demands: ({ SnapshotId: id }, account) => on(id, 'ec2:DeleteSnapshot', account),
  },
};

/** Of what is not there EC2 says so, whatever the rights are; assumed. */
function on(id: string, action: string, account: Account, context: Context = {}): Demand[] {
  const { ec2 } = account.aws;
  const thing = [...ec2.tasks(), ...ec2.images(), ...ec2.snapshots()].find((one) => one.id === id);
  if (!thing) return [];
  const resource = id.startsWith('import-ami-')
    ? account.arn('ec2', `import-image-task/${id}`)
    : account.arn('ec2', `${id.startsWith('ami-') ? 'image' : 'snapshot'}/${id}`, '');
  return [{ action, resource, context: { ...resourceTags(thing.tags), ...context } }];
}

/** What the caller itself must be able to read. */
function readable({ Url, UserBucket }: { Url?: string; UserBucket?: { S3Bucket?: string; S3Key?: string } }): Demand[] {
  const [, bucket = UserBucket?.S3Bucket, key = UserBucket?.S3Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(Url ?? '') ?? [];
  const because = `its caller must be able to read the disk (${GUIDE})`;
  return bucket ? [
    { action: 's3:GetBucketLocation', resource: `arn:aws:s3:::${bucket}`, because },
    { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}`, because },
  ] : [];
}

function disksOf({ DiskContainers: disks }: { DiskContainers?: any[] }): any[] {
  return disks ?? [];
}

/** Tags of a request count for the resources of their type alone. */
function tagsFor(type: string, { TagSpecifications: all = [] }: { TagSpecifications?: { ResourceType?: string; Tags?: Tag[] }[] }): Tag[] {
  return all.filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags: tags }) => tags ?? []);
}

function keysOf(tags: readonly Tag[] = []): string[] {
  return tags.map(({ Key: key }) => key!);
}
