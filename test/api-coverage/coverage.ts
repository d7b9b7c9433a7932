import { DOCUMENTED, Documented } from './documented';
import { ENGINE_MEMBERS } from './engine-members';
import { exists, Test, toText } from './evidence';
import { EXCEPTIONS } from './exceptions';
import { Item, itemsOf, keyOf, placesOf } from './items';
import { nameOf, OperationName, OPERATIONS } from './operations';
import { Refusal, REFUSALS } from './refused';
import { Seen } from './sent';
import { Reading, READINGS } from './states';
import { faultOf } from '../../lambda/faults';
import { read as readId } from '../../lambda/identity';
import { loadModel, Model } from '../local-aws/model';

/*
 * Holds what the models list against what was seen, and what the tables claim. Each item must be of exactly one class: a *prop* was
 * sent by a construct's properties, the *engine* sends or deals with it, or it is *refused*.
 */

export type Class = 'prop' | 'engine' | 'refused';

export interface Classified {
  readonly item: Item;
  readonly class: Class;
  /** How it is known. */
  readonly evidence: string;
  readonly test?: Test;
}

export interface Coverage {
  readonly items: readonly Item[];
  readonly classified: readonly Classified[];
  readonly unclassified: readonly Item[];
  /** What is claimed or seen to be of two classes. */
  readonly twice: readonly string[];
  /** Claims about what no model has. */
  readonly stale: readonly string[];
  /** Claims that the code, a test or the wire does not bear out. */
  readonly wrong: readonly string[];
}

export type ModelOf = (service: string) => Model;

export function cover(seen: Seen, modelOf: ModelOf = loadModel, operations: readonly OperationName[] = OPERATIONS): Coverage {
  const items = operations.flatMap((name) => itemsOf(name, modelOf(name.service), DOCUMENTED));
  const claims = [...claimsOf(items, seen)];
  const byKey = new Map<string, Claim[]>();
  for (const claim of claims) byKey.set(claim.key, [...byKey.get(claim.key) ?? [], claim]);
  const of = (item: Item) => byKey.get(keyOf(item)) ?? [];
  const known = new Set(items.map(keyOf));
  return {
    items,
    classified: items.flatMap((item) => of(item).slice(0, 1).map(({ class: one, evidence, test }) => ({ item, class: one, evidence, test }))),
    unclassified: items.filter((item) => !of(item).length),
    twice: items.filter((item) => of(item).length > 1)
      .map((item) => `${keyOf(item)}: ${of(item).map((claim) => `${claim.class} (${claim.evidence})`).join(', ')}`),
    stale: [...new Set([
      ...claims.filter(({ key }) => !known.has(key)).map(({ key }) => key),
      ...staleDocuments(DOCUMENTED, operations, modelOf),
    ])],
    wrong: [
      ...claims.flatMap(({ key, faults = [] }) => faults.map((fault) => `${key}: ${fault}`)),
      ...new Set(claims.flatMap(({ test }) => (!test || exists(test) ? [] : `there is no ${toText(test)}`))),
    ],
  };
}

/** Somebody says that an item is of a class. */
interface Claim {
  readonly key: string;
  readonly class: Class;
  readonly evidence: string;
  readonly test?: Test;
  /** Why that is not so. */
  readonly faults?: readonly string[];
}

function* claimsOf(items: readonly Item[], seen: Seen): Generator<Claim> {
  const engine = new Set(Object.keys(ENGINE_MEMBERS));
  yield* items.filter((item) => !engine.has(keyOf(item)) && isSentByProps(item, seen))
    .map((item): Claim => ({ key: keyOf(item), class: 'prop', evidence: `sent, as ${example(item, seen)}` }));
  for (const [key, test] of Object.entries(ENGINE_MEMBERS)) {
    const faults = isSent(key, seen) ? [] : ['it was not sent by stacks that say only what must be said'];
    yield { key, class: 'engine', evidence: 'sent by the engine', test, faults };
  }
  for (const reading of READINGS) yield* claimsAbout(reading, items);
  for (const [operation, exceptions] of Object.entries(EXCEPTIONS)) {
    for (const [name, { fault, passes, test }] of Object.entries(exceptions)) {
      const got = faultOf({ name });
      const faults = got === fault ? [] : [`the engine takes it for ${got}, not for ${fault}`];
      yield { key: `${operation} throws ${name}`, class: 'engine', evidence: `${passes ? 'asked again' : 'ends it, or is a case of its own'}, as ${fault}`, test, faults };
    }
  }
  for (const refusal of REFUSALS) yield* claimsBy(refusal);
}

function* claimsAbout({ operations, of, means, read, seenBy }: Reading, items: readonly Item[]): Generator<Claim> {
  for (const operation of operations) {
    for (const [word, meaning] of Object.entries(means)) {
      const places = items.filter((item) => item.kind === 'state' && item.operation === operation && item.of === of && item.word === word);
      const got = read(word);
      const faults = got === meaning ? [] : [`it means '${got}', not '${meaning}'`];
      // Without a place in the answer the claim itself is stale.
      const keys = places.length ? places.map(keyOf) : [`${operation} -> ${of}=${word}`];
      yield* keys.map((key): Claim => ({ key, class: 'engine', evidence: meaning, test: seenBy(word), faults }));
    }
  }
}

function* claimsBy({ items, reason, test }: Refusal): Generator<Claim> {
  for (const [operation, names] of Object.entries(items)) {
    for (const name of names) yield { key: `${operation} ${name}`, class: 'refused', evidence: reason, test };
  }
}

// ---- what was seen on the wire ----

/** The service has taken it, and with other values than it bears when nobody says anything: it follows the properties. An id of ours does not. */
function isSentByProps(item: Item, { asked, bare, tried }: Seen): boolean {
  if (item.kind !== 'member' && item.kind !== 'value') return false;
  const member = memberOf(item);
  const follows = [...tried.get(member) ?? []].some((value) => !bare.get(member)?.has(value) && !readId(value));
  return follows && asked.has(member) && (item.kind === 'member' || asked.get(member)!.has(item.word!));
}

function isSent(key: string, { bare }: Seen): boolean {
  const [member, word] = key.split('=');
  return word === undefined ? bare.has(member) : bare.get(member)?.has(word) === true;
}

function memberOf(item: Item): string {
  return item.kind === 'value' ? keyOf(item).slice(0, -item.word!.length - 1) : keyOf(item);
}

function example(item: Item, { asked }: Seen): string {
  const value = item.word ?? [...asked.get(memberOf(item))!].find((one) => !readId(one))!;
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}

// ---- documents ----

function staleDocuments({ values, notStates }: Documented, operations: readonly OperationName[], modelOf: ModelOf): string[] {
  const places = new Set<string>();
  const shapes = new Set<string>();
  for (const name of operations) {
    const model = modelOf(name.service);
    const { input, output } = model.operations[name.operation];
    if (input) for (const { path } of placesOf(model, input)) places.add(`${nameOf(name)} ${path}`);
    for (const { path, shape, shapeName } of output ? placesOf(model, output) : []) {
      places.add(`${nameOf(name)} -> ${path}`);
      if (shape.enum) shapes.add(shapeName);
    }
  }
  return [
    ...Object.keys(values).filter((place) => !places.has(place)),
    ...Object.keys(notStates).filter((shape) => !shapes.has(shape)),
  ];
}
