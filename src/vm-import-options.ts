import { Construct } from 'constructs';
import { LaunchPermissionProperties } from './contract/ec2-vm-import';
import { requirePattern } from './guard';

/*
 * The words of ImportImage. They are classes and not enums, so that a value that AWS adds needs no release of ours.
 */

/**
 * The processor that an imported machine is made for.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportImage.html
 */
export class VmArchitecture {
  /** 32-bit Intel. Windows only; EC2 offers few instance types for it. */
  public static readonly I386 = new VmArchitecture('i386');
  /** 64-bit Intel and AMD. */
  public static readonly X86_64 = new VmArchitecture('x86_64');
  /** 64-bit ARM. */
  public static readonly ARM64 = new VmArchitecture('arm64');

  /** A processor that AWS has added since. */
  public static of(value: string): VmArchitecture {
    return new VmArchitecture(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * How an imported machine boots.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/prerequisites.html#vmimport-boot-modes
 */
export class VmBootMode {
  /** From a disk with a master boot record, as Windows 10 for WorkSpaces. */
  public static readonly LEGACY_BIOS = new VmBootMode('legacy-bios');
  /** From a disk with a GUID partition table, as Windows 11. */
  public static readonly UEFI = new VmBootMode('uefi');

  /** A boot mode that AWS has added since. `uefi-preferred` is one of EC2, but not of VM Import. */
  public static of(value: string): VmBootMode {
    return new VmBootMode(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * The hypervisor that an image is made for.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportImage.html
 */
export class VmHypervisor {
  /** The only one that the service documents; it runs on all instance types. */
  public static readonly XEN = new VmHypervisor('xen');

  /** A hypervisor that AWS has added since. */
  public static of(value: string): VmHypervisor {
    return new VmHypervisor(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * Whose license the operating system runs under after the import.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/licensing.html
 */
export class VmLicenseType {
  /** AWS replaces the license and bills for it. */
  public static readonly AWS = new VmLicenseType('AWS');
  /** Your own license stays. You need the right to use it in the cloud. */
  public static readonly BYOL = new VmLicenseType('BYOL');

  /** A license type that AWS has added since. */
  public static of(value: string): VmLicenseType {
    return new VmLicenseType(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * The operating system of the machine.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/prerequisites.html
 */
export class VmPlatform {
  /** Any Windows that VM Import supports. */
  public static readonly WINDOWS = new VmPlatform('Windows');
  /** Any Linux that VM Import supports. */
  public static readonly LINUX = new VmPlatform('Linux');

  /** An operating system that AWS has added since. */
  public static of(value: string): VmPlatform {
    return new VmPlatform(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * What EC2 bills for an instance of the image: finer than the license type, and instead of it.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/licensing.html
 */
export class VmUsageOperation {
  /** Windows Server, licensed by AWS. */
  public static readonly WINDOWS_SERVER = new VmUsageOperation('RunInstances:0002');
  /** Windows Server with SQL Server Standard, both licensed by AWS. */
  public static readonly WINDOWS_SERVER_SQL_STANDARD = new VmUsageOperation('RunInstances:0006');
  /** Windows Server with SQL Server Enterprise, both licensed by AWS. */
  public static readonly WINDOWS_SERVER_SQL_ENTERPRISE = new VmUsageOperation('RunInstances:0102');
  /** Windows Server with SQL Server Web, both licensed by AWS. */
  public static readonly WINDOWS_SERVER_SQL_WEB = new VmUsageOperation('RunInstances:0202');
  /** Windows under your own license. */
  public static readonly WINDOWS_BYOL = new VmUsageOperation('RunInstances:0800');
  /** Linux. */
  public static readonly LINUX = new VmUsageOperation('RunInstances');
  /** Linux with SQL Server Standard, licensed by AWS. */
  public static readonly LINUX_SQL_STANDARD = new VmUsageOperation('RunInstances:0004');
  /** Linux with SQL Server Enterprise, licensed by AWS. */
  public static readonly LINUX_SQL_ENTERPRISE = new VmUsageOperation('RunInstances:0100');
  /** Linux with SQL Server Web, licensed by AWS. */
  public static readonly LINUX_SQL_WEB = new VmUsageOperation('RunInstances:0200');

  /** A usage operation that AWS has added since. */
  public static of(value: string): VmUsageOperation {
    return new VmUsageOperation(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * What you want to remember of the upload. The service keeps it with the import task and does nothing with it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ClientData.html
 */
export interface VmClientData {
  /**
   * A comment.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * When the upload began.
   *
   * @default - not said
   */
  readonly uploadStart?: Date;

  /**
   * When the upload ended, not before it began.
   *
   * @default - not said
   */
  readonly uploadEnd?: Date;

  /**
   * The size of what was uploaded, in GiB; 0 or more.
   *
   * @default - not said
   */
  readonly uploadSize?: number;
}

/**
 * Who beside this account may launch instances of an image. There is no "everyone": a licensed image is never public.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html
 */
export class LaunchPermission {
  /** An account, by its 12 digits. */
  public static account(accountId: string): LaunchPermission {
    return new LaunchPermission('accountId', accountId, /^\d{12}$/, 'must be a 12-digit account id', { UserId: accountId });
  }

  /** All accounts of an organization, by its ARN: `arn:aws:organizations::<account>:organization/o-...`. */
  public static organization(organizationArn: string): LaunchPermission {
    return new LaunchPermission('organizationArn', organizationArn, /^arn:aws[^:]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/,
      'must be the ARN of an organization', { OrganizationArn: organizationArn });
  }

  /** All accounts of an organizational unit, by its ARN: `arn:aws:organizations::<account>:ou/o-.../ou-...`. */
  public static organizationalUnit(organizationalUnitArn: string): LaunchPermission {
    return new LaunchPermission('organizationalUnitArn', organizationalUnitArn,
      /^arn:aws[^:]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
      'must be the ARN of an organizational unit', { OrganizationalUnitArn: organizationalUnitArn });
  }

  private constructor(
    private readonly name: string,
    private readonly value: string,
    private readonly pattern: RegExp,
    private readonly wanted: string,
    private readonly properties: LaunchPermissionProperties,
  ) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct): LaunchPermissionProperties {
    requirePattern(scope, this.name, this.value, this.pattern, this.wanted);
    return this.properties;
  }
}
