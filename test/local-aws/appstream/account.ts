import { BuilderResource, ImageResource, phaseOf, Phase } from './resources';
import type { AppStreamSettings, Course } from './settings';
import { ServiceContext, ServiceError } from '../service';

/** All that AppStream holds in one account and Region. There are no timers: whoever looks brings it up to the present first. */
export class Account {
  public readonly builders = new Map<string, BuilderResource>();
  /** By ARN, since names of public, private and shared images may be the same. */
  public readonly images = new Map<string, ImageResource>();
  private made = 0;

  constructor(public readonly context: ServiceContext, public readonly settings: AppStreamSettings) {}

  public get now(): number {
    return this.context.clock.now();
  }

  public nextOrder(): number {
    return this.made++;
  }

  public arnOf(resource: string, owner = this.context.account): string {
    return `arn:aws:appstream:${this.context.region}:${owner}:${resource}`;
  }

  /** Lets happen what is due since the last look, and forgets what is over. */
  public settle(): void {
    for (const things of [this.builders, this.images] as Map<string, BuilderResource | ImageResource>[]) {
      for (const [key, thing] of things) if (phaseOf(thing, this.now).state === 'GONE') things.delete(key);
    }
    for (const { software } of this.builders.values()) {
      for (const [name, piece] of software) {
        if (!piece.next || piece.next.at > this.now) continue;
        if (piece.next.status) software.set(name, { status: piece.next.status, failure: piece.next.failure });
        else software.delete(name);
      }
    }
  }

  public stateOf(thing: BuilderResource | ImageResource): string {
    return phaseOf(thing, this.now).state;
  }

  public builder(name: string): BuilderResource {
    return this.builders.get(name) ?? notFound(`Image builder ${name} could not be found.`);
  }

  /** A private image of this account. */
  public image(name: string): ImageResource {
    return this.images.get(this.arnOf(`image/${name}`)) ?? notFound(`Image ${name} could not be found.`);
  }

  /** From this moment on: one state for as long as the work takes, then another, or FAILED. */
  public phasesOf(during: readonly string[], { takes, failure }: Course, then: string): Phase[] {
    const { now } = this;
    return [
      ...during.map((state, index) => ({ from: now + takes * index / during.length, state })),
      failure ? { from: now + takes, state: 'FAILED', failure } : { from: now + takes, state: then },
    ];
  }
}

export function notFound(message: string): never {
  throw new ServiceError('ResourceNotFoundException', message);
}

/** Words are assumed. */
export function notPermitted(message: string): never {
  throw new ServiceError('OperationNotPermittedException', message);
}

interface Listed { readonly order: number }

/** One page in the order of making. Its token names the last thing on it. */
export function pageOf<T extends Listed>(things: readonly T[], { MaxResults, NextToken }: { MaxResults?: number; NextToken?: string }, pageSize: number) {
  const after = NextToken === undefined ? -1 : Number(NextToken.replace(/^after /, ''));
  if (Number.isNaN(after)) throw new ServiceError('InvalidParameterCombinationException', 'The token is not valid.');
  const rest = things.filter(({ order }) => order > after).sort((a, b) => a.order - b.order);
  const page = rest.slice(0, Math.min(MaxResults || pageSize, pageSize));
  return { page, NextToken: rest.length > page.length ? `after ${page.at(-1)!.order}` : undefined };
}
