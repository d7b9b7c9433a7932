import { Account, ImageResource } from './account';
import { imageOperations } from './images';
import { importOperations } from './imports';
import { defaultSettings, ImportRequest, WorkSpacesSettings } from './settings';
import { tagOperations } from './tags';
import type { ImageBuilder } from '../imagebuilder/imagebuilder';
import type { Rate } from '../rate-limit';
import type { Service, ServiceContext } from '../service';

/** What the whole account may call. Off unless a test sets it: the clock of a test stands still while a handler runs. */
export const WORKSPACES_RATE: Rate = { perSecond: 2, burst: 5 };

/** WorkSpaces as far as images go. Besides what the wire offers, a test can look into it and change it by hand. */
export class WorkSpaces implements Service {
  public readonly settings: WorkSpacesSettings = defaultSettings();
  private readonly account: Account;
  private readonly operations: { readonly [name: string]: (input: any) => unknown };

  constructor(context: ServiceContext, imageBuilder: ImageBuilder) {
    const account = this.account = new Account(context, this.settings);
    this.operations = { ...importOperations(account, imageBuilder), ...imageOperations(account), ...tagOperations(account) };
  }

  public call(operation: string, input: any): unknown {
    return this.operations[operation](input);
  }

  // ---- for tests ----

  /** All images in all states, listed or not. */
  public images(): (ImageResource & { readonly state: string })[] {
    return [...this.account.images.values()].map((image) => ({ ...image, state: this.account.stateOf(image) }));
  }

  /** How many imports have ever been started, seeded ones too. */
  public get started(): number {
    return this.account.started;
  }

  /** An import that someone else has started, so many milliseconds ago. */
  public seedImage(input: Partial<ImportRequest> = {}, startedAgo = 0): string {
    const now = this.account.context.clock.now();
    return this.account.add({ ImageName: 'theirs', ImageDescription: 'theirs', ...input } as ImportRequest, now - startedAgo).id;
  }

  public seedBundle(imageId: string): string {
    const { id } = this.account.mint('wsb');
    this.account.bundles.set(id, imageId);
    return id;
  }

  public bundles(): string[] {
    return [...this.account.bundles.keys()];
  }

  public deleteBundle(id: string): void {
    this.account.bundles.delete(id);
  }

  /** By hand, whatever its state. */
  public deleteImage(id: string): void {
    this.account.images.delete(id);
  }
}
