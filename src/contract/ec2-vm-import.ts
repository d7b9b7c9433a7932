import { Flag, Form, KindWords } from './envelope';

export const EC2_VM_IMPORT: KindWords = {
  type: 'Custom::Ec2VmImport',
  bundle: 'ec2-vm-import',
  stem: 'vm-import',
  pollSeconds: 50,
  recallSeconds: 10,
  turnSeconds: 1,
  tags: { key: 128, value: 256 },
};

/** One disk, from one of four places. */
export interface DiskProperties {
  readonly Description?: string;
  readonly DeviceName?: string;
  readonly Format?: string;
  readonly SnapshotId?: string;
  readonly Url?: string;
  readonly Bucket?: string;
  readonly Key?: string;
}

export interface LaunchPermissionProperties {
  readonly UserId?: string;
  readonly OrganizationArn?: string;
  readonly OrganizationalUnitArn?: string;
}

export interface Ec2VmImportProperties {
  readonly Architecture?: string;
  readonly BootMode?: string;
  readonly ClientData?: {
    readonly Comment?: string;
    readonly UploadStart?: string;
    readonly UploadEnd?: string;
    readonly UploadSize?: string;
  };
  readonly Description: string;
  readonly Disks: readonly DiskProperties[];
  readonly Encrypted?: Flag;
  readonly Hypervisor?: string;
  readonly KmsKeyId?: string;
  readonly LaunchPermissions?: readonly LaunchPermissionProperties[];
  readonly LicenseConfigurationArns?: readonly string[];
  readonly LicenseType?: string;
  readonly Platform?: string;
  readonly Revision?: string;
  readonly RoleName: string;
  readonly UsageOperation?: string;
}

export const EC2_VM_IMPORT_FORM: Form<Ec2VmImportProperties> = {
  'Architecture?': 'text',
  'BootMode?': 'text',
  'ClientData?': { 'Comment?': 'text', 'UploadStart?': 'time', 'UploadEnd?': 'time', 'UploadSize?': 'number' },
  'Description': 'text',
  'Disks': [{
    'Description?': 'text',
    'DeviceName?': 'text',
    'Format?': 'text',
    'SnapshotId?': 'text',
    'Url?': 'text',
    'Bucket?': 'text',
    'Key?': 'text',
    'oneOf': ['SnapshotId', 'Url', 'Bucket'],
  }],
  'Encrypted?': 'true | false',
  'Hypervisor?': 'text',
  'KmsKeyId?': 'text',
  'LaunchPermissions?': [{
    'UserId?': 'text', 'OrganizationArn?': 'text', 'OrganizationalUnitArn?': 'text', 'oneOf': ['UserId', 'OrganizationArn', 'OrganizationalUnitArn'],
  }],
  'LicenseConfigurationArns?': ['text'],
  'LicenseType?': 'text',
  'Platform?': 'text',
  'Revision?': 'text',
  'RoleName': 'text',
  'UsageOperation?': 'text',
};

export interface Ec2VmImportOutputs {
  readonly ImageId: string;
  readonly ImportTaskId: string;
  /** Joined by commas: an attribute is one string. */
  readonly SnapshotIds: string;
}
