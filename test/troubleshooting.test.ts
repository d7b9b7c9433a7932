import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadModel } from './local-aws/model';
import { CURES as IMAGE_BUILDER_CURES } from '../lambda/appstream-image-builder-cures';
import { CURES as APPSTREAM_IMAGE_CURES } from '../lambda/appstream-image-cures';
import { CURES as BYOL_CURES } from '../lambda/byol-workspace-image-cures';
import { Cure, cureOf, withCure } from '../lambda/cures';
import { CURES as VM_IMPORT_CURES } from '../lambda/ec2-vm-import-cures';
import { faultOf } from '../lambda/faults';
import { answerable } from '../lambda/verdicts';
import { GUIDE, guide, isBroad } from '../scripts/troubleshooting';
import { CLOUDFORMATION, VERDICTS, WAITED_OUT, WAITS } from '../scripts/troubleshooting/engine-rows';
import * as kinds from '../scripts/troubleshooting/kind-rows';

/*
 * The guide is current, and complete: what a service can answer to a call of ours has a row. That the rows of our own sentences are
 * true is in troubleshooting-rows.test.ts.
 */

const root = resolve(__dirname, '..');

interface Service {
  readonly name: string;
  /** Where its commands are called. */
  readonly ports: readonly string[];
  readonly cures: readonly Cure[];
  /** Answers that a handler takes for itself; each has a test beside the handler. */
  readonly taken: readonly string[];
}

/** A dry run that went well. A name that is taken: by ourselves, or it is a verdict of our own. */
const TAKEN = ['DryRunOperationException', 'ResourceAlreadyExistsException'];

const VM_IMPORT: Service = { name: 'ec2', ports: ['ec2-vm-import-port'], cures: VM_IMPORT_CURES, taken: ['DryRunOperation'] };
const BYOL: Service = { name: 'workspaces', ports: ['byol-workspace-image-port'], cures: BYOL_CURES, taken: [] };
const IMAGE_BUILDER: Service = { name: 'appstream', ports: ['appstream-image-builder-port', 'appstream-port'], cures: IMAGE_BUILDER_CURES, taken: TAKEN };
const APPSTREAM_IMAGE: Service = { name: 'appstream', ports: ['appstream-image-port', 'appstream-port'], cures: APPSTREAM_IMAGE_CURES, taken: TAKEN };
const SERVICES: readonly [string, Service][] = Object.entries({ VM_IMPORT, BYOL, IMAGE_BUILDER, APPSTREAM_IMAGE });

const TABLES: readonly [string, readonly Cure[]][] = [
  ...SERVICES.map(([name, { cures }]): [string, readonly Cure[]] => [`cures of ${name}`, cures]),
  ['VERDICTS', VERDICTS], ['WAITS', WAITS], ['CLOUDFORMATION', CLOUDFORMATION],
  ...Object.entries(kinds).flatMap(([name, { verdicts, waits }]): [string, readonly Cure[]][] => [[`verdicts of ${name}`, verdicts], [`waits of ${name}`, waits]]),
];

test('docs/troubleshooting.md is what `npm run troubleshooting` writes', () => {
  expect(readFileSync(GUIDE, 'utf8')).toBe(guide());
});

test('a row for whatever bears a name comes after those that have more words, and says so', () => {
  const broad = SERVICES.flatMap(([, { cures }]) => cures).filter(isBroad);
  expect(broad.map(({ says: [name] }) => name)).toEqual(expect.arrayContaining(['ClientError: …', 'ValidationException: …', 'VALIDATION_ERROR']));
  const tables = guide().split('\n\n').filter((part) => part.startsWith('| It says'));
  const last = (table: string) => table.split('\n').map((row) => row.includes('If no other row has the words: '));
  expect(tables.map(last).filter((rows) => rows.some((is, index) => is && !rows.slice(index).every(Boolean)))).toEqual([]);
  expect(tables.flatMap(last).filter(Boolean)).toHaveLength(new Set(broad.map(({ cause, cure }) => cause + cure)).size);
});

describe.each(TABLES)('%s', (_, table) => {
  const texts = table.flatMap((row) => row.says.map((text): [string, Cure] => [text, row]));

  test('are all in the guide', () => {
    const written = guide();
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter(([text]) => !written.includes(`\`${text}\``))).toEqual([]);
  });

  test('are each found by their own words, and by no row before', () => {
    expect(texts.filter(([text, row]) => cureOf(text, table) !== row)).toEqual([]);
  });

  test('have causes and cures of one line, in sentences', () => {
    expect(table.flatMap(({ cause, cure }) => [cause, cure]).filter((text) => !/^[A-Z][^\n]*\.$/.test(text))).toEqual([]);
  });
});

