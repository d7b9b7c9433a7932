import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ByolImportMethodProperties, ImageBuilderImportProperties } from './contract/byol-workspace-image';
import { TAG_PREFIX } from './contract/envelope';
import { letLaunch } from './source-ami';

/*
 * Who may do what for a WorkSpaces image: the functions always, and what they need beside it to start one import.
 */

const STACK_TAG = `${TAG_PREFIX}stack`;

const asOurs = { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } };

/** What the functions may do for as long as the stack has an image or had one. Only what bears the tag of this stack is changed. */
export function kindStatements(stack: Stack): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'Look',
      actions: ['workspaces:DescribeWorkspaceImages', 'workspaces:DescribeCustomWorkspaceImageImport', 'workspaces:DescribeTags'],
      resources: ['*'], // WorkSpaces has no resource level for these.
    }),
    new iam.PolicyStatement({
      sid: 'Tag',
      actions: ['workspaces:CreateTags'],
      resources: ['*'], // Nor for this one. It can be bound to the tags that it brings.
      conditions: asOurs,
    }),
    new iam.PolicyStatement({
      sid: 'Untag',
      actions: ['workspaces:DeleteTags'],
      resources: ['*'], // Nor for this one. It can be kept from the tags that tell whose an image is.
      conditions: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': [`${TAG_PREFIX}id`, STACK_TAG] } },
    }),
    new iam.PolicyStatement({
      sid: 'Change',
      actions: ['workspaces:DescribeWorkspaceImagePermissions', 'workspaces:UpdateWorkspaceImagePermission', 'workspaces:DeleteWorkspaceImage'],
      resources: [`arn:${Aws.PARTITION}:workspaces:${stack.region}:${stack.account}:workspaceimage/*`],
      conditions: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } },
    }),
  ];
}

/** What the functions need to start one import. The services also check that their caller could use the source. */
export function handlerStartStatements(
  stack: Stack, { Standard, ImageBuilder }: ByolImportMethodProperties, disk: IConstruct | undefined,
): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: [Standard ? 'workspaces:ImportWorkspaceImage' : 'workspaces:ImportCustomWorkspaceImage'],
      resources: ['*'], // WorkSpaces has no resource level for these. They can be bound to the tags that they bring.
      conditions: asOurs,
    }),
    ...useImage(stack, Standard?.Ec2ImageId ?? ImageBuilder?.Source.Ec2ImageId, disk),
    ...ImageBuilder ? useImageBuilder(stack, ImageBuilder) : [],
  ];
}

/** WorkSpaces lets itself launch the AMI, in the name of its caller. */
function useImage(stack: Stack, imageId: string | undefined, disk: IConstruct | undefined): iam.PolicyStatement[] {
  if (imageId === undefined) return [];
  return [
    new iam.PolicyStatement({ actions: ['ec2:DescribeImages'], resources: ['*'] }), // EC2 has no resource level for this one.
    letLaunch(stack, imageId, disk),
  ];
}

/** What follows from what the import does; AWS has no list. */
function useImageBuilder(stack: Stack, { InfrastructureConfigurationArn, Source }: ImageBuilderImportProperties): iam.PolicyStatement[] {
  return [
    ...Source.Ec2ImportTaskId ? [
      new iam.PolicyStatement({ actions: ['ec2:DescribeImportImageTasks'], resources: ['*'] }), // EC2 has no resource level for this one.
    ] : [],
    new iam.PolicyStatement({ actions: ['imagebuilder:GetInfrastructureConfiguration'], resources: [InfrastructureConfigurationArn] }),
    ...Source.ImageBuildVersionArn ? [
      new iam.PolicyStatement({ actions: ['imagebuilder:GetImage'], resources: [Source.ImageBuildVersionArn] }),
    ] : [],
    new iam.PolicyStatement({
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [`arn:${Aws.PARTITION}:iam::${stack.account}:role/aws-service-role/imagebuilder.amazonaws.com/AWSServiceRoleForImageBuilder`],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'imagebuilder.amazonaws.com' } },
    }),
  ];
}
