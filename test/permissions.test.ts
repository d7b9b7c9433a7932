import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { DiskImage, Ec2VmImport } from '../src';
import { playChanged } from './permissions/changed-world';
import { unexplained, unused, wide } from './permissions/excess';
import { Judged, describe as wordsOf, Ledger } from './permissions/ledger';
import { playAll } from './permissions/lives/life';
import { LIVES } from './permissions/lives/lives';
import { pageOf } from './permissions/page';
import { prove } from './permissions/proof';
import { demandsOf } from './permissions/tables/tables';
import { statementsIn } from './permissions/written-reasons';

/*
 * The rights of the roles are exact: what is called is allowed, and what is allowed is called. `npm run permissions` holds the whole
 * life-cycle suite against them; here, lives that make every call, and the proof that the judge sees what is wrong.
 */

const linux = (stack: Stack) => { new Ec2VmImport(stack, 'Linux', { disks: [DiskImage.fromUrl('s3://disks/linux.ova')] }); };

describe('rights', () => {
  const ledger = new Ledger();

  test.each(Object.entries(LIVES))('%s: no call is denied', async (_, lives) => {
    const played = await playAll(lives);
    ledger.add(played.judged);
    expect(played.denials.map(wordsOf)).toEqual([]);
    expect(played.calls).toBeGreaterThan(100);
  });

  test('each is used, or Lambda\'s own, and none is wider than it must be without a reason beside it', async () => {
    const { faults } = await prove(ledger.judged);
    expect(faults).toEqual([]);
    expect(unused(ledger.judged)).toEqual([]);
  });

  test('docs/permissions.md tells them; after a change: npm run permissions -- --fast --write', async () => {
    const { wide: all } = await prove(ledger.judged);
    expect(readFileSync(join(__dirname, '..', 'docs', 'permissions.md'), 'utf8')).toBe(pageOf(ledger.judged, all));
  });
});

