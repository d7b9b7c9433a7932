import { TAG_RULES } from './tag-rules';
import type { Rule } from '../rule';

/*
 * What EC2 refuses although its model allows it. The source is that of the rule; codes are those of the general list
 * (errors-overview of the API reference), and which of them a rule gives, and in which words, is assumed throughout.
 */

const API = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';
const IMPORT_IMAGE = `${API}/API_ImportImage.html`;
const DISK_CONTAINER = `${API}/API_ImageDiskContainer.html`;
const ERRORS = `${API}/errors-overview.html`;
const LIMITATIONS = 'https://docs.aws.amazon.com/vm-import/latest/userguide/limitations-image.html';
const LICENSING = 'https://docs.aws.amazon.com/vm-import/latest/userguide/licensing.html';

const ID = {
  image: /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  snapshot: /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/,
  task: /^import-ami-[0-9a-z]{8,17}$/,
};

const FORMATS = ['OVA', 'VHD', 'VHDX', 'VMDK', 'RAW'];
const USAGE_OPERATIONS = [
  'RunInstances', 'RunInstances:0002', 'RunInstances:0004', 'RunInstances:0006', 'RunInstances:0100', 'RunInstances:0102',
  'RunInstances:0200', 'RunInstances:0202', 'RunInstances:0800',
];

const importImage = (rule: Omit<Rule, 'operations'>): Rule => ({ operations: ['ImportImage'], ...rule });

/** A member that is a plain string in the model, but takes only these words. */
const words = (member: string, allowed: readonly string[], source: string): Rule => importImage({
  rule: `${member} is one of ${allowed.join(', ')}`,
  broken: (input) => input[member] !== undefined && !allowed.includes(input[member]),
  code: 'InvalidParameterValue',
  message: (input) => `Value (${input[member]}) for parameter ${member} is invalid.`,
  source,
});

/** At least one disk breaks it. */
const disk = (rule: Omit<Rule, 'operations'>): Rule => importImage({ ...rule, broken: (input) => (input.DiskContainers ?? []).some(rule.broken) });

