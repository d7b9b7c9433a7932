import {
  CancelImportTaskCommand, CreateTagsCommand, DeleteSnapshotCommand, DeleteTagsCommand, DeregisterImageCommand, DescribeImageAttributeCommand,
  DescribeImagesCommand, DescribeImportImageTasksCommand, DescribeSnapshotsCommand, EC2Client, Filter, Image, ImportImageCommand, ImportImageTask,
  ImportImageCommandInput, LaunchPermission, ModifyImageAttributeCommand, ModifyImageAttributeCommandInput, Snapshot,
} from '@aws-sdk/client-ec2';
import { withCure } from './cures';
import { CURES } from './ec2-vm-import-cures';
import { Sight, toFixed, toInput, toObservation } from './ec2-vm-import-maps';
import { faultOf, wordsOf } from './faults';
import { Kind, Order, Tags } from './kind';
import { lifecycle } from './lifecycle';
import { isMarked, MARKS } from './marks';
import { CLIENT } from './sdk';
import { EC2_VM_IMPORT, Ec2VmImportOutputs, Ec2VmImportProperties } from '../src/contract';

export type Selection = { readonly ids: string[] } | { readonly filters: Filter[] };

/** The part of EC2 that this kind calls, page by page where the service pages. */
export interface Ec2Api {
  importImage(input: ImportImageCommandInput): Promise<unknown>;
  cancelImportTask(taskId: string): Promise<unknown>;
  importImageTasks(): Promise<ImportImageTask[]>;
  images(by: Selection): Promise<Image[]>;
  snapshots(by: Selection): Promise<Snapshot[]>;
  launchPermissions(imageId: string): Promise<LaunchPermission[]>;
  modifyImage(input: ModifyImageAttributeCommandInput): Promise<unknown>;
  deregisterImage(imageId: string, withSnapshots: boolean): Promise<unknown>;
  deleteSnapshot(snapshotId: string): Promise<unknown>;
  createTags(resourceId: string, tags: Tags): Promise<unknown>;
  deleteTags(resourceId: string, keys: readonly string[]): Promise<unknown>;
}

export function ec2VmImport(api: Ec2Api): Kind<Ec2VmImportProperties, Ec2VmImportOutputs> {
  /** One listing while the task runs; the AMI and its snapshots only when it has ended. */
  async function see(order: Order<Ec2VmImportProperties>): Promise<Sight> {
    const tasks = (await api.importImageTasks()).filter((task) => isMarked(task, order));
    if (tasks.some(isRunning)) return { tasks, images: [], snapshots: [], launchPermissions: [] };
    const images = await present(api.images, ({ ImageId: id }) => id, tasks.flatMap(({ ImageId: id }) => id ?? []), order.id);
    const ofTasks = tasks.flatMap(({ SnapshotDetails: details }) => details ?? []).flatMap(({ SnapshotId: id }) => id ?? []);
    const ofImages = images.flatMap(({ BlockDeviceMappings: devices }) => devices ?? []).flatMap(({ Ebs: ebs }) => ebs?.SnapshotId ?? []);
    const snapshots = await present(api.snapshots, ({ SnapshotId: id }) => id, [...ofTasks, ...ofImages], order.id);
    const permissionsMatter = order.request !== 'Delete' && (order.properties.LaunchPermissions ?? order.before?.LaunchPermissions);
    const launchPermissions = permissionsMatter && images[0] ? await api.launchPermissions(images[0].ImageId!) : [];
    return { tasks, images, snapshots, launchPermissions };
  }

  /** What bears our mark, and what is known by id: the service leaves AMIs and snapshots bare. */
  async function present<T>(list: (by: Selection) => Promise<T[]>, idOf: (thing: T) => string | undefined, ids: readonly string[], id: string) {
    const things = await list({ filters: [{ Name: `tag:${MARKS.id}`, Values: [id] }] });
    const known = new Set(things.map(idOf));
    for (const other of new Set(ids.filter((candidate) => !known.has(candidate)))) {
      // One by one: a listing by several ids fails as a whole when one of them is gone.
      things.push(...await list({ ids: [other] }).catch(goneIsNone));
    }
    return things;
  }

  return {
    stem: EC2_VM_IMPORT.stem,
    noun: 'VM import',
    fixed: toFixed,
    cancellable: true,

    async look(order) {
      return toObservation(order, await see(order), api);
    },

    async create(order) {
      const input = toInput(order);
      // Without the token: whether a dry run would use it up is not documented.
      await api.importImage({ ...input, ClientToken: undefined, DryRun: true }).catch(dryRunIsFine);
      await api.importImage(input);
    },

    async find(scope, stackId) {
      const prefix = `${EC2_VM_IMPORT.stem}-${scope}-`;
      const filters = [{ Name: `tag:${MARKS.id}`, Values: [`${prefix}*`] }];
      const things = [...await api.importImageTasks(), ...await api.images({ filters }), ...await api.snapshots({ filters })];
      const ids = things.filter((thing) => isMarked(thing, { stackId })).map(({ Tags: tags }) => tags!.find(({ Key: key }) => key === MARKS.id)!.Value!);
      return [...new Set(ids.filter((id) => id.startsWith(prefix)))];
    },

    explain: (error) => withCure(wordsOf(error), CURES),
  };
}

