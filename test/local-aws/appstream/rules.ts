import type { Rule } from '../rule';

/*
 * What AppStream refuses although its model allows it. The source is that of the rule; which code it gives, and in which words, is
 * assumed throughout.
 */

const API = 'https://docs.aws.amazon.com/appstream2/latest/APIReference';
const CREATE_IMAGE_BUILDER = `${API}/API_CreateImageBuilder.html`;
const CREATE_IMPORTED_IMAGE = `${API}/API_CreateImportedImage.html`;
const VOLUME = `${API}/API_VolumeConfig.html`;
const ADMINISTER = 'https://docs.aws.amazon.com/appstream2/latest/developerguide/administer-images.html';

const COMBINATION = 'InvalidParameterCombinationException';

const builder = (rule: Omit<Rule, 'operations' | 'code'>): Rule => ({ operations: ['CreateImageBuilder'], code: COMBINATION, ...rule });
const image = (rule: Omit<Rule, 'operations' | 'code'>): Rule => ({ operations: ['CreateImportedImage'], code: COMBINATION, ...rule });

const exactlyOne = (...values: unknown[]) => values.filter((value) => value !== undefined).length === 1;

export const APPSTREAM_RULES: readonly Rule[] = [
  builder({
    rule: 'a builder is made of one image, by name or by ARN',
    broken: ({ ImageName, ImageArn }) => !exactlyOne(ImageName, ImageArn),
    message: 'Give either ImageName or ImageArn.', source: 'assumed',
  }),
  builder({
    rule: 'a builder is in one subnet',
    broken: ({ VpcConfig }) => VpcConfig !== undefined && VpcConfig.SubnetIds?.length !== 1,
    message: 'An image builder takes exactly one subnet.', source: CREATE_IMAGE_BUILDER,
  }),
  builder({
    rule: 'the root volume has 200 to 500 GB',
    broken: ({ RootVolumeConfig: { VolumeSizeInGb: size = 200 } = {} }) => size < 200 || size > 500,
    message: 'The root volume must have 200 to 500 GB.', source: VOLUME,
  }),
  builder({
    rule: 'no software is both installed and uninstalled',
    broken: ({ SoftwaresToInstall = [], SoftwaresToUninstall = [] }) => SoftwaresToInstall.some((name: string) => SoftwaresToUninstall.includes(name)),
    message: 'Software cannot be both installed and uninstalled.', source: 'assumed',
  }),
  image({
    rule: 'an image is imported from one source',
    broken: ({ SourceAmiId, WorkspaceImageId }) => !exactlyOne(SourceAmiId, WorkspaceImageId),
    message: 'Give either SourceAmiId or WorkspaceImageId.', source: CREATE_IMPORTED_IMAGE,
  }),
  image({
    rule: 'an AMI is read with a role',
    broken: ({ SourceAmiId, IamRoleArn }) => SourceAmiId !== undefined && IamRoleArn === undefined,
    message: 'An AMI needs IamRoleArn.', source: CREATE_IMPORTED_IMAGE,
  }),
  image({
    rule: 'some beginnings of a name are reserved',
    broken: ({ Name }) => /^(amazon|aws|appstream)/i.test(Name),
    message: 'The name must not begin with Amazon, AWS or AppStream.', source: ADMINISTER,
  }),
  image({
    rule: 'names of applications are unique',
    broken: ({ AppCatalogConfig = [] }) => new Set(AppCatalogConfig.map(({ Name }: { Name: string }) => Name)).size !== AppCatalogConfig.length,
    message: 'Application names must be unique.', source: CREATE_IMPORTED_IMAGE,
  }),
];