const IMPORT_RULES: readonly Rule[] = [
  importImage({
    rule: 'there is a disk',
    broken: (input) => !input.DiskContainers?.length,
    code: 'MissingParameter', message: 'The request must contain the parameter DiskContainer', source: 'assumed',
  }),
  importImage({
    rule: 'there are at most 21 disks',
    broken: (input) => input.DiskContainers.length > 21,
    code: 'InvalidParameterValue', message: 'A virtual machine can have no more than 21 volumes.', source: LIMITATIONS,
  }),
  disk({
    rule: 'a disk has exactly one source',
    broken: ({ Url, UserBucket, SnapshotId }) => [Url, UserBucket, SnapshotId].filter((source) => source !== undefined).length !== 1,
    code: 'InvalidParameterCombination', message: 'A disk container takes exactly one of url, userBucket and snapshotId.', source: 'assumed',
  }),
  disk({
    rule: 'a bucket comes with a key',
    broken: ({ UserBucket }) => UserBucket !== undefined && !(UserBucket.S3Bucket && UserBucket.S3Key),
    code: 'MissingParameter', message: 'The request must contain the parameters S3Bucket and S3Key.', source: 'assumed',
  }),
  disk({
    rule: 'a URL is of http, https or s3',
    broken: ({ Url }) => Url !== undefined && !/^(https?|s3):\/\/./.test(Url),
    code: 'InvalidParameterValue', message: 'The URL of a disk must be an http, https or s3 URL.', source: DISK_CONTAINER,
  }),
  disk({
    rule: 'a snapshot id is well formed',
    broken: ({ SnapshotId }) => SnapshotId !== undefined && !ID.snapshot.test(SnapshotId),
    code: 'InvalidSnapshotID.Malformed', message: 'The snapshot ID of a disk is malformed.', source: ERRORS,
  }),
  disk({
    rule: `a format is one of ${FORMATS.join(', ')}`,
    broken: ({ Format }) => Format !== undefined && !FORMATS.includes(Format.toUpperCase()), // the guide's own examples write them small
    code: 'InvalidParameterValue', message: 'The format of a disk is invalid.', source: DISK_CONTAINER,
  }),
  importImage({
    rule: 'an OVA stands alone',
    broken: ({ DiskContainers: disks }) => disks.length > 1 && disks.some((one: { Format?: string }) => one.Format?.toUpperCase() === 'OVA'),
    code: 'InvalidParameterCombination', message: 'An OVA holds all disks of a virtual machine: no other disk can stand beside it.', source: 'assumed',
  }),
  words('Architecture', ['i386', 'x86_64', 'arm64'], `${IMPORT_IMAGE}; arm64 is assumed`),
  words('Hypervisor', ['xen'], IMPORT_IMAGE),
  words('LicenseType', ['AWS', 'BYOL'], IMPORT_IMAGE),
  words('Platform', ['Windows', 'Linux'], IMPORT_IMAGE),
  words('UsageOperation', USAGE_OPERATIONS, LICENSING),
  importImage({
    rule: 'LicenseType and UsageOperation exclude each other',
    broken: ({ LicenseType, UsageOperation }) => LicenseType !== undefined && UsageOperation !== undefined,
    code: 'InvalidParameterCombination', message: 'The parameter licenseType cannot be used with the parameter usageOperation.', source: LICENSING,
  }),
  importImage({
    rule: 'uefi-preferred is not for imports',
    broken: ({ BootMode }) => BootMode === 'uefi-preferred',
    code: 'InvalidParameterValue', message: 'Value (uefi-preferred) for parameter bootMode is invalid.', source: IMPORT_IMAGE,
  }),
  importImage({
    rule: 'UEFI from a snapshot needs a platform',
    broken: ({ BootMode, Platform, DiskContainers: disks }) =>
      BootMode === 'uefi' && Platform === undefined && disks.some((one: { SnapshotId?: string }) => one.SnapshotId),
    code: 'MissingParameter', message: 'The request must contain the parameter platform.', source: IMPORT_IMAGE,
  }),
  importImage({
    rule: 'a key is for an encrypted image',
    broken: ({ KmsKeyId, Encrypted }) => KmsKeyId !== undefined && Encrypted !== true,
    code: 'InvalidParameterCombination', message: 'The parameter KmsKeyId requires the parameter Encrypted to be set.', source: IMPORT_IMAGE,
  }),
  importImage({
    rule: 'a role is given by its name',
    broken: ({ RoleName }) => RoleName !== undefined && !/^[\w+=,.@-]{1,64}$/.test(RoleName),
    code: 'InvalidParameter',
    message: ({ RoleName }) => `The service role ${RoleName} does not exist or does not have sufficient permissions for the service to continue`,
    source: `${IMPORT_IMAGE}; what an ARN gives is assumed`,
  }),
  importImage({
    rule: 'a description has at most 255 characters',
    broken: ({ Description }) => Description?.length > 255,
    code: 'InvalidParameterValue', message: 'The description is longer than 255 characters.', source: 'assumed',
  }),
  importImage({
    rule: 'a client token has at most 64 ASCII characters',
    broken: ({ ClientToken }) => ClientToken !== undefined && !/^[\x20-\x7e]{1,64}$/.test(ClientToken),
    code: 'InvalidParameterValue', message: 'The client token must have 1 to 64 ASCII characters.',
    source: 'https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html',
  }),
  importImage({
    rule: 'only the task can be tagged',
    broken: (input) => (input.TagSpecifications ?? []).some(({ ResourceType: type }: { ResourceType?: string }) => type !== 'import-image-task'),
    code: 'InvalidParameterValue', message: 'The resource type of a tag specification must be import-image-task.', source: 'assumed',
  }),
];

const malformed = (operations: readonly string[], member: string, shape: RegExp, code: string, source = ERRORS): Rule => {
  const ids = (input: any): string[] => [input[member] ?? []].flat();
  const bad = (input: any) => ids(input).find((id) => !shape.test(id));
  return {
    operations, rule: `${member} is well formed`, broken: (input) => bad(input) !== undefined, code, message: (input) => `Invalid id: "${bad(input)}"`, source,
  };
};

const IDS: readonly Rule[] = [
  malformed(['DescribeImages'], 'ImageIds', ID.image, 'InvalidAMIID.Malformed'),
  malformed(['DescribeImageAttribute', 'ModifyImageAttribute', 'DeregisterImage'], 'ImageId', ID.image, 'InvalidAMIID.Malformed'),
  malformed(['DescribeSnapshots'], 'SnapshotIds', ID.snapshot, 'InvalidSnapshotID.Malformed'),
  malformed(['DeleteSnapshot'], 'SnapshotId', ID.snapshot, 'InvalidSnapshotID.Malformed'),
  malformed(['DescribeImportImageTasks'], 'ImportTaskIds', ID.task, 'InvalidConversionTaskId.Malformed', 'assumed'),
  malformed(['CancelImportTask'], 'ImportTaskId', ID.task, 'InvalidConversionTaskId.Malformed', 'assumed'),
  malformed(['CreateTags', 'DeleteTags'], 'Resources', new RegExp(Object.values(ID).map(({ source }) => source).join('|')), 'InvalidID'),
  {
    operations: ['CancelImportTask'],
    rule: 'there is a task',
    broken: ({ ImportTaskId }) => ImportTaskId === undefined,
    code: 'MissingParameter', message: 'The request must contain the parameter importTaskId', source: 'assumed',
  },
];

