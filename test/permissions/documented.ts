import { isDeepStrictEqual } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { readable } from './grants';
import { applications } from './lives/appstream-image';
import { windows } from './lives/ec2-vm-import';
import type { Chapter } from './lives/life';
import { synthesize } from '../cloudformation/synthesize';

/*
 * Rights that a service uses, and no call of ours: they are held against what AWS documents.
 */

/** What Lambda does in the name of a function. No code of ours calls it. */
export const LAMBDA_ITSELF = {
  source: 'AWS managed policies AWSLambdaVPCAccessExecutionRole and AWSXRayDaemonWriteAccess',
  actions: [
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
  ] as readonly string[],
};

/** What AWS documents for one purpose of a role. */
interface Documented {
  readonly purpose: string;
  readonly actions: readonly string[];
  /** On which resources AWS's example allows it. */
  readonly on: string;
  /** What is assumed where we allow less. */
  readonly assumed?: string;
}

export interface ServiceRole {
  readonly title: string;
  readonly service: string;
  readonly source: string;
  /** A stack in which the role is asked for everything. */
  readonly stack: Chapter;
  /** The condition of its trust. */
  readonly trust: { readonly [key: string]: unknown };
  readonly documented: readonly Documented[];
}

const ALL = '`*`';

export const SERVICE_ROLES: readonly ServiceRole[] = [
  {
    title: 'The import role of an `Ec2VmImport`',
    service: 'vmie.amazonaws.com',
    source: 'https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html',
    stack: windows('snap-0123456789abcdef0', false),
    trust: { 'sts:ExternalId': 'vmimport', 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    documented: [
      { purpose: 'reads the disks', actions: ['s3:GetBucketLocation', 's3:ListBucket'], on: 'the bucket and all that is in it' },
      { purpose: 'reads the disks', actions: ['s3:GetObject'], on: 'the bucket and all that is in it' },
      {
        purpose: 'makes snapshots and the AMI', actions: ['ec2:ModifySnapshotAttribute', 'ec2:CopySnapshot', 'ec2:RegisterImage', 'ec2:Describe*'], on: ALL,
      },
      {
        purpose: 'reads a bucket that is encrypted with a key of yours', actions: ['kms:Decrypt', 'kms:DescribeKey'], on: ALL,
        assumed: 'these two are enough to read: the example gives the four further actions of the next row here too',
      },
      {
        purpose: 'encrypts the AMI with a key of yours',
        actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'], on: ALL,
      },
      {
        purpose: 'notes licenses', actions: ['license-manager:GetLicenseConfiguration', 'license-manager:UpdateLicenseSpecificationsForResource'], on: ALL,
      },
      { purpose: 'notes licenses', actions: ['license-manager:ListLicenseSpecificationsForResource'], on: ALL },
    ],
  },
  {
    title: 'The role of an `AppStreamImage` that is made of an AMI',
    service: 'appstream.amazonaws.com',
    source: 'https://docs.aws.amazon.com/appstream2/latest/developerguide/import-image.html',
    stack: applications(false),
    trust: {},
    documented: [
      { purpose: 'finds the AMI', actions: ['ec2:DescribeImages'], on: ALL },
      { purpose: 'lets AppStream use the AMI', actions: ['ec2:ModifyImageAttribute'], on: ALL },
    ],
  },
];

/** What the role that the library makes is allowed for one purpose. */
export interface ServiceRight extends Documented {
  readonly resources: readonly string[];
}

export interface HeldAgainst {
  readonly rights: readonly ServiceRight[];
  /** How the role differs from what is documented; nothing if it does not. */
  readonly departures: readonly string[];
}

export function holdAgainstDocument({ service, stack: define, trust, documented }: ServiceRole): HeldAgainst {
  const stack = new Stack(new App(), 'S');
  define(stack);
  const roles = Object.values(synthesize(stack).template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties as any);
  const role = roles.find(({ AssumeRolePolicyDocument: { Statement: [{ Principal }] } }) => Principal.Service === service);
  const statements: any[] = role.Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement);
  const namesOf = (actions: string | readonly string[]) => [actions].flat().sort().join(', ');
  const granted = (actions: readonly string[]) => statements.filter(({ Action }) => namesOf(Action) === namesOf(actions));
  const [{ Condition: { StringEquals: bound = {} } = {} }] = role.AssumeRolePolicyDocument.Statement;
  return {
    rights: documented.map((one) => ({ ...one, resources: granted(one.actions).flatMap(({ Resource }) => [Resource].flat().map(readable)) })),
    departures: [
      ...statements.filter(({ Action }) => !documented.some(({ actions }) => namesOf(actions) === namesOf(Action)))
        .map(({ Action }) => `${namesOf(Action)} is granted, and not documented so`),
      ...documented.filter(({ actions }) => granted(actions).length !== 1).map(({ actions }) => `${namesOf(actions)} is documented, and granted in ${granted(actions).length} statements`),
      ...isDeepStrictEqual(bound, trust) ? [] : [`the trust is bound to ${JSON.stringify(bound)}, wanted ${JSON.stringify(trust)}`],
    ],
  };
}
