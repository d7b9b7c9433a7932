import { COMMON_CURES, Cure } from './cures';

/** What EC2 has against a call. */
const OF_CALLS: readonly Cure[] = [
  {
    says: ['The service role … does not exist or does not have sufficient permissions …'],
    cause: 'One text for four things: the role is missing, it does not trust vmie.amazonaws.com with the external id vmimport, it may not read ' +
      'the disk or use the key, or the caller may not pass it.',
    cure: 'Leave role out to have one made, or let yours trust vmie.amazonaws.com with sts:ExternalId vmimport, read the bucket and use its key.',
  },
  {
    says: ['UnauthorizedOperation: …', 'AuthFailure: …', '… is not authorized to perform …', 'AccessDenied: …'],
    cause: 'The function may not make this call: a service control policy, a permissions boundary, or a policy on the bucket or key denies it.',
    cure: 'Allow the action that the message names.',
  },
  {
    says: ['InvalidSnapshot.NotFound: …', 'InvalidSnapshotID.Malformed: …'],
    cause: 'A disk is to come from a snapshot that does not exist in this account and Region.',
    cure: 'Check DiskImage.fromSnapshotId().',
  },
  {
    says: ['ResourceLimitExceeded: …'],
    cause: 'As many imports run in the account and Region as may at once: 5, unless the quota was raised. The others wait for their turn, within timeout.',
    cure: 'Raise timeout, deploy again when others have ended, or ask AWS Support for a higher quota of concurrent import tasks.',
  },
  {
    says: ['InvalidSnapshot.InUse: …'],
    cause: 'Another AMI was registered from a snapshot of the imported one.',
    cure: 'Deregister that AMI, or keep this one with removalPolicy RETAIN, then delete again.',
  },
  {
    says: ['OperationNotPermitted: …', '… deregistration protection …'],
    cause: 'The AMI is protected.',
    cure: "Disable deregistration protection of the AMI ('aws ec2 disable-image-deregistration-protection'; with a cooldown it ends 24 hours later), then delete again.",
  },
  {
    says: ['SnapshotLimitExceeded: …', 'AMIQuotaExceeded: …', 'LimitExceeded: …'],
    cause: 'The account holds as many AMIs or snapshots as it may in the Region.',
    cure: 'Delete some, or ask for a higher quota in Service Quotas (Amazon EC2 and Amazon EBS).',
  },
  {
    says: ['TagLimitExceeded: …'],
    cause: 'The AMI, a snapshot or the import task would have more than 50 tags, of which five are ours.',
    cure: 'Take tags away, also those that others have put on it.',
  },
  {
    says: ['InvalidAMIAttributeItemValue: …'],
    cause: 'EC2 does not know an account, an organization or an organizational unit of launchPermissions.',
    cure: 'Check launchPermissions.',
  },
  {
    says: ['IdempotentParameterMismatch: …'],
    cause: 'The same request was sent before with other parameters, as by another version of this library.',
    cure: 'Deploy again.',
  },
];

