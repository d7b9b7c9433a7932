import { Flag, Form, KindWords } from './envelope';

export const APPSTREAM_IMAGE: KindWords = {
  type: 'Custom::AppStreamImage',
  bundle: 'appstream-image',
  stem: 'image',
  pollSeconds: 50,
  recallSeconds: 10,
  turnSeconds: 1,
  tags: { key: 128, value: 256, letters: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
};

/** One application of the catalog, in the words of the service. */
export interface ApplicationProperties {
  readonly AbsoluteAppPath: string;
  readonly AbsoluteIconPath?: string;
  readonly AbsoluteManifestPath?: string;
  readonly DisplayName?: string;
  readonly LaunchParameters?: string;
  readonly Name: string;
  readonly WorkingDirectory?: string;
}

export interface ImagePermissionProperties {
  readonly AccountId: string;
  readonly AllowFleet: Flag;
  readonly AllowImageBuilder: Flag;
}

export interface AppStreamImageProperties {
  readonly AgentSoftwareVersion: string;
  readonly Applications?: readonly ApplicationProperties[];
  readonly Description?: string;
  readonly DisplayName?: string;
  readonly IamRoleArn?: string;
  /** The name that the user has given; else the id is the name. */
  readonly ImageName?: string;
  readonly ImagePermissions?: readonly ImagePermissionProperties[];
  readonly IntendedInstanceType?: string;
  readonly Revision?: string;
  /** What is imported, by one of the two. */
  readonly SourceAmiId?: string;
  readonly WorkspaceImageId?: string;
}

export const APPSTREAM_IMAGE_FORM: Form<AppStreamImageProperties> = {
  'AgentSoftwareVersion': 'text',
  'Applications?': [{
    'AbsoluteAppPath': 'text',
    'AbsoluteIconPath?': 'text',
    'AbsoluteManifestPath?': 'text',
    'DisplayName?': 'text',
    'LaunchParameters?': 'text',
    'Name': 'text',
    'WorkingDirectory?': 'text',
  }],
  'Description?': 'text',
  'DisplayName?': 'text',
  'IamRoleArn?': 'text',
  'ImageName?': 'text',
  'ImagePermissions?': [{ AccountId: 'text', AllowFleet: 'true | false', AllowImageBuilder: 'true | false' }],
  'IntendedInstanceType?': 'text',
  'Revision?': 'text',
  'SourceAmiId?': 'text',
  'WorkspaceImageId?': 'text',
  'oneOf': ['SourceAmiId', 'WorkspaceImageId'],
};

export interface AppStreamImageOutputs {
  readonly ImageArn: string;
  readonly ImageName: string;
}
