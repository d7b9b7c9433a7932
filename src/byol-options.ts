/*
 * The words of ImportWorkspaceImage and ImportCustomWorkspaceImage. They are classes and not enums, so that a value that AWS adds needs
 * no release of ours.
 */

/**
 * The hardware that an imported image is made for.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
 */
export class ByolComputeType {
  /** All bundles without a GPU. */
  public static readonly BASE = new ByolComputeType('BASE');
  /** Graphics bundles of the G4dn family. */
  public static readonly GRAPHICS_G4DN = new ByolComputeType('GRAPHICS_G4DN');
  /** Graphics bundles of the G6 family. */
  public static readonly GRAPHICS_G6 = new ByolComputeType('GRAPHICS_G6');
  /** Graphics bundles of the G7 family. */
  public static readonly GRAPHICS_G7 = new ByolComputeType('GRAPHICS_G7');

  /** A compute type that AWS has added since. */
  public static of(value: string): ByolComputeType {
    return new ByolComputeType(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * How a desktop is streamed.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/amazon-workspaces-protocols.html
 */
export class ByolProtocol {
  /** Amazon DCV, once called WorkSpaces Streaming Protocol (WSP). */
  public static readonly DCV = new ByolProtocol('DCV');
  /** PCoIP. Windows 11 does not support it. */
  public static readonly PCOIP = new ByolProtocol('PCOIP');
  /** A protocol of your own. For WorkSpaces Core, and only for accounts that AWS has put on a list. */
  public static readonly BYOP = new ByolProtocol('BYOP');

  /** A protocol that AWS has added since. */
  public static of(value: string): ByolProtocol {
    return new ByolProtocol(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * The platform of the source.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
 */
export class ByolPlatform {
  /** The only one that can be imported. */
  public static readonly WINDOWS = new ByolPlatform('WINDOWS');

  /** A platform that AWS has added since. */
  public static of(value: string): ByolPlatform {
    return new ByolPlatform(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * The version of Windows in the source.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
 */
export class ByolOsVersion {
  /** Windows 10 Enterprise. It boots by legacy BIOS, from an MBR disk. */
  public static readonly WINDOWS_10 = new ByolOsVersion('Windows_10');
  /** Windows 11 Enterprise. It boots by UEFI, from a GPT disk. */
  public static readonly WINDOWS_11 = new ByolOsVersion('Windows_11');

  /** A version that AWS has added since. */
  public static of(value: string): ByolOsVersion {
    return new ByolOsVersion(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * The Microsoft Office that WorkSpaces installs during an import, and bills for each user.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportWorkspaceImage.html
 */
export class OfficeApplication {
  /** Office 2016. For Windows 10. */
  public static readonly MICROSOFT_OFFICE_2016 = new OfficeApplication('Microsoft_Office_2016');
  /** Office 2019. For Windows 10, and for Windows 11 without a GPU. */
  public static readonly MICROSOFT_OFFICE_2019 = new OfficeApplication('Microsoft_Office_2019');

  /** An application that AWS has added since. */
  public static of(value: string): OfficeApplication {
    return new OfficeApplication(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * Which hardware and protocol the standard import makes an image for, in one word. `_WSP` stands for DCV, `_BYOP` for a protocol of your
 * own, and no suffix for PCoIP.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/api/API_ImportWorkspaceImage.html
 */
export class IngestionProcess {
  /** Bundles without a GPU, PCoIP. */
  public static readonly BYOL_REGULAR = new IngestionProcess('BYOL_REGULAR');
  /** Graphics bundles, PCoIP. AWS offers these bundles no more. */
  public static readonly BYOL_GRAPHICS = new IngestionProcess('BYOL_GRAPHICS');
  /** GraphicsPro bundles, PCoIP. */
  public static readonly BYOL_GRAPHICSPRO = new IngestionProcess('BYOL_GRAPHICSPRO');
  /** Graphics.g4dn bundles, PCoIP. */
  public static readonly BYOL_GRAPHICS_G4DN = new IngestionProcess('BYOL_GRAPHICS_G4DN');
  /** Bundles without a GPU, DCV. */
  public static readonly BYOL_REGULAR_WSP = new IngestionProcess('BYOL_REGULAR_WSP');
  /** Graphics.g4dn bundles, DCV. */
  public static readonly BYOL_GRAPHICS_G4DN_WSP = new IngestionProcess('BYOL_GRAPHICS_G4DN_WSP');
  /** Bundles without a GPU, a protocol of your own. WorkSpaces Core, and only for accounts that AWS has put on a list. */
  public static readonly BYOL_REGULAR_BYOP = new IngestionProcess('BYOL_REGULAR_BYOP');
  /** Graphics.g4dn bundles, a protocol of your own. WorkSpaces Core, and only for accounts that AWS has put on a list. */
  public static readonly BYOL_GRAPHICS_G4DN_BYOP = new IngestionProcess('BYOL_GRAPHICS_G4DN_BYOP');

  /**
   * The ingestion process for a compute type and a protocol. There is none for GRAPHICS_G6 and later, which are refused here and need
   * `ByolImportMethod.imageBuilder()`.
   */
  public static fromComputeType(computeType: ByolComputeType, protocol: ByolProtocol): IngestionProcess {
    const stem = new Map([['BASE', 'BYOL_REGULAR'], ['GRAPHICS_G4DN', 'BYOL_GRAPHICS_G4DN']]).get(computeType.value);
    const suffix = new Map([['PCOIP', ''], ['DCV', '_WSP'], ['BYOP', '_BYOP']]).get(protocol.value);
    if (stem === undefined || suffix === undefined) {
      throw new Error(`no ingestion process is known for compute type '${computeType.value}' with protocol '${protocol.value}', wanted BASE or ` +
        'GRAPHICS_G4DN with PCOIP, DCV or BYOP; use ByolImportMethod.imageBuilder() or IngestionProcess.of()');
    }
    return new IngestionProcess(`${stem}${suffix}`);
  }

  /** An ingestion process that AWS has added since. */
  public static of(value: string): IngestionProcess {
    return new IngestionProcess(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}
