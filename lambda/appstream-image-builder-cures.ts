import { APPSTREAM_CURES } from './appstream-cures';
import { Cure } from './cures';

/** The failures of image builders, by the words that CloudFormation shows. The first that fits counts. */
export const CURES: readonly Cure[] = [
  {
    when: /IMAGE_UNAVAILABLE/,
    cause: 'The base image cannot be used any more.',
    cure: 'Choose another base image that is AVAILABLE.',
  },
  {
    when: /LimitExceededException/,
    cause: 'The account has as many image builders as it may, in all (10 by default) or of this instance type (for most graphics types 0).',
    cure: 'Delete one, or ask for a higher quota of image builders in Service Quotas.',
  },
  {
    when: /FAILED_TO_(UN)?INSTALL/,
    cause: 'AppStream could not bring the software of this builder in line.',
    cure: 'Check that the builder reaches the internet or the license endpoints, that old versions of the product are removed first, and deploy again.',
  },
  {
    when: /instance (type|family)|InvalidParameterCombinationException/i,
    cause: 'The parts of the request do not fit each other, such as an instance type that the base image does not support.',
    cure: 'Choose an instance type of a family that the image supports (SupportedInstanceFamilies of describe-images).',
  },
  {
    when: /IncompatibleImageException/,
    cause: 'The base image does not fit this request; software, or a feature of the agent, asks for a newer one.',
    cure: 'Choose a newer base image.',
  },
  {
    when: /ResourceNotFoundException/,
    cause: 'Something that the builder is to use does not exist: its image, its directory configuration, a subnet, a security group or an endpoint.',
    cure: 'Check that it is there, in this account and Region.',
  },
  {
    when: /OperationNotPermittedException/,
    cause: 'AppStream does not allow this at present, such as in this state of the builder.',
    cure: 'Look at the builder in the AppStream console; when its state has passed, try again.',
  },
  ...APPSTREAM_CURES,
];
