/*
 * The words of AppStream. They are classes and not enums, so that a value that AWS adds needs no release of ours.
 */

/**
 * The agent that an image builder runs.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImageBuilder.html
 */
export class AppStreamAgentVersion {
  /** The newest at each start of the builder. */
  public static readonly LATEST = new AppStreamAgentVersion('LATEST');

  /** One version, such as `06-17-2026`. */
  public static of(value: string): AppStreamAgentVersion {
    return new AppStreamAgentVersion(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * Which agent the instances of an imported image run.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImportedImage.html
 */
export class AppStreamAgentSoftwareVersion {
  /** The newest at the time of the import, and that one from then on. */
  public static readonly CURRENT_LATEST = new AppStreamAgentSoftwareVersion('CURRENT_LATEST');
  /** The newest at each start of an instance: an image changes under a running fleet. */
  public static readonly ALWAYS_LATEST = new AppStreamAgentSoftwareVersion('ALWAYS_LATEST');

  /** A choice that AWS has added since. */
  public static of(value: string): AppStreamAgentSoftwareVersion {
    return new AppStreamAgentSoftwareVersion(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * How an image builder joins a domain.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/active-directory.html
 */
export interface AppStreamDomainJoin {
  /** The full name of the directory, for which AppStream has a directory configuration: `cfnDirectoryConfig.ref`. */
  readonly directoryName: string;

  /**
   * Where its computer account is made, such as `OU=Builders,DC=corp,DC=example,DC=com`. At most 2000 characters.
   *
   * @default - where the directory puts new computers
   */
  readonly organizationalUnitDistinguishedName?: string;
}

/**
 * An application in the catalog of an imported image, by its place on the image.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImportedImage.html
 */
export interface AppStreamApplication {
  /** Its name in the catalog: 1 to 100 letters, digits and `_.-`, each name once. */
  readonly name: string;

  /** The path of its program, such as `C:\Windows\System32\notepad.exe`; 1 to 5000 characters. */
  readonly absoluteAppPath: string;

  /**
   * The path of its icon, a PNG.
   *
   * @default - the icon of the program
   */
  readonly absoluteIconPath?: string;

  /**
   * The path of a text file that lists the files to warm before users come.
   *
   * @default - none
   */
  readonly absoluteManifestPath?: string;

  /**
   * The name that users see: 1 to 100 letters, digits, spaces and `_.-`.
   *
   * @default - the name
   */
  readonly displayName?: string;

  /**
   * What the program is started with, 1 to 1024 characters.
   *
   * @default - none
   */
  readonly launchParameters?: string;

  /**
   * The folder that the program is started in.
   *
   * @default - the service chooses
   */
  readonly workingDirectory?: string;
}

/**
 * What another account may do with an image: one of the two at least.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/administer-images.html
 */
export interface AppStreamImagePermission {
  /** The account, by its 12 digits: another than that of the stack, and each one once. */
  readonly accountId: string;

  /**
   * Whether it may make fleets of the image.
   *
   * @default true
   */
  readonly allowFleet?: boolean;

  /**
   * Whether it may make image builders of the image.
   *
   * @default true
   */
  readonly allowImageBuilder?: boolean;
}
