import { ANY_TEXT } from './documented';
import { seenBy, Test } from './evidence';
import { ERROR_CODES } from '../../lambda/appstream-cures';
import { toObservation as ofBuilder } from '../../lambda/appstream-image-builder-maps';
import { toObservation as ofAppStreamImage } from '../../lambda/appstream-image-maps';
import { toObservation as ofWorkspaceImage } from '../../lambda/byol-workspace-image-maps';
import { toObservation as ofVmImport } from '../../lambda/ec2-vm-import-maps';
import { Order } from '../../lambda/kind';
import { MARKS } from '../../lambda/marks';

/*
 * What the engine makes of each state that a service may answer with. It is not only said here: the pure map of the kind is asked, with
 * an answer in that very state.
 */

export interface Reading {
  /** In whose answers. */
  readonly operations: readonly string[];
  /** The shape of the enum; of a string without one the path. */
  readonly of: string;
  /** What each word must mean. A word that is not here is not covered. */
  readonly means: { readonly [word: string]: string };
  /** What the map of the kind makes of it. */
  read(word: string): string;
  seenBy(word: string): Test;
}

const ID = 'kind-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const STACK = 'arn:aws:cloudformation:us-east-1:111122223333:stack/S/1';
const marks = { [MARKS.id]: ID, [MARKS.stack]: STACK };
const markTags = Object.entries(marks).map(([Key, Value]) => ({ Key, Value }));
const order = (properties: object): Order<any> => ({
  id: ID, request: 'Create', properties, tags: {}, tagsBefore: {}, retain: false, stackId: STACK, token: 't', startedAt: new Date(0),
});
/** The maps name calls and make none. */
const api = {} as any;
/** Every word means the same. */
const all = (words: readonly string[], meaning: string) => Object.fromEntries(words.map((word) => [word, meaning]));
/** Whether the words of a failure are followed by what to do. */
const told = (reason: string, words: string) => reason.endsWith(words) ? TOLD : reason.includes(words) ? CURED : 'not told';
const TOLD = 'told';
const CURED = 'told, with its cause and cure';
const codesOf = (thing: string) => seenBy('troubleshooting.test.ts', 'the codes of a thing that failed › %s each have a row', thing);

// ---- image builders ----

const BUILDER = 'lambda/appstream-image-builder.test.ts';
const BUILDERS = ['Create', 'Start', 'Stop', 'Delete'].map((verb) => `appstream:${verb}ImageBuilder`).concat('appstream:DescribeImageBuilders');
const builder = (more: object): any => ofBuilder(order({ DesiredState: 'RUNNING' }), { builder: { Name: ID, Arn: 'a', ...more } as any, tags: marks, software: [] }, api);
const STANDING: { readonly [state: string]: string } = { RUNNING: 'one that runs', STOPPED: 'one that is stopped', FAILED: 'one whose making failed' };
/** A failed builder or image says why. */
const failureOf = (of: (more: object) => any, place: 'StateChangeReason' | 'ImageBuilderErrors' | 'ImageErrors') => (code: string) => {
  const reason = place === 'StateChangeReason' ? { Code: code, Message: 'words' } : [{ ErrorCode: code, ErrorMessage: 'words' }];
  return told(of({ State: 'FAILED', [place]: reason }).reason, `${code}: words`);
};

const BUILDER_READINGS: readonly Reading[] = [
  {
    operations: BUILDERS,
    of: 'ImageBuilderState',
    means: {
      RUNNING: 'ready',
      STOPPED: 'ready',
      FAILED: 'failed',
      ...all([
        'PENDING', 'UPDATING_AGENT', 'STOPPING', 'REBOOTING', 'SNAPSHOTTING', 'DELETING', 'UPDATING', 'PENDING_QUALIFICATION', 'PENDING_SYNCING_APPS',
        'SYNCING_APPS', 'PENDING_IMAGE_IMPORT',
      ], 'pending'),
    },
    read: (State) => builder({ State }).state,
    seenBy: (state) => seenBy(BUILDER, 'a look › at %s', STANDING[state] ?? `a builder that is ${state}`),
  },
  {
    operations: BUILDERS,
    of: 'ImageBuilderStateChangeReasonCode',
    means: all(['INTERNAL_ERROR', 'IMAGE_UNAVAILABLE'], CURED),
    read: failureOf(builder, 'StateChangeReason'),
    seenBy: () => codesOf('an image builder, as the reason of its state'),
  },
  {
    operations: BUILDERS,
    of: 'FleetErrorCode',
    means: all(Object.keys(ERROR_CODES), CURED),
    read: failureOf(builder, 'ImageBuilderErrors'),
    seenBy: () => codesOf('an image builder'),
  },
];

// ---- AppStream images ----

const IMAGE = 'lambda/appstream-image.test.ts';
const IMAGES = ['CreateImportedImage', 'DeleteImage', 'DescribeImages'].map((operation) => `appstream:${operation}`);
const image = (more: object): any => ofAppStreamImage(order({}), { image: { Name: ID, Arn: 'a', ...more } as any, tags: marks, permissions: [] }, api);

