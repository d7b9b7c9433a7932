import { Account, Context, Demand, everything, requestTags, resourceTags, Table } from '../demand';

/*
 * WorkSpaces. Source, where no other is named: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonworkspaces.html
 */

const GUIDE = 'WorkSpaces Administration Guide, Bring your own license';
const SLR = 'role/aws-service-role/imagebuilder.amazonaws.com/AWSServiceRoleForImageBuilder';

/** What the import follows from; AWS has no list of it. */
const ASSUMED = 'assumed: AWS does not say what an import through Image Builder needs of its caller';

export const WORKSPACES: Table = {
  DescribeWorkspaceImages: { why: 'finds the image by its name, and sees how far it is', demands: everything('workspaces:DescribeWorkspaceImages') },
  DescribeCustomWorkspaceImageImport: {
    why: 'sees how far an import through Image Builder is, and why it failed', demands: everything('workspaces:DescribeCustomWorkspaceImageImport'),
  },
  DescribeTags: { why: 'sees whether an image is this stack\'s', demands: everything('workspaces:DescribeTags') },

  ImportWorkspaceImage: {
    why: 'starts the import',
    demands: ({ Ec2ImageId: ami, Tags: tags }, account) => [
      { action: 'workspaces:ImportWorkspaceImage', resource: '*', context: requestTags(tags) },
      ...taggedAtBirth(tags),
      ...useOfAmi(ami, account, `WorkSpaces lets itself use the AMI in the name of its caller (${GUIDE})`),
    ],
  },
  ImportCustomWorkspaceImage: {
    why: 'starts the import through Image Builder',
    demands({ ImageSource: source, InfrastructureConfigurationArn: infrastructure, Tags: tags }, account) {
      return [
        { action: 'workspaces:ImportCustomWorkspaceImage', resource: '*', context: requestTags(tags) },
        ...taggedAtBirth(tags),
        { action: 'imagebuilder:GetInfrastructureConfiguration', resource: infrastructure, because: `reads where to build (${ASSUMED})` },
        {
          action: 'iam:CreateServiceLinkedRole', resource: account.arn('iam', SLR), context: { 'iam:AWSServiceName': 'imagebuilder.amazonaws.com' },
          because: `makes Image Builder's own role where the account has none yet (${GUIDE}; whose right it takes is assumed)`,
        },
        ...source.ImageBuildVersionArn ? [{ action: 'imagebuilder:GetImage', resource: source.ImageBuildVersionArn, because: `reads the source (${ASSUMED})` }] : [],
        ...source.Ec2ImportTaskId ? [{ action: 'ec2:DescribeImportImageTasks', resource: '*', because: `reads the source (${ASSUMED})` }] : [],
        ...source.Ec2ImageId ? useOfAmi(source.Ec2ImageId, account, `reads the source (${ASSUMED})`) : [],
      ];
    },
  },

  CreateTags: {
    why: 'changes the user\'s tags, and marks what is retained',
    demands: ({ Tags: tags }) => [{ action: 'workspaces:CreateTags', resource: '*', context: requestTags(tags) }],
  },
  DeleteTags: {
    why: 'takes tags away that the user has taken away, and the mark of what is no longer retained',
    demands: ({ TagKeys: keys }) => [{ action: 'workspaces:DeleteTags', resource: '*', context: { 'aws:TagKeys': keys } }],
  },
  DescribeWorkspaceImagePermissions: {
    why: 'sees with whom the image is shared',
    demands: ({ ImageId: id }, account) => on(id, 'workspaces:DescribeWorkspaceImagePermissions', account),
  },
  UpdateWorkspaceImagePermission: {
    why: 'shares the image, and takes that back before it deletes it',
    demands: ({ ImageId: id }, account) => on(id, 'workspaces:UpdateWorkspaceImagePermission', account),
  },
  DeleteWorkspaceImage: {
    why: 'deletes the image',
    demands: ({ ImageId: id }, account) => on(id, 'workspaces:DeleteWorkspaceImage', account),
  },
};

/** Documented for bundles and for images that are made of WorkSpaces; for imports it is assumed. */
function taggedAtBirth(tags: { Key: string; Value: string }[] | undefined): Demand[] {
  return tags?.length ? [{ action: 'workspaces:CreateTags', resource: '*', context: requestTags(tags), because: 'the image is born with its tags (assumed)' }] : [];
}

function useOfAmi(id: string, account: Account, because: string): Demand[] {
  const tags = account.aws.ec2.images().find((one) => one.id === id)?.tags ?? new Map();
  return [
    { action: 'ec2:DescribeImages', resource: '*', because },
    { action: 'ec2:ModifyImageAttribute', resource: account.arn('ec2', `image/${id}`, ''), context: resourceTags(tags), because },
  ];
}

/** Of what is not there WorkSpaces says so, whatever the rights are; assumed. */
function on(id: string, action: string, account: Account, context: Context = {}): Demand[] {
  const image = account.aws.workspaces.images().find((one) => one.id === id);
  return image ? [{ action, resource: account.arn('workspaces', `workspaceimage/${id}`), context: { ...resourceTags(image.tags), ...context } }] : [];
}
