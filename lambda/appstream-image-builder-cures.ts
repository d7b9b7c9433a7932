import { CALL_CURES, CODE_CURES } from './appstream-cures';
import { Cure } from './cures';

/** The failures of image builders, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  ...CALL_CURES,
  {
    says: ['IMAGE_UNAVAILABLE: …'],
    cause: 'The base image cannot be used any more.',
    cure: 'Choose another base image that is AVAILABLE.',
  },
  {
    says: ['LimitExceededException: …'],
    cause: 'The account has as many image builders as it may, in all (10 by default) or of this instance type (for most graphics types 0).',
    cure: 'Delete one, or ask for a higher quota of image builders in Service Quotas.',
  },
  {
    says: ['… is FAILED_TO_INSTALL: …', '… is FAILED_TO_UNINSTALL: …'],
    cause: 'AppStream could not bring the software of this builder in line.',
    cure: 'Check that the builder reaches the internet or the license endpoints, that old versions of the product are removed first, and deploy again.',
  },
  {
    says: ['InvalidParameterCombinationException: …', 'The combination of instance type … and image instance family … is not supported'],
    cause: 'The parts of the request do not fit each other, such as an instance type that the base image does not support.',
    cure: 'Choose an instance type of a family that the image supports (SupportedInstanceFamilies of describe-images).',
  },
  {
    says: ['IncompatibleImageException: …'],
    cause: 'The base image does not fit this request; software, or a feature of the agent, asks for a newer one.',
    cure: 'Choose a newer base image.',
  },
  {
    says: ['ResourceNotFoundException: …'],
    cause: 'Something that the builder is to use does not exist: its image, its directory configuration, a subnet, a security group or an endpoint.',
    cure: 'Check that it is there, in this account and Region.',
  },
  {
    says: ['OperationNotPermittedException: …'],
    cause: 'AppStream does not allow this at present, such as in this state of the builder.',
    cure: 'Look at the builder in the AppStream console; when its state has passed, try again.',
  },
  ...CODE_CURES,
  {
    says: ['INTERNAL_ERROR: …'],
    cause: 'AppStream had an error of its own.',
    cure: 'Deploy again; if it stays, ask AWS Support.',
  },
];
