import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AppStreamImage, AppStreamImageSource, DiskImage, Ec2VmImport } from '../src';
import { synthesize } from './cloudformation/synthesize';
import { StackToDeploy } from './cloudformation/template';
import { appStreamImage } from './lifecycle/appstream-image';
import { appStreamImageBuilder } from './lifecycle/appstream-image-builder';
import { byolThroughImageBuilder, byolWorkspaceImage } from './lifecycle/byol-workspace-image';
import { ec2VmImport } from './lifecycle/ec2-vm-import';
import { Request, Subject } from './lifecycle/subject';
import { MINUTE, World } from './lifecycle/world';

/*
 * No secret goes where it does not belong: whole lives are played, and all that was said is searched for the address of every answer, the
 * keys of the functions, and what the user has said in confidence. docs/security.md tells where these are; leaks on purpose are seen.
 */

const KEY = 'secret-access-key-of-the-function';
const TOKEN = 'session-token-of-the-function';

let world: World;
/** The stacks that there have been: one that is deleted gives way to the next of its name. */
const known = new Set<World['stack']>();
const folders: string[] = [];

beforeEach(async () => {
  world = await World.start();
  known.clear();
});

afterEach(() => world.stop());

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** What the world has said since it began, by where: each text is one answer, one line, or one thing that can be read afterwards. */
interface Told {
  readonly [place: string]: readonly string[];
}

async function deploy(define: (stack: Stack) => void, change = (stack: StackToDeploy) => stack): Promise<string> {
  const stack = new Stack(new App(), 'S');
  define(stack);
  for (const one of stack.node.findAll()) {
    if (!(one instanceof lambda.CfnFunction)) continue;
    one.addPropertyOverride('Environment.Variables.AWS_SECRET_ACCESS_KEY', KEY);
    one.addPropertyOverride('Environment.Variables.AWS_SESSION_TOKEN', TOKEN);
  }
  const operation = world.cfn.deploy(change(synthesize(stack)));
  const { status } = await world.cfn.settle(operation);
  known.add(world.stack);
  return status;
}

function told(): Told {
  const { cfn, aws } = world;
  const all = [...known];
  const ours = cfn.invocations.filter(({ logicalId }) => /(OnEvent|IsComplete)[0-9A-F]{8}$/.test(logicalId) && !logicalId.includes('Provider'));
  return {
    'a log': cfn.logs.map(({ line }) => line),
    'an answer of a function of ours': ours.flatMap(({ result, error }) => [result, error].filter(Boolean).map((one) => JSON.stringify(one))),
    'an answer to CloudFormation': cfn.requests.flatMap(({ answers }) => answers.map(({ body }) => body)),
    'an event': all.flatMap(({ events }) => events.map((event) => JSON.stringify(event))),
    'an output': all.map(({ outputs }) => JSON.stringify(outputs)),
    'a resource': all.flatMap(({ resources }) => Object.values(resources).map(({ attributes, physicalId, reason }) => JSON.stringify({ attributes, physicalId, reason }))),
    'a request to a service': aws.calls.map(({ input }) => JSON.stringify(input)),
    'the input of a waiter': cfn.executions.map(({ input }) => input),
  };
}

/** Where a secret is found, each place once. */
function placesOf(secret: string): string[] {
  return Object.entries(told()).filter(([, texts]) => texts.some((text) => text.includes(secret))).map(([place]) => place);
}

/** Where an address of an answer is found, or either half of one: where it goes, and what lets its holder in. */
function placesOfAddresses(): string[] {
  const addresses = world.cfn.requests.map(({ event }) => new URL(event.ResponseURL));
  const halves = new Set(addresses.flatMap(({ host, searchParams }) => [host, `X-Amz-Signature=${searchParams.get('X-Amz-Signature')}`]));
  expect(halves.size).toBe(2);
  return [...new Set([...halves].flatMap((half) => placesOf(half)))];
}

