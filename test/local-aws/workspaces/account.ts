import { createHash } from 'node:crypto';
import { ImportCourse, momentOf, Moment, stateOf } from './course';
import type { ImportRequest, WorkSpacesSettings } from './settings';
import { ServiceContext, ServiceError } from '../service';

/** An image, or the import that is to give one. */
export interface ImageResource {
  readonly id: string;
  /** In which order it was made: listings and their pages keep it. */
  readonly order: number;
  readonly created: number;
  readonly input: ImportRequest;
  readonly course: ImportCourse;
  readonly tags: Map<string, string>;
  /** The accounts that may copy it. */
  readonly sharedWith: Set<string>;
}

/** All that WorkSpaces holds in one account and Region. There are no timers: the state follows from the clock. */
export class Account {
  public readonly images = new Map<string, ImageResource>();
  /** The image of each bundle. */
  public readonly bundles = new Map<string, string>();
  public started = 0;
  private made = 0;

  constructor(public readonly context: ServiceContext, public readonly settings: WorkSpacesSettings) {}

  /** An id that looks random and is not. */
  public mint(prefix: string): { readonly id: string; readonly order: number } {
    const order = this.made++;
    return { id: `${prefix}-${createHash('sha256').update(`${prefix}${order}`).digest('hex').slice(0, 9)}`, order };
  }

  public add(input: ImportRequest, created = this.context.clock.now()): ImageResource {
    const image: ImageResource = {
      ...this.mint('wsi'), created, input, course: this.settings.course(input), sharedWith: new Set(),
      tags: new Map((input.Tags ?? []).map(({ Key: key, Value: value = '' }) => [key!, value])),
    };
    this.images.set(image.id, image);
    this.started++;
    return image;
  }

  /** Assumed for all operations but the listing: the model of DeleteWorkspaceImage has no such error. */
  public image(id: string): ImageResource {
    const image = this.images.get(id);
    if (!image) throw new ServiceError('ResourceNotFoundException', `The image ${id} was not found.`);
    return image;
  }

  public stateOf({ course, created }: ImageResource) {
    return stateOf(course, this.context.clock.now() - created);
  }

  public momentOf({ course, created }: ImageResource): Moment {
    return momentOf(course, this.context.clock.now() - created);
  }
}

/** Whether it comes through Image Builder. */
export function isCustom({ input }: ImageResource): boolean {
  return 'InfrastructureConfigurationArn' in input;
}
