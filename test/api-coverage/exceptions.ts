import { seenBy, Test } from './evidence';
import { Fault } from '../../lambda/faults';

/*
 * What the engine does with each exception of each operation. The fault is asked of the engine; that an exception passes is seen in a
 * life in which every one of them strikes, and where one ends a deployment, a test of its own has seen that.
 */

export interface Handling {
  readonly fault: Fault;
  readonly test: Test;
  /** Whether the engine waits, or looks again, and goes on. */
  readonly passes: boolean;
}

const ends = (fault: Fault, test: Test): Handling => ({ fault, test, passes: false });
const passes = (fault: Fault): Handling => ({ fault, test: seenBy('api-coverage.test.ts', 'goes on after every exception that passes: %s'), passes: true });

const EC2 = 'lambda/ec2-vm-import.test.ts';
const BYOL = 'lambda/byol-workspace-image.test.ts';
const BUILDER = 'lambda/appstream-image-builder.test.ts';
const IMAGE = 'lambda/appstream-image.test.ts';
const VM_LIFE = 'lifecycle/ec2-vm-import.test.ts';
const BYOL_LIFE = 'lifecycle/byol-workspace-image.test.ts';

const wrong = ends('refused', seenBy('lambda/lifecycle.test.ts', 'what is refused › %s (%s) after %d minutes', 'wrong'));
const missing = (test: Test) => ends('gone', test);
/** It fails, and is told with its cause and cure. */
const explained = ends('refused', seenBy('troubleshooting.test.ts', 'what the service of %s can answer › by its model is explained'));

const ANY_EC2_CALL = {
  UnauthorizedOperation: passes('denied'), RequestLimitExceeded: passes('throttled'), InternalError: passes('throttled'), Unavailable: passes('throttled'),
};

const BYOL_START: { readonly [exception: string]: Handling } = {
  AccessDeniedException: passes('denied'),
  InvalidParameterValuesException: ends('refused', seenBy(BYOL, 'a start › does not take the AMI for another reason: %s')),
  OperationNotSupportedException: ends('refused', seenBy(BYOL_LIFE, 'an account without BYOL is told how to get it')),
  ResourceAlreadyExistsException: ends('refused', seenBy(BYOL, 'a start › under a name that is ours already has happened, listed or not')),
  ResourceLimitExceededException: passes('quota'),
  ResourceNotFoundException: missing(seenBy(BYOL, 'a start › from what does not exist fails at once')),
};

/** By operation and exception. */
export const EXCEPTIONS: { readonly [operation: string]: { readonly [exception: string]: Handling } } = {
  'ec2:ImportImage': {
    ...ANY_EC2_CALL,
    'DryRunOperation': ends('refused', seenBy(EC2, 'the request to the service › is tried dry first, without the token')),
    'InvalidParameter': wrong,
    'IdempotentParameterMismatch': wrong,
    'InvalidSnapshot.NotFound': missing(seenBy('lambda/lifecycle.test.ts', 'what is refused › %s (%s) after %d minutes', 'of what is not there')),
    'ResourceLimitExceeded': passes('busy'),
  },
  'ec2:CancelImportTask': {
    ...ANY_EC2_CALL,
    'InvalidConversionTaskId': passes('gone'),
    'InvalidConversionTaskId.Malformed': passes('gone'),
    'IncorrectState': passes('busy'),
  },
  'ec2:DeregisterImage': {
    ...ANY_EC2_CALL,
    'InvalidAMIID.NotFound': passes('gone'),
    'InvalidAMIID.Unavailable': passes('gone'),
    'InvalidAMIID.Malformed': wrong,
    'OperationNotPermitted': ends('refused', seenBy(VM_LIFE, 'a Delete that cannot be done › of a protected AMI fails with the cure, and can be repeated')),
  },

  'workspaces:ImportWorkspaceImage': BYOL_START,
  'workspaces:ImportCustomWorkspaceImage': BYOL_START,
  'workspaces:DescribeCustomWorkspaceImageImport': { AccessDeniedException: passes('denied'), ResourceNotFoundException: passes('gone') },
  'workspaces:DeleteWorkspaceImage': {
    AccessDeniedException: passes('denied'), InvalidResourceStateException: passes('busy'), ResourceAssociatedException: passes('used'),
  },

  'appstream:CreateImageBuilder': {
    ConcurrentModificationException: passes('busy'),
    IncompatibleImageException: explained,
    InvalidAccountStatusException: explained,
    InvalidParameterCombinationException: explained,
    InvalidRoleException: passes('denied'),
    LimitExceededException: passes('quota'),
    OperationNotPermittedException: explained,
    RequestLimitExceededException: passes('throttled'),
    ResourceAlreadyExistsException: ends('refused', seenBy(BUILDER, 'create › under a minted name that exists has been done already')),
    ResourceNotAvailableException: passes('busy'),
    ResourceNotFoundException: missing(seenBy(BUILDER, 'create › with something that does not exist fails at once')),
  },
  'appstream:DescribeImageBuilders': { ResourceNotFoundException: passes('gone') },
  'appstream:StartImageBuilder': {
    ConcurrentModificationException: passes('busy'),
    IncompatibleImageException: explained,
    InvalidAccountStatusException: explained,
    ResourceNotAvailableException: passes('busy'),
    ResourceNotFoundException: passes('gone'),
  },
  'appstream:StopImageBuilder': {
    ConcurrentModificationException: passes('busy'), OperationNotPermittedException: passes('refused'), ResourceNotFoundException: passes('gone'),
  },
  'appstream:DeleteImageBuilder': {
    ConcurrentModificationException: passes('busy'), OperationNotPermittedException: passes('refused'), ResourceNotFoundException: passes('gone'),
  },

  'appstream:DescribeImages': { InvalidParameterCombinationException: passes('refused'), ResourceNotFoundException: passes('gone') },
  'appstream:DeleteImage': {
    ConcurrentModificationException: passes('busy'), OperationNotPermittedException: passes('refused'), ResourceInUseException: passes('used'),
    ResourceNotFoundException: passes('gone'),
  },
  'appstream:CreateImportedImage': {
    DryRunOperationException: ends('refused', seenBy(IMAGE, 'create › is tried dry first')),
    IncompatibleImageException: ends('refused', seenBy('lifecycle/appstream-image.test.ts', 'what is refused at once › %s fails with its cure, and nothing was begun', 'an encrypted AMI')),
    InvalidAccountStatusException: explained,
    InvalidParameterCombinationException: explained,
    InvalidRoleException: passes('denied'),
    LimitExceededException: passes('quota'),
    OperationNotPermittedException: explained,
    ResourceAlreadyExistsException: ends('refused', seenBy(IMAGE, 'create › under a minted name that exists has been done already')),
    ResourceNotFoundException: missing(seenBy(IMAGE, 'create › from a source that does not exist fails at once')),
  },
};
