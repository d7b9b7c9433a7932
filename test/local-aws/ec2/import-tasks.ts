import { isDeepStrictEqual } from 'node:util';
import type {
  CancelImportTaskRequest, CancelImportTaskResult, DescribeImportImageTasksRequest, DescribeImportImageTasksResult, ImportImageRequest,
  ImportImageResult, ImportImageTask, SnapshotDetail,
} from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { snapshotNotFound } from './errors';
import { filtered, pageOf } from './listing';
import type { TaskResource } from './resources';
import { toTagMap, toTags } from './tags';
import { ServiceError } from '../service';

const DEFAULT_ROLE = 'vmimport';

export function importTaskOperations(account: Account) {
  const { settings } = account;

  return {
    ImportImage(input: ImportImageRequest): ImportImageResult {
      const former = [...account.tasks.values()].find((task) => input.ClientToken !== undefined && task.input.ClientToken === input.ClientToken);
      if (former) {
        if (!isDeepStrictEqual(former.input, input)) {
          throw new ServiceError('IdempotentParameterMismatch', 'The client token was used before, with other parameters.');
        }
        return toResult(describe(account, former));
      }
      for (const { SnapshotId: id } of input.DiskContainers!) if (id && !account.snapshots.has(id)) throw snapshotNotFound(id); // assumed
      const problem = settings.roleProblem(input.RoleName ?? DEFAULT_ROLE);
      if (problem) throw new ServiceError('InvalidParameter', problem);
      if ([...account.tasks.values()].filter((task) => isRunning(account, task)).length >= settings.concurrentTasks) {
        // The code is assumed, and so is that a task that is being deleted still counts.
        throw new ServiceError('ResourceLimitExceeded', `No more than ${settings.concurrentTasks} import tasks can be active at once`);
      }
      return toResult(describe(account, start(account, input)));
    },

    DescribeImportImageTasks({ ImportTaskIds: ids, Filters, ...page }: DescribeImportImageTasksRequest): DescribeImportImageTasksResult {
      const tasks = ids ? ids.map((id) => account.task(id)) : [...account.tasks.values()].filter((task) => account.visible(task));
      const found = filtered(tasks, Filters, { 'task-state': (task) => [stateOf(account, task)] });
      const { page: shown, NextToken } = pageOf(found, page, settings.pageSize);
      return { ImportImageTasks: shown.map((task) => describe(account, task)), NextToken };
    },

    CancelImportTask({ ImportTaskId: id }: CancelImportTaskRequest): CancelImportTaskResult {
      const task = account.task(id!);
      const before = stateOf(account, task);
      // Not documented for a task that has ended or is ending; assumed.
      if (before !== 'active') throw new ServiceError('IncorrectState', `The import task '${id}' is ${before} and cannot be cancelled`);
      if (!task.course.unstoppable) task.cancelled = account.now;
      return { ImportTaskId: id, PreviousState: before, State: stateOf(account, task) };
    },
  };
}

export function start(account: Account, input: ImportImageRequest, created = account.now): TaskResource {
  const course = account.settings.course(input);
  const task: TaskResource = {
    ...account.mint('import-ami'),
    owner: account.context.account,
    created,
    visibleFrom: created + (course.visibleAfter ?? 0),
    tags: toTagMap(input.TagSpecifications?.flatMap(({ Tags: tags }) => tags ?? [])),
    input,
    course,
  };
  account.tasks.set(task.id, task);
  return task;
}

export function isRunning(account: Account, task: TaskResource): boolean {
  return account.momentOf(task).ended === undefined;
}

/** The coarse state that a filter and a cancellation know, whatever the status says in between. */
function stateOf(account: Account, task: TaskResource): string {
  const { status } = account.momentOf(task);
  return ['completed', 'deleting', 'deleted'].includes(status) ? status : 'active';
}

/** A task that has ended says neither progress nor, if all went well, a message. */
function describe(account: Account, task: TaskResource): ImportImageTask {
  const { input, id, imageId, tags } = task;
  const { status, message, progress } = account.momentOf(task);
  return {
    ImportTaskId: id,
    ImageId: imageId,
    Status: status,
    StatusMessage: message,
    Progress: progress,
    Architecture: input.Architecture ?? 'x86_64',
    BootMode: input.BootMode,
    Description: input.Description,
    Encrypted: input.Encrypted,
    Hypervisor: input.Hypervisor,
    KmsKeyId: input.KmsKeyId,
    LicenseSpecifications: input.LicenseSpecifications,
    LicenseType: input.LicenseType,
    Platform: input.Platform,
    UsageOperation: input.UsageOperation,
    SnapshotDetails: describeDisks(task, status),
    Tags: toTags(tags),
  };
}

function describeDisks({ input, snapshotIds }: TaskResource, status: string): SnapshotDetail[] {
  return input.DiskContainers!.map(({ Description, DeviceName, Format, Url, UserBucket }, i) => ({
    Description,
    DeviceName: DeviceName ?? deviceName(i),
    DiskImageSize: snapshotIds && 8 * 1024 ** 3,
    Format: Format?.toUpperCase(),
    SnapshotId: snapshotIds?.[i],
    Status: status === 'completed' ? 'completed' : 'active',
    Url,
    UserBucket,
  }));
}

export function deviceName(i: number): string {
  return i === 0 ? '/dev/sda1' : `xvd${String.fromCharCode('a'.charCodeAt(0) + i)}`;
}

/** ImportImage answers with less than the listing. */
function toResult({ BootMode: _bootMode, ...task }: ImportImageTask): ImportImageResult {
  return task;
}
