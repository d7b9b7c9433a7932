import { AppStreamClient, CreateImageBuilderCommand } from '@aws-sdk/client-appstream';
import { ImportCustomWorkspaceImageCommand, WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { Stack } from 'aws-cdk-lib';
import { DiskImage, Ec2VmImport, VmBootMode } from '../src';
import { cover, Coverage } from './api-coverage/coverage';
import { exists, seenBy } from './api-coverage/evidence';
import { EXCEPTIONS } from './api-coverage/exceptions';
import { keyOf } from './api-coverage/items';
import { nameOf, OPERATIONS } from './api-coverage/operations';
import { REFUSALS } from './api-coverage/refused';
import { isWhole, render } from './api-coverage/report';
import { deploy, Seen, STACKS } from './api-coverage/sent';
import { ec2VmImport } from './lifecycle/ec2-vm-import';
import { World } from './lifecycle/world';
import { clientOptions } from './local-aws/fixture';
import { LocalAws } from './local-aws/local-aws';
import { loadModel, Model } from './local-aws/model';
import { VirtualClock } from './support/clock';

/*
 * The library is held against every member, value, state and exception of the operations that it exists for. `npm run api:coverage`
 * tells the same, in figures.
 */

let seen: Seen;
beforeAll(async () => { seen = await deploy(); }, 180_000);

const problems = ({ unclassified, twice, stale, wrong }: Coverage) => ({ unclassified: unclassified.map(keyOf), twice, stale, wrong });
const NONE = { unclassified: [], twice: [], stale: [], wrong: [] };

describe('the coverage', () => {
  test('is whole, and each item has one class', () => {
    const coverage = cover(seen);
    expect(problems(coverage)).toEqual(NONE);
    expect(coverage.classified).toHaveLength(coverage.items.length);
    expect(isWhole(coverage)).toBe(true);
  });

  /** A model of a later day. */
  const later = (service: string, change: (model: any) => void) => {
    const model = structuredClone(loadModel(service));
    change(model);
    return (name: string): Model => name === service ? model : loadModel(name);
  };

  test.each<[string, (name: string) => Model, string[]]>([
    ['a member', later('ec2', ({ shapes }) => { shapes.ImportImageRequest.members.Color = { shape: 'String' }; }), ['ec2:ImportImage Color']],
    ['a member within a member', later('ec2', ({ shapes }) => { shapes.UserBucket.members.S3Version = { shape: 'String' }; }),
      ['ec2:ImportImage DiskContainers[].UserBucket.S3Version']],
    ['a value of an enum', later('workspaces', ({ shapes }) => { shapes.ImageComputeType.enum.push('GRAPHICS_G9'); }),
      ['workspaces:ImportCustomWorkspaceImage ComputeType=GRAPHICS_G9']],
    ['a value that only the text lists', later('appstream', ({ shapes }) => { shapes.CreateImageBuilderRequest.members.InstanceType.values.push('stream.new'); }),
      ['appstream:CreateImageBuilder InstanceType=stream.new']],
    ['a state', later('workspaces', ({ shapes }) => { shapes.CustomWorkspaceImageImportState.enum.push('DREAMING'); }),
      ['workspaces:ImportCustomWorkspaceImage -> State=DREAMING', 'workspaces:DescribeCustomWorkspaceImageImport -> State=DREAMING']],
    ['an enum in an answer', later('workspaces', ({ shapes }) => {
      shapes.Mood = { type: 'string', enum: ['GOOD'] };
      shapes.ImportWorkspaceImageResult.members.Mood = { shape: 'Mood' };
    }), ['workspaces:ImportWorkspaceImage -> Mood=GOOD']],
    ['a state without words', later('ec2', ({ shapes }) => { shapes.DeregisterImageResult.members.Status = { shape: 'String' }; }),
      ['ec2:DeregisterImage -> Status=(not documented)']],
    ['an exception', later('workspaces', ({ operations }) => { operations.DeleteWorkspaceImage.errors.push({ shape: 'TiredException' }); }),
      ['workspaces:DeleteWorkspaceImage throws TiredException']],
  ])('falls short for %s that is new', (_, modelOf, unclassified) => {
    const coverage = cover(seen, modelOf);
    expect(problems(coverage)).toEqual({ ...NONE, unclassified });
    expect(isWhole(coverage)).toBe(false);
    for (const item of unclassified) expect(render(coverage)).toContain(`  ${item}\n`);
  });

  test('tells what the tables claim and no model has', () => {
    const without = later('ec2', ({ shapes }) => {
      delete shapes.ImportImageRequest.members.ClientToken;
      delete shapes.ImportImageRequest.members.LicenseType;
    });
    expect(problems(cover(seen, without))).toEqual({ ...NONE, stale: ['ec2:ImportImage ClientToken', 'ec2:ImportImage LicenseType'] });
  });

  test('tells what is refused and sent all the same', () => {
    const more: [string, ReadonlySet<string>] = ['appstream:DescribeImageBuilders MaxResults', new Set(['5'])];
    expect(problems(cover({ ...seen, asked: new Map([...seen.asked, more]), tried: new Map([...seen.tried, more]) }))).toEqual({
      ...NONE, twice: [expect.stringMatching(/^appstream:DescribeImageBuilders MaxResults: prop \(sent, as 5\), refused \(/)],
    });
  });

  test('tells what no property changes, and what the engine does not send', () => {
    const name = 'workspaces:ImportWorkspaceImage ImageName';
    const bare = new Map([...seen.bare, [name, seen.tried.get(name)!]]);
    bare.delete('ec2:ImportImage DryRun');
    expect(problems(cover({ ...seen, bare }))).toEqual({
      ...NONE, unclassified: [name], wrong: ['ec2:ImportImage DryRun: it was not sent by stacks that say only what must be said'],
    });
  });
});

describe('evidence', () => {
  test.each<[string, string, string | undefined, boolean]>([
    ['a test', 'all of a chain are found by their tags, whatever their names', undefined, true],
    ['one in a block', 'create › looks at the base image by its ARN, then makes the builder', undefined, true],
    ['one for a table', 'in place › %s', 'it is stopped', true],
    ['one for a table that is computed', 'a look › at %s', 'a builder that is PENDING', true],
    ['one that is not there', 'all of a chain are lost', undefined, false],
    ['one in another block', 'in place › looks at the base image by its ARN, then makes the builder', undefined, false],
    ['a row that is not there', 'in place › %s', 'it is painted', false],
    ['a row of another table', 'in place › %s', 'one that runs', false],
  ])('of %s is looked up in the source', (_, title, row, found) => {
    expect(exists(seenBy('lambda/appstream-image-builder.test.ts', title, row))).toBe(found);
  });

  test('of a file that is not there is missed', () => {
    expect(exists(seenBy('lambda/no-such.test.ts', 'x'))).toBe(false);
  });
});

test('a boot mode that VM Import does not take is refused at synthesis', () => {
  const { enum: modes } = loadModel('ec2').shapes.BootModeValues;
  const define = (mode: string) => () =>
    new Ec2VmImport(new Stack(), 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], bootMode: VmBootMode.of(mode) });
  expect(define('uefi-preferred')).toThrow("bootMode 'uefi-preferred' is not supported by VM Import; use VmBootMode.UEFI or VmBootMode.LEGACY_BIOS");
  for (const mode of modes!.filter((one) => one !== 'uefi-preferred')) expect(define(mode)).not.toThrow();
});

