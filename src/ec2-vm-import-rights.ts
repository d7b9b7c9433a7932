import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { TAG_PREFIX } from './contract/envelope';
import { BoundDisk } from './disk-image';

/*
 * Who may do what for an import: the functions always, the functions for one image, and the role that VM Import takes on.
 * Statements of our own, since grantRead() of a bucket gives GetObject*, GetBucket* and List*.
 */

const STACK_TAG = `${TAG_PREFIX}stack`;

// AMIs and snapshots have no account in their ARN.
const IMAGES = `arn:${Aws.PARTITION}:ec2:${Aws.REGION}::image/*`;
const SNAPSHOTS = `arn:${Aws.PARTITION}:ec2:${Aws.REGION}::snapshot/*`;
const TASKS = `arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:import-image-task/*`;

const asOurs = { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } };

/** What the functions may do for as long as the stack has an import or had one. Only what bears the tag of this stack is changed. */
export function kindStatements(): iam.PolicyStatement[] {
  const ours = { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };
  // Bare things have no tag yet; those of another stack have one.
  const notOthers = { StringEqualsIfExists: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };
  return [
    new iam.PolicyStatement({
      sid: 'Look',
      actions: ['ec2:DescribeImportImageTasks', 'ec2:DescribeImages', 'ec2:DescribeSnapshots'],
      resources: ['*'], // EC2 has no resource level for these.
    }),
    new iam.PolicyStatement({
      sid: 'Tag', actions: ['ec2:CreateTags'], resources: [IMAGES, SNAPSHOTS, TASKS], conditions: { ...asOurs, ...notOthers },
    }),
    new iam.PolicyStatement({ sid: 'Untag', actions: ['ec2:DeleteTags'], resources: [IMAGES, SNAPSHOTS], conditions: ours }),
    new iam.PolicyStatement({ sid: 'Cancel', actions: ['ec2:CancelImportTask'], resources: [TASKS], conditions: ours }),
    new iam.PolicyStatement({
      sid: 'Change',
      actions: ['ec2:DescribeImageAttribute', 'ec2:ModifyImageAttribute', 'ec2:DeregisterImage'],
      resources: [IMAGES],
      conditions: ours,
    }),
    new iam.PolicyStatement({ sid: 'DeleteSnapshots', actions: ['ec2:DeleteSnapshot'], resources: [SNAPSHOTS], conditions: ours }),
  ];
}

/** What the functions need to start one import. The service also checks that its caller could read the disks, and may pass the role. */
export function handlerStartStatements(disks: readonly BoundDisk[], role: iam.IRole): iam.PolicyStatement[] {
  const objects = disks.flatMap(({ object }) => object ?? []);
  const snapshotIds = disks.flatMap(({ properties }) => properties.SnapshotId ?? []);
  return [
    new iam.PolicyStatement({ actions: ['ec2:ImportImage'], resources: [TASKS], conditions: asOurs }),
    // The AMI that will be. Its tags come later, so the request brings none for it.
    new iam.PolicyStatement({ actions: ['ec2:ImportImage'], resources: [IMAGES] }),
    ...snapshotIds.length ? [
      new iam.PolicyStatement({
        actions: ['ec2:ImportImage'], resources: unique(snapshotIds.map((id) => `arn:${Aws.PARTITION}:ec2:${Aws.REGION}::snapshot/${id}`)),
      }),
    ] : [],
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
  const sourceKeys = unique(objects.flatMap(({ key }) => key?.keyArn ?? []));
  return [
    ...objects.length ? [
      new iam.PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: unique(objects.map(({ bucketArn }) => bucketArn)) }),
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: unique(objects.map(({ objectArn }) => objectArn)) }),
    ] : [],
    new iam.PolicyStatement({
      actions: ['ec2:ModifySnapshotAttribute', 'ec2:CopySnapshot', 'ec2:RegisterImage', 'ec2:Describe*'],
      // The service makes copies and an AMI of its own, whose ids nobody knows before; this is AWS's documented policy.
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
      new iam.PolicyStatement({
        actions: ['license-manager:ListLicenseSpecificationsForResource'],
        resources: ['*'], // License Manager has no resource level for this one.
      }),
    ] : [],
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
