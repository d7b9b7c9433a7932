import { Duration } from 'aws-cdk-lib';
import { IMachineImage } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ByolComputeType, ByolOsVersion, ByolPlatform, ByolProtocol, IngestionProcess, OfficeApplication } from './byol-options';
import { ByolImageSourceProperties, ByolImportMethodProperties } from './contract/byol-workspace-image';
import { IEc2VmImport } from './ec2-vm-import';
import { refuse, requireImageId, requireImportTaskId, requireLength, requirePattern, wordOf } from './guard';
import { VmLicenseType, VmUsageOperation } from './vm-import-options';
import { requireLegacyBios, requireOneWindowsDisk, requireUefi } from './vm-import-source';
import { KnownVmImport, vmImportOf } from './vm-import-symbol';

/**
 * How WorkSpaces itself imports an AMI.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportWorkspaceImage.html
 */
export interface ByolStandardImportOptions {
  /**
   * Which hardware and protocol the image is made for. A change replaces the image.
   *
   * @default IngestionProcess.BYOL_REGULAR_WSP
   */
  readonly ingestionProcess?: IngestionProcess;

  /**
   * The Microsoft Office to install during the import, which then takes 3 hours or more and needs 20 GB of free disk. A change replaces the
   * image.
   *
   * @default - none
   */
  readonly application?: OfficeApplication;

  /**
   * The version of Windows in the AMI. It is not sent; it lets a combination that cannot succeed be refused before hours are lost. A
   * change alone does nothing.
   *
   * @default ByolOsVersion.WINDOWS_11
   */
  readonly osVersion?: ByolOsVersion;
}

/**
 * How EC2 Image Builder makes an image in your account.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
 */
export interface ByolImageBuilderImportOptions {
  /**
   * The ARN of the Image Builder infrastructure configuration: network, instance profile, and whether a failed instance is kept. Its
   * subnet needs the internet, not AWS PrivateLink alone. A change replaces the image.
   *
   * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
   */
  readonly infrastructureConfigurationArn: string;

  /** The version of Windows in the source. A change replaces the image. */
  readonly osVersion: ByolOsVersion;

  /**
   * The hardware that the image is made for. A change replaces the image.
   *
   * @default ByolComputeType.BASE
   */
  readonly computeType?: ByolComputeType;

  /**
   * How desktops are streamed. A change replaces the image.
   *
   * @default ByolProtocol.DCV
   */
  readonly protocol?: ByolProtocol;

  /**
   * The platform of the source. A change replaces the image.
   *
   * @default ByolPlatform.WINDOWS
   */
  readonly platform?: ByolPlatform;
}

/**
 * A way in in the contract's words, how long it usually takes, and the import of a disk that it begins with, where that is known.
 *
 * @internal
 */
export interface BoundByolImportMethod {
  readonly properties: ByolImportMethodProperties;
  readonly expected: Duration;
  readonly disk?: KnownVmImport;
}

/**
 * A source in the contract's words, and the import behind it, where it is known.
 *
 * @internal
 */
export interface BoundByolImageSource {
  readonly properties: ByolImageSourceProperties;
  readonly disk?: KnownVmImport;
}

/**
 * What an import through EC2 Image Builder begins with.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
 */
export class ByolImageSource {
  /**
   * An import of VM Import: its task, or its AMI when AWS has forgotten the task, which it does after seven days. The import must know
   * its task and must not be encrypted.
   */
  public static fromVmImport(image: IEc2VmImport): ByolImageSource {
    return new ByolImageSource((scope) => {
      validateDisk(scope, image);
      if (!image.importTaskId) {
        return refuse(scope, `importTaskId of '${image.node.path}' is not known; use ByolImageSource.fromMachineImage(image.toMachineImage())`);
      }
      return { properties: { Ec2ImportTaskId: image.importTaskId, Ec2ImageId: image.imageId }, disk: image };
    });
  }

