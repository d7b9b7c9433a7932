import { Cure } from './cures';

/** The errors of an image that failed: what is wrong with it, and what to do in the machine before it is exported again. */
const OF_IMAGES: { readonly [code: string]: readonly [cause: string, cure: string] } = {
  OutdatedPowershellVersion: [
    'The machine has a PowerShell older than 4.', 'Install a current Windows Management Framework.',
  ],
  OfficeInstalled: [
    'Microsoft Office is installed in the machine.', 'Uninstall Office; with application WorkSpaces installs it during the import.',
  ],
  PCoIPAgentInstalled: [
    'A PCoIP agent is installed in the machine.', 'Uninstall the PCoIP agent; WorkSpaces installs its own.',
  ],
  WindowsUpdatesEnabled: [
    'Windows Update is active and would disturb the import.', 'Disable Windows Update in the machine.',
  ],
  AutoMountDisabled: [
    'New volumes are not mounted by themselves.', "Run 'automount enable' in diskpart.",
  ],
  WorkspacesBYOLAccountNotFound: [
    'The account WorkSpaces_BYOL, which the import works with, is missing.',
    'Create the local administrator WorkSpaces_BYOL, or run the BYOL checker script, which does.',
  ],
  WorkspacesBYOLAccountDisabled: [
    'The account WorkSpaces_BYOL is disabled.', 'Enable the local administrator WorkSpaces_BYOL.',
  ],
  DHCPDisabled: [
    'A network adapter has a fixed address.', 'Let all network adapters get their address by DHCP.',
  ],
  DiskFreeSpace: [
    'The system drive is too full.', 'Free disk space on the system drive: 20 GB or more.',
  ],
  AdditionalDrivesAttached: [
    'The machine has more drives than the system drive.', 'Detach all drives but C:.',
  ],
  OSNotSupported: [
    'WorkSpaces does not import this edition or version of Windows.', 'Use an Enterprise version of Windows 10 or 11 that the WorkSpaces guide lists, and no N edition.',
  ],
  DomainJoined: [
    'The machine is joined to a domain.', 'Take it out of the domain, into a workgroup.',
  ],
  AzureDomainJoined: [
    'The machine is joined to Microsoft Entra ID.', "Take it out of Entra ID, as by 'dsregcmd /leave'.",
  ],
  FirewallEnabled: [
    'Windows Firewall blocks what the import needs.', 'Turn off Windows Firewall for all profiles; it can be turned on again in the image.',
  ],
  VMWareToolsInstalled: [
    'VMware Tools are installed in the machine.', 'Uninstall VMware Tools.',
  ],
  DiskSizeExceeded: [
    'The disk is too large.', 'Shrink the disk below 80 GB.',
  ],
  IncompatiblePartitioning: [
    'The partitions of the disk do not fit its way to boot.', 'Use GPT for Windows 11 and MBR for Windows 10.',
  ],
  PendingReboot: [
    'Windows waits for a restart.', 'Restart the machine until nothing is pending.',
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
    'Antivirus software is installed in the machine.', 'Uninstall it; it can be installed again in WorkSpaces.',
  ],
  UEFINotSupported: [
    'The machine boots by UEFI, which WorkSpaces does not support for its Windows.', 'Import Windows 10 with legacy BIOS from an MBR disk; UEFI is for Windows 11.',
  ],
  UnknownError: [
    'The service could not say what went wrong.', 'Run the BYOL checker script in the machine, then deploy again; if it stays, ask AWS Support with the image id.',
  ],
  AppXPackagesInstalled: [
    'Apps from the Microsoft Store are installed for a user but not for all, and Sysprep fails on them.', 'Remove these AppX packages, as by Remove-AppxPackage -AllUsers.',
  ],
  ReservedStorageInUse: [
    'Windows holds reserved storage, and Sysprep fails while it does.', "Let updates finish, then run 'DISM /Online /Set-ReservedStorageState /State:Disabled'.",
  ],
  AdditionalDrivesPresent: [
    'The image holds more drives than the system drive.', 'Import an image with the system drive alone.',
  ],
  WindowsUpdatesRequired: [
    'Windows lacks updates that the import needs.', 'Install all updates of this version of Windows and restart.',
  ],
  SysPrepFileMissing: [
    'Sysprep, or a file that it needs, is missing.', 'Restore C:\\Windows\\System32\\Sysprep from an installation of the same version.',
  ],
  UserProfileMissing: [
    'The registry lists a user profile whose folder is missing.', 'Delete the user profiles that have no folder, under ProfileList in the registry.',
  ],
  InsufficientDiskSpace: [
    'The system drive has too little space for what the import installs.', 'Free disk space on the system drive: 20 GB or more, also for Office.',
  ],
  EnvironmentVariablesPathMissingEntries: [
    'The system variable Path lacks entries of Windows.', 'Add System32, Wbem and WindowsPowerShell\\v1.0 to the system variable Path.',
  ],
  DomainAccountServicesFound: [
    'A Windows service runs under an account of a domain.', 'Let all services run under local accounts.',
  ],
  InvalidIp: [
    'A network adapter has an address that WorkSpaces cannot work with.', 'Let all network adapters get their address by DHCP.',
  ],
  RemoteDesktopServicesDisabled: [
    'Remote Desktop Services are disabled.', 'Set the service TermService to start manually or by itself.',
  ],
  WindowsModulesInstallerDisabled: [
    'The Windows Modules Installer is disabled.', 'Set the service TrustedInstaller to start manually.',
  ],
  AmazonSsmAgentEnabled: [
    'The Amazon SSM Agent is active in the machine.', 'Disable or uninstall the Amazon SSM Agent before the import.',
  ],
  UnsupportedSecurityProtocol: [
    'The machine does not speak a security protocol that the import needs.', 'Enable TLS 1.2 for clients in Windows and in .NET.',
  ],
  MultipleUserProfiles: [
    'The machine holds more than one user profile.', 'Delete all user profiles but that of WorkSpaces_BYOL.',
  ],
  StagedAppxPackage: [
    'An AppX package is staged but not installed, and Sysprep fails on it.', 'Install these AppX packages for all users, or remove them.',
  ],
  UnsupportedOsUpgrade: [
    'Windows came to its version by an upgrade that WorkSpaces does not support.', 'Install the version afresh.',
  ],
  InsufficientRearmCount: [
    'The activation period of Windows can be reset too few times for Sysprep.', 'Start from a machine with a higher rearm count (slmgr /dlv shows it).',
  ],
  ProtocolOSIncompatibility: [
    'The protocol does not fit this version of Windows: Windows 11 has no PCoIP.', 'Choose an ingestion process or protocol with DCV.',
  ],
  MemoryIntegrityIncompatibility: [
    'Memory integrity (core isolation) is on, which this import does not support.', 'Turn off memory integrity in Windows Security and restart.',
  ],
  RestrictedDriveLetterInUse: [
    'A drive has a letter that WorkSpaces needs for itself.', 'Give the drive another letter; WorkSpaces uses D: for the user volume.',
  ],
};

