import { Account, Demand, everything, requestTags, resourceTags, Table } from '../demand';

/*
 * AppStream. Source, where no other is named: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonappstream2.0.html
 */

const BUILDER = 'image-builder';
const IMAGE = 'image';

export const APPSTREAM: Table = {
  DescribeImageBuilders: { why: 'finds the builder, and sees its state', demands: everything('appstream:DescribeImageBuilders') },
  DescribeImages: { why: 'finds the image, or the base image of a builder, and sees its state', demands: everything('appstream:DescribeImages') },
  ListTagsForResource: { why: 'sees whether a thing is this stack\'s', demands: everything('appstream:ListTagsForResource') },

  CreateImageBuilder: {
    why: 'makes the builder',
    demands({ IamRoleArn: role, ImageArn: image, ImageName: name, Name: builder, Tags: tags }, account) {
      const arn = account.arn('appstream', `${BUILDER}/${builder}`);
      const base = image ?? account.arn('appstream', `${IMAGE}/${name}`, isPrivate(name, account) ? undefined : '');
      return [
        { action: 'appstream:CreateImageBuilder', resource: arn, context: requestTags(tags) },
        // Of a public image the ARN has no account; that IAM is asked by that ARN is assumed.
        { action: 'appstream:CreateImageBuilder', resource: base, context: requestTags(tags), isUnlisted: base.includes('::') },
        ...taggedAtBirth(arn, tags),
        ...passRole(role),
      ];
    },
  },
  CreateImportedImage: {
    why: 'starts the import, after a dry run that needs the same rights',
    demands: ({ IamRoleArn: role, Name: name, Tags: tags }, account) => [
      { action: 'appstream:CreateImportedImage', resource: '*', context: requestTags(tags) },
      ...taggedAtBirth(account.arn('appstream', `${IMAGE}/${name}`), tags),
      ...passRole(role),
    ],
  },

  TagResource: {
    why: 'changes the user\'s tags, and marks what is ready and what is retained',
    demands: ({ ResourceArn: arn, Tags: tags }, account) => existing(arn, account).map(({ tags: now }) => (
      { action: 'appstream:TagResource', resource: arn, context: { ...resourceTags(now), ...requestTags(tags) } }
    )),
  },
  UntagResource: {
    why: 'takes tags away that the user has taken away, and the mark of what is no longer retained',
    // Its row lists no key for the tags of the resource, other than that of TagResource.
    demands: ({ ResourceArn: arn, TagKeys: keys }, account) => existing(arn, account).map(() => (
      { action: 'appstream:UntagResource', resource: arn, context: { 'aws:TagKeys': keys } }
    )),
  },

  StartImageBuilder: onBuilder('StartImageBuilder', 'starts the builder, where the user wants it running or software is to change'),
  StopImageBuilder: onBuilder('StopImageBuilder', 'stops the builder, where the user wants it stopped'),
  DeleteImageBuilder: onBuilder('DeleteImageBuilder', 'deletes the builder'),
  AssociateSoftwareToImageBuilder: onBuilder('AssociateSoftwareToImageBuilder', 'says what software is to come'),
  DisassociateSoftwareFromImageBuilder: onBuilder('DisassociateSoftwareFromImageBuilder', 'says what software is to go'),
  StartSoftwareDeploymentToImageBuilder: onBuilder('StartSoftwareDeploymentToImageBuilder', 'lets software come and go'),
  DescribeSoftwareAssociations: {
    why: 'sees how far the software is',
    demands: ({ AssociatedResource: arn }, account) => existing(arn, account).map(() => ({ action: 'appstream:DescribeSoftwareAssociations', resource: arn })),
  },

  DescribeImagePermissions: {
    why: 'sees with whom the image is shared',
    demands: ({ Name: name }, account) => named(IMAGE, name, account).map(({ arn }) => ({ action: 'appstream:DescribeImagePermissions', resource: arn })),
  },
  UpdateImagePermissions: onImage('UpdateImagePermissions', 'shares the image'),
  DeleteImagePermissions: onImage('DeleteImagePermissions', 'takes the sharing back, also before it deletes the image'),
  DeleteImage: onImage('DeleteImage', 'deletes the image'),
};

interface Thing {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
}

function onBuilder(operation: string, why: string) {
  return { why, demands: ({ Name, ImageBuilderName }: any, account: Account) => named(BUILDER, Name ?? ImageBuilderName, account).map(change(operation)) };
}

function onImage(operation: string, why: string) {
  return { why, demands: ({ Name: name }: any, account: Account) => named(IMAGE, name, account).map(change(operation)) };
}

function change(operation: string) {
  return ({ arn, tags }: Thing): Demand => ({ action: `appstream:${operation}`, resource: arn, context: resourceTags(tags) });
}

function named(type: string, name: string, account: Account): Thing[] {
  return existing(account.arn('appstream', `${type}/${name}`), account);
}

/** Of what is not there AppStream says so, whatever the rights are; assumed. */
function existing(arn: string, { aws: { appstream } }: Account): Thing[] {
  return [...appstream.builders(), ...appstream.images()].filter((thing) => thing.arn === arn);
}

function isPrivate(name: string, { aws: { appstream } }: Account): boolean {
  return appstream.images().some((image) => image.name === name);
}

function taggedAtBirth(resource: string, tags: { [key: string]: string } | undefined): Demand[] {
  const context = requestTags(tags);
  return Object.keys(context).length ? [{ action: 'appstream:TagResource', resource, context, because: 'it is born with its tags (assumed)' }] : [];
}

function passRole(arn: string | undefined): Demand[] {
  return arn ? [{
    action: 'iam:PassRole', resource: arn, context: { 'iam:PassedToService': 'appstream.amazonaws.com' }, because: 'it is given the role (IAM User Guide, iam:PassRole)',
  }] : [];
}
