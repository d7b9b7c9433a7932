import { COMMON_CURES, Cure } from './cures';

/** The errors of an image that failed: what is wrong with it, and what to do in the machine before it is exported again. */
const OF_IMAGES: { readonly [code: string]: readonly [cause: string, cure: string] } = {
  OutdatedPowershellVersion: [
    'The machine has a PowerShell older than 4.', 'Install a current Windows Management Framework.',
  ],
  OfficeInstalled: [
    'Microsoft Office is installed in the machine, and it is not Microsoft 365.', 'Uninstall Office; with application WorkSpaces installs it during the import.',
  ],
  PCoIPAgentInstalled: [
    'A PCoIP agent is installed in the machine.', 'Uninstall the PCoIP agent; WorkSpaces installs its own.',
  ],
  WindowsUpdatesEnabled: [
    'Windows Update is active and would disturb the import.', 'Set the service wuauserv to Disabled and TrustedInstaller to Manual, then restart.',
  ],
  AutoMountDisabled: [
    'New volumes are not mounted by themselves.', "Run 'automount enable' in diskpart.",
  ],
  WorkspacesBYOLAccountNotFound: [
    'The account WorkSpaces_BYOL, which the import works with, is missing.',
    'Create the local administrator WorkSpaces_BYOL, or let the Image Compatibility Checker do it (Fix All Warnings).',
  ],
  WorkspacesBYOLAccountDisabled: [
    'The account WorkSpaces_BYOL is disabled.', "Run 'net user WorkSpaces_BYOL /active:yes'.",
  ],
  DHCPDisabled: [
    'A network adapter has a fixed address.', 'Let all network adapters get their address by DHCP.',
  ],
  DiskFreeSpace: [
    'Drive C: is too full.', 'Free more than 20 GB on drive C:.',
  ],
  AdditionalDrivesAttached: [
    'The machine has more drives than C:.', 'Detach all drives but C:, network, removable and CD drives too.',
  ],
  OSNotSupported: [
    'WorkSpaces does not import this edition or version of Windows.',
    'Use Windows 10 22H2, Windows 10 Enterprise LTSC 2019 or 2021, Windows 11 Enterprise 22H2 to 25H2 or its LTSC 2024, and no N edition.',
  ],
  DomainJoined: [
    'The machine is joined to a domain.', 'Take it out of the domain, into a workgroup.',
  ],
  AzureDomainJoined: [
    'The machine is joined to Microsoft Entra ID.', "Take it out of Entra ID, as by 'dsregcmd /leave'.",
  ],
  FirewallEnabled: [
    'Windows Firewall is on for public networks.', "Run 'netsh advfirewall set publicprofile state off'; it can be turned on again in the image.",
  ],
  VMWareToolsInstalled: [
    'VMware Tools are installed in the machine.', 'Uninstall VMware Tools.',
  ],
  DiskSizeExceeded: [
    'The disk is too large.', 'Shrink the disk below 80 GB.',
  ],
  IncompatiblePartitioning: [
    'The partitions of the disk do not fit its way to boot.', 'Use GPT for Windows 11, which boots by UEFI, and MBR for Windows 10, which boots by BIOS.',
  ],
  PendingReboot: [
    'Windows waits for a restart.', 'Install all updates and restart the machine until nothing is pending.',
  ],
  AutoLogonEnabled: [
    'Somebody is logged on by itself when the machine starts.', 'Set AutoAdminLogon to 0 under Winlogon in the registry.',
  ],
  RealTimeUniversalDisabled: [
    'The machine does not take its clock for UTC.', 'Set RealTimeIsUniversal to 1 under Control\\TimeZoneInformation in the registry.',
  ],
  MultipleBootPartition: [
    'The disk has more than one boot partition.', 'Leave one boot partition.',
  ],
  Requires64BitOS: [
    'Windows is a 32-bit one.', 'Use a 64-bit Windows.',
  ],
  ZeroRearmCount: [
    'The activation period of Windows cannot be reset any more, which Sysprep does.', 'Start from a machine whose rearm count is not used up (slmgr /dlv shows it).',
  ],
  InPlaceUpgrade: [
    'Windows was upgraded from an earlier version, which WorkSpaces does not import.', 'Install the version afresh.',
  ],
  AntiVirusInstalled: [
    'Antivirus software other than Windows Defender is installed in the machine.',
    'Uninstall it (the Image Compatibility Checker names it); it can be installed again in WorkSpaces.',
  ],
  UEFINotSupported: [
    'The machine boots by UEFI, which WorkSpaces does not support for Windows 10.', 'Import Windows 10 with legacy BIOS from an MBR disk; UEFI is for Windows 11.',
  ],
  UnknownError: [
    'The service could not say what went wrong.',
    'Run the Image Compatibility Checker and then Sysprep in a copy of the machine, and read its logs in System32\\Sysprep\\Panther; ask AWS Support with the image id.',
  ],
  AppXPackagesInstalled: [
    'Apps from the Microsoft Store are installed for a user but not for all, and Sysprep fails on them.',
    'Remove these AppX packages, as by Remove-AppxPackage -AllUsers; those that the import could, it has removed itself.',
  ],
  ReservedStorageInUse: [
    'Windows holds reserved storage, and Sysprep fails while it does.',
    "Install all updates and restart; set ShippedWithReserves and ActiveScenario to 0 under CurrentVersion\\ReserveManager in the registry, run 'DISM /Online " +
      "/Set-ReservedStorageState /State:Disabled', and restart again.",
  ],
  AdditionalDrivesPresent: [
    'The image holds more drives than the system drive.', 'Import an image with the system drive alone.',
  ],
  WindowsUpdatesRequired: [
    'Windows lacks updates that the import needs.', 'Install all updates of this version of Windows and restart.',
  ],
  SysPrepFileMissing: [
    'The Sysprep file of EC2Launch or EC2Config is missing or empty.', 'Install EC2Launch afresh in the machine; if it stays, ask AWS Support to repair it.',
  ],
  UserProfileMissing: [
    'The user profile that the import works with is missing.', 'Log on once as WorkSpaces_BYOL, so that Windows makes its profile; if it stays, ask AWS Support.',
  ],
  InsufficientDiskSpace: [
    'Drive C: has too little space for what the import installs.', 'Free more than 20 GB on drive C:, also for Office.',
  ],
  EnvironmentVariablesPathMissingEntries: [
    'The system variable Path lacks System32 or PowerShell.',
    'Add C:\\Windows\\System32 and C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\ to the system variable Path, in the order of a new Windows, and restart.',
  ],
  DomainAccountServicesFound: [
    'A Windows service runs under an account of a domain.', 'Let all services log on as Local System or another local account (services.msc).',
  ],
  InvalidIp: [
    'A network adapter has an address that WorkSpaces cannot work with.', 'Let all network adapters get their address by DHCP.',
  ],
  RemoteDesktopServicesDisabled: [
    'Remote Desktop Services are disabled.', 'Set the service TermService to Manual or Automatic.',
  ],
  WindowsModulesInstallerDisabled: [
    'The Windows Modules Installer is disabled.', 'Set the service TrustedInstaller to Manual.',
  ],
  AmazonSsmAgentEnabled: [
    'The Amazon SSM Agent is active in the machine.', 'Set the service AmazonSSMAgent to Disabled before the import.',
  ],
  UnsupportedSecurityProtocol: [
    'The machine does not speak a security protocol that the import needs.', 'Enable TLS 1.2 in Windows and in .NET, and SSL 3.0 where the checker of AWS asks for it.',
  ],
  MultipleUserProfiles: [
    'The machine holds more than one user profile.',
    'Delete all user profiles but those of WorkSpaces_BYOL, the administrator and the default (System Properties, User Profiles), and restart.',
  ],
  StagedAppxPackage: [
    'An AppX package is staged but not installed, and Sysprep fails on it.', 'Install these AppX packages for all users, or remove them by Remove-AppxPackage.',
  ],
  UnsupportedOsUpgrade: [
    'Windows came to its version by a feature upgrade, which WorkSpaces does not support.', 'Install the version afresh; cumulative and security updates do no harm.',
  ],
  InsufficientRearmCount: [
    'The activation period of Windows can be reset too few times for Sysprep.', 'Start from a machine with a higher rearm count (slmgr /dlv shows it).',
  ],
  ProtocolOSIncompatibility: [
    'The protocol does not fit this version of Windows: Windows 11 has no PCoIP.',
    'Choose an ingestionProcess for DCV, such as IngestionProcess.BYOL_REGULAR_WSP, or protocol: ByolProtocol.DCV.',
  ],
  MemoryIntegrityIncompatibility: [
    'Memory integrity with Credential Guard is locked by UEFI, and the import cannot switch it off.', 'Disable Credential Guard and its UEFI lock in the machine, and restart.',
  ],
  RestrictedDriveLetterInUse: [
    'A drive has the letter D:, which WorkSpaces needs for the user volume.', 'Give the drive another letter, also after a start from the image.',
  ],
};

