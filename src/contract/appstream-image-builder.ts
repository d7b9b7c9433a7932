import { Flag, Form, KindWords } from './envelope';

export const APPSTREAM_IMAGE_BUILDER: KindWords = {
  type: 'Custom::AppStreamImageBuilder',
  bundle: 'appstream-image-builder',
  stem: 'builder',
  pollSeconds: 25,
  recallSeconds: 5,
  turnSeconds: 1,
  tags: { key: 128, value: 256, letters: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
};

export interface AppStreamImageBuilderProperties {
  /** The ids of interface VPC endpoints. */
  readonly AccessEndpoints?: readonly string[];
  readonly AppstreamAgentVersion?: string;
  readonly Description?: string;
  readonly DesiredState: 'RUNNING' | 'STOPPED';
  readonly DisableIMDSV1?: Flag;
  readonly DisplayName?: string;
  readonly DomainJoinInfo?: {
    readonly DirectoryName: string;
    readonly OrganizationalUnitDistinguishedName?: string;
  };
  readonly EnableDefaultInternetAccess?: Flag;
  readonly IamRoleArn?: string;
  /** The name that the user has given; else the id is the name. */
  readonly ImageBuilderName?: string;
  /** The base image by one of the two. */
  readonly ImageArn?: string;
  readonly ImageName?: string;
  readonly InstanceType: string;
  /** In GiB. */
  readonly RootVolumeSize?: string;
  readonly SecurityGroupIds?: readonly string[];
  readonly SoftwaresToInstall?: readonly string[];
  readonly SoftwaresToUninstall?: readonly string[];
  readonly SubnetId?: string;
}

export const APPSTREAM_IMAGE_BUILDER_FORM: Form<AppStreamImageBuilderProperties> = {
  'AccessEndpoints?': ['text'],
  'AppstreamAgentVersion?': 'text',
  'Description?': 'text',
  'DesiredState': 'RUNNING | STOPPED',
  'DisableIMDSV1?': 'true | false',
  'DisplayName?': 'text',
  'DomainJoinInfo?': { 'DirectoryName': 'text', 'OrganizationalUnitDistinguishedName?': 'text' },
  'EnableDefaultInternetAccess?': 'true | false',
  'IamRoleArn?': 'text',
  'ImageBuilderName?': 'text',
  'ImageArn?': 'text',
  'ImageName?': 'text',
  'InstanceType': 'text',
  'RootVolumeSize?': 'number',
  'SecurityGroupIds?': ['text'],
  'SoftwaresToInstall?': ['text'],
  'SoftwaresToUninstall?': ['text'],
  'SubnetId?': 'text',
  'oneOf': ['ImageArn', 'ImageName'],
};

export interface AppStreamImageBuilderOutputs {
  readonly ImageBuilderArn: string;
  readonly ImageBuilderName: string;
}