  /** A task of VM Import in this account and Region, by its id. AWS forgets it seven days after it has ended. */
  public static fromImportTaskId(importTaskId: string): ByolImageSource {
    return new ByolImageSource((scope) => {
      requireImportTaskId(scope, importTaskId);
      return { properties: { Ec2ImportTaskId: importTaskId } };
    });
  }

  /** An AMI of this account, not encrypted. */
  public static fromMachineImage(image: IMachineImage): ByolImageSource {
    return new ByolImageSource((scope) => ({ properties: { Ec2ImageId: imageIdOf(scope, image) }, disk: vmImportOf(image) }));
  }

  /** An image of EC2 Image Builder, such as one made from a Windows ISO: `arn:aws:imagebuilder:...:image/<name>/<x.y.z>/<build>`. */
  public static fromImageBuildVersionArn(imageBuildVersionArn: string): ByolImageSource {
    return new ByolImageSource((scope) => {
      requireLength(scope, 'imageBuildVersionArn', imageBuildVersionArn, 1, 2048);
      requirePattern(scope, 'imageBuildVersionArn', imageBuildVersionArn,
        /^arn:aws[^:]*:imagebuilder:[^:]+:(\d{12}|aws(-[a-z-]+)?):image\/[a-z0-9-_]+\/((\d+|x)\.(\d+|x)\.(\d+|x)|\d+\.\d+\.\d+\/\d+)$/,
        'must end in image/<name>/<x.y.z> or image/<name>/<x.y.z>/<build>');
      return { properties: { ImageBuildVersionArn: imageBuildVersionArn } };
    });
  }

  private constructor(private readonly bind: (scope: Construct) => BoundByolImageSource) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct): BoundByolImageSource {
    return this.bind(scope);
  }
}

/**
 * The two ways to make a WorkSpaces image of a Windows under your own license.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
 */
export class ByolImportMethod {
  /**
   * WorkSpaces itself imports an AMI of this account, in 90 minutes or more. The AMI must not be encrypted.
   *
   * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportWorkspaceImage.html
   */
  public static standard(image: IMachineImage, options: ByolStandardImportOptions = {}): ByolImportMethod {
    const { ingestionProcess = IngestionProcess.BYOL_REGULAR_WSP, application, osVersion = ByolOsVersion.WINDOWS_11 } = options;
    return new ByolImportMethod((scope) => {
      const properties = {
        Application: wordOf(scope, 'application', application),
        Ec2ImageId: imageIdOf(scope, image),
        IngestionProcess: wordOf(scope, 'ingestionProcess', ingestionProcess),
      };
      if (wordOf(scope, 'osVersion', osVersion) === ByolOsVersion.WINDOWS_11.value) validateWindows11(scope, ingestionProcess, application);
      const disk = vmImportOf(image);
      // What was not said is not sent either, and may be wrong.
      if (options.osVersion?.value === ByolOsVersion.WINDOWS_11.value) requireUefiForWindows11(scope, disk);
      if (options.osVersion?.value === ByolOsVersion.WINDOWS_10.value) requireLegacyBios(scope, disk);
      return {
        properties: { Standard: properties },
        expected: Duration.hours(application ? 4 : 2),
        disk,
      };
    });
  }