/** What is wrong with an image, where the service has no code for it. */
const OF_TEXTS: readonly Cure[] = [
  {
    says: ['… BitLocker …'],
    cause: 'The system drive is encrypted by BitLocker.',
    cure: "Run 'manage-bde -off C:' in the machine, wait until it is fully decrypted, and export it again.",
  },
  {
    says: ['… encrypted …'],
    cause: 'WorkSpaces imports no encrypted AMI, and where EBS encryption by default is on, each new AMI is.',
    cure: 'Switch EBS encryption by default off in the Region (EC2 console, Data protection and security), and make the AMI anew.',
  },
];

/** What WorkSpaces has against a call. */
const OF_CALLS: readonly Cure[] = [
  {
    says: ['OperationNotSupportedException: …'],
    cause: 'The account may not do this in this Region; an import needs BYOL, which AWS enables for each account and Region.',
    cure: 'Enable BYOL under Account Settings of the WorkSpaces console (for graphics by a case with AWS Support), or share only with accounts of the same ' +
      'organization that have it.',
  },
  {
    says: ['ResourceLimitExceededException: …'],
    cause: 'The account holds as many WorkSpaces images as it may in the Region: 40 unless the quota was raised.',
    cure: 'Delete images that no bundle uses, or ask for more in Service Quotas.',
  },
  {
    says: ['ResourceAlreadyExistsException: …'],
    cause: 'Another image in the account has this name.',
    cure: 'Choose another imageName, or leave it out to have one made.',
  },
  {
    says: ['ResourceNotFoundException: …'],
    cause: 'What the import is made from does not exist in this account and Region.',
    cure: 'Check the AMI, the import task or the build version, and the infrastructure configuration.',
  },
  {
    says: ['ResourceAssociatedException: …'],
    cause: 'A bundle uses the image, or another account still has it.',
    cure: 'Delete the bundle or move it to another image, then delete again; or keep the image with removalPolicy RETAIN.',
  },
  {
    says: ['InvalidParameterValuesException: …'],
    cause: 'WorkSpaces does not take this combination.',
    cure: 'Check that the AMI is an unencrypted Windows of this account, and that compute type, protocol and operating system go together.',
  },
  {
    says: ['AccessDeniedException: …'],
    cause: 'The function may not make this call, or the service may not use what it was given on its behalf.',
    cure: 'Allow the action that the message names: addToHandlerPolicy() adds to the function what an import through Image Builder needs.',
  },
];

/** The failures of WorkSpaces, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  ...Object.entries(OF_IMAGES).map(([code, [cause, cure]]) => ({ says: [code], cause, cure })),
  ...OF_TEXTS,
  ...OF_CALLS,
  ...COMMON_CURES,
];
