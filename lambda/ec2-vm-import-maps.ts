import type {
  Image, ImportImageCommandInput, ImportImageTask, LaunchPermission, Snapshot,
} from '@aws-sdk/client-ec2';
import { withCure } from './cures';
import { CURES } from './ec2-vm-import-cures';
import { Ec2Api } from './ec2-vm-import-port';
import { faultOf, wordsOf } from './faults';
import { Change, Observation, Order, Removal, Tags } from './kind';
import { isMarked, isOurs, MARKS, tagsOf } from './marks';
import { NotYet } from './verdicts';
import { DiskProperties, Ec2VmImportOutputs, Ec2VmImportProperties } from '../src/contract/ec2-vm-import';

/*
 * Every `if` about VM Import. Pure: the calls are named here and made by the engine.
 */

type VmOrder = Order<Ec2VmImportProperties>;
type VmObservation = Observation<Ec2VmImportOutputs>;
/** The calls that change something. */
type Changes = Pick<Ec2Api, 'cancelImportTask' | 'modifyImage' | 'deregisterImage' | 'deleteSnapshot' | 'createTags' | 'deleteTags'>;

/** What a look finds under one id. */
export interface Sight {
  readonly tasks: readonly ImportImageTask[];
  readonly images: readonly Image[];
  readonly snapshots: readonly Snapshot[];
  readonly launchPermissions: readonly LaunchPermission[];
}

/** So long ago that whatever it is belongs to an earlier operation. */
const LONG_AGO = new Date(0);

// ---- what cannot change in place ----

export function toFixed(p: Partial<Ec2VmImportProperties>): object {
  return {
    Architecture: p.Architecture,
    BootMode: p.BootMode,
    Disks: p.Disks?.map((disk) => ({ ...disk, Description: undefined })),
    Encrypted: p.Encrypted,
    Hypervisor: p.Hypervisor,
    KmsKeyId: p.KmsKeyId,
    LicenseConfigurationArns: p.LicenseConfigurationArns,
    LicenseType: p.LicenseType,
    Platform: p.Platform,
    Revision: p.Revision,
    UsageOperation: p.UsageOperation,
  };
}

// ---- what ImportImage is sent ----

export function toInput({ properties: p, ...order }: VmOrder): ImportImageCommandInput {
  return {
    Architecture: p.Architecture,
    BootMode: p.BootMode as ImportImageCommandInput['BootMode'], // a string on our side: what AWS adds later passes
    ClientData: p.ClientData && {
      Comment: p.ClientData.Comment,
      UploadStart: toDate(p.ClientData.UploadStart),
      UploadEnd: toDate(p.ClientData.UploadEnd),
      UploadSize: p.ClientData.UploadSize === undefined ? undefined : Number(p.ClientData.UploadSize),
    },
    ClientToken: order.token,
    Description: p.Description,
    DiskContainers: p.Disks.map(toDiskContainer),
    Encrypted: p.Encrypted === undefined ? undefined : p.Encrypted === 'true',
    Hypervisor: p.Hypervisor,
    KmsKeyId: p.KmsKeyId,
    LicenseSpecifications: p.LicenseConfigurationArns?.map((LicenseConfigurationArn) => ({ LicenseConfigurationArn })),
    LicenseType: p.LicenseType,
    Platform: p.Platform,
    RoleName: p.RoleName,
    TagSpecifications: [{
      ResourceType: 'import-image-task',
      Tags: Object.entries({
        ...order.tags, [MARKS.id]: order.id, [MARKS.stack]: order.stackId, [MARKS.started]: order.startedAt.toISOString(),
      }).map(([Key, Value]) => ({ Key, Value })),
    }],
    UsageOperation: p.UsageOperation,
  };
}