/** Everything that can happen to an image: made, changed, replaced, failed, refused, deleted. */
async function live(subject: Subject): Promise<void> {
  const image = (request: Partial<Request> = {}) => (stack: Stack) => {
    const defined = subject.define(stack, { color: 'red', ...request });
    new CfnOutput(stack, 'Out', { value: subject.attribute(defined) });
  };
  const fails = () => subject.course(world, { minutes: 60, failure: subject.failure.words });
  subject.course(world, { minutes: 30 });
  expect(await deploy(image())).toBe('CREATE_COMPLETE');
  world.aws.faults.add({ service: subject.service, operation: subject.looking, kind: 'throttle', times: 3 });
  world.aws.faults.add({ service: subject.service, operation: subject.looking, kind: 'reset', times: 1 });
  expect(await deploy(image({ prose: 'two' }))).toBe('UPDATE_COMPLETE');
  expect(await deploy(image({ color: 'blue' }))).toBe('UPDATE_COMPLETE');
  fails();
  expect(await deploy(image({ color: 'green' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
  world.aws.faults.add({ service: subject.service, operation: subject.deleting, kind: 'error', code: 'ValidationException', message: 'no', times: Infinity });
  expect(await world.destroy()).toBe('DELETE_FAILED');
  world.aws.faults.clear();
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
  fails();
  expect(await deploy(image())).toBe('ROLLBACK_COMPLETE');
  expect(await world.destroy()).toBe('DELETE_COMPLETE');
}

describe.each([ec2VmImport, byolWorkspaceImage, byolThroughImageBuilder, appStreamImage, appStreamImageBuilder])('$name', (subject) => {
  test('the life of an image tells no secret', async () => {
    await live(subject);
    for (const [place, texts] of Object.entries(told())) expect([place, texts.length]).not.toEqual([place, 0]);
    // The framework's: docs/security.md.
    expect(placesOfAddresses()).toEqual(['the input of a waiter']);
    expect(placesOf(KEY)).toEqual([]);
    expect(placesOf(TOKEN)).toEqual([]);
    expect(world.aws.calls.map(({ operation }) => operation)).not.toContain('CreateImageBuilderStreamingURL');
  });

  test('a request that nobody can understand tells no secret', async () => {
    const broken = (stack: Stack) => {
      const { node: { defaultChild } } = subject.define(stack, { color: 'red' });
      (defaultChild as CfnResource).addPropertyOverride('Tags', 'none');
    };
    expect(await deploy(broken)).toBe('ROLLBACK_COMPLETE');
    expect(world.reasons('CREATE_FAILED')[0]).toContain('the request cannot be understood');
    expect(placesOfAddresses()).toEqual([]); // there is no waiter
  });
});

describe('what the user has said in confidence goes to the service that needs it, and nowhere else', () => {
  test('the signature of a disk', async () => {
    const disk = (stack: Stack) => { new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('https://example.com/a.raw?X-Amz-Signature=of-the-disk')] }); };
    world.aws.ec2.settings.course = () => ({ duration: 30 * MINUTE, failure: { after: 29 * MINUTE, message: ec2VmImport.failure.words } });
    expect(await deploy(disk)).toBe('ROLLBACK_COMPLETE');
    expect(placesOf('of-the-disk')).toEqual(['a request to a service', 'the input of a waiter']);
  });

  test('the parameters of an application', async () => {
    const application = { name: 'app', absoluteAppPath: 'C:\\app.exe', launchParameters: '--password of-the-user' };
    const image = (stack: Stack) => {
      const source = AppStreamImageSource.fromMachineImage(Ec2VmImport.fromImageId(stack, 'Ami', 'ami-0123456789abcdef0').toMachineImage());
      new AppStreamImage(stack, 'Image', { source, applications: [application] });
    };
    expect(await deploy(image)).toBe('CREATE_COMPLETE');
    expect(await world.destroy()).toBe('DELETE_COMPLETE');
    expect(placesOf('of-the-user')).toEqual(['a request to a service', 'the input of a waiter']);
  });
});

describe('a leak is seen', () => {
  /** The function of ours that calls the services, with a fault. */
  const leaking = (fault: string) => (stack: StackToDeploy): StackToDeploy => {
    const assets = Object.entries(stack.assets).map(([key, folder]) => [key, existsSync(join(folder, 'sdk.js')) ? leaky(folder, fault) : folder]);
    return { ...stack, assets: Object.fromEntries(assets) };
  };

  function leaky(folder: string, fault: string): string {
    const copy = mkdtempSync(join(tmpdir(), 'leaky-'));
    folders.push(copy);
    cpSync(folder, copy, { recursive: true });
    renameSync(join(copy, 'index.js'), join(copy, 'sound.js'));
    writeFileSync(join(copy, 'index.js'), `
      const { onEvent, isComplete } = require('./sound.js');
      exports.onEvent = onEvent;
      exports.isComplete = async (event, context) => { const answer = await isComplete(event, context); ${fault} };
    `);
    return copy;
  }

  test.each([
    ['in a log', 'process.stdout.write(JSON.stringify(event)); return answer;', ['a log']],
    ['in a log, in part', 'process.stdout.write(new URL(event.ResponseURL).search); return answer;', ['a log']],
    ['in an attribute', 'return answer.IsComplete ? { ...answer, Data: { ...answer.Data, Where: event.ResponseURL } } : answer;',
      ['an answer of a function of ours', 'an answer to CloudFormation', 'a resource']],
    ['in the reason of a failure', 'throw new Error(`no answer for ${event.ResponseURL}`);',
      ['an answer of a function of ours', 'an answer to CloudFormation', 'an event', 'a resource']],
  ])('the address of an answer %s', async (_, fault, places) => {
    await deploy((stack) => { ec2VmImport.define(stack, { color: 'red' }); }, leaking(fault));
    expect(placesOfAddresses()).toEqual(expect.arrayContaining([...places, 'the input of a waiter']));
    expect(placesOfAddresses()).toHaveLength(places.length + 1);
  });

  test('a key of the function in a log', async () => {
    await deploy((stack) => { ec2VmImport.define(stack, { color: 'red' }); }, leaking('process.stdout.write(JSON.stringify(process.env)); return answer;'));
    expect(placesOf(KEY)).toEqual(['a log']);
    expect(placesOf(TOKEN)).toEqual(['a log']);
  });
});