/** What VM Import finds wrong with a disk or a machine, in the status message of its task. */
const OF_IMPORTS: readonly Cure[] = [
  {
    says: ['Disk validation failed [We do not have access to the given resource. Reason 403 Forbidden]', 'Invalid S3 source location'],
    cause: 'VM Import could not read the disk in S3: it is not there, or the import role may not read it.',
    cure: 'Check that the object exists under exactly this key, that a bucket with a KMS key was given with that key, and that the policies of both let the ' +
      'import role read (role of the Ec2VmImport).',
  },
  {
    says: ['… is not local to the region', 'Bucket … is not in the … Region'],
    cause: 'The bucket is in another Region than the import.',
    cure: 'Copy the disk to a bucket in the Region of the stack.',
  },
  {
    says: ['Disk validation failed [OVF file parsing error: OVA with chunked disk files is not supported]'],
    cause: 'A disk in the OVA is cut into several files.',
    cure: 'Export it anew with each disk in one file.',
  },
  {
    says: ['Disk validation failed [Unsupported VMDK File Format]', 'File uses unsupported compression algorithm …'],
    cause: 'VM Import takes a VMDK only in the stream-optimized form, and this one has another.',
    cure: "Export it as OVF or OVA, or convert it by 'qemu-img convert -O vmdk -o subformat=streamOptimized'.",
  },
  {
    says: ['Footers not identical', 'Uncompressed data has … invalid length'],
    cause: 'The disk file is damaged, or it holds only the differences to another.',
    cure: 'Export the whole machine anew, upload it, and change revision if the key stays the same.',
  },
  {
    says: ['Disk validation failed …', 'disk-image-size=0 has an invalid format', 'Unsupported … format'],
    cause: 'The file is damaged, or it has another format than was said.',
    cure: 'Check the format of the disk against the file, upload it again, and change revision if the key stays the same.',
  },
  {
    says: ['BLSC-style GRUB found, but unable to detect default kernel'],
    cause: 'GRUB keeps its entries outside of grub.cfg, and VM Import does not find which kernel is the default.',
    cure: "Run 'grubby --set-default=/boot/vmlinuz-$(uname -r)' in the machine, or set GRUB_ENABLE_BLSCFG=false in /etc/default/grub and make grub.cfg anew; " +
      'then export the disk again.',
  },
  {
    says: ['Unsupported kernel version …'],
    cause: 'VM Import supports a list of Linux kernels, and this one is not on it.',
    cure: 'Boot a supported kernel and export the disk again.',
  },
  {
    says: ["We were unable to read your import's initramfs/initrd …"],
    cause: 'The initial RAM disk of Linux is damaged.',
    cure: 'Check it with lsinitramfs or lsinitrd, make it anew, and export the disk again.',
  },
  {
    says: ['Multiple different grub/menu.lst files found', 'Multiple directories found', 'Could not read fstab'],
    cause: 'The machine holds more than one installation of Linux, or several grub.cfg, grub.conf or menu.lst.',
    cure: 'Leave one installation and one such file, and export the disk again.',
  },
  {
    says: ['Logical volume group activation failed'],
    cause: 'A logical volume of Linux cannot be used; the disk may be damaged.',
    cure: 'Check the volumes in the machine, and export the disk again.',
  },
  {
    says: ['EFI partition detected. UEFI booting is not supported in EC2', '… UEFI …', '… boot mode …'],
    cause: 'The disk boots in another way than was asked for; EC2 does boot by UEFI, but it must be asked for.',
    cure: 'Set bootMode to VmBootMode.UEFI for a GPT disk, together with platform, or to VmBootMode.LEGACY_BIOS for an MBR disk.',
  },
  {
    says: ['Unknown OS / Missing OS files', 'No valid partitions …', 'No valid partition …', 'No bootable partition found', 'Unsupported … operating system'],
    cause: 'VM Import found no operating system that it supports on the boot disk.',
    cure: 'Put the boot disk first, check that it is not encrypted (BitLocker, LUKS) and that VM Import supports its operating system and file system.',
  },
  {
    says: ['Booter Networking failure/instance not reachable …'],
    cause: 'Windows came up, but not its EC2 service, which needs the .NET Framework.',
    cure: 'Install .NET Framework 3.5 SP1 or newer in the machine, and export the disk again.',
  },
  {
    says: ['FirstBootFailure: …'],
    cause: 'The imported machine did not come up, or not into the network, when the service started it.',
    cure: 'In the machine enable DHCP, remove antivirus software, hardening and the Hyper-V role, leave one boot partition, and export the disk again. Windows ' +
      'that was copied from a physical machine cannot be imported.',
  },
  {
    says: ['The specified KMS key is not accessible …', 'Given key ID is not accessible …', '… KMS …'],
    cause: 'The key does not exist, is disabled, or may not be used by the import role. The service finds out late.',
    cure: 'Use an enabled symmetric key in the Region of the stack whose policy lets this account use it by IAM; leave encryptionKey out for the default key.',
  },
  {
    says: ['canceled by user', 'cancelled by user'],
    cause: 'Somebody cancelled the import task outside of this stack.',
    cure: 'Deploy again; the import starts anew.',
  },
  {
    says: ['ServerError: …'],
    cause: 'VM Import had an error of its own.',
    cure: 'Deploy again; if it stays, ask AWS Support with the id of the import task.',
  },
];

/** What is left to be said of any other. */
const OF_ALL: readonly Cure[] = [
  {
    says: ['InvalidParameter: …', 'InvalidParameterValue: …', 'InvalidParameterCombination: …', 'MissingParameter: …', 'UnsupportedOperation: …', 'Unsupported: …'],
    cause: 'EC2 does not take the request: a value, or the way in which several go together.',
    cure: 'Correct what the message names; licenseType and usageOperation exclude each other, and UEFI from a snapshot needs platform.',
  },
  ...COMMON_CURES,
  {
    says: ['ClientError: …'],
    cause: 'VM Import cannot import this disk or this machine.',
    cure: 'Check it against the requirements of the VM Import/Export guide, mend what the message names, and export the disk again.',
  },
];

/** The failures of VM Import, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [...OF_CALLS, ...OF_IMPORTS, ...OF_ALL];