  /**
   * EC2 Image Builder makes the image in this account, in 90 minutes or more, and tells on its way where it is.
   *
   * *Limitations*: its instance is billed while it runs; whether a failed one is kept is decided by the infrastructure configuration. AWS
   * does not document which rights the caller needs; add what your account lacks by `addToHandlerPolicy()`, such as `iam:PassRole` on the
   * role of the instance profile.
   *
   * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
   */
  public static imageBuilder(source: ByolImageSource, options: ByolImageBuilderImportOptions): ByolImportMethod {
    const { infrastructureConfigurationArn, osVersion } = options;
    const { computeType = ByolComputeType.BASE, protocol = ByolProtocol.DCV, platform = ByolPlatform.WINDOWS } = options;
    return new ByolImportMethod((scope) => {
      requireLength(scope, 'infrastructureConfigurationArn', infrastructureConfigurationArn, 1, 2048);
      requirePattern(scope, 'infrastructureConfigurationArn', infrastructureConfigurationArn,
        /^arn:aws[^:]*:imagebuilder:[^:]+:(\d{12}|aws):infrastructure-configuration\/[a-z0-9-_]+$/,
        'must be the ARN of an Image Builder infrastructure configuration');
      const { properties: from, disk } = source._bind(scope);
      if (osVersion.value === ByolOsVersion.WINDOWS_11.value) {
        if (protocol.value === ByolProtocol.PCOIP.value) refusePcoip(scope, `protocol '${protocol.value}'`);
        requireUefiForWindows11(scope, disk);
      }
      if (osVersion.value === ByolOsVersion.WINDOWS_10.value) requireLegacyBios(scope, disk);
      return {
        properties: {
          ImageBuilder: {
            ComputeType: wordOf(scope, 'computeType', computeType),
            InfrastructureConfigurationArn: infrastructureConfigurationArn,
            OsVersion: wordOf(scope, 'osVersion', osVersion),
            Platform: wordOf(scope, 'platform', platform),
            Protocol: wordOf(scope, 'protocol', protocol),
            Source: from,
          },
        },
        expected: Duration.hours(2),
        disk,
      };
    });
  }

  private constructor(private readonly bind: (scope: Construct) => BoundByolImportMethod) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct): BoundByolImportMethod {
    return this.bind(scope);
  }
}

function imageIdOf(scope: Construct, image: IMachineImage): string {
  validateDisk(scope, vmImportOf(image));
  const { imageId } = image.getImage(scope);
  requireImageId(scope, imageId);
  return imageId;
}

const LICENSED_BY_AWS = [
  VmUsageOperation.WINDOWS_SERVER, VmUsageOperation.WINDOWS_SERVER_SQL_STANDARD, VmUsageOperation.WINDOWS_SERVER_SQL_ENTERPRISE,
  VmUsageOperation.WINDOWS_SERVER_SQL_WEB,
].map(({ value }) => value);

function validateDisk(scope: Construct, disk: KnownVmImport | undefined): void {
  requireOneWindowsDisk(scope, 'WorkSpaces', disk);
  const { licenseType, usageOperation = '' } = disk?._asked ?? {};
  const refuseWith = (got: string) =>
    refuse(scope, `WorkSpaces imports a Windows under your own license, got '${disk!.node.path}' with ${got}; import the disk with VmLicenseType.BYOL`);
  if (licenseType === VmLicenseType.AWS.value) refuseWith(`licenseType '${licenseType}'`);
  if (LICENSED_BY_AWS.includes(usageOperation)) refuseWith(`usageOperation '${usageOperation}'`);
}

function requireUefiForWindows11(scope: Construct, disk: KnownVmImport | undefined): void {
  requireUefi(scope, 'Windows 11', disk, ', or set osVersion to ByolOsVersion.WINDOWS_10 if the image is Windows 10');
}

/** The words without a suffix are those of PCoIP; a word that AWS has added since passes. */
function validateWindows11(scope: Construct, { value: ingestionProcess }: IngestionProcess, application: OfficeApplication | undefined): void {
  if (/^BYOL_(REGULAR|GRAPHICS|GRAPHICSPRO|GRAPHICS_G4DN)$/.test(ingestionProcess)) refusePcoip(scope, `ingestionProcess '${ingestionProcess}'`);
  if (!application) return;
  if (ingestionProcess.startsWith('BYOL_GRAPHICS')) {
    refuse(scope, `application is not supported on Windows 11 with GPU, got '${application.value}' with ingestionProcess '${ingestionProcess}'; remove application`);
  }
  if (application.value === OfficeApplication.MICROSOFT_OFFICE_2016.value) {
    refuse(scope, `application on Windows 11 must be Microsoft_Office_2019, got '${application.value}'; use OfficeApplication.MICROSOFT_OFFICE_2019`);
  }
}

function refusePcoip(scope: Construct, got: string): never {
  return refuse(scope, `Windows 11 does not support PCoIP, got ${got}; use DCV, or set osVersion to ByolOsVersion.WINDOWS_10 if the image is Windows 10`);
}
