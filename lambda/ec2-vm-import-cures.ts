import { Cure } from './cures';

/** The failures of VM Import, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  {
    when: /service role .* does not exist or does not have sufficient permissions/i,
    cause: 'One text for four things: the role is missing, it does not trust vmie.amazonaws.com with the external id vmimport, it may not read ' +
      'the disk or use the key, or the caller may not pass it.',
    cure: 'Leave role out to have one made, or let yours trust vmie.amazonaws.com with sts:ExternalId vmimport and read the bucket.',
  },
  {
    when: /do not have access to the given resource|403 Forbidden/i,
    cause: 'VM Import could not read the disk in S3.',
    cure: 'Check that the object exists, that the bucket is in the Region of the stack, and that bucket policy and KMS key let the import role read it.',
  },
  {
    when: /not local to the region|must be in the same region/i,
    cause: 'The bucket is in another Region than the import.',
    cure: 'Copy the disk to a bucket in the Region of the stack.',
  },
  {
    when: /BLSC-style GRUB/i,
    cause: 'The Linux boot loader keeps its entries in a form that VM Import does not read.',
    cure: 'Set GRUB_ENABLE_BLSCFG=false, make grub.cfg anew, and export the disk again.',
  },
  {
    when: /unsupported kernel version/i,
    cause: 'VM Import supports a list of Linux kernels, and this one is not on it.',
    cure: 'Boot a supported kernel and export the disk again, or import a snapshot and register it.',
  },
  {
    when: /unknown OS|missing OS files|no valid partitions|unsupported.*operating system|unsupported windows/i,
    cause: 'VM Import found no operating system that it supports on the boot disk.',
    cure: 'Put the boot disk first, check that it is not encrypted (BitLocker) and that VM Import supports its operating system.',
  },
  {
    when: /EFI|UEFI|boot ?mode/i,
    cause: 'The disk boots in another way than was asked for.',
    cure: 'Set bootMode to VmBootMode.UEFI for a GPT disk, or to VmBootMode.LEGACY_BIOS for an MBR disk.',
  },
  {
    when: /FirstBootFailure|first boot/i,
    cause: 'The imported machine did not come up when the service started it.',
    cure: 'Remove what keeps it from booting unattended (drivers, agents, pending updates), enable DHCP, and export the disk again.',
  },
  {
    when: /disk validation failed|bad file format|footers? not identical|not a supported.*format|OVF/i,
    cause: 'The file is damaged, or it has another format than was said.',
    cure: 'Check format against the file, and upload it again.',
  },
  {
    when: /KMS|kmskey/i,
    cause: 'The key does not exist, is disabled, or may not be used by the import role. The service finds out late.',
    cure: 'Use an enabled symmetric key in the Region of the stack whose policy lets this account use it by IAM.',
  },
  {
    when: /ResourceLimitExceeded/,
    cause: 'The account runs as many imports as it may.',
    cure: 'Raise timeout so that the import can wait for its turn, or ask for a higher quota of concurrent import tasks in Service Quotas.',
  },
  {
    when: /UnauthorizedOperation|not authorized to perform/i,
    cause: 'The function may not make this call: a service control policy, a permissions boundary, or a policy on the bucket or key denies it.',
    cure: 'Allow the action that the message names.',
  },
  {
    when: /deregistration protection|OperationNotPermitted/i,
    cause: 'The AMI is protected.',
    cure: 'Disable deregistration protection of the AMI, then delete again.',
  },
  {
    when: /InvalidSnapshot\.InUse/,
    cause: 'Another AMI was registered from a snapshot of the imported one.',
    cure: 'Deregister that AMI, or keep this one with removalPolicy RETAIN, then delete again.',
  },
  {
    when: /cancel+ed by user|user cancel/i,
    cause: 'Someone cancelled the import task.',
    cure: 'Deploy again; the import starts anew.',
  },
];
