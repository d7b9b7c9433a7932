import * as fc from 'fast-check';
import { Handlers, Ran } from './handlers';
import { Door, FuzzedKind, FuzzedRequest, malformedRequests, plain, requests, SECRET } from './requests';
import { APPSTREAM_IMAGE, APPSTREAM_IMAGE_FORM } from '../../src/contract/appstream-image';
import { APPSTREAM_IMAGE_BUILDER, APPSTREAM_IMAGE_BUILDER_FORM } from '../../src/contract/appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE, BYOL_WORKSPACE_IMAGE_FORM } from '../../src/contract/byol-workspace-image';
import { EC2_VM_IMPORT, EC2_VM_IMPORT_FORM } from '../../src/contract/ec2-vm-import';

/*
 * The published handlers under requests that nobody should send: whatever comes, they answer or say in our words what is wrong, they
 * begin nothing that was not asked for in good form, and a Delete always gets through. `FUZZ_RUNS=20000 npx jest test/bad-input/fuzz`
 * looks longer; `FUZZ_SEED` looks elsewhere.
 */

const RUNS = Number(process.env.FUZZ_RUNS ?? 100);
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
const MINUTE = 60_000;
jest.setTimeout(Math.max(60_000, RUNS * 200));
/** A run asks a few questions for each thing that it finds; nobody listens to more. */
const MOST_CALLS = 40;

/** The kinds, and what the plainest request of each needs beside its form. */
const KINDS: readonly (readonly [string, FuzzedKind, object])[] = [
  ['Ec2VmImport', { words: EC2_VM_IMPORT, form: EC2_VM_IMPORT_FORM }, { Disks: [{ Format: 'VMDK', Bucket: 'disks', Key: 'a.vmdk' }] }],
  ['ByolWorkspaceImage', { words: BYOL_WORKSPACE_IMAGE, form: BYOL_WORKSPACE_IMAGE_FORM }, {}],
  ['AppStreamImageBuilder', { words: APPSTREAM_IMAGE_BUILDER, form: APPSTREAM_IMAGE_BUILDER_FORM }, {}],
  ['AppStreamImage', { words: APPSTREAM_IMAGE, form: APPSTREAM_IMAGE_FORM }, { IamRoleArn: 'arn:aws:iam::111122223333:role/appstream' }],
];