const OF_CALLS: readonly Cure[] = [
  {
    when: /^OperationNotSupportedException/,
    cause: 'The account may not do this in this Region; an import needs BYOL, which AWS enables for each account and Region.',
    cure: 'Enable BYOL under Account Settings of the WorkSpaces console, or share only with accounts of the same organization that have it.',
  },
  {
    when: /^ResourceLimitExceededException/,
    cause: 'The account holds as many WorkSpaces images as it may in the Region: 40 unless the quota was raised.',
    cure: 'Delete images that no bundle uses, or ask for more in Service Quotas.',
  },
  {
    when: /^ResourceAlreadyExistsException/,
    cause: 'Another image in the account has this name.',
    cure: 'Choose another imageName, or leave it out to have one made.',
  },
  {
    when: /^ResourceNotFoundException/,
    cause: 'What the import is made from does not exist in this account and Region.',
    cure: 'Check the AMI, the import task or the build version, and the infrastructure configuration.',
  },
  {
    when: /^ResourceAssociatedException/,
    cause: 'A bundle uses the image, or another account still has it.',
    cure: 'Delete the bundle or move it to another image, then delete again; or keep the image with removalPolicy RETAIN.',
  },
  {
    when: /^InvalidParameterValuesException/,
    cause: 'WorkSpaces does not take this combination.',
    cure: 'Check that the AMI is an unencrypted Windows of this account, and that compute type, protocol and operating system go together.',
  },
  {
    when: /^AccessDeniedException/,
    cause: 'The function may not make this call, or the service may not use what it was given on its behalf.',
    cure: 'Allow the action that the message names: addToHandlerPolicy() adds to the function what an import through Image Builder needs.',
  },
];

/** What the failures of WorkSpaces mean, by the code that their text begins with. The first that fits counts. */
export const CURES: readonly Cure[] = [
  ...Object.entries(OF_IMAGES).map(([code, [cause, cure]]) => ({ when: new RegExp(`^${code}\\b`), cause, cure })),
  ...OF_CALLS,
];
