import { Stack, Tags } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Variants } from '../../cloudformation/variants';
import { World } from '../../lifecycle/world';
import { Ledger } from '../ledger';

/*
 * Lives of stacks that make every call that the library can make: every way to start, every change in place, every way to end. Each is
 * small, so that `npm test` can play all of them.
 */

export interface Life {
  readonly name: string;
  readonly variants?: Partial<Variants>;
  play(world: World): Promise<void>;
}

/** Each request reaches its function twice: only then does the framework use all its rights. */
export const TWICE: Partial<Variants> = { onEvent: 'twice', isComplete: 'twice' };

/** Plays them one after the other, each in a world of its own, and writes down all that was judged. */
export async function playAll(lives: readonly Life[]): Promise<Ledger> {
  const ledger = new Ledger();
  for (const life of lives) {
    const world = await World.start(life.variants);
    try {
      await life.play(world);
    } catch (error) {
      throw new Error(`${life.name}: ${(error as Error).message}`, { cause: error });
    } finally {
      ledger.add(world.access.ledger.judged);
      await world.aws.stop(); // a denial is told by the ledger
    }
  }
  return ledger;
}

/** The deployment must end so: else less was called than the life is for. */
export async function ends(deployment: Promise<string>, status: string, world: World): Promise<void> {
  const got = await deployment;
  if (got !== status) throw new Error(`the stack ended in ${got}, wanted ${status}: ${world.stack.events.map(({ reason }) => reason).filter(Boolean).join('\n')}`);
}

/** A tag of the user's, or none: to take it away is a call of its own. */
export function tagged(construct: IConstruct, isTagged: boolean): void {
  if (isTagged) Tags.of(construct).add('Team', 'desktops');
}

/** What a life says of its stack, before and after a change. */
export type Chapter = (stack: Stack) => void;