test.each(SERVICES)('what %s answers arrives whole', (_, { cures }) => {
  const answers = cures.map(({ says }) => withCure(`${'The work failed: '}${says.join(', ')}`, cures));
  expect(answers.map((answer) => answerable(new Error(answer)).message)).toEqual(answers);
});

/** Whether a user who gets this error finds it: with a cure, or in the middle of the verdict in which waiting ends. */
function isExplained(name: string, cures: readonly Cure[]): boolean {
  const waitedOut = ['throttled', 'busy'].includes(faultOf({ name }));
  return cureOf(`${name}: x`, waitedOut ? WAITS : cures) !== undefined;
}

describe.each(SERVICES)('what the service of %s can answer', (_, { name, ports, cures, taken }) => {
  const model: any = loadModel(name);
  const commands = ports.flatMap((port) => [...readFileSync(join(root, 'lambda', `${port}.ts`), 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, command]) => command));

  test('to the calls of its port is in its model', () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => !(command in model.operations))).toEqual([]);
  });

  test('by its model is explained', () => {
    const errors = new Set<string>(commands.flatMap((command) => model.operations[command].errors ?? []).map(({ shape }) => shape));
    expect([...errors].filter((error) => !taken.includes(error) && !isExplained(error, cures))).toEqual([]);
  });
});

/** No answer to a call of ours: a token of a listing that was not given. */
const NEVER = 'InvalidNextToken';

test.each([...new Set(SERVICES.map(([, { name }]) => name))])('what the local %s refuses with is explained', (service) => {
  const kindsOf = SERVICES.flatMap(([, one]) => (one.name === service ? [one] : []));
  const left = [NEVER, ...kindsOf.flatMap(({ taken }) => taken)];
  const codes = refusals(join(__dirname, 'local-aws', service)).filter((code) => faultOf({ name: code }) !== 'gone' && !left.includes(code));
  expect(codes.length).toBeGreaterThan(3);
  expect(codes.filter((code) => !isExplained(code, kindsOf.flatMap(({ cures }) => cures)))).toEqual([]);
});

/** The codes with which a local service refuses. */
function refusals(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return [...new Set([...text.matchAll(/(?:new ServiceError\(|code: )'([\w.]+)'/g)].map(([, code]) => code))];
}

describe('the codes of a thing that failed', () => {
  const enumOf = (service: string, shape: string) => loadModel(service).shapes[shape].enum!;

  test.each<[string, readonly string[], readonly Cure[]]>([
    ['a WorkSpaces image', enumOf('workspaces', 'WorkspaceImageErrorDetailCode'), BYOL_CURES],
    ['an image builder', enumOf('appstream', 'FleetErrorCode'), IMAGE_BUILDER_CURES],
    ['an image builder, as the reason of its state', enumOf('appstream', 'ImageBuilderStateChangeReasonCode'), IMAGE_BUILDER_CURES],
    ['an AppStream image', enumOf('appstream', 'FleetErrorCode'), APPSTREAM_IMAGE_CURES],
    ['an AppStream image, as the reason of its state', enumOf('appstream', 'ImageStateChangeReasonCode'), APPSTREAM_IMAGE_CURES],
  ])('%s each have a row', (_, codes, cures) => {
    expect(codes.length).toBeGreaterThan(1);
    for (const code of codes) expect(cureOf(`${code}: words of the service`, cures)?.says.join()).toMatch(new RegExp(`(^|,)${code}(: …)?(,|$)`));
  });
});

describe('the names that the engine knows', () => {
  const source = readFileSync(join(root, 'lambda', 'faults.ts'), 'utf8');
  const names = [...source.matchAll(/'([A-Z][\w.]+)'/g)].map(([, name]) => name);
  const ofFault = (...faults: string[]) => names.filter((name) => faults.includes(faultOf({ name })));

  test('of what it waits out are all in the guide, and no others', () => {
    const texts = WAITED_OUT.flatMap(({ says }) => says);
    const told = texts.map((text) => /^(\w+): …$|\b(E[A-Z_]{4,})\b/.exec(text)?.slice(1).find(Boolean) ?? text);
    expect(told.filter((name) => name !== 'socket hang up').sort()).toEqual([...ofFault('throttled', 'busy')].sort());
  });

  test('of what ends its patience have a cure', () => {
    expect(ofFault('quota', 'used', 'denied').length).toBeGreaterThan(10);
    expect(ofFault('quota', 'used', 'denied').filter((name) => !SERVICES.some(([, { cures }]) => cureOf(`${name}: x`, cures)))).toEqual([]);
  });
});
