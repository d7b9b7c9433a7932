import { APPSTREAM_CURES } from './appstream-cures';
import { Cure } from './cures';

/** The failures of imported images, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  {
    when: /encrypt/i,
    cause: 'AppStream imports no encrypted image.',
    cure: 'Make the AMI anew without encryption, and switch EBS encryption by default off in the Region where it is made.',
  },
  {
    when: /TPM|UEFI|boot ?mode/i,
    cause: 'The AMI must boot by UEFI and offer TPM 2.0.',
    cure: 'Register the AMI with the boot mode uefi and TPM v2.0, from a disk with a GUID partition table.',
  },
  {
    when: /volume|\/dev\/sda1|disk size/i,
    cause: 'The AMI must have one volume, gp2 or gp3, of at most 500 GB, on /dev/sda1.',
    cure: 'Make the AMI from an instance with such a volume alone.',
  },
  {
    when: /EC2Launch|SSM|Systems Manager|\bENA\b/i,
    cause: 'The AMI must have EC2Launch v2, the Systems Manager agent and the ENA driver, each recent.',
    cure: 'Update them on the instance, and make the AMI anew.',
  },
  {
    when: /operating system|platform|Windows|\bOS\b/,
    cause: 'AppStream imports Windows Server 2022 and 2025 with desktop, and Windows 11 as a BYOL image of WorkSpaces.',
    cure: 'Import one of these.',
  },
  {
    when: /LimitExceededException/,
    cause: 'The account has as many images as it may (10 by default), or shares this one with as many accounts as it may (100).',
    cure: 'Delete an image, or ask for a higher quota of images in Service Quotas.',
  },
  {
    when: /ResourceInUseException/,
    cause: 'A fleet or an image builder uses the image.',
    cure: 'Let the fleet use another image, then delete again, or keep this one with removalPolicy RETAIN.',
  },
  {
    when: /IncompatibleImageException/,
    cause: 'The image does not meet a requirement of the import.',
    cure: 'Correct what the message names, and import again.',
  },
  {
    when: /InvalidParameterCombinationException/,
    cause: 'The parts of the request do not fit each other.',
    cure: 'Check source, intendedInstanceType and applications against each other.',
  },
  {
    when: /ResourceNotFoundException/,
    cause: 'The source does not exist, or it is not this account\'s.',
    cure: 'Check source: it must be in this account and Region.',
  },
  {
    when: /OperationNotPermittedException/,
    cause: 'AppStream does not allow this at present, such as deleting an image that is being made or shared.',
    cure: 'Look at the image in the AppStream console; when its state has passed, try again.',
  },
  ...APPSTREAM_CURES,
  {
    when: /IMAGE_IMPORT_FAILURE|INTERNAL_ERROR/,
    cause: 'The service does not say more.',
    cure: 'Check the requirements of an import, and start an instance of the AMI to see that it comes up; then import again.',
  },
];
