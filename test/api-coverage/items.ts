import type { Documented } from './documented';
import { nameOf, OperationName } from './operations';
import type { Model, Reference, Shape } from '../local-aws/model';

/*
 * All that there is to cover, from the models: of each operation every request member, every value that it lists for one, every state
 * that it may answer with, and every exception.
 */

export interface Item {
  /** As `ec2:ImportImage`. */
  readonly operation: string;
  readonly kind: 'member' | 'value' | 'state' | 'exception';
  /** As `DiskContainers[].Format`, `DiskContainers[].Format=VMDK`, `-> Status=active` and `throws LimitExceededException`. */
  readonly name: string;
  /** The shape of an enum, or the path of a string that has none. */
  readonly of?: string;
  /** The value of a value or state, the name of an exception. */
  readonly word?: string;
}

export function keyOf({ operation, name }: Pick<Item, 'operation' | 'name'>): string {
  return `${operation} ${name}`;
}

/** A place in a request or an answer. */
export interface Place {
  readonly path: string;
  readonly shape: Shape;
  readonly shapeName: string;
  /** Members only: an element of a list is none. */
  readonly isMember: boolean;
  /** What the documentation lists where the shape has no enum. */
  readonly values?: readonly string[];
}

/** All places under a shape, each before those in it. */
export function* placesOf(model: Model, { shape: shapeName, values }: Reference, path = '', isMember = false, above: readonly string[] = []): Generator<Place> {
  const shape = model.shapes[shapeName];
  if (above.includes(shapeName)) return; // a shape within itself, as a nested filter
  if (path) yield { path, shape, shapeName, isMember, values: shape.type === 'string' ? values : undefined };
  const inside = [...above, shapeName];
  for (const [name, member] of Object.entries(shape.members ?? {})) yield* placesOf(model, member, path ? `${path}.${name}` : name, true, inside);
  // What the documentation lists for a list are its elements.
  if (shape.member) yield* placesOf(model, { ...shape.member, values }, `${path}[]`, false, inside);
  if (shape.value) yield* placesOf(model, shape.value, `${path}{}`, false, inside);
}

export function itemsOf(name: OperationName, model: Model, documented: Documented): Item[] {
  const operation = nameOf(name);
  const { input, output, errors = [] } = model.operations[name.operation];
  const requested = input ? [...placesOf(model, input)] : [];
  const answered = output ? [...placesOf(model, output)] : [];
  return [
    ...requested.filter(({ isMember }) => isMember).map(({ path }): Item => ({ operation, kind: 'member', name: path })),
    ...requested.flatMap(({ path, shape, shapeName, values }) => (shape.enum ?? values ?? documented.values[`${operation} ${path}`]?.words ?? [])
      .map((word): Item => ({ operation, kind: 'value', name: `${path}=${word}`, of: shapeName, word }))),
    ...answered.flatMap((place) => statesAt(place, operation, documented)),
    ...[...errors.map(({ shape }) => shape), ...documented.errors[operation]?.words ?? []]
      .map((word): Item => ({ operation, kind: 'exception', name: `throws ${word}`, word })),
  ];
}

/** Every enum that is not known to say something else, and every string that by its name says a state. */
function statesAt({ path, shape, shapeName }: Place, operation: string, documented: Documented): Item[] {
  const state = (word: string, of: string): Item => ({ operation, kind: 'state', name: `-> ${path}=${word}`, of, word });
  if (shape.enum) return shapeName in documented.notStates ? [] : shape.enum.map((word) => state(word, shapeName));
  if (shape.type !== 'string' || !/(State|Status|Code)$/.test(path)) return [];
  const { words } = documented.values[`${operation} -> ${path}`] ?? { words: ['(not documented)'] };
  return words.map((word) => state(word, path));
}
