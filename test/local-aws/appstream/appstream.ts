import type { PlatformType } from '@aws-sdk/client-appstream';
import { Account } from './account';
import { builderOperations } from './builders';
import { imageOperations } from './images';
import { BuilderResource, ImageResource } from './resources';
import { AppStreamSettings, defaultSettings } from './settings';
import { softwareOperations } from './software';
import { tagOperations, toTagMap } from './tags';
import { Service, ServiceContext } from '../service';

/** What a test says of an image that it puts into the account; the rest has defaults. */
export interface ImageSeed {
  readonly name: string;
  readonly state?: string;
  /** Another account shares it; empty for AWS, who publishes it. */
  readonly owner?: string;
  readonly platform?: PlatformType;
  readonly imageBuilderSupported?: boolean;
  readonly tags?: { readonly [key: string]: string };
}

/** Those of AWS that are always there; one of them is out of date. */
const PUBLIC: ImageSeed[] = [
  { name: 'AppStream-WinServer2022-06-17-2026', platform: 'WINDOWS_SERVER_2022' },
  { name: 'AppStream-WinServer2025-06-17-2026', platform: 'WINDOWS_SERVER_2025' },
  { name: 'AppStream-AmazonLinux2-06-17-2026', platform: 'AMAZON_LINUX2' },
  { name: 'AppStream-WinServer2016-01-01-2020', platform: 'WINDOWS_SERVER_2016', state: 'DEPRECATED' },
];

/** AppStream as far as image builders and imported images go. Besides what the wire offers, a test can look into it and change it by hand. */
export class AppStream implements Service {
  public readonly settings: AppStreamSettings = defaultSettings();
  /** How many builders and images were ever made by a call. */
  public readonly made = { builders: 0, images: 0 };
  private readonly account: Account;
  private readonly operations: { readonly [name: string]: (input: any) => unknown };

  constructor(private readonly context: ServiceContext) {
    const account = this.account = new Account(context, this.settings);
    this.operations = {
      ...builderOperations(account), ...softwareOperations(account), ...imageOperations(account), ...tagOperations(account),
    };
    for (const seed of PUBLIC) this.seedImage({ owner: '', ...seed });
  }

  public call(operation: string, input: any): unknown {
    this.account.settle();
    const output = this.operations[operation](input);
    if (operation === 'CreateImageBuilder') this.made.builders++;
    if (operation === 'CreateImportedImage') this.made.images++;
    return output;
  }

  // ---- for tests ----

  public builders(): BuilderResource[] {
    this.account.settle();
    return [...this.account.builders.values()];
  }

  /** Those of the account. */
  public images(): ImageResource[] {
    this.account.settle();
    return [...this.account.images.values()].filter(({ owner }) => owner === this.context.account);
  }

  public stateOf(thing: BuilderResource | ImageResource): string {
    return this.account.stateOf(thing);
  }

  /** Puts a thing into a state, as if it had come to it. */
  public put(thing: BuilderResource | ImageResource, state: string, failure?: { code: string; message: string }): void {
    thing.phases = [{ from: this.account.now, state, failure }];
  }

  public seedBuilder(name: string, tags: { readonly [key: string]: string } = {}): BuilderResource {
    const { account } = this;
    const builder: BuilderResource = {
      name, arn: account.arnOf(`image-builder/${name}`), order: account.nextOrder(), created: account.now, tags: toTagMap(tags),
      phases: [{ from: account.now, state: 'RUNNING' }], input: { Name: name, InstanceType: 'stream.standard.medium' },
      imageArn: account.arnOf(`image/${PUBLIC[0].name}`, ''), platform: 'WINDOWS_SERVER_2022', software: new Map(),
    };
    account.builders.set(name, builder);
    return builder;
  }

  public seedImage({ name, state = 'AVAILABLE', owner = this.context.account, ...seed }: ImageSeed): ImageResource {
    const { account } = this;
    const image: ImageResource = {
      name, owner, arn: account.arnOf(`image/${name}`, owner), order: account.nextOrder(), created: account.now, tags: toTagMap(seed.tags),
      phases: [{ from: account.now, state }],
      visibility: owner === '' ? 'PUBLIC' : owner === this.context.account ? 'PRIVATE' : 'SHARED',
      platform: seed.platform ?? 'WINDOWS_SERVER_2022', imageBuilderSupported: seed.imageBuilderSupported ?? true, permissions: new Map(),
    };
    account.images.set(image.arn, image);
    return image;
  }
}
