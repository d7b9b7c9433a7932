import {
  Aws, Duration, Fn, IResource, RemovalPolicy, Resource, Token,
} from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { acceptStatements } from './accepted-findings';
import { EC2_VM_IMPORT, Ec2VmImportOutputs, Ec2VmImportProperties } from './contract/ec2-vm-import';
import { Flag } from './contract/envelope';
import { BoundDisk, DiskImage } from './disk-image';
import { handlerStartStatements, importRoleStatements, kindStatements } from './ec2-vm-import-rights';
import { refuse, requireDifferent, requireImageId, requireImportTaskId, requireLength, requirePattern, requireRegion, wordOf } from './guard';
import { ManagedImage } from './managed-image';
import {
  LaunchPermission, VmArchitecture, VmBootMode, VmClientData, VmHypervisor, VmLicenseType, VmPlatform, VmUsageOperation,
} from './vm-import-options';
import { KnownVmImport, withVmImport } from './vm-import-symbol';

/** A machine image that VM Import made from disks. */
export interface IEc2VmImport extends IResource {
  /**
   * The id of the AMI, such as `ami-0123456789abcdef0`.
   *
   * @attribute
   */
  readonly imageId: string;

  /**
   * The id of the task that imported it, such as `import-ami-0123456789abcdef0`. AWS forgets a task seven days after it has ended.
   *
   * @attribute
   */
  readonly importTaskId?: string;

  /** Whether the AMI is known to be encrypted. WorkSpaces and AppStream import no encrypted image. */
  readonly encrypted?: boolean;

  /** The operating system, if it is known. */
  readonly platform?: VmPlatform;

  /** The AMI in the form that `ec2.Instance`, `ec2.LaunchTemplate` and others take. */
  toMachineImage(): ec2.IMachineImage;

  /** Lets a grantee do this with the AMI, such as `ec2:ModifyImageAttribute`. To launch an instance it needs rights on more than the AMI. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;
}

/** What is known of an AMI that was imported elsewhere. */
export interface Ec2VmImportAttributes {
  /** The id of the AMI. */
  readonly imageId: string;

  /**
   * The id of the task that imported it.
   *
   * @default - not known
   */
  readonly importTaskId?: string;

  /**
   * Whether the AMI is encrypted.
   *
   * @default - not known
   */
  readonly encrypted?: boolean;

  /**
   * The operating system.
   *
   * @default - not known
   */
  readonly platform?: VmPlatform;
}

/**
 * What to import, and how.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportImage.html
 */
export interface Ec2VmImportProps {
  /**
   * The disks of the machine, the boot disk first: 1 to 21, or one OVA that holds them all. Each less than 8 TiB and not encrypted.
   * A change replaces the AMI, but for the description of a disk: that is read when an import starts.
   *
   * @see https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-image-import.html
   */
  readonly disks: DiskImage[];

  /**
   * Change it to import again, such as when an object was overwritten under its old key; 1 to 255 characters. A change replaces the AMI.
   * Under RETAIN a former value takes up the AMI of that time again, if it is still there.
   *
   * @default - imported again only when another property asks for it
   */
  readonly revision?: string;

  /**
   * The processor that the machine is made for. A change replaces the AMI.
   *
   * @default - the service finds it out
   */
  readonly architecture?: VmArchitecture;

  /**
   * How the machine boots. A change replaces the AMI. UEFI from a snapshot needs `platform`.
   *
   * @default - the service finds it out
   */
  readonly bootMode?: VmBootMode;

  /**
   * What you want to remember of the upload. Read when an import starts; a change alone does nothing.
   *
   * @default - none
   */
  readonly clientData?: VmClientData;

  /**
   * A description of the AMI, 1 to 255 characters. Changes in place.
   *
   * @default - the path of the construct
   */
  readonly description?: string;

  /**
   * Whether the AMI is encrypted. A change replaces the AMI. WorkSpaces and AppStream import no encrypted image.
   *
   * @default - true with an encryptionKey; else what the account does by default
   */
  readonly encrypted?: boolean;

  /**
   * The symmetric key that encrypts the AMI, in the Region of the stack. A change replaces the AMI.
   *
   * *Limitations*: an alias, such as from `kms.Alias.fromAliasName()`, is refused without a `role`: a policy that names an alias gives no
   * right to its key. `kms.Key.fromLookup()` finds the key by its alias.
   *
   * @default - the account's default key for EBS, where the AMI is encrypted
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The hypervisor that the image is made for. A change replaces the AMI.
   *
   * @default - the service chooses
   */
  readonly hypervisor?: VmHypervisor;