test('nothing that is refused was sent', () => {
  const sent = [...seen.bare, ...seen.asked].flatMap(([member, values]) => [member, ...[...values].map((value) => `${member}=${value}`)]);
  const refused = REFUSALS.flatMap(({ items }) => Object.entries(items).flatMap(([operation, names]) => names.map((name) => `${operation} ${name}`)));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter((item) => sent.includes(item))).toEqual([]);
});

test.each([
  ['CreateImageBuilder', 'AgentAccessConfig', AppStreamClient, CreateImageBuilderCommand, {}],
  ['ImportCustomWorkspaceImage', 'ImageValidationMode', WorkSpacesClient, ImportCustomWorkspaceImageCommand, 'SERVICE_MANAGED'],
] as const)('the SDK for JavaScript leaves out %s.%s', async (operation, member, client: any, command: any, value) => {
  const aws = await LocalAws.start({ clock: new VirtualClock() });
  await new client(clientOptions(aws, client === AppStreamClient ? 'appstream' : 'workspaces')).send(new command({ [member]: value })).catch(() => undefined);
  await aws.stop();
  expect(aws.calls).toMatchObject([{ operation, input: {} }]);
  // When this fails, the SDK has learned it: offer it as a property, and remove it from refused.ts.
  expect(aws.calls[0].input).not.toHaveProperty(member);
});

