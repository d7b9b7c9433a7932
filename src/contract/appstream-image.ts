import { Flag, KindWords } from './envelope';

export const APPSTREAM_IMAGE: KindWords = {
  type: 'Custom::AppStreamImage',
  bundle: 'appstream-image',
  stem: 'image',
  pollSeconds: 50,
  recallSeconds: 10,
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

export interface AppStreamImageOutputs {
  readonly ImageArn: string;
  readonly ImageName: string;
}