const NOT_UNDERSTOOD = /^the request cannot be understood: \S.* must .*, got .*\. Remove what overrides it in the template, or update cdk-euc-images and deploy again$/s;
const OURS = /^(stopped: |base image '|imageName '|imageBuilderName '|this change needs a new one, but |(VM import|BYOL import|AppStream image import|AppStream image builder) )/;
/** What a language says of a program that is wrong. */
const THEIRS = /^(Type|Range|Syntax|Reference|URI|Eval|Aggregate)Error|Cannot (read|set|convert)|is not (a function|iterable|defined|a constructor)|Maximum call stack|Invalid (time value|array length|string length)|URI malformed/;

const prototypes = () => JSON.stringify([Object, Array, String, Function].map(({ prototype }) => Object.getOwnPropertyNames(prototype)));
const before = prototypes();

const changing = ({ calls }: Ran) => calls.filter(({ operation }) => !/^(Describe|List)/.test(operation));

/** Holds for whatever comes. */
function expectWellBehaved(ran: Ran): void {
  // Of an error CloudFormation gets the message, once.
  expect(Buffer.byteLength(JSON.stringify(ran.answer ?? ran.failed?.errorMessage))).toBeLessThan(4096);
  expect(ran.calls.length).toBeLessThan(MOST_CALLS);
  expect(JSON.stringify([ran.answer, ran.failed, ran.logs])).not.toContain(SECRET);
  for (const line of ran.logs) {
    expect(line).not.toMatch(/[\n\r]/);
    expect(typeof JSON.parse(line)).toBe('object');
  }
  if (ran.failed) {
    const { errorMessage, trace } = ran.failed;
    expect(errorMessage).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(trace).toEqual([errorMessage]);
    expect(errorMessage).not.toMatch(THEIRS);
  }
  expect(prototypes()).toBe(before);
}

/** What an error may say when nothing is wrong with the form: our own words, or those with which the service refused. */
function expectOurWords({ failed, calls }: Ran): void {
  if (!failed) return;
  const codes = calls.flatMap(({ errorCode }) => errorCode ?? []);
  const known = OURS.test(failed.errorMessage) || codes.some((code) => failed.errorMessage.startsWith(`${code}: `));
  expect(known ? 'known' : failed.errorMessage).toBe('known');
}

function expectAnswer(door: Door, { answer }: Ran): void {
  if (answer === undefined) return;
  if (door === 'isComplete') return expect(typeof answer.IsComplete).toBe('boolean');
  expect(answer).toMatchObject({ PhysicalResourceId: expect.any(String), StartedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
}

describe.each(KINDS)('%s', (_, kind, needed) => {
  const handlers = new Handlers(kind);
  const sentAgo = (minutes: number) => new Date(handlers.clock.now() - minutes * MINUTE).toISOString();

  /** Polls until there is an answer, every so many minutes. */
  async function poll(event: object, minutes: number): Promise<Ran> {
    let ran = await handlers.run('isComplete', event);
    for (let times = 0; times < 60 && ran.answer?.IsComplete === false; times++) {
      await handlers.clock.advance(minutes * MINUTE);
      ran = await handlers.run('isComplete', event);
    }
    expectWellBehaved(ran);
    return ran;
  }

  const check = (arbitrary: fc.Arbitrary<FuzzedRequest>, expectations: (ran: Ran, request: FuzzedRequest) => void | Promise<void>, runs = RUNS) =>
    fc.assert(fc.asyncProperty(arbitrary, async (request) => {
      // What was remembered of the account before is too old by now.
      await handlers.clock.advance(120 * MINUTE);
      handlers.renew();
      const event = request.age === undefined ? request.event : { ...request.event, StartedAt: sentAgo(request.age) };
      const ran = await handlers.run(request.door, event);
      expectWellBehaved(ran);
      await expectations(ran, { ...request, event });
    }), { seed: SEED, numRuns: runs });

  test.each(['Create', 'Update'] as const)('a malformed %s is refused in our words, and nobody is called', (type) => check(malformedRequests(kind, type), (ran) => {
    expect(ran.failed?.errorMessage).toMatch(NOT_UNDERSTOOD);
    expect(ran.calls).toEqual([]);
  }));

  test('a well-formed request is answered, whatever its texts say', async () => {
    let started = 0;
    await check(requests(kind), (ran, { door, event }) => {
      expectAnswer(door, ran);
      expectOurWords(ran);
      if (event.RequestType === 'Delete') expect(ran.failed).toBeUndefined();
      const changes = changing(ran).filter(({ errorCode }) => !errorCode);
      expect(JSON.stringify(changes.map(({ input }) => input))).not.toMatch(/\[object |undefined|NaN/);
      started += changes.length;
    });
    // Else nothing has been shown.
    expect(started).toBeGreaterThan(0);
  });

  test('a Delete gets through, whatever its properties say', () => check(malformedRequests(kind, 'Delete'), async (ran, { event }) => {
    expect(ran.failed).toBeUndefined();
    const last = await poll({ ...event, StartedAt: sentAgo(0) }, 1);
    expect(last.answer).toEqual({ IsComplete: true });
    expect(changing(last)).toEqual([]);
  }, Math.ceil(RUNS / 4)));

  test('a Delete removes what is ours, whatever else its properties say', () => check(malformedRequests(kind, 'Delete'), async (_ran, { event }) => {
    const { PhysicalResourceId: Id, ResourceProperties: malformed } = event;
    const created = {
      RequestType: 'Create', RequestId: 'r', StackId: event.StackId, LogicalResourceId: 'Last', PhysicalResourceId: Id, StartedAt: sentAgo(0),
      ResourceProperties: { ...plain(kind.form), ...needed, Link: 'Last', Id, Scope: 'First', Minutes: '600', Timeout: '600', Contract: '1', Retain: 'false' },
    };
    expect(await poll(created, 10)).toMatchObject({ answer: { IsComplete: true } });
    expect(handlers.things()).toHaveLength(1);

    const words = typeof malformed === 'object' && !Array.isArray(malformed) ? malformed : {};
    const deleted = { ...event, StartedAt: sentAgo(0), ResourceProperties: { ...words, Link: 'First', Scope: 'First', Retain: 'false' } };
    expect(await poll(deleted, 1)).toMatchObject({ answer: { IsComplete: true } });
    expect(handlers.things()).toEqual([]);
  }, Math.ceil(RUNS / 15)));

  test.each<Door>(['onEvent', 'isComplete'])('%s refuses in our words what is no request at all', (door) => check(
    fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(fc.constantFrom('RequestType', 'ResourceProperties', 'StackId', '__proto__'), fc.jsonValue({ maxDepth: 1 })))
      .map((event) => ({ door, event })),
    (ran) => {
      expect(ran.failed?.errorMessage).toMatch(NOT_UNDERSTOOD);
      expect(ran.calls).toEqual([]);
    },
  ));
});