  /**
   * Who beside this account may launch instances of the AMI. Changes in place; what others have granted is left alone.
   *
   * *Limitations*: granted when the import is done. A grant that EC2 refuses, such as to an account that does not exist, fails the
   * deployment then. Add doubtful ones in an update of their own.
   *
   * @default - this account alone
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html
   */
  readonly launchPermissions?: LaunchPermission[];

  /**
   * The ARNs of License Manager configurations that count instances of the AMI. A change replaces the AMI.
   *
   * @default - none
   */
  readonly licenseConfigurationArns?: string[];

  /**
   * Whose license the operating system runs under. Not together with `usageOperation`. A change replaces the AMI.
   *
   * @default - AWS for Windows Server, BYOL for a Windows client and for Linux
   * @see https://docs.aws.amazon.com/vm-import/latest/userguide/licensing.html
   */
  readonly licenseType?: VmLicenseType;

  /**
   * What EC2 bills for an instance of the image. Not together with `licenseType`. A change replaces the AMI.
   *
   * @default - follows from the license type
   */
  readonly usageOperation?: VmUsageOperation;

  /**
   * The operating system. Needed for UEFI from a snapshot, and lets `toMachineImage()` know its user data. A change replaces the AMI.
   *
   * @default - the service finds it out
   */
  readonly platform?: VmPlatform;

  /**
   * The role that VM Import takes on to read the disks. It must trust `vmie.amazonaws.com` with the external id `vmimport`. A role
   * that can be changed is granted what this import needs. Read when an import starts; a change alone does nothing.
   *
   * @default - a role with the rights for these disks and this key, and no other
   * @see https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
   */
  readonly role?: iam.IRole;

  /**
   * What happens to the AMI when it leaves the stack. With RETAIN it stays, unless the deployment that made it is rolled back. SNAPSHOT
   * is refused. Changes in place.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long the import may take, from 1 minute to 72 hours. When it is over, the deployment fails and the import is cancelled.
   * Each 52 minutes add one resource to the stack. Changes in place, and does not import anew what is there.
   *
   * @default Duration.hours(6)
   */
  readonly timeout?: Duration;
}

const KIND = { ...EC2_VM_IMPORT, statements: kindStatements };

/**
 * Imports disks as an AMI, with its snapshots, tagged.
 *
 * *Limitations*: an import takes from 20 minutes to many hours; an account runs 5 at a time unless its quota was raised, and
 * further ones wait for their turn within `timeout`. It is not billed, its snapshots and the disks in S3 are. Deleting deregisters the
 * AMI whoever uses it: EC2 does not ask. The disks in S3 are never deleted.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportImage.html
 * @resource Custom::Ec2VmImport
 */
@propertyInjectable
export class Ec2VmImport extends ManagedImage implements IEc2VmImport {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-euc-images.Ec2VmImport';

  /** An AMI that exists, by its id, in the Region of the stack. It is used, and never changed or deleted. */
  public static fromImageId(scope: Construct, id: string, imageId: string): IEc2VmImport {
    return Ec2VmImport.fromEc2VmImportAttributes(scope, id, { imageId });
  }

  /** An AMI that exists, with what else is known of it. It is used, and never changed or deleted. */
  public static fromEc2VmImportAttributes(scope: Construct, id: string, attributes: Ec2VmImportAttributes): IEc2VmImport {
    class Import extends Resource implements IEc2VmImport {
      public readonly imageId = attributes.imageId;
      public readonly importTaskId = attributes.importTaskId;
      public readonly encrypted = attributes.encrypted;
      public readonly platform = attributes.platform;
      public toMachineImage(): ec2.IMachineImage {
        return machineImageOf(this);
      }
      public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
        return grantOn(this, grantee, actions);
      }
    }
    const image = new Import(scope, id);
    requireImageId(image, attributes.imageId);
    requireImportTaskId(image, attributes.importTaskId);
    return image;
  }

  /** @attribute */
  public readonly imageId: string;

  /**
   * @attribute
   */
  public readonly importTaskId?: string;

