import { nameOf, OPERATIONS } from './operations';
import { appStreamImageStacks } from './stacks/appstream-image';
import { appStreamImageBuilderStacks } from './stacks/appstream-image-builder';
import { byolWorkspaceImageStacks } from './stacks/byol-workspace-image';
import { CoverageStacks } from './stacks/coverage-stacks';
import { ec2VmImportStacks } from './stacks/ec2-vm-import';
import { TAG_PREFIX } from '../../src/contract/envelope';
import { World } from '../lifecycle/world';
import type { Call } from '../local-aws/call';
import { loadModel, Model, Reference } from '../local-aws/model';

/*
 * What is sent to the services, seen and not said: stacks are synthesized and deployed with the published bundles, and the local AWS
 * keeps each request.
 */

export const STACKS: readonly CoverageStacks[] = [ec2VmImportStacks, byolWorkspaceImageStacks, appStreamImageBuilderStacks, appStreamImageStacks];

/** What was sent: of each operation the members, as `ec2:ImportImage DiskContainers[].Format`, with every value that each had. */
export type Sent = ReadonlyMap<string, ReadonlySet<string>>;

export interface Seen {
  /** By stacks that say only what must be said. */
  readonly bare: Sent;
  /** By stacks that say everything, and was taken by the service. */
  readonly asked: Sent;
  /** The same, with what the service refused. */
  readonly tried: Sent;
}

export async function deploy(stacks: readonly CoverageStacks[] = STACKS): Promise<Seen> {
  const calls = { bare: [] as Call[], asked: [] as Call[] };
  for (const kind of stacks) {
    for (const how of ['bare', 'asked'] as const) {
      const world = await World.start();
      try {
        await kind[how](world);
      } finally {
        await world.stop();
      }
      calls[how].push(...world.aws.calls);
    }
  }
  return { bare: sentBy(calls.bare), asked: sentBy(calls.asked.filter(({ errorCode }) => !errorCode)), tried: sentBy(calls.asked) };
}

export function sentBy(calls: readonly Call[]): Sent {
  const sent = new Map<string, Set<string>>();
  for (const { service, operation, input } of calls) {
    const name = OPERATIONS.find((one) => one.service === service && one.operation === operation);
    if (!name || !input) continue;
    const model = loadModel(service);
    for (const [path, value] of valuesIn(model, model.operations[operation].input!, input)) {
      const key = `${nameOf(name)} ${path}`;
      sent.set(key, (sent.get(key) ?? new Set()).add(value));
    }
  }
  return sent;
}

/** Every place of a request that says something, and what. Our own marks are left out: tags count when they are the user's. */
function* valuesIn(model: Model, { shape: name }: Reference, value: any, path = ''): Generator<[path: string, value: string]> {
  const shape = model.shapes[name];
  if (value === undefined || value === null) return;
  const said = Array.isArray(value) ? value.filter(({ Key: key }) => !isMark(key)) : value;
  if (path) {
    const text = typeof said === 'object' && !(said instanceof Date) ? withoutMarks(said) : said;
    if (text === undefined) return;
    yield [path, typeof text === 'string' ? text : JSON.stringify(text)];
  }
  for (const [member, reference] of Object.entries(shape.members ?? {})) yield* valuesIn(model, reference, said[member], path ? `${path}.${member}` : member);
  if (shape.member) for (const element of said) yield* valuesIn(model, shape.member, element, `${path}[]`);
}

/** Nothing, where nothing is left. */
function withoutMarks(said: object): object | undefined {
  const kept = Array.isArray(said) ? said : Object.fromEntries(Object.entries(said).filter(([key]) => !isMark(key)));
  return Object.keys(kept).length ? kept : undefined;
}

function isMark(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(TAG_PREFIX);
}
