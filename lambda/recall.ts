import { Kind, Observation } from './kind';

/*
 * What is remembered between two polls. Lambda hands the polls of all images of a stack to the same few runs that it keeps warm, so
 * an answer that concerns all of them, as a listing does, need not be asked for by each.
 */

/** For how many seconds the answers of these verbs are remembered; those of all others never are. */
export type Ages<A> = { readonly [verb in keyof A]?: number };

/** A listing by which a look may go too, where the service lets few calls pass. */
export interface Shared<A> {
  readonly listing: keyof A & string;
  /** The verbs after which it tells something else. */
  readonly until: readonly (keyof A & string)[];
}

/** Nothing young enough is remembered. */
class Forgotten extends Error {}

/** A kind that remembers what its looks have asked, and can glance at it. What it remembers costs no call. */
export function remembering<A extends object, P, O>(
  kindOf: (api: A) => Kind<P, O>, api: A, ages: Ages<A>, shared?: Shared<A>, now: () => number = () => Date.now(),
): Kind<P, O> {
  const memory = new Map<string, { readonly answer: unknown; readonly at: number }>();

  const ask = async (name: keyof A & string, args: unknown[]) => {
    if (shared?.until.includes(name)) memory.delete(key(shared.listing, []));
    const answer = await (api[name] as Function)(...args);
    if (ages[name]) memory.set(key(name, args), { answer, at: now() });
    return answer;
  };
  const recall = (name: keyof A & string, args: unknown[], since = 0) => {
    const known = memory.get(key(name, args));
    return known && known.at >= Math.max(since, now() - (ages[name] ?? 0) * 1000) ? known : undefined;
  };
  const speaking = (say: (name: keyof A & string, args: unknown[]) => unknown) => kindOf(Object.fromEntries(
    Object.keys(api).map((name) => [name, async (...args: unknown[]) => say(name as keyof A & string, args)]),
  ) as A);

  const asking = speaking(ask);
  const glancing = speaking((name, args) => {
    const known = recall(name, args);
    if (!known) throw new Forgotten();
    return known.answer;
  });
  const sharing = (since?: number) => speaking((name, args) => {
    const known = name === shared?.listing ? recall(name, args, since) : undefined;
    return known ? known.answer : ask(name, args);
  });

  return {
    ...asking,
    // That it is there is believed of a listing seconds old; that it is not, or has failed, is asked anew.
    look: async (order) => {
      const seen = shared && recall(shared.listing, []) && await sharing().look(order);
      return seen && isThere(seen) ? seen : asking.look(order);
    },
    // By no listing from before the request: what somebody has done by hand, and then deploys, is seen. A signature tells no parts of a second.
    find: (scope, stackId, order) => sharing(order.startedAt.getTime() + 1000).find(scope, stackId, order),
    glance: (order) => glancing.look(order).catch((error) => {
      if (error instanceof Forgotten) return undefined;
      throw error;
    }),
  };
}

function isThere({ state }: Observation<unknown>): boolean {
  return state === 'pending' || state === 'ready';
}

function key(name: string, args: unknown[]): string {
  return JSON.stringify([name, ...args]);
}