  /**
   * The ids of the snapshots of the AMI, in the order of its devices.
   *
   * @attribute
   */
  public readonly snapshotIds: string[];

  public readonly encrypted?: boolean;

  public readonly platform?: VmPlatform;

  /** The role that VM Import takes on. */
  public readonly role: iam.IRole;

  /** @internal */
  public readonly _asked: KnownVmImport['_asked'];

  constructor(scope: Construct, id: string, props: Ec2VmImportProps) {
    super(scope, id, EC2_VM_IMPORT.type);
    validate(this, props);
    const disks = bindDisks(this, props);
    this.encrypted = props.encrypted ?? (props.encryptionKey ? true : undefined);
    this.platform = props.platform;
    this._asked = {
      disks: disks.length, bootMode: props.bootMode?.value, licenseType: props.licenseType?.value, usageOperation: props.usageOperation?.value,
    };

    const statements = importRoleStatements(disks, props);
    this.role = props.role ?? this.defineRole(statements);
    const granted = props.role ? statements.map((statement) => props.role!.addToPrincipalPolicy(statement)) : [];

    // Weaker than any Tags.of(), so that a Name of the user's wins wherever it was said.
    this.cdkTagManager.setTag('Name', this.node.path.slice(-256), 50);

    const imported = this._manage<Ec2VmImportProperties, Ec2VmImportOutputs>('Import', {
      kind: KIND,
      properties: this.toProperties(props, disks),
      timeout: props.timeout ?? Duration.hours(6),
      removalPolicy: props.removalPolicy,
    });
    imported.provider.allow(...handlerStartStatements(disks, this.role));
    imported.startAfter(...granted.flatMap(({ policyDependable }) => policyDependable ?? []));

    this.imageId = imported.attribute('ImageId');
    this.importTaskId = imported.attribute('ImportTaskId');
    this.snapshotIds = Fn.split(',', imported.attribute('SnapshotIds'));
  }

  public toMachineImage(): ec2.IMachineImage {
    return machineImageOf(this);
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantOn(this, grantee, actions);
  }

  private defineRole(statements: iam.PolicyStatement[]): iam.Role {
    const role = new iam.Role(this, 'Role', {
      description: `Lets VM Import read the disks of ${this.node.path}`.slice(0, 1000),
      assumedBy: new iam.ServicePrincipal('vmie.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': 'vmimport', 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Import: new iam.PolicyDocument({ statements }) },
    });
    acceptStatements(role, statements);
    return role;
  }

  private toProperties(props: Ec2VmImportProps, disks: readonly BoundDisk[]): Ec2VmImportProperties {
    return {
      Architecture: wordOf(this, 'architecture', props.architecture),
      BootMode: wordOf(this, 'bootMode', props.bootMode),
      ClientData: props.clientData && {
        Comment: props.clientData.comment,
        UploadStart: props.clientData.uploadStart?.toISOString(),
        UploadEnd: props.clientData.uploadEnd?.toISOString(),
        UploadSize: props.clientData.uploadSize?.toString(),
      },
      Description: props.description ?? this.node.path.slice(0, 255),
      Disks: disks.map(({ properties }) => properties),
      Encrypted: this.encrypted === undefined ? undefined : `${this.encrypted}` as Flag,
      Hypervisor: wordOf(this, 'hypervisor', props.hypervisor),
      KmsKeyId: props.encryptionKey?.keyArn,
      LaunchPermissions: props.launchPermissions?.map((permission) => permission._bind(this)),
      LicenseConfigurationArns: props.licenseConfigurationArns,
      LicenseType: wordOf(this, 'licenseType', props.licenseType),
      Platform: wordOf(this, 'platform', props.platform),
      Revision: props.revision,
      RoleName: this.role.roleName,
      UsageOperation: wordOf(this, 'usageOperation', props.usageOperation),
    };
  }
}

/** The ARN of an AMI names no account. */
function grantOn({ imageId, stack }: IEc2VmImport, grantee: iam.IGrantable, actions: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [stack.formatArn({ service: 'ec2', account: '', resource: 'image', resourceName: imageId })] });
}

