import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { TAG_PREFIX } from './contract/envelope';
import { isMadeIn } from './made-here';
import { letLaunch } from './source-ami';

/*
 * Who may do what for builders and images. Statements that change something are bound to the tag of this stack, as far as AppStream
 * has conditions for it.
 */

const STACK_TAG = `${TAG_PREFIX}stack`;
const ours = { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };
const asOurs = { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } };
// What is just being made has no tag yet; what belongs to another stack has one.
const notOthers = { StringEqualsIfExists: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } };

/** The ARN of an image or image builder of this account. */
export function appStreamArn(stack: Stack, resource: 'image' | 'image-builder', name: string): string {
  return stack.formatArn({ service: 'appstream', resource, resourceName: name });
}

export function imageBuilderKindStatements(stack: Stack): iam.PolicyStatement[] {
  const builders = [appStreamArn(stack, 'image-builder', '*')];
  return [
    new iam.PolicyStatement({
      sid: 'Look',
      actions: ['appstream:DescribeImageBuilders', 'appstream:DescribeImages', 'appstream:ListTagsForResource'],
      resources: ['*'], // AppStream has no resource level for these.
    }),
    // AppStream lists no condition on tags for this one, which only looks.
    new iam.PolicyStatement({ sid: 'LookAtSoftware', actions: ['appstream:DescribeSoftwareAssociations'], resources: builders }),
    ...tag(builders),
    new iam.PolicyStatement({
      sid: 'Change',
      actions: [
        'appstream:StartImageBuilder', 'appstream:StopImageBuilder', 'appstream:DeleteImageBuilder', 'appstream:AssociateSoftwareToImageBuilder',
        'appstream:DisassociateSoftwareFromImageBuilder', 'appstream:StartSoftwareDeploymentToImageBuilder',
      ],
      resources: builders,
      conditions: ours,
    }),
  ];
}

interface BaseImage {
  readonly arn: string;
  /** The construct behind it, where it is known. */
  readonly image?: IConstruct;
}

/** What the functions need to make one builder of one base image. One of this stack is not named: all builders would wait for it. */
export function imageBuilderStartStatements(stack: Stack, base: BaseImage, role: iam.IRole | undefined): iam.PolicyStatement[] {
  const image = isMadeIn(stack, base.image) ? appStreamArn(stack, 'image', '*') : base.arn;
  return [
    new iam.PolicyStatement({
      actions: ['appstream:CreateImageBuilder'], resources: [image, appStreamArn(stack, 'image-builder', '*')], conditions: asOurs,
    }),
    ...role ? [pass(role)] : [],
  ];
}

export function imageKindStatements(stack: Stack): iam.PolicyStatement[] {
  const images = [appStreamArn(stack, 'image', '*')];
  return [
    new iam.PolicyStatement({
      sid: 'Look',
      actions: ['appstream:DescribeImages', 'appstream:ListTagsForResource'],
      resources: ['*'], // AppStream has no resource level for these.
    }),
    // AppStream lists no condition on tags for this one, which only looks.
    new iam.PolicyStatement({ sid: 'LookAtSharing', actions: ['appstream:DescribeImagePermissions'], resources: images }),
    ...tag(images),
    new iam.PolicyStatement({
      sid: 'Change',
      actions: ['appstream:DeleteImage', 'appstream:UpdateImagePermissions', 'appstream:DeleteImagePermissions'],
      resources: images,
      conditions: ours,
    }),
  ];
}

/** What the functions need to import one image. */
export function imageStartStatements(role: iam.IRole | undefined): iam.PolicyStatement[] {
  return [
    // AppStream has no resource level for this one. It can be bound to the tags that it brings.
    new iam.PolicyStatement({ actions: ['appstream:CreateImportedImage'], resources: ['*'], conditions: asOurs }),
    ...role ? [pass(role)] : [],
  ];
}

/**
 * What AppStream needs to import an AMI.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/import-image.html
 */
export function imageRoleStatements(stack: Stack, imageId: string, disk: IConstruct | undefined): iam.PolicyStatement[] {
  return [
    // EC2 has no resource level for this one.
    new iam.PolicyStatement({ actions: ['ec2:DescribeImages'], resources: ['*'] }),
    letLaunch(stack, imageId, disk),
  ];
}

function tag(resources: string[]): iam.PolicyStatement[] {
  return [
    // Tags that come with a request to make something need this right too.
    new iam.PolicyStatement({ sid: 'Tag', actions: ['appstream:TagResource'], resources, conditions: { ...asOurs, ...notOthers } }),
    // AppStream lists no condition on the tags of the resource for this one. It can be kept from the tags that tell whose a thing is.
    new iam.PolicyStatement({
      sid: 'Untag',
      actions: ['appstream:UntagResource'],
      resources,
      conditions: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': [`${TAG_PREFIX}id`, STACK_TAG] } },
    }),
  ];
}

function pass(role: iam.IRole): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['iam:PassRole'], resources: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'appstream.amazonaws.com' } },
  });
}
