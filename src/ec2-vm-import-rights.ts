import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { TAG_PREFIX } from './contract/envelope';
import { BoundDisk } from './disk-image';

/*
 * Who may do what for an import: the functions always, the functions for one image, and the role that VM Import takes on.
 * Statements of our own, since grantRead() of a bucket gives GetObject*, GetBucket* and List*.
 */

const STACK_TAG = `${TAG_PREFIX}stack`;

/** What the functions may do for as long as the stack has an import or had one. Only what bears the tag of this stack is changed. */
export function kindStatements(stack: Stack): iam.PolicyStatement[] {
  const arn = (resource: string, account = stack.account) => `arn:${Aws.PARTITION}:ec2:${stack.region}:${account}:${resource}/*`;
  // AMIs and snapshots have no account in their ARN.
  const things = [arn('image', ''), arn('snapshot', '')];
  const task = arn('import-image-task');
  const ours = { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };
  // Bare things have no tag yet; those of another stack have one.
  const notOthers = { StringEqualsIfExists: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };
  const asOurs = { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } };
  return [
    new iam.PolicyStatement({
      sid: 'Look', // EC2 has no resource level for these
      actions: ['ec2:DescribeImportImageTasks', 'ec2:DescribeImages', 'ec2:DescribeSnapshots'],
      resources: ['*'],
    }),
    new iam.PolicyStatement({ sid: 'Start', actions: ['ec2:ImportImage'], resources: [...things, task] }),
    new iam.PolicyStatement({ sid: 'Tag', actions: ['ec2:CreateTags'], resources: [...things, task], conditions: { ...asOurs, ...notOthers } }),
    new iam.PolicyStatement({ sid: 'Untag', actions: ['ec2:DeleteTags'], resources: things, conditions: ours }),
    new iam.PolicyStatement({ sid: 'Cancel', actions: ['ec2:CancelImportTask'], resources: [task], conditions: ours }),
    new iam.PolicyStatement({
      sid: 'Change',
      actions: ['ec2:DescribeImageAttribute', 'ec2:ModifyImageAttribute', 'ec2:DeregisterImage'],
      resources: [arn('image', '')],
      conditions: ours,
    }),
    new iam.PolicyStatement({ sid: 'DeleteSnapshots', actions: ['ec2:DeleteSnapshot'], resources: [arn('snapshot', '')], conditions: ours }),
  ];
}

/** What the functions need to start one import: the service checks that its caller could read the disks, and may pass the role. */
export function handlerStartStatements(disks: readonly BoundDisk[], role: iam.IRole): iam.PolicyStatement[] {
  const objects = disks.flatMap(({ object }) => object ?? []);
  return [
    new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [role.roleArn],
      // VM Import checks this right itself; that it always names the service it passes to is not documented.
      conditions: { StringEqualsIfExists: { 'iam:PassedToService': 'vmie.amazonaws.com' } },
    }),
    ...objects.length ? [
      new iam.PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: unique(objects.map(({ bucketArn }) => bucketArn)) }),
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: unique(objects.map(({ objectArn }) => objectArn)) }),
    ] : [],
  ];
}

/**
 * What VM Import needs to make an AMI of these disks.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
 */
export function importRoleStatements(
  disks: readonly BoundDisk[], { encryptionKey, licenseConfigurationArns }: { encryptionKey?: kms.IKey; licenseConfigurationArns?: string[] },
): iam.PolicyStatement[] {
  const objects = disks.flatMap(({ object }) => object ?? []);
  const sourceKeys = unique(objects.flatMap(({ keyArn }) => keyArn ?? []));
  return [
    ...objects.length ? [
      new iam.PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: unique(objects.map(({ bucketArn }) => bucketArn)) }),
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: unique(objects.map(({ objectArn }) => objectArn)) }),
    ] : [],
    new iam.PolicyStatement({
      // The service makes copies and an AMI of its own, whose ids nobody knows before; this is AWS's documented policy.
      actions: ['ec2:ModifySnapshotAttribute', 'ec2:CopySnapshot', 'ec2:RegisterImage', 'ec2:Describe*'],
      resources: ['*'],
    }),
    ...sourceKeys.length ? [new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: sourceKeys })] : [],
    ...encryptionKey ? [new iam.PolicyStatement({
      actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: [encryptionKey.keyArn],
    })] : [],
    ...licenseConfigurationArns?.length ? [
      new iam.PolicyStatement({
        actions: ['license-manager:GetLicenseConfiguration', 'license-manager:UpdateLicenseSpecificationsForResource'],
        resources: licenseConfigurationArns,
      }),
      // License Manager has no resource level for this one.
      new iam.PolicyStatement({ actions: ['license-manager:ListLicenseSpecificationsForResource'], resources: ['*'] }),
    ] : [],
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