const exclusive = (operation: string, ids: string): Rule => ({
  operations: [operation],
  rule: `${ids} are not paged`,
  broken: (input) => input[ids] !== undefined && input.MaxResults !== undefined,
  code: 'InvalidParameterCombination',
  message: `The parameter ${ids} cannot be used with the parameter maxResults`,
  source: `${API}/API_${operation}.html`,
});

const smallest = (operation: string, size: number, source: string): Rule => ({
  operations: [operation],
  rule: `a page holds at least ${size}`,
  broken: ({ MaxResults }) => MaxResults < size,
  code: 'InvalidParameterValue',
  message: ({ MaxResults }) => `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value of at least ${size}.`,
  source,
});

const PAGES: readonly Rule[] = [
  exclusive('DescribeImages', 'ImageIds'),
  exclusive('DescribeSnapshots', 'SnapshotIds'),
  smallest('DescribeImages', 1, 'assumed'),
  smallest('DescribeImportImageTasks', 1, 'assumed'),
  smallest('DescribeSnapshots', 5, `${API}/API_DescribeSnapshots.html, in its text before 2023`),
];

const ORGANIZATION = /^arn:[\w-]+:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/;
const UNIT = /^arn:[\w-]+:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;

interface Permission { readonly UserId?: string; readonly Group?: string; readonly OrganizationArn?: string; readonly OrganizationalUnitArn?: string }

const modify = (rule: Omit<Rule, 'operations' | 'source'> & { readonly source?: string }): Rule =>
  ({ operations: ['ModifyImageAttribute'], source: `${API}/API_ModifyImageAttribute.html`, ...rule });

/** At least one launch permission breaks it. */
const permission = (rule: string, broken: (one: Permission) => boolean, code: string, source = 'assumed'): Rule => modify({
  rule,
  broken: ({ LaunchPermission: change }) => [...change?.Add ?? [], ...change?.Remove ?? []].some(broken),
  code, message: 'Invalid attribute item value for a launch permission', source,
});

const IMAGE_ATTRIBUTES: readonly Rule[] = [
  modify({
    rule: 'one attribute at a time',
    broken: (input) => attributesIn(input).length > 1,
    code: 'InvalidParameterCombination', message: 'You can specify only one attribute at a time.',
  }),
  modify({
    rule: 'there is an attribute',
    broken: (input) => input.Attribute === undefined && attributesIn(input).length === 0,
    code: 'InvalidParameterCombination', message: 'No attributes specified.', source: 'assumed',
  }),
  modify({
    rule: 'ImdsSupport is v2.0',
    broken: ({ ImdsSupport }) => ImdsSupport !== undefined && ImdsSupport.Value !== 'v2.0',
    code: 'InvalidParameterValue', message: 'Value for parameter imdsSupport is invalid.',
  }),
  modify({
    rule: 'a description has at most 255 characters',
    broken: ({ Description }) => Description?.Value?.length > 255,
    code: 'InvalidParameterValue', message: 'The description is longer than 255 characters.', source: 'assumed',
  }),
  permission('a permission names exactly one', (one) => Object.values(one).length !== 1, 'InvalidParameterCombination'),
  permission('an account has 12 digits', ({ UserId: id }) => id !== undefined && !/^\d{12}$/.test(id), 'InvalidAMIAttributeItemValue', ERRORS),
  permission('an organization is an ARN', ({ OrganizationArn: arn }) => arn !== undefined && !ORGANIZATION.test(arn), 'InvalidAMIAttributeItemValue'),
  permission('an organizational unit is an ARN', ({ OrganizationalUnitArn: arn }) => arn !== undefined && !UNIT.test(arn), 'InvalidAMIAttributeItemValue'),
];

/** An attribute counts once it says something: `Description: {}` does not reach the wire at all. */
function attributesIn({ Description, ImdsSupport, LaunchPermission }: any): unknown[] {
  return [Description, ImdsSupport, LaunchPermission].filter((attribute) => attribute !== undefined);
}

export const EC2_RULES: readonly Rule[] = [...IMPORT_RULES, ...IDS, ...TAG_RULES, ...PAGES, ...IMAGE_ATTRIBUTES];
