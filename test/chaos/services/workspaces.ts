import type { ChaosService, Thing } from './service';
import { TAG_PREFIX } from '../../../src/contract/envelope';
import { FAILURE } from '../course';
import { MINUTE } from '../world';

const USUAL = 24 * MINUTE;

/** Names that are minted; what others have made does not come and go. */
const OURS = /^(image|builder|byol)-/;

const STATES: { readonly [state: string]: Thing['state'] } = { PENDING: 'pending', AVAILABLE: 'ready', ERROR: 'failed' };

export const workspaces: ChaosService = {
  name: 'workspaces',
  starting: ['ImportWorkspaceImage', 'ImportCustomWorkspaceImage'],
  looking: ['DescribeWorkspaceImages', 'DescribeTags', 'DescribeCustomWorkspaceImageImport', 'DescribeWorkspaceImagePermissions'],
  removing: ['DeleteWorkspaceImage'],
  refusals: {
    broken: [{ code: 'InternalServerException', status: 500 }, { code: 'ServiceUnavailable', status: 503 }],
    quota: [{ code: 'ResourceLimitExceededException' }],
    concurrent: [{ code: 'InvalidResourceStateException' }, { code: 'ResourceUnavailableException' }],
    role: [{ code: 'AccessDeniedException', message: 'The role is not known yet' }],
  },

  seed({ aws }) {
    const tags = [{ Key: `${TAG_PREFIX}id`, Value: 'byol-0123456789-0123456789-0123456789' }, { Key: `${TAG_PREFIX}stack`, Value: 'arn:of-another-stack' }];
    aws.workspaces.settings.course = () => ({ duration: USUAL });
    aws.workspaces.seedImage({ ImageName: 'theirs' }, 2 * USUAL);
    aws.workspaces.seedImage({ ImageName: 'byol-0123456789-0123456789-0123456789', Tags: tags }, 2 * USUAL);
  },

  things({ aws }) {
    return aws.workspaces.images().map(({ id, state, tags, sharedWith, input }): Thing => ({
      service: 'workspaces', name: id, what: 'image', state: STATES[state], from: id, tags, details: [input.ImageName, ...sharedWith], prose: tags.get('Prose'),
      lostTrace: !aws.workspaces.settings.pendingListed && 'InfrastructureConfigurationArn' in input ? 'hidden' : undefined,
    }));
  },

  startOf({ input, operation }, output) {
    if (!this.starting.includes(operation)) return undefined;
    const tags = new Map<string, string>(input.Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]));
    return { name: output.ImageId, id: tags.get(`${TAG_PREFIX}id`)!, stackId: tags.get(`${TAG_PREFIX}stack`)! };
  },

  // It keeps what has failed, and that tells.
  remembers: () => true,

  targetsOf({ operation, input }) {
    switch (operation) {
      case 'DeleteWorkspaceImage':
      case 'UpdateWorkspaceImagePermission': return [input.ImageId];
      case 'CreateTags':
      case 'DeleteTags': return [input.ResourceId];
      default: return [];
    }
  },

  course({ aws }, next) {
    aws.workspaces.settings.course = () => {
      const { pace, end } = next();
      return {
        duration: pace * USUAL,
        ...end === 'fails' && { errors: [{ code: 'DomainJoined', message: FAILURE }] },
        ...end === 'hangs' && { hangsAfter: pace * USUAL * 0.5 },
      };
    };
  },

  unhang({ aws }) {
    for (const { course } of aws.workspaces.images()) delete (course as { hangsAfter?: number }).hangsAfter;
  },

  remove({ aws }, name) {
    aws.workspaces.deleteImage(name);
  },

  use({ aws }, name) {
    aws.workspaces.seedBundle(name);
  },

  release({ aws }) {
    for (const bundle of aws.workspaces.bundles()) aws.workspaces.deleteBundle(bundle);
  },

  odd: (output) => output.Images ? { ...output, Images: output.Images.map((image: any) => image.State === 'PENDING' ? { ...image, State: 'PONDERING' } : image) }
    : output,

  hiding: (output, since) => output.Images
    ? { ...output, Images: output.Images.filter(({ Created, Name }: any) => Created.getTime() < since || !OURS.test(Name)) } : output,
};
