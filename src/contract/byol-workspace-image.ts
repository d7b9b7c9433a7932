import { Form, KindWords } from './envelope';

export const BYOL_WORKSPACE_IMAGE: KindWords = {
  type: 'Custom::ByolWorkspaceImage',
  bundle: 'byol-workspace-image',
  stem: 'byol',
  pollSeconds: 100,
  recallSeconds: 20,
  turnSeconds: 4, // the whole account has two calls a second
  tags: { key: 127, value: 255 },
};

/** ImportWorkspaceImage: WorkSpaces itself imports an AMI. */
export interface StandardImportProperties {
  readonly Application?: string;
  readonly Ec2ImageId: string;
  readonly IngestionProcess: string;
}

/** Where an import through Image Builder begins. With a task and an AMI, the AMI stands in when the task has been forgotten. */
export interface ByolImageSourceProperties {
  readonly Ec2ImageId?: string;
  readonly Ec2ImportTaskId?: string;
  readonly ImageBuildVersionArn?: string;
}

/** ImportCustomWorkspaceImage: EC2 Image Builder in the user's account makes the image. */
export interface ImageBuilderImportProperties {
  readonly ComputeType: string;
  readonly InfrastructureConfigurationArn: string;
  readonly OsVersion: string;
  readonly Platform: string;
  readonly Protocol: string;
  readonly Source: ByolImageSourceProperties;
}

/** One of the two ways in. */
export type ByolImportMethodProperties =
  | { readonly Standard: StandardImportProperties; readonly ImageBuilder?: undefined }
  | { readonly ImageBuilder: ImageBuilderImportProperties; readonly Standard?: undefined };

export type ByolWorkspaceImageProperties = ByolImportMethodProperties & {
  readonly Description: string;
  /** Absent when the name is the id. */
  readonly ImageName?: string;
  readonly Revision?: string;
  readonly SharedAccountIds?: readonly string[];
};

export const BYOL_WORKSPACE_IMAGE_FORM: Form<ByolWorkspaceImageProperties> = {
  'Description': 'text',
  'ImageBuilder?': {
    ComputeType: 'text',
    InfrastructureConfigurationArn: 'text',
    OsVersion: 'text',
    Platform: 'text',
    Protocol: 'text',
    Source: {
      'Ec2ImageId?': 'text', 'Ec2ImportTaskId?': 'text', 'ImageBuildVersionArn?': 'text', 'anyOf': ['Ec2ImageId', 'Ec2ImportTaskId', 'ImageBuildVersionArn'],
    },
  },
  'ImageName?': 'text',
  'Revision?': 'text',
  'SharedAccountIds?': ['text'],
  'Standard?': { 'Application?': 'text', 'Ec2ImageId': 'text', 'IngestionProcess': 'text' },
  'oneOf': ['ImageBuilder', 'Standard'],
};

export interface ByolWorkspaceImageOutputs {
  readonly ImageId: string;
  readonly ImageName: string;
}
