import { KINDS, SERVICES } from './kinds';
import type { ChaosService, Start, Thing } from './services/service';
import type { World } from './world';
import type { Call } from '../local-aws/call';

/** A thing that one of our requests has started. */
export interface OwnThing extends Thing {
  readonly origin: Start;
}

/** What is in the account and whose it is: known from the calls that made it, whatever its tags say by now. */
export class Account {
  /** What was started, by its first name: a task, a WorkSpaces image, an AppStream thing. */
  private readonly origins = new Map<string, Start>();
  /** What was ours, until somebody has taken it over. */
  private readonly taken = new Set<string>();

  constructor(private readonly world: World) {}

  public things(): Thing[] {
    return SERVICES.flatMap((service) => service.things(this.world));
  }

  public own(things = this.things()): OwnThing[] {
    return things.flatMap((thing) => {
      const origin = this.originOf(thing);
      return origin ? [{ ...thing, origin }] : [];
    });
  }

  /** Who has started it; nothing if it was nobody of us, or is not ours any more. */
  public originOf(thing: Thing): Start | undefined {
    return this.taken.has(thing.name) ? undefined : this.origins.get(thing.from ?? '');
  }

  public isKnown({ name }: Start): boolean {
    return this.origins.has(name);
  }

  public note(start: Start): void {
    this.origins.set(start.name, start);
  }

  /** From now on it is theirs, with what hangs on it: all of that. */
  public takeOver({ name, from }: Thing): Thing[] {
    const taken = this.things().filter((other) => other.name === name || (other.what === 'snapshot' && other.from === from));
    for (const thing of taken) this.taken.add(thing.name);
    return taken;
  }

  public targetsOf(call: Call): Thing[] {
    const names = serviceOf(call)?.targetsOf(call) ?? [];
    return names.length ? this.things().filter(({ service, name }) => service === call.service && names.includes(name)) : [];
  }
}

export function serviceOf(call: { readonly service: string }): ChaosService | undefined {
  return SERVICES.find(({ name }) => name === call.service);
}

/** Whether a thing is the work itself, and not a part of it. */
export function isWork({ what }: Thing): boolean {
  return what !== 'snapshot';
}

export function isAlive({ state }: Thing): boolean {
  return state === 'pending' || state === 'ready';
}

/** All types of first links. */
export const FIRST_TYPES: readonly string[] = Object.values(KINDS).map(({ type }) => type);