function machineImageOf(image: IEc2VmImport): ec2.IMachineImage {
  const windows = image.platform?.value === VmPlatform.WINDOWS.value;
  const linux = image.platform?.value === VmPlatform.LINUX.value;
  const machineImage = {
    getImage: (): ec2.MachineImageConfig => ({
      imageId: image.imageId,
      osType: windows ? ec2.OperatingSystemType.WINDOWS : linux ? ec2.OperatingSystemType.LINUX : ec2.OperatingSystemType.UNKNOWN,
      userData: windows ? ec2.UserData.forWindows() : linux ? ec2.UserData.forLinux() : ec2.UserData.custom(''),
    }),
  };
  return withVmImport(machineImage, image);
}

function bindDisks(scope: Construct, { bootMode, disks, platform, role }: Ec2VmImportProps): BoundDisk[] {
  const bound = disks.map((disk, index) => disk._bind(scope, index));
  if (bound.length > 1 && bound.some(({ properties }) => properties.Format === 'OVA')) {
    refuse(scope, `disks must be one OVA alone or single disks, got an OVA among ${bound.length}; an OVA holds all its disks`);
  }
  const keys = bound.flatMap(({ object }) => object?.key ?? []);
  if (!role && keys.some((key) => 'aliasName' in key)) {
    refuse(scope, 'the encryptionKey of the bucket must be a key, got an alias, and the import role cannot be granted a key by that; give the bucket ' +
      'with its key, or a role that may use it');
  }
  const names = bound.flatMap(({ properties }) => properties.DeviceName ?? []);
  requireDifferent(scope, 'disks must have different deviceNames', names, 'change one, or leave them all out');
  if (bootMode?.value === VmBootMode.UEFI.value && !platform && bound.some(({ properties }) => properties.SnapshotId)) {
    refuse(scope, "bootMode 'uefi' from a snapshot needs platform, got none; add platform: VmPlatform.WINDOWS or VmPlatform.LINUX");
  }
  return bound;
}

function validate(scope: Ec2VmImport, props: Ec2VmImportProps): void {
  const { bootMode, clientData, disks, licenseType, usageOperation } = props;
  if (disks.length < 1 || disks.length > 21) refuse(scope, `disks must have 1 to 21 entries, got ${disks.length}`);
  requireLength(scope, 'description', props.description, 1, 255);
  requireLength(scope, 'revision', props.revision, 1, 255);
  if (props.encryptionKey && props.encrypted === false) {
    refuse(scope, 'encrypted must be true or left out with an encryptionKey, got false; remove one of the two');
  }
  // A policy that names an alias gives no right to its key.
  if (props.encryptionKey && 'aliasName' in props.encryptionKey && !props.role) {
    refuse(scope, 'encryptionKey must be a key, got an alias, and the import role cannot be granted a key by that; give the key, or a role that may use it');
  }
  if (props.encryptionKey) requireRegion(scope, 'encryptionKey', props.encryptionKey, 'take a key');
  if (licenseType && usageOperation) {
    refuse(scope, `licenseType and usageOperation exclude each other, got '${licenseType.value}' and '${usageOperation.value}'; keep usageOperation`);
  }
  if (bootMode?.value === 'uefi-preferred') {
    refuse(scope, "bootMode 'uefi-preferred' is not supported by VM Import; use VmBootMode.UEFI or VmBootMode.LEGACY_BIOS");
  }
  for (const arn of props.licenseConfigurationArns ?? []) {
    requirePattern(scope, 'licenseConfigurationArns', arn, /^arn:aws[^:]*:license-manager:[^:]+:\d{12}:license-configuration[:/]lic-[0-9a-f]+$/,
      'must hold ARNs of License Manager configurations');
  }
  if (clientData) validateClientData(scope, clientData);
}

function validateClientData(scope: Ec2VmImport, { uploadStart, uploadEnd, uploadSize }: VmClientData): void {
  for (const [name, date] of Object.entries({ uploadStart, uploadEnd })) {
    if (Number.isNaN(date?.getTime())) refuse(scope, `clientData.${name} must be a date, got ${date}`);
  }
  if (uploadStart && uploadEnd && uploadEnd < uploadStart) {
    refuse(scope, `clientData.uploadEnd must not be before uploadStart, got ${uploadEnd.toISOString()} and ${uploadStart.toISOString()}`);
  }
  if (uploadSize !== undefined && !Token.isUnresolved(uploadSize) && !(uploadSize >= 0 && uploadSize < Infinity)) {
    refuse(scope, `clientData.uploadSize must be a number, 0 or more, got ${uploadSize}`);
  }
}