describe('what is wrong is seen', () => {
  const withoutAction = (action: string) => (statement: any) => ({ ...statement, Action: [statement.Action].flat().filter((one) => one !== action) });
  const without = (text: string) => (statement: any) => (
    { ...statement, Resource: [statement.Resource].flat().filter((one) => !JSON.stringify(one).includes(text)) }
  );
  const denials = ({ denials: all }: { denials: readonly any[] }) => [...new Set(all.map(({ holder, operation, action, resource }) =>
    `${holder}: ${operation} needs ${action} on ${resource.replace(/^arn:aws:\w+:[\w-]*:\d*:/, '').replace(/-0[0-9a-f]{16}|S-\w+-\w+$/, '…')}`))];

  test('an action that is missing', async () => {
    const { ledger } = await playChanged(linux, { action: 'ec2:CancelImportTask', become: () => undefined }, 15);
    expect(denials(ledger)).toEqual(['our isComplete: ec2:CancelImportTask needs ec2:CancelImportTask on import-image-task/import-ami…']);
  });

  test('one of several actions that is missing, and the service refuses as it would', async () => {
    const action = 'ec2:DeregisterImage';
    const { ledger, world } = await playChanged(linux, { action, become: withoutAction(action) });
    expect(denials(ledger)).toEqual([`our isComplete: ${action} needs ${action} on image/ami…`]);
    expect(world.aws.calls.filter(({ operation }) => operation === 'DeregisterImage').map(({ errorCode }) => errorCode)).toContain('UnauthorizedOperation');
    expect(world.reasons('DELETE_FAILED')[0]).toMatch(/UnauthorizedOperation/);
  });

  test('a resource that is missing', async () => {
    const { ledger, status } = await playChanged(linux, { action: 'ec2:CreateTags', become: without('import-image-task') });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(denials(ledger)).toEqual(['our isComplete: ec2:ImportImage needs ec2:CreateTags on import-image-task/new']);
  });

  test('a role that may not be passed', async () => {
    const become = (statement: any) => ({ ...statement, Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } });
    const { ledger } = await playChanged(linux, { action: 'iam:PassRole', become });
    expect(denials(ledger)).toEqual([expect.stringMatching(/^our isComplete: ec2:ImportImage needs iam:PassRole on role\//)]);
  });

  test('a condition that asks for another tag', async () => {
    const become = (statement: any) => ({ ...statement, Condition: { StringEquals: { 'aws:ResourceTag/cdk-euc-images:stack': 'another' } } });
    const { ledger } = await playChanged(linux, { action: 'ec2:CancelImportTask', become }, 15);
    expect(denials(ledger)).toEqual(['our isComplete: ec2:CancelImportTask needs ec2:CancelImportTask on import-image-task/import-ami…']);
  });

  test('snapshots that an AMI must leave behind', async () => {
    const { ledger, world } = await playChanged(linux, { action: 'ec2:DeleteSnapshot', become: () => undefined });
    expect(denials(ledger)).toEqual([
      'our isComplete: ec2:DeregisterImage needs ec2:DeleteSnapshot on snapshot/snap…', 'our isComplete: ec2:DeleteSnapshot needs ec2:DeleteSnapshot on snapshot/snap…',
    ]);
    expect(world.aws.ec2.residue()).toMatchObject({ images: [], snapshots: [expect.any(String)] });
  });

  test.each([
    ['states:StartExecution', /^framework, entry: states:StartExecution needs states:StartExecution on stateMachine:/],
    ['logs:PutLogEvents', /^our isComplete: logs:PutLogEvents needs logs:PutLogEvents on log-group:/],
  ])('what the framework and Lambda do: %s', async (action, words) => {
    const { ledger } = await playChanged(linux, { action, become: withoutAction(action) }, 1);
    expect(denials(ledger)).toEqual([expect.stringMatching(words)]);
  });

  const judgedWith = async (action: string, become: (statement: any) => any): Promise<Judged> => (await playChanged(linux, { action, become })).ledger.judged;
  const keys = (all: readonly { action: string; resource: string }[]) => [...new Set(all.map(({ action, resource }) => `${action} ${resource.replace(/\$\{AWS::\w+\}/g, '')}`))];

  test('a right that nothing uses', async () => {
    // One life alone leaves others unused, too.
    const before = keys(unused(await judgedWith('ec2:CancelImportTask', (statement) => statement)));
    const after = keys(unused(await judgedWith('ec2:CancelImportTask', (statement) => ({ ...statement, Action: [statement.Action, 'ec2:ExportImage'] }))));
    expect(after.filter((one) => !before.includes(one))).toEqual(['ec2:ExportImage arn::ec2:::import-image-task/*']);
  });

  test('a right on everything that could be narrower', async () => {
    const more = await judgedWith('ec2:CancelImportTask', (statement) => ({ ...statement, Resource: '*', Condition: undefined }));
    expect(unexplained(await wide(more)).map(({ grant: { action, resource }, narrower }) => [action, resource, narrower])).toEqual([
      ['ec2:CancelImportTask', '*', ['has resource types', 'has aws:RequestTag/${TagKey}', 'has aws:ResourceTag/${TagKey}', 'has aws:TagKeys']],
    ]);
  });

  test('a right on all of a type that has lost its condition', async () => {
    const more = await judgedWith('ec2:DeleteSnapshot', (statement) => ({ ...statement, Condition: undefined }));
    expect(keys(unexplained(await wide(more)).map(({ grant }) => grant))).toEqual(['ec2:DeleteSnapshot arn::ec2:::snapshot/*']);
  });

  test('a reason that has gone from beside its statement', async () => {
    const played = await judgedWith('ec2:CancelImportTask', (statement) => statement);
    expect(unexplained(await wide(played)).map(({ grant }) => grant)).toEqual([]);
    expect(keys(unexplained(await wide(played, [])).map(({ grant }) => grant))).toEqual(['ec2:ImportImage arn::ec2:::image/*']);
  });

  test('an operation that no table knows', () => {
    expect(() => demandsOf({ service: 'ec2', operation: 'RunInstances', input: {} }, {} as any)).toThrow('do not say what ec2:RunInstances needs of its caller');
  });
});

test('a reason is a comment in the statement, on its line or above it', () => {
  const text = `
    const one = new iam.PolicyStatement({ actions: ['a:B'], resources: ['*'] }); // no level
    const two = [
      // above
      new iam.PolicyStatement({
        actions: ['a:C', 'a:D'],
        resources: ['x'], // within
        conditions: {},
      }),
      new iam.PolicyStatement({ actions: ['a:E'], resources: ['*'] }),
    ];
  `;
  expect(statementsIn('some.ts', text)).toEqual([
    { file: 'some.ts', actions: ['a:B'], isOnEverything: true, isConditional: false, comment: 'no level' },
    { file: 'some.ts', actions: ['a:C', 'a:D'], isOnEverything: false, isConditional: true, comment: 'above within' },
    { file: 'some.ts', actions: ['a:E'], isOnEverything: true, isConditional: false, comment: '' },
  ]);
});
