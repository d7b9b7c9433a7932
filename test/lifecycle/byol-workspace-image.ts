import { createHash } from 'node:crypto';
import { Stack, Tags } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Request, Subject } from './subject';
import { MINUTE, World } from './world';
import { ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, Ec2VmImport, IEc2VmImport } from '../../src';

const INFRASTRUCTURE = 'arn:aws:imagebuilder:us-east-1:111122223333:infrastructure-configuration/desktops';

/** The AMI of a color. */
function amiOf(stack: Stack, color: string): ec2.IMachineImage {
  const known = stack.node.tryFindChild(color) as IEc2VmImport | undefined;
  const id = `ami-0${createHash('sha256').update(color).digest('hex').slice(0, 16)}`;
  return (known ?? Ec2VmImport.fromImageId(stack, color, id)).toMachineImage();
}

/** WorkSpaces in the life-cycle suite: a color is an AMI, and a tag; what changes in place is another tag, since descriptions do not. */
function subject(name: string, starting: string, methodOf: (image: ec2.IMachineImage) => ByolImportMethod): Subject {
  const colorsOf = ({ aws }: World) => aws.workspaces.images().map(({ tags }) => tags.get('Color') ?? 'bare');

  return {
    name,
    starting,

    define(stack: Stack, { color, prose, timeout, removalPolicy, id = 'Image' }: Request) {
      const image = new ByolWorkspaceImage(stack, id, { importMethod: methodOf(amiOf(stack, color)), timeout, removalPolicy });
      Tags.of(image).add('Color', color);
      Tags.of(image).add('Prose', prose ?? 'none');
      return image;
    },

    attribute: (image) => (image as ByolWorkspaceImage).imageId,

    course({ aws }, { minutes, failure }) {
      const [code, message] = failure?.split(/: (.*)/s) ?? [];
      aws.workspaces.settings.course = () => ({ duration: minutes * MINUTE, ...failure && { errors: [{ code: code!, message: message! }] } });
    },

    account: (world) => colorsOf(world).map((color) => `image ${color}`).sort(),

    image: (color) => [`image ${color}`],

    prose: ({ aws }) => aws.workspaces.images().map(({ tags }) => tags.get('Prose') ?? 'bare'),

    starts: ({ aws }) => aws.workspaces.started,

    land({ aws }) {
      aws.workspaces.seedImage([...aws.calls].reverse().find(({ operation }) => operation === starting)!.input);
    },

    service: 'workspaces',
    looking: 'DescribeWorkspaceImages',
    deleting: 'DeleteWorkspaceImage',
    failure: { words: 'DomainJoined: The machine is joined to a domain.', cure: /Take it out of the domain/ },
    uncancellable: true,
    existingQuota: 'ResourceLimitExceededException',
  };
}

export const byolWorkspaceImage = subject('ByolWorkspaceImage', 'ImportWorkspaceImage', (image) => ByolImportMethod.standard(image));

export const byolThroughImageBuilder = subject('ByolWorkspaceImage through Image Builder', 'ImportCustomWorkspaceImage', (image) =>
  ByolImportMethod.imageBuilder(ByolImageSource.fromMachineImage(image), {
    infrastructureConfigurationArn: INFRASTRUCTURE, osVersion: ByolOsVersion.WINDOWS_11,
  }));