const IMAGE_READINGS: readonly Reading[] = [
  {
    operations: IMAGES,
    of: 'ImageState',
    means: {
      AVAILABLE: 'ready', DEPRECATED: 'ready', FAILED: 'failed',
      ...all(['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING', 'DELETING'], 'pending'),
    },
    read: (State) => image({ State }).state,
    seenBy: (state) => seenBy(IMAGE, 'a look › at %s', {
      AVAILABLE: 'one that is AVAILABLE', DEPRECATED: 'one that is DEPRECATED', FAILED: 'one that failed',
    }[state] ?? `an image that is ${state}`),
  },
  {
    operations: IMAGES,
    of: 'ImageStateChangeReasonCode',
    means: all(['INTERNAL_ERROR', 'IMAGE_BUILDER_NOT_AVAILABLE', 'IMAGE_COPY_FAILURE', 'IMAGE_UPDATE_FAILURE', 'IMAGE_IMPORT_FAILURE'], CURED),
    read: failureOf(image, 'StateChangeReason'),
    seenBy: () => codesOf('an AppStream image, as the reason of its state'),
  },
  {
    operations: IMAGES,
    of: 'FleetErrorCode',
    means: all(Object.keys(ERROR_CODES), CURED),
    read: failureOf(image, 'ImageErrors'),
    seenBy: () => codesOf('an AppStream image'),
  },
];

// ---- WorkSpaces images ----

const BYOL = 'lambda/byol-workspace-image.test.ts';
const CUSTOM = ['workspaces:ImportCustomWorkspaceImage', 'workspaces:DescribeCustomWorkspaceImageImport'];
const custom = (more: object): any => ofWorkspaceImage(
  order({}), [{ image: { ImageId: 'wsi-1', Name: ID, State: 'PENDING' }, tags: markTags }], { customImport: more }, api,
);

const WORKSPACE_READINGS: readonly Reading[] = [
  {
    operations: CUSTOM,
    of: 'CustomWorkspaceImageImportState',
    means: {
      ERROR: 'failed',
      COMPLETED: 'pending', // until the image itself is there
      ...all([
        'PENDING', 'IN_PROGRESS', 'PROCESSING_SOURCE_IMAGE', 'IMAGE_TESTING_START', 'UPDATING_OPERATING_SYSTEM', 'IMAGE_COMPATIBILITY_CHECKING',
        'IMAGE_TESTING_GENERALIZATION', 'CREATING_TEST_INSTANCE', 'INSTALLING_COMPONENTS', 'GENERALIZING', 'VALIDATING', 'PUBLISHING',
      ], 'pending'),
    },
    read: (State) => custom({ State }).state,
    seenBy: (state) => seenBy(BYOL, 'a look › at %s', state === 'ERROR' ? 'an import that failed' : `an import that is ${state}`),
  },
  {
    operations: [CUSTOM[1]],
    of: 'ErrorDetails[].ErrorCode',
    means: { [ANY_TEXT]: TOLD },
    read: () => told(custom({ State: 'ERROR', ErrorDetails: [{ ErrorCode: 'Novel', ErrorMessage: 'words' }] }).reason, 'Novel: words'),
    seenBy: () => seenBy(BYOL, 'a look › at %s', 'an import that failed'),
  },
];

// ---- VM Import ----

const EC2 = 'lambda/ec2-vm-import.test.ts';
const task = (Status: string, SnapshotDetails: object[] = []): any => ofVmImport(
  order({ Disks: [] }), { tasks: [{ ImportTaskId: 't', ImageId: 'ami-1', Status, SnapshotDetails, Tags: markTags }], images: [], snapshots: [], launchPermissions: [] }, api,
);
/** The words in which the tables of the kind tell it. */
const TASKS: { readonly [status: string]: string } = {
  completed: 'a task that is done, and no AMI yet', deleting: 'a task that is being deleted', deleted: 'a task that was deleted',
};
const taskSeenBy = (status: string) => seenBy(EC2, 'a look › at %s', TASKS[status] ?? `a task that is ${status}`);
const ENDED = { completed: 'unseen', deleting: 'failed', deleted: 'failed' };
/** What a call answers is not read: the next look tells what has become of it. */
const NEXT_LOOK = { active: 'pending', ...ENDED };

const VM_READINGS: readonly Reading[] = [
  {
    operations: ['ec2:ImportImage'],
    of: 'Status',
    means: { ...all(['active', 'updating', 'validating', 'validated', 'converting'], 'pending'), ...ENDED },
    read: (status) => task(status).state,
    seenBy: taskSeenBy,
  },
  ...['PreviousState', 'State'].map((of): Reading => ({
    operations: ['ec2:CancelImportTask'], of, means: NEXT_LOOK, read: (status) => task(status).state, seenBy: taskSeenBy,
  })),
  {
    operations: ['ec2:ImportImage'],
    of: 'SnapshotDetails[].Status',
    means: { [ANY_TEXT]: 'makes no difference' },
    read: (text) => JSON.stringify(task('deleted', [{ Status: text }])) === JSON.stringify(task('deleted', [{}])) ? 'makes no difference' : 'makes one',
    seenBy: () => seenBy(EC2, 'a look › at %s', 'a failed task and its bare snapshots'),
  },
  {
    operations: ['ec2:DeregisterImage'],
    of: 'SnapshotReturnCodes',
    means: all(['success', 'skipped', 'missing-permissions', 'internal-error', 'client-error'], 'not read'),
    // The port gives the engine nothing of the answer; what is left of the snapshots is seen by the next look.
    read: () => 'not read',
    seenBy: (code) => code === 'success'
      ? seenBy(EC2, 'a look › at %s', 'an AMI in line')
      : seenBy('api-coverage.test.ts', 'a snapshot that the deregistration left (%s) is deleted by itself', code),
  },
];

export const READINGS: readonly Reading[] = [...BUILDER_READINGS, ...IMAGE_READINGS, ...WORKSPACE_READINGS, ...VM_READINGS];
