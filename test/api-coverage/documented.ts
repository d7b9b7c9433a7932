/*
 * What the services document, and their models do not hold: values of plain strings, and the error codes of EC2.
 */

export interface Words {
  readonly words: readonly string[];
  readonly source: string;
}

export interface Documented {
  /** By operation and request member, as `ec2:ImportImage LicenseType`, or place in the answer, as `ec2:ImportImage -> Status`. */
  readonly values: { readonly [place: string]: Words };
  /** By operation. */
  readonly errors: { readonly [operation: string]: Words };
  /** Enums in answers that say no state, by shape, and what they say. */
  readonly notStates: { readonly [shape: string]: string };
}

/** A text of the service's own, which a program cannot list. */
export const ANY_TEXT = '(any text)';

const IMPORT_IMAGE = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportImage.html';
const MONITOR = 'VM Import/Export User Guide, Monitor an import image task';
const LICENSING = 'https://docs.aws.amazon.com/vm-import/latest/userguide/licensing.html';
const TASK_STATES: Words = {
  words: ['active', 'completed', 'deleting', 'deleted'],
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportImageTasks.html, of the filter task-state',
};
/** Which operation gives which of them is written only of the dry run and of missing rights; of the others it is assumed. */
const ERRORS = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html';
/** What any call to EC2 may give. */
const COMMON_ERRORS = ['UnauthorizedOperation', 'RequestLimitExceeded', 'InternalError', 'Unavailable'];

export const DOCUMENTED: Documented = {
  values: {
    'ec2:ImportImage LicenseType': { words: ['AWS', 'BYOL'], source: IMPORT_IMAGE },
    'ec2:ImportImage UsageOperation': {
      words: [
        'RunInstances', 'RunInstances:0002', 'RunInstances:0004', 'RunInstances:0006', 'RunInstances:0100', 'RunInstances:0102', 'RunInstances:0200',
        'RunInstances:0202', 'RunInstances:0800',
      ],
      source: LICENSING,
    },
    'appstream:CreateImageBuilder AppstreamAgentVersion': {
      words: ['LATEST'], source: 'https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateImageBuilder.html',
    },
    'appstream:StartImageBuilder AppstreamAgentVersion': {
      words: ['LATEST'], source: 'https://docs.aws.amazon.com/appstream2/latest/APIReference/API_StartImageBuilder.html',
    },
    'ec2:ImportImage -> Status': {
      words: ['active', 'updating', 'validating', 'validated', 'converting', 'completed', 'deleting', 'deleted'], source: MONITOR,
    },
    'ec2:ImportImage -> SnapshotDetails[].Status': { words: [ANY_TEXT], source: IMPORT_IMAGE },
    'ec2:CancelImportTask -> PreviousState': TASK_STATES,
    'ec2:CancelImportTask -> State': TASK_STATES,
    'workspaces:DescribeCustomWorkspaceImageImport -> ErrorDetails[].ErrorCode': {
      words: [ANY_TEXT], source: 'https://docs.aws.amazon.com/workspaces/latest/api/API_DescribeCustomWorkspaceImageImport.html',
    },
  },
  errors: {
    'ec2:ImportImage': {
      words: ['DryRunOperation', 'InvalidParameter', 'IdempotentParameterMismatch', 'InvalidSnapshot.NotFound', 'ResourceLimitExceeded', ...COMMON_ERRORS],
      source: `${IMPORT_IMAGE}; ${ERRORS}`,
    },
    'ec2:CancelImportTask': {
      words: ['InvalidConversionTaskId', 'InvalidConversionTaskId.Malformed', 'IncorrectState', ...COMMON_ERRORS], source: ERRORS,
    },
    'ec2:DeregisterImage': {
      words: ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed', 'OperationNotPermitted', ...COMMON_ERRORS], source: ERRORS,
    },
  },
  notStates: {
    AccessEndpointType: 'the kind of an endpoint that was asked for',
    AgentAction: 'the part of agent access that was asked for',
    DynamicAppProvidersEnabled: 'a feature of an image',
    ImageSharedWithOthers: 'a listing of permissions tells with whom',
    ImageType: 'how an image was made',
    LatestAppstreamAgentVersion: 'how old an agent is',
    Permission: 'the part of agent access that was asked for',
    PlatformType: 'the operating system',
    ScreenImageFormat: 'the part of agent access that was asked for',
    ScreenResolution: 'the part of agent access that was asked for',
    UserControlMode: 'the part of agent access that was asked for',
    VisibilityType: 'whose an image is',
  },
};
