import type { ImportImageRequest } from '@aws-sdk/client-ec2';
import { Account } from './account';
import { imageAttributeOperations } from './image-attributes';
import { imageOperations } from './images';
import { importTaskOperations, isRunning, start } from './import-tasks';
import type { ImageResource, Seed, SnapshotResource, TaskResource } from './resources';
import { defaultSettings, Ec2Settings } from './settings';
import { snapshotOperations } from './snapshots';
import { tagOperations } from './tags';
import { Caller, Service, ServiceContext, ServiceError } from '../service';

/** What is there and costs or hinders: ids of running tasks, registered AMIs, snapshots. Records of ended tasks are not. */
export interface Residue {
  readonly tasks: string[];
  readonly images: string[];
  readonly snapshots: string[];
}

/** EC2 as far as VM Import goes. Besides what the wire offers, a test can look into it and change it by hand. */
export class Ec2 implements Service {
  public readonly settings: Ec2Settings = defaultSettings();
  private readonly account: Account;
  private readonly operations: { readonly [name: string]: (input: any, caller: Caller) => unknown };

  constructor(private readonly context: ServiceContext) {
    const account = this.account = new Account(context, this.settings);
    this.operations = {
      ...importTaskOperations(account),
      ...imageOperations(account),
      ...imageAttributeOperations(account),
      ...snapshotOperations(account),
      ...tagOperations(account),
    };
  }

  /** A dry run looks at parameters and rights, not at what there is; that is assumed. */
  public call(operation: string, { DryRun: isDry, ...input }: any, caller: Caller): unknown {
    this.account.settle();
    if (isDry) throw new ServiceError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    return this.operations[operation](input, caller);
  }

  // ---- for tests ----

  public tasks(): TaskResource[] {
    this.account.settle();
    return [...this.account.tasks.values()];
  }

  /** Without those that were deregistered. */
  public images(): ImageResource[] {
    this.account.settle();
    return [...this.account.images.values()].filter(({ deregistered }) => deregistered === undefined);
  }

  public snapshots(): SnapshotResource[] {
    this.account.settle();
    return [...this.account.snapshots.values()];
  }

  /** All that is there and belongs to the account. */
  public residue(): Residue {
    const ownIds = (things: readonly { readonly id: string; readonly owner: string }[]) =>
      things.filter(({ owner }) => owner === this.context.account).map(({ id }) => id);
    return {
      tasks: ownIds(this.tasks().filter((task) => isRunning(this.account, task))),
      images: ownIds(this.images()),
      snapshots: ownIds(this.snapshots()),
    };
  }

  /** The tags of a task, an AMI or a snapshot, to be read and to be edited. */
  public tagsOf(id: string): Map<string, string> {
    const thing = [...this.tasks(), ...this.images(), ...this.snapshots()].find((one) => one.id === id);
    if (!thing) throw new Error(`there is no ${id}`);
    return thing.tags;
  }

  /** An import that someone else has started, so many milliseconds ago. */
  public seedTask(input: ImportImageRequest = {}, startedAgo = 0): string {
    return start(this.account, { DiskContainers: [{}], ...input }, this.account.now - startedAgo).id;
  }

  public seedSnapshot({ tags = {}, ...seed }: Seed<SnapshotResource> = {}): string {
    const { account } = this;
    const snapshot: SnapshotResource = {
      ...account.mint('snap'),
      owner: this.context.account, created: account.now, visibleFrom: account.now, tags: new Map(Object.entries(tags)),
      description: '', size: 8, encrypted: false, state: 'completed', sharedWith: [],
      ...seed,
    };
    account.snapshots.set(snapshot.id, snapshot);
    return snapshot.id;
  }

  /** With one snapshot of its own, unless others are named. */
  public seedImage({ tags = {}, ...seed }: Seed<ImageResource> = {}): string {
    const { account } = this;
    const owner = seed.owner ?? this.context.account;
    const { id, order } = account.mint('ami');
    account.images.set(id, {
      id, order, owner, created: account.now, visibleFrom: account.now, tags: new Map(Object.entries(tags)),
      name: id, description: '', state: 'available', pendingUntil: account.now, architecture: 'x86_64', launchPermissions: [], isProtected: false,
      snapshotIds: seed.snapshotIds ?? [this.seedSnapshot({ owner, tags })],
      ...seed,
    });
    return id;
  }

  /** As CopyImage with CopyImageTags, or a backup: another AMI and snapshots with the same tags. */
  public copyImage(id: string): string {
    const image = this.images().find((one) => one.id === id);
    if (!image) throw new Error(`there is no ${id}`);
    const snapshotIds = image.snapshotIds.map((snapshotId) => this.seedSnapshot({ tags: Object.fromEntries(this.tagsOf(snapshotId)) }));
    return this.seedImage({ name: `copy of ${id}`, description: image.description, snapshotIds, tags: Object.fromEntries(image.tags) });
  }
}
