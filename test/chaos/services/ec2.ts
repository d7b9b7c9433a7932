import type { ChaosService, Refusal, Thing } from './service';
import { TAG_PREFIX } from '../../../src/contract/envelope';
import type { ImportCourse } from '../../local-aws/ec2/course';
import { FAILURE } from '../course';
import { MINUTE, World } from '../world';

/** How long an import takes here, where its pace is one: short, as each minute costs a poll. */
const USUAL = 12 * MINUTE;

const ROLE: Refusal = {
  code: 'InvalidParameter', message: 'The service role vmimport does not exist or does not have sufficient permissions for the service to continue',
};

export const ec2: ChaosService = {
  name: 'ec2',
  starting: ['ImportImage'],
  looking: ['DescribeImportImageTasks', 'DescribeImages', 'DescribeSnapshots'],
  removing: ['CancelImportTask', 'DeregisterImage', 'DeleteSnapshot'],
  refusals: {
    broken: [{ code: 'InternalError', status: 500 }, { code: 'Unavailable', status: 503 }, { code: 'Gateway', status: 502 }],
    quota: [{ code: 'ResourceLimitExceeded' }],
    concurrent: [{ code: 'IncorrectState' }, { code: 'IdempotentInProgress' }],
    role: [ROLE],
  },

  seed({ aws }) {
    const marks = { [`${TAG_PREFIX}id`]: 'vm-import-0123456789-0123456789-0123456789', [`${TAG_PREFIX}stack`]: 'arn:of-another-stack' };
    aws.ec2.seedImage({ name: 'theirs', tags: { Name: 'theirs' } });
    aws.ec2.seedImage({ name: 'of another stack', tags: marks });
    aws.ec2.seedTask({ Description: 'theirs' });
  },

  things({ aws: { ec2: account }, clock }) {
    const running = new Set(account.residue().tasks);
    const known = new Set(account.tasks().map(({ id }) => id));
    const traceOf = (from: string | undefined, tags: Map<string, string>) => known.has(from!) || tags.has(`${TAG_PREFIX}id`) ? undefined : 'forgotten' as const;
    return [
      ...account.tasks().filter(({ id }) => running.has(id)).map(({ id, tags, cancelled }): Thing => ({
        service: 'ec2', name: id, what: 'task', state: cancelled === undefined ? 'pending' : 'leaving', from: id, tags, details: {},
      })),
      ...account.images().map((ami): Thing => ({
        service: 'ec2', name: ami.id, what: 'image', from: ami.name, tags: ami.tags, prose: ami.description,
        state: clock.now() < ami.pendingUntil ? 'pending' : ami.state === 'available' ? 'ready' : 'failed',
        details: [ami.description, ami.launchPermissions, ami.snapshotIds], lostTrace: traceOf(ami.name, ami.tags),
      })),
      ...account.snapshots().map(({ id, description, tags, sharedWith }): Thing => {
        const from = / for (\S+)$/.exec(description)?.[1];
        return { service: 'ec2', name: id, what: 'snapshot', state: 'ready', from, tags, details: sharedWith, lostTrace: traceOf(from, tags) };
      }),
    ];
  },

  startOf({ operation, input }, output) {
    if (operation !== 'ImportImage') return undefined;
    const tags = new Map<string, string>(input.TagSpecifications[0].Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]));
    return { name: output.ImportTaskId, id: tags.get(`${TAG_PREFIX}id`)!, stackId: tags.get(`${TAG_PREFIX}stack`)! };
  },

  remembers: ({ aws }, id) => aws.ec2.tasks().some(({ tags }) => tags.get(`${TAG_PREFIX}id`) === id && tags.has(`${TAG_PREFIX}self`)),

  targetsOf({ operation, input }) {
    switch (operation) {
      case 'CancelImportTask': return [input.ImportTaskId];
      case 'DeregisterImage':
      case 'ModifyImageAttribute': return [input.ImageId];
      case 'DeleteSnapshot': return [input.SnapshotId];
      case 'CreateTags':
      case 'DeleteTags': return input.Resources;
      default: return [];
    }
  },

  course({ aws }, next) {
    aws.ec2.settings.course = (): ImportCourse => {
      const { pace, end, unseen, slow, unstoppable, odd } = next();
      const duration = pace * USUAL;
      return {
        duration,
        visibleAfter: unseen * MINUTE,
        imageVisibleAfter: slow === 2 ? slow * MINUTE : 0,
        imagePendingFor: slow === 12 ? slow * MINUTE : 0,
        unstoppable,
        ...end === 'fails' && { failure: { after: duration * 0.9, message: FAILURE } },
        ...end === 'hangs' && { hangsAfter: duration * 0.5 },
        ...odd && { phases: [{ from: 0, message: 'thinking', progress: '1', status: 'pondering' }] },
      };
    };
  },

  unhang({ aws }) {
    for (const { course } of aws.ec2.tasks()) delete (course as { hangsAfter?: number }).hangsAfter;
  },

  remove({ aws, clock }, name) {
    image(aws.ec2, name).deregistered = clock.now();
  },

  use({ aws }, name) {
    Object.assign(image(aws.ec2, name), { isProtected: true });
  },

  release({ aws }) {
    for (const one of aws.ec2.images()) Object.assign(one, { isProtected: false });
  },

  odd: (output) => output.ImportImageTasks
    ? { ...output, ImportImageTasks: output.ImportImageTasks.map((task: any) => (task.Status === 'active' ? { ...task, Status: 'pondering' } : task)) }
    : output,

  // Played by the course: what is not seen here is not seen by any call.
  hiding: (output) => output,
};

function image(account: World['aws']['ec2'], name: string) {
  return account.images().find(({ id }) => id === name)!;
}
