import type { ChaosService, Thing } from './service';
import { TAG_PREFIX } from '../../../src/contract/envelope';
import { FAILURE } from '../course';
import { MINUTE, World } from '../world';

const USUAL = { image: 14 * MINUTE, builder: 5 * MINUTE };
/** Longer than any test. */
const FOR_EVER = 10 * 365 * 24 * 60 * MINUTE;

/** Names that are minted; what others have made does not come and go. */
const OURS = /^(image|builder|byol)-/;

const STATES: { readonly [state: string]: Thing['state'] } = { AVAILABLE: 'ready', RUNNING: 'ready', STOPPED: 'ready', FAILED: 'failed', DELETING: 'leaving' };

export const appstream: ChaosService = {
  name: 'appstream',
  starting: ['CreateImportedImage', 'CreateImageBuilder'],
  looking: ['DescribeImages', 'DescribeImageBuilders', 'ListTagsForResource', 'DescribeImagePermissions'],
  removing: ['DeleteImage', 'DeleteImageBuilder'],
  refusals: {
    broken: [{ code: 'InternalFailure', status: 500 }, { code: 'ServiceUnavailable', status: 503 }],
    quota: [{ code: 'LimitExceededException' }, { code: 'RequestLimitExceededException' }],
    concurrent: [{ code: 'ConcurrentModificationException' }],
    role: [{ code: 'InvalidRoleException', message: 'The role cannot be assumed' }],
  },

  seed({ aws }) {
    const marks = { [`${TAG_PREFIX}id`]: 'image-0123456789-0123456789-0123456789', [`${TAG_PREFIX}stack`]: 'arn:of-another-stack' };
    aws.appstream.seedImage({ name: 'theirs' });
    aws.appstream.seedImage({ name: 'image-0123456789-0123456789-0123456789', tags: marks });
    aws.appstream.seedBuilder('theirs', { Owner: 'them' });
  },

  things(world) {
    return all(world).map(({ name, thing }): Thing => {
      const state = world.aws.appstream.stateOf(thing);
      return {
        service: 'appstream', name, what: name.startsWith('image/') ? 'image' : 'builder', state: STATES[state] ?? 'pending', from: name, tags: thing.tags,
        details: ['permissions' in thing ? [...thing.permissions] : [...thing.software], state], prose: thing.tags.get('Prose'),
      };
    });
  },

  startOf({ operation, input }) {
    if (!this.starting.includes(operation) || input.DryRun) return undefined;
    const what = operation === 'CreateImportedImage' ? 'image' : 'builder';
    return { name: `${what}/${input.Name}`, id: input.Tags[`${TAG_PREFIX}id`], stackId: input.Tags[`${TAG_PREFIX}stack`] };
  },

  // It keeps what has failed, and that tells.
  remembers: () => true,

  targetsOf({ operation, input }) {
    if (/^(Delete|Start|Stop)ImageBuilder$/.test(operation)) return [`builder/${input.Name}`];
    if (/^(DeleteImage|UpdateImagePermissions|DeleteImagePermissions)$/.test(operation)) return [`image/${input.Name}`];
    if (/^(Tag|Untag)Resource$/.test(operation)) return [input.ResourceArn.split(':').pop().replace('image-builder/', 'builder/')];
    return [];
  },

  course({ aws }, next) {
    const { settings } = aws.appstream;
    for (const what of ['image', 'builder'] as const) {
      settings[what] = () => {
        const { pace, end } = next();
        return { takes: end === 'hangs' ? FOR_EVER : pace * USUAL[what], ...end === 'fails' && { failure: { code: 'VALIDATION_ERROR', message: FAILURE } } };
      };
    }
  },

  unhang(world) {
    for (const { thing, name } of all(world)) {
      const last = thing.phases.at(-1)!;
      if (last.from > world.clock.now() + FOR_EVER / 2) world.aws.appstream.put(thing, name.startsWith('image/') ? 'AVAILABLE' : 'RUNNING');
    }
  },

  remove(world, name) {
    world.aws.appstream.put(all(world).find((one) => one.name === name)!.thing, 'GONE');
  },

  use(world, name) {
    const { thing } = all(world).find((one) => one.name === name)!;
    if ('permissions' in thing) thing.usedBy = 'a-fleet';
  },

  release({ aws }) {
    for (const image of aws.appstream.images()) image.usedBy = undefined;
  },

  odd: (output) => mapped(output, (list) => list.map((thing: any) => STATES[thing.State] ? thing : { ...thing, State: 'PONDERING' })),

  hiding: (output, since) => mapped(output, (list) => list.filter(({ CreatedTime, Name }: any) => CreatedTime.getTime() < since || !OURS.test(Name))),
};

function all({ aws: { appstream: account } }: World) {
  return [
    ...account.images().map((thing) => ({ name: `image/${thing.name}`, thing })),
    ...account.builders().map((thing) => ({ name: `builder/${thing.name}`, thing })),
  ];
}

/** What it lists; a question for single names has its own answer. */
function mapped(output: any, change: (list: any[]) => any[]) {
  return { ...output, ...output.Images && { Images: change(output.Images) }, ...output.ImageBuilders && { ImageBuilders: change(output.ImageBuilders) } };
}