function toDiskContainer(disk: DiskProperties) {
  return {
    Description: disk.Description,
    DeviceName: disk.DeviceName,
    Format: disk.Format,
    SnapshotId: disk.SnapshotId,
    Url: disk.Url,
    UserBucket: disk.Bucket === undefined ? undefined : { S3Bucket: disk.Bucket, S3Key: disk.Key },
  };
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

// ---- what a look means ----

export function toObservation(order: VmOrder, sight: Sight, api: Changes): VmObservation {
  const task = sight.tasks.find(isRunning) ?? latest(sight.tasks);
  const status = task?.Status ?? '';
  if (task && isRunning(task)) return running(task, api);

  const debris = toSnapshotRemoval(order, sight, api);
  const image = imageOf(order, sight);
  if (image) return ofImage(order, sight, image, api);
  if (status === 'deleting' || status === 'deleted') {
    const reason = withCure(`VM import failed: ${task!.StatusMessage ?? 'the service gives no reason'}`, CURES);
    const removal = status === 'deleting' ? 'the import task is being cancelled' : debris;
    return { state: 'failed', reason, since: startOf(task!), removal, outputs: formerOutputs(sight) };
  }
  if (task && !isHandedOver(task)) {
    const detail = `the import task ${task.ImportTaskId} is completed, but its AMI ${task.ImageId} is not to be found`;
    return { state: 'unseen', detail, removal: debris };
  }
  // Its AMI was deregistered, by us or by hand, and has left snapshots.
  const outputs = formerOutputs(sight);
  if (debris.length) return { state: 'failed', reason: 'the AMI does not exist any more', since: LONG_AGO, removal: debris, outputs };
  return { state: 'gone', traced: task !== undefined, outputs };
}

/** What an AMI that is not there any more gave, as long as its task is known. */
function formerOutputs({ tasks }: Sight): Ec2VmImportOutputs | undefined {
  const former = latest(tasks.filter(isHandedOver));
  const snapshots = (former?.SnapshotDetails ?? []).flatMap(({ SnapshotId: id }) => id ?? []);
  return former && { ImageId: former.ImageId!, ImportTaskId: former.ImportTaskId!, SnapshotIds: snapshots.join() };
}

/** An unknown status is one of a task that goes on. */
export function isRunning({ Status: status }: ImportImageTask): boolean {
  return !['completed', 'deleting', 'deleted'].includes(status ?? '');
}

function running(task: ImportImageTask, api: Changes): VmObservation {
  const { ImportTaskId: id, Progress: progress, StatusMessage: message, Status: status } = task;
  return {
    state: 'pending',
    detail: [progress && `${progress}%`, message ?? status].filter(Boolean).join(' '),
    removal: [{ what: `cancel ${id}`, run: () => api.cancelImportTask(id!).catch(lookAgain) }],
  };
}

/** It may have ended just now: with which error EC2 then refuses is not documented, and the next look tells. */
function lookAgain(error: unknown): never {
  throw faultOf(error) === 'refused' ? new NotYet(wordsOf(error)) : error;
}

function ofImage(order: VmOrder, sight: Sight, image: Image, api: Changes): VmObservation {
  const id = image.ImageId!;
  const task = sight.tasks.find(({ ImageId }) => ImageId === id);
  const taken = !isOurs(image, id, order) && task !== undefined && isHandedOver(task);
  const outputs = outputsOf(image, task);
  if (taken) return { state: 'ready', outputs, changes: [], removal: [], retained: true };

  const snapshots = ownSnapshots(order, sight);
  const marking = toMarking(order, sight, task, image, snapshots, api);
  const withSnapshots = snapshotIdsOf(image).every((snapshot) => snapshots.some(({ SnapshotId }) => SnapshotId === snapshot));
  // Bare things are marked first: the right to remove is bound to the mark.
  const removal: Removal = [
    ...isOurs(image, id, order) ? [] : marking.filter(({ optional }) => !optional),
    { what: `deregister ${id}`, run: () => api.deregisterImage(id, withSnapshots) },
  ];
  const seenAll = snapshotIdsOf(image).every((snapshot) => sight.snapshots.some(({ SnapshotId }) => SnapshotId === snapshot));
  // Once the task is signed, a snapshot without our mark counts as somebody's.
  if (!seenAll && task && !isHandedOver(task)) return { state: 'pending', detail: `not all snapshots of the AMI ${id} are to be seen`, removal };
  switch (image.State) {
    case 'available':
    case 'disabled': // by hand; it is there all the same
      return {
        state: 'ready',
        outputs,
        changes: [...marking, ...toImageChanges(order, sight, image, api)],
        removal,
        retained: tagsOf(image)[MARKS.retain] === 'true',
        since: toDate(image.CreationDate),
        began: task && startOf(task),
      };
    case 'failed':
    case 'error':
    case 'invalid': {
      const reason = withCure(`VM import failed: the AMI is ${image.State}: ${image.StateReason?.Message ?? 'the service gives no reason'}`, CURES);
      return { state: 'failed', reason, since: task && startOf(task), removal };
    }
    default:
      return { state: 'pending', detail: `the AMI ${id} is ${image.State}`, removal };
  }
}

/** Ours by its mark, or bare and known by a task; one that is being deregistered is no more. */
function imageOf(order: VmOrder, { tasks, images }: Sight): Image | undefined {
  const present = images.filter(({ State: state }) => state !== 'deregistered');
  const bare = present.filter((image) => !(MARKS.id in tagsOf(image)));
  const from = (origins: readonly ImportImageTask[]) => bare.find(({ ImageId: id }) => origins.some((task) => task.ImageId === id));
  return present.find((image) => isOurs(image, image.ImageId, order)) ?? from(tasks.filter((task) => !isHandedOver(task))) ?? from(tasks);
}

function outputsOf(image: Image, task: ImportImageTask | undefined): Ec2VmImportOutputs {
  return {
    ImageId: image.ImageId!,
    ImportTaskId: tagsOf(image)[MARKS.task] ?? task?.ImportTaskId ?? '',
    SnapshotIds: snapshotIdsOf(image).join(),
  };
}

function snapshotIdsOf(image: Image): string[] {
  return (image.BlockDeviceMappings ?? []).flatMap(({ Ebs: ebs }) => ebs?.SnapshotId ?? []);
}

function latest(tasks: readonly ImportImageTask[]): ImportImageTask | undefined {
  return [...tasks].sort((a, b) => (startOf(b)?.getTime() ?? 0) - (startOf(a)?.getTime() ?? 0))[0];
}

function startOf(task: ImportImageTask): Date | undefined {
  return toDate(tagsOf(task)[MARKS.started]);
}

/** Whether its AMI and snapshots bear our mark since; if they do not any more, somebody has taken them over. */
function isHandedOver(task: ImportImageTask): boolean {
  return MARKS.self in tagsOf(task);
}

// ---- what changes it ----

/** Ours by the mark; or bare, made by a task whose things have never borne it. */
function ownSnapshots(order: VmOrder, { tasks, images, snapshots }: Sight): Snapshot[] {
  const open = tasks.filter((task) => !isHandedOver(task));
  const made = new Set([
    ...open.flatMap(({ SnapshotDetails: details }) => details ?? []).map(({ SnapshotId: id }) => id),
    ...images.filter(({ ImageId: id }) => open.some((task) => task.ImageId === id)).flatMap(snapshotIdsOf),
  ]);
  // What the import was made from may be among them, and is older than the import.
  const began = Math.min(...open.map((task) => startOf(task)?.getTime() ?? Infinity));
  for (const { SnapshotId: id, StartTime: start } of snapshots) if (!start || start.getTime() < began) made.delete(id);
  return snapshots.filter((snapshot) => {
    const { SnapshotId: id } = snapshot;
    return isOurs(snapshot, id, order) || (made.has(id) && !(MARKS.id in tagsOf(snapshot)));
  });
}

function toSnapshotRemoval(order: VmOrder, sight: Sight, api: Changes): readonly Change[] {
  return ownSnapshots(order, sight).flatMap((snapshot) => {
    const id = snapshot.SnapshotId!;
    const marks = { [MARKS.id]: order.id, [MARKS.stack]: order.stackId, [MARKS.self]: id };
    return [
      ...isMarked(snapshot, order) ? [] : [{ what: `tag ${id}`, run: () => api.createTags(id, marks) }],
      { what: `delete ${id}`, run: () => api.deleteSnapshot(id) },
    ];
  });
}

/** Tags on the AMI and its snapshots, the user's and ours; at last on the task, as a sign that all is marked. */
function toMarking(
  order: VmOrder, { tasks }: Sight, task: ImportImageTask | undefined, image: Image, snapshots: readonly Snapshot[], api: Changes,
): Change[] {
  const marks = {
    [MARKS.id]: order.id,
    [MARKS.stack]: order.stackId,
    [MARKS.task]: outputsOf(image, task).ImportTaskId,
    ...order.retain && { [MARKS.retain]: 'true' },
  };
  const unwanted = [...Object.keys(order.tagsBefore).filter((key) => !Object.hasOwn(order.tags, key)), ...order.retain ? [] : [MARKS.retain]];
  const changes = [image, ...snapshots].flatMap((thing): Change[] => {
    const id = 'ImageId' in thing ? thing.ImageId! : (thing as Snapshot).SnapshotId!;
    const now = tagsOf(thing);
    const wanted: Tags = { ...order.tags, ...marks, [MARKS.self]: id };
    const stale = unwanted.filter((key) => Object.hasOwn(now, key));
    return [
      ...Object.entries(wanted).some(([key, value]) => now[key] !== value) ? [{ what: `tag ${id}`, run: () => api.createTags(id, wanted) }] : [],
      ...stale.length ? [{ what: `untag ${id}`, run: () => api.deleteTags(id, stale) }] : [],
    ];
  });
  const unsigned = tasks.filter((t) => t.ImageId === image.ImageId && !isHandedOver(t));
  const sign = { [MARKS.stack]: order.stackId, [MARKS.self]: image.ImageId! };
  // Nothing waits for the sign: it only tells later that somebody has removed our tags by hand.
  return [...changes, ...unsigned.map(({ ImportTaskId: id }) => ({ what: `sign ${id}`, run: () => api.createTags(id!, sign), optional: true }))];
}

function toImageChanges({ properties, before }: VmOrder, { launchPermissions }: Sight, image: Image, api: Changes): Change[] {
  const id = image.ImageId!;
  const [now, wanted, was] = [launchPermissions, properties.LaunchPermissions ?? [], before?.LaunchPermissions ?? []].map((list) => new Set(list.map(nameOf)));
  const add = [...wanted].filter((name) => !now.has(name));
  const remove = [...was].filter((name) => !wanted.has(name) && now.has(name));
  const permission = (name: string): LaunchPermission => JSON.parse(name);
  return [
    ...image.Description === properties.Description ? [] : [{
      what: `describe ${id}`, run: () => api.modifyImage({ ImageId: id, Description: { Value: properties.Description } }),
    }],
    ...add.length + remove.length === 0 ? [] : [{
      what: `change the launch permissions of ${id}`,
      run: () => api.modifyImage({ ImageId: id, LaunchPermission: { Add: add.map(permission), Remove: remove.map(permission) } }),
    }],
  ];
}

/** A launch permission as one comparable word. */
function nameOf({ UserId, OrganizationArn, OrganizationalUnitArn }: LaunchPermission): string {
  return JSON.stringify({ UserId, OrganizationArn, OrganizationalUnitArn });
}
