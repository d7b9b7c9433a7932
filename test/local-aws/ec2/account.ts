import { createHash } from 'node:crypto';
import { Moment, momentOf } from './course';
import { imageNotFound, snapshotNotFound, taskNotFound } from './errors';
import { ImageResource, isPublic, SnapshotResource, TaskResource } from './resources';
import type { Ec2Settings } from './settings';
import type { ServiceContext } from '../service';

/** How long the record of an ended task can be seen. */
const DAYS_7 = 7 * 24 * 3600_000;

/** All that EC2 holds in one account and Region. There are no timers: whoever looks brings it up to the present first. */
export class Account {
  public readonly tasks = new Map<string, TaskResource>();
  public readonly images = new Map<string, ImageResource>();
  public readonly snapshots = new Map<string, SnapshotResource>();
  private made = 0;

  constructor(public readonly context: ServiceContext, public readonly settings: Ec2Settings) {}

  public get now(): number {
    return this.context.clock.now();
  }

  /** The next place in the order of making, and an id that looks random and is not. */
  public mint(prefix: string): { readonly id: string; readonly order: number } {
    const order = this.made++;
    return { id: `${prefix}-0${createHash('sha256').update(`${prefix}${order}`).digest('hex').slice(0, 16)}`, order };
  }

  public momentOf(task: TaskResource): Moment {
    const cancellation = task.cancelled === undefined ? undefined : { after: task.cancelled - task.created, takes: this.settings.cancelTakes };
    return momentOf(task.course, this.now - task.created, cancellation);
  }

  /** Lets happen what the tasks have brought about since the last look, and forgets what is over. */
  public settle(): void {
    for (const task of this.tasks.values()) this.settleTask(task);
    const { deregisteredSeenFor: seen, deregisteredEmptyFor: empty } = this.settings;
    for (const { id, deregistered } of this.images.values()) {
      if (deregistered !== undefined && this.now >= deregistered + seen + empty) this.images.delete(id);
    }
  }

  public task(id: string): TaskResource {
    return this.visible(this.tasks.get(id)) ?? fail(taskNotFound(id));
  }

  /** Of an image that the account may not read nobody tells that it exists. */
  public image(id: string): ImageResource {
    return this.readableImages().find((image) => image.id === id) ?? fail(imageNotFound(id));
  }

  public readableImages(): ImageResource[] {
    const { account: me } = this.context;
    const isShared = ({ launchPermissions }: ImageResource) => launchPermissions.some(({ UserId: user }) => user === me);
    return [...this.images.values()].filter((image) => this.visible(image) && (image.owner === me || isShared(image) || isPublic(image)));
  }

  public snapshot(id: string): SnapshotResource {
    return this.visible(this.snapshots.get(id)) ?? fail(snapshotNotFound(id));
  }

  public visible<T extends { readonly visibleFrom: number }>(resource: T | undefined): T | undefined {
    return resource && this.now >= resource.visibleFrom ? resource : undefined;
  }

  /** The images that stand on a snapshot. */
  public usersOf(snapshotId: string): ImageResource[] {
    return [...this.images.values()].filter(({ deregistered, snapshotIds }) => deregistered === undefined && snapshotIds.includes(snapshotId));
  }

  private settleTask(task: TaskResource): void {
    const { status, converting, ended } = this.momentOf(task);
    if (converting !== undefined) task.snapshotIds ??= this.snapshotsOf(task, task.created + converting);
    if (status === 'completed') task.imageId ??= this.imageOf(task, task.created + ended!);
    if (ended === undefined) return;
    if (task.cancelled !== undefined && this.settings.cancelledSnapshots === 'vanish') task.snapshotIds?.forEach((id) => this.snapshots.delete(id));
    if (this.now >= task.created + ended + DAYS_7) this.tasks.delete(task.id);
  }

  private snapshotsOf({ id: taskId, input }: TaskResource, created: number): string[] {
    return input.DiskContainers!.map(({ SnapshotId: source }) => {
      if (source && this.settings.sourceSnapshots === 'used') return source;
      const { id, order } = this.mint('snap');
      this.snapshots.set(id, {
        id, order, created,
        owner: this.context.account,
        visibleFrom: created,
        tags: new Map(), // born bare: tags of the task do not reach it
        description: `Created by AWS-VMImport service for ${taskId}`,
        size: 30,
        encrypted: input.Encrypted ?? false,
        kmsKeyId: input.Encrypted ? input.KmsKeyId ?? `arn:aws:kms:${this.context.region}:${this.context.account}:alias/aws/ebs` : undefined,
        state: 'completed',
        sharedWith: [],
      });
      return id;
    });
  }

  private imageOf({ id: taskId, input, course, snapshotIds }: TaskResource, created: number): string {
    const { id, order } = this.mint('ami');
    this.images.set(id, {
      id, order, created,
      owner: this.context.account,
      visibleFrom: created + (course.imageVisibleAfter ?? 0),
      pendingUntil: created + (course.imagePendingFor ?? 0),
      tags: new Map(),
      name: taskId,
      description: `AWS-VMImport service: ${input.Platform ?? 'Linux'} - imported by ${taskId}`,
      state: 'available',
      snapshotIds: snapshotIds!,
      architecture: input.Architecture ?? 'x86_64',
      platform: input.Platform,
      bootMode: input.BootMode,
      usageOperation: input.UsageOperation,
      launchPermissions: [],
      isProtected: false,
    });
    return id;
  }
}

function fail(error: Error): never {
  throw error;
}
