import { CALL_CURES, CODE_CURES } from './appstream-cures';
import { Cure } from './cures';

/** What an AMI must be; in which words AppStream says that it is not, is not documented. */
const OF_SOURCES: readonly Cure[] = [
  {
    says: ['… encrypted …', '… encryption …'],
    cause: 'AppStream imports no encrypted image.',
    cure: 'Make the AMI anew without encryption, and switch EBS encryption by default off in the Region where it is made.',
  },
  {
    says: ['… TPM …', '… UEFI …', '… boot mode …', '… x86_64 …', '… HVM …'],
    cause: 'The AMI must boot by UEFI and offer TPM 2.0, and be one of x86_64 and HVM.',
    cure: 'Register the AMI with the boot mode uefi and TPM v2.0, from a disk with a GUID partition table.',
  },
  {
    says: ['… volume …', '… volumes …', '… /dev/sda1 …', '… disk size …'],
    cause: 'The AMI must have one volume, gp2 or gp3, of at most 500 GB, on /dev/sda1.',
    cure: 'Make the AMI from an instance with such a volume alone.',
  },
  {
    says: ['… EC2Launch …', '… SSM …', '… Systems Manager …', '… ENA …', '… NVMe …', '… .NET …', '… PowerShell …'],
    cause: 'The AMI must have EC2Launch v2 (2.1.1), the Systems Manager agent, ENA 2.9.0, NVMe 1.6.0, .NET Framework 4.8 and PowerShell 5.1, or newer ones.',
    cure: 'Update them on the instance, and make the AMI anew.',
  },
  {
    says: ['… Remote Desktop …', '… port …', '… ports …'],
    cause: 'The AMI must be without the roles Remote Desktop Licensing and Session Host, and the ports 8000, 8300 and 8443 must be free.',
    cure: 'Remove these roles, or what holds a port, from the instance, and make the AMI anew.',
  },
  {
    says: ['… operating system …', '… platform …', '… Windows Server …', '… Server Core …', '… SQL Server …'],
    cause: 'AppStream imports Windows Server 2022 and 2025 with desktop, and Windows 11 as a BYOL image of WorkSpaces; not Server Core, and none with SQL Server.',
    cure: 'Import one of these.',
  },
];

/** The failures of imported images, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  ...CALL_CURES,
  {
    says: ['LimitExceededException: …'],
    cause: 'The account has as many images as it may (10 by default), or shares this one with as many accounts as it may (100).',
    cure: 'Delete an image, or ask for a higher quota of images in Service Quotas.',
  },
  {
    says: ['ResourceInUseException: …'],
    cause: 'A fleet or an image builder uses the image.',
    cure: 'Let the fleet use another image, then delete again, or keep this one with removalPolicy RETAIN.',
  },
  {
    says: ['ResourceNotFoundException: …'],
    cause: 'The source does not exist, or it is not this account\'s.',
    cure: 'Check source: it must be in this account and Region.',
  },
  ...OF_SOURCES,
  {
    says: ['IncompatibleImageException: …'],
    cause: 'The image does not meet a requirement of the import.',
    cure: 'Correct what the message names, and import again.',
  },
  {
    says: ['InvalidParameterCombinationException: …'],
    cause: 'The parts of the request do not fit each other.',
    cure: 'Check source, intendedInstanceType and applications against each other.',
  },
  {
    says: ['OperationNotPermittedException: …'],
    cause: 'AppStream does not allow this at present, such as deleting an image that is being made or shared.',
    cure: 'Look at the image in the AppStream console; when its state has passed, try again.',
  },
  ...CODE_CURES,
  {
    says: [
      'IMAGE_IMPORT_FAILURE: …', 'INTERNAL_ERROR: …', 'IMAGE_UPDATE_FAILURE: …', 'IMAGE_COPY_FAILURE: …', 'IMAGE_BUILDER_NOT_AVAILABLE: …',
    ],
    cause: 'The service does not say more.',
    cure: 'Check the requirements of an import, and start an instance of the AMI to see that it comes up; then import again.',
  },
];