test.each(['DescribeImageBuilders', 'DescribeImages'])('a listing of several pages is read to its end: %s', (operation) => {
  // The bare stacks stand in accounts in which what they made comes after a whole page of others', and they were deployed.
  expect(seen.bare.get(`appstream:${operation} NextToken`)?.size).toBeGreaterThan(0);
});

test.each(['skipped', 'missing-permissions', 'internal-error', 'client-error'] as const)(
  'a snapshot that the deregistration left (%s) is deleted by itself', async (code) => {
    const world = await World.start();
    world.aws.ec2.settings.snapshotLeft = () => code;
    await world.deploy((stack) => { ec2VmImport.define(stack, { color: 'red' }); });
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    await world.stop();
    expect(world.aws.ec2.residue()).toEqual({ tasks: [], images: [], snapshots: [] });
    expect(world.aws.calls.filter(({ operation }) => operation === 'DeleteSnapshot')).toHaveLength(1);
  });

describe('an exception', () => {
  const all = Object.entries(EXCEPTIONS)
    .flatMap(([operation, exceptions]) => Object.entries(exceptions).map(([name, handling]) => ({ operation, name, ...handling })));
  /** Those with the least patience first: it is counted from the beginning. */
  const PATIENCE = ['denied', 'quota', 'used'];
  const rank = (fault: string) => (PATIENCE.indexOf(fault) + PATIENCE.length + 1) % (PATIENCE.length + 1);

  test('of every operation is met in the life of a kind', () => {
    expect(STACKS.flatMap(({ operations }) => operations).sort()).toEqual(OPERATIONS.map(nameOf).sort());
  });

  test.each(STACKS.map((kind) => [kind.kind, kind] as const))('goes on after every exception that passes: %s', async (_, kind) => {
    const world = await World.start();
    const passing = all.filter(({ operation, passes }) => passes && kind.operations.includes(operation)).sort((a, b) => rank(a.fault) - rank(b.fault));
    for (const operation of kind.operations) {
      // Each call meets the next one that has not been met.
      const strikes: { fired: number }[] = [];
      const codes = passing.filter((one) => one.operation === operation).map(({ name }) => name);
      codes.forEach((code, i) => strikes.push(world.aws.faults.add({
        service: operation.split(':')[0], operation: operation.split(':')[1], kind: 'error', code, when: () => strikes.findIndex(({ fired }) => !fired) === i,
      })));
    }
    await kind.bare(world);
    await world.stop();
    const met = world.aws.calls.filter(({ errorCode }) => errorCode).map(({ service, operation, errorCode }) => `${service}:${operation} ${errorCode}`);
    expect(passing.length).toBeGreaterThan(0);
    for (const { operation, name } of passing) expect(met).toContain(`${operation} ${name}`);
  });
});