export function isRunning({ Status: status }: ImportImageTask): boolean {
  return !['completed', 'deleting', 'deleted'].includes(status ?? '');
}

function goneIsNone(error: unknown): [] {
  if (faultOf(error) === 'gone') return [];
  throw error;
}

function dryRunIsFine(error: Error): void {
  if (error.name !== 'DryRunOperation') throw error;
}

/** Speaks to the real EC2. */
export function sdkApi(client: EC2Client): Ec2Api {
  return {
    importImage: (input) => client.send(new ImportImageCommand(input)),
    cancelImportTask: (taskId) => client.send(new CancelImportTaskCommand({ ImportTaskId: taskId, CancelReason: 'The stack does not want it any more' })),
    importImageTasks: () => pages(async (NextToken) => {
      const page = await client.send(new DescribeImportImageTasksCommand({ NextToken }));
      return { items: page.ImportImageTasks, next: page.NextToken };
    }),
    images: (by) => pages(async (NextToken) => {
      const page = await client.send(new DescribeImagesCommand(
        'ids' in by ? { ImageIds: by.ids, IncludeDisabled: true } : { Owners: ['self'], Filters: by.filters, IncludeDisabled: true, NextToken },
      ));
      return { items: page.Images, next: page.NextToken };
    }),
    snapshots: (by) => pages(async (NextToken) => {
      const page = await client.send(new DescribeSnapshotsCommand(
        'ids' in by ? { SnapshotIds: by.ids } : { OwnerIds: ['self'], Filters: by.filters, NextToken },
      ));
      return { items: page.Snapshots, next: page.NextToken };
    }),
    launchPermissions: async (imageId) =>
      (await client.send(new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: 'launchPermission' }))).LaunchPermissions ?? [],
    modifyImage: (input) => client.send(new ModifyImageAttributeCommand(input)),
    deregisterImage: (imageId, withSnapshots) =>
      client.send(new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: withSnapshots })),
    deleteSnapshot: (snapshotId) => client.send(new DeleteSnapshotCommand({ SnapshotId: snapshotId })),
    createTags: (id, tags) =>
      client.send(new CreateTagsCommand({ Resources: [id], Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) })),
    deleteTags: (id, keys) => client.send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
  };
}

async function pages<T>(page: (token?: string) => Promise<{ items?: T[]; next?: string }>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items ?? []);
    token = next || undefined;
  } while (token);
  return all;
}

export const { onEvent, isComplete } = lifecycle(
  ec2VmImport(sdkApi(new EC2Client(CLIENT))),
  // Asked only around a change, so loaded only then.
  async () => (await import('./stack-reader.js')).cloudFormation,
);
