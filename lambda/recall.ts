import { Kind } from './kind';

/*
 * What is remembered between two polls. Lambda hands the polls of all images of a stack to the same few runs that it keeps warm, so
 * an answer that concerns all of them, as a listing does, need not be asked for by each.
 */

/** For how many seconds the answers of these verbs are remembered; those of all others never are. */
export type Ages<A> = { readonly [verb in keyof A]?: number };

/** Nothing young enough is remembered. */
class Forgotten extends Error {}

/** A kind that remembers what its looks have asked, and can glance at it. What it remembers costs no call. */
export function remembering<A extends object, P, O>(
  kindOf: (api: A) => Kind<P, O>, api: A, ages: Ages<A>, now: () => number = () => Date.now(),
): Kind<P, O> {
  const memory = new Map<string, { readonly answer: unknown; readonly until: number }>();

  const wrap = (verbOf: (name: keyof A & string) => Function) =>
    Object.fromEntries(Object.keys(api).map((name) => [name, verbOf(name as keyof A & string)])) as A;
  const asking = wrap((name) => async (...args: unknown[]) => {
    const answer = await (api[name] as Function)(...args);
    const age = ages[name];
    if (age) memory.set(key(name, args), { answer, until: now() + age * 1000 });
    return answer;
  });
  const recalling = wrap((name) => async (...args: unknown[]) => {
    const known = memory.get(key(name, args));
    if (!known || known.until < now()) throw new Forgotten();
    return known.answer;
  });

  const { look } = kindOf(recalling);
  return {
    ...kindOf(asking),
    glance: (order) => look(order).catch((error) => {
      if (error instanceof Forgotten) return undefined;
      throw error;
    }),
  };
}

function key(name: string, args: unknown[]): string {
  return JSON.stringify([name, ...args]);
}
