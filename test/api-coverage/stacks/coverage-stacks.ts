import { Duration, Tags } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { MINUTE, World } from '../../lifecycle/world';

/** The stacks of one kind, by which is seen what is sent to the services. */
export interface CoverageStacks {
  readonly kind: string;
  /** The operations that its life calls and must get right. */
  readonly operations: readonly string[];
  /** Only what must be said, through a whole life: what is sent here, and not by a word of the user's, the engine sends. */
  bare(world: World): Promise<void>;
  /**
   * Every property, and of every class that lists words every constant. What a construct would tell from its own place, as its path for
   * a description, is always said: it would differ from the bare stacks without any property.
   */
  asked(world: World): Promise<void>;
}

/** All constants of a class that lists the words of a service. */
export function constantsOf<C extends { readonly prototype: unknown }>(words: C): C['prototype'][] {
  return Object.values(words);
}

/** As many rows as the longest list has entries. Row i takes the entry i of each list, and goes round in the shorter ones. */
export function rowsOf<L extends { readonly [name: string]: readonly unknown[] }>(lists: L): { [name in keyof L]: L[name][number] }[] {
  const entries = Object.entries(lists);
  const count = Math.max(...entries.map(([, list]) => list.length));
  return Array.from({ length: count }, (_, i) => Object.fromEntries(entries.map(([name, list]) => [name, list[i % list.length]])) as any);
}

/** How long the work takes, and may take: what is sent does not depend on it, and fewer polls tell the same. */
export const QUICK = { takes: 3 * MINUTE, timeout: Duration.minutes(30) };

/** Tags of the user's, one of them in the place of that which a construct may have by default. */
export function tag(construct: IConstruct): void {
  for (const [key, value] of [['Name', 'mine'], ['Team', 'desktops']]) Tags.of(construct).add(key, value);
}

/** The deployment must end so: else nothing was seen. */
export async function ends(deployment: Promise<string>, status: string, world: World): Promise<void> {
  const got = await deployment;
  if (got === status) return;
  const reasons = world.stack.events.map(({ reason }) => reason).filter(Boolean);
  throw new Error(`a stack of the coverage ended in ${got}, wanted ${status}: ${reasons.join('; ')}`);
}
