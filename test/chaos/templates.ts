import { createHash } from 'node:crypto';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { KINDS, KindName } from './kinds';
import { synthesize } from '../cloudformation/synthesize';
import type { Definition, StackToDeploy, Template } from '../cloudformation/template';

/*
 * The templates of all requests. A template is a pure function of what is asked for, so each part is synthesized once: the providers
 * for each set of kinds, and each image for itself.
 */

/** What is asked of one image. */
export interface ImageSpec {
  readonly color: 'red' | 'blue';
  readonly prose: 'one' | 'two';
  /** In minutes: decides how long the chain is. */
  readonly timeout: number;
  readonly retain: boolean;
  /** As a library without the newest words would ask. */
  readonly isOld: boolean;
}

/** A resource that is no image. */
export interface OtherSpec {
  readonly value: string;
  /** Begins with the images, after the first link of the first one, or when all are ready. */
  readonly begins: 'at once' | 'beside' | 'behind';
}

export interface StackSpec {
  /** The kind of each place in the stack. */
  readonly kinds: readonly KindName[];
  /** What stands in each place; nothing where it is empty. */
  readonly images: readonly (ImageSpec | undefined)[];
  readonly other: OtherSpec;
}

type Resources = Template['Resources'];

const cache = new Map<string, Resources>();
/** One folder for each asset, however often it is synthesized: its code is compiled once. */
const assets: Record<string, string> = {};

const SLOTS = ['A', 'B', 'C'];
const isOfSlot = (slot: string, logicalId: string) => logicalId.startsWith(`Image${slot}`);

export function templateOf({ kinds, images, other }: StackSpec): StackToDeploy {
  const present = images.flatMap((spec, place) => spec ? [{ slot: SLOTS[place], kind: kinds[place], spec }] : []);
  const resources: Record<string, Definition> = { ...providersOf(present.map(({ slot, kind }) => ({ slot, kind }))) };
  for (const { slot, kind, spec } of present) Object.assign(resources, imageOf(slot, kind, spec));
  resources.Other = otherOf(other, resources);
  return { name: 'S', template: { Resources: resources }, assets };
}

/** All that the images of a stack share. */
function providersOf(places: readonly { slot: string; kind: KindName }[]): Resources {
  const plain: ImageSpec = { color: 'red', prose: 'one', timeout: 30, retain: false, isOld: false };
  return remembered(['providers', places], () => without(build(places.map((place) => ({ ...place, spec: plain }))), (id) => !SLOTS.some((slot) => isOfSlot(slot, id))));
}

function imageOf(slot: string, kind: KindName, spec: ImageSpec): Resources {
  return remembered([slot, kind, spec], () => {
    const resources = without(build([{ slot, kind, spec }]), (id) => isOfSlot(slot, id));
    return spec.isOld ? Object.fromEntries(Object.entries(resources).map(([id, definition]) => [id, aged(definition)])) : resources;
  });
}

/** A request of an older library: its contract is another, and it has a word that nobody knows any more. */
function aged(definition: Definition): Definition {
  return definition.Type.startsWith('Custom::') ? { ...definition, Properties: { ...definition.Properties, Contract: '0', Obsolete: 'word' } } : definition;
}

function build(places: readonly { slot: string; kind: KindName; spec: ImageSpec }[]): Resources {
  const stack = new Stack(new App(), 'S');
  for (const { slot, kind, spec: { color, prose, timeout, retain } } of places) {
    KINDS[kind].subject.define(stack, {
      id: `Image${slot}`, color, prose, timeout: Duration.minutes(timeout), removalPolicy: retain ? RemovalPolicy.RETAIN : undefined,
    });
  }
  const { template, assets: folders } = synthesize(stack);
  for (const [key, folder] of Object.entries(folders)) assets[key] ??= folder;
  return template.Resources ?? {}; // CloudFormation takes no stack without a resource; ours has another one
}

function without(resources: Resources, keeps: (logicalId: string) => boolean): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([id]) => keeps(id)));
}

function otherOf({ value, begins }: OtherSpec, resources: Resources): Definition {
  const links = Object.entries(resources).filter(([, { Properties: { Link: role } = {} as Record<string, unknown> }]) =>
    role === (begins === 'beside' ? 'First' : 'Last')).map(([id]) => id);
  return { Type: 'AWS::SNS::Topic', Properties: { DisplayName: value }, DependsOn: begins === 'at once' ? [] : links };
}

function remembered(key: unknown, make: () => Resources): Resources {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  const known = cache.get(name) ?? make();
  cache.set(name, known);
  return known;
}
