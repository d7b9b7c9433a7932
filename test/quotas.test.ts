import { Duration } from 'aws-cdk-lib';
import { byolThroughImageBuilder, byolWorkspaceImage } from './lifecycle/byol-workspace-image';
import { ec2VmImport } from './lifecycle/ec2-vm-import';
import * as byolImages from './quotas/byol-images';
import * as imageBuilders from './quotas/image-builders';
import { Trial } from './quotas/trial';
import * as vmImports from './quotas/vm-imports';
import * as waits from './quotas/waits';
import { BYOL_WORKSPACE_IMAGE } from '../src/contract/byol-workspace-image';

/*
 * Many images under the quotas of the services, and imports that take a day. `npm run quotas` plays more of them and prints the figures.
 */

const LINK_AT_MOST = 60;

describe('40 WorkSpaces images under two calls a second', () => {
  let all: Trial;
  beforeAll(() => { all = byolImages.trial(); });

  test('are imported without one throttled call, and each end is noticed in time', async () => {
    const { ended, figures } = await all.deploy('deploy');
    expect(ended).toBe('CREATE_COMPLETE');
    expect(all.account).toEqual(all.filled());
    expect(all.starts).toBe(40);
    expect(figures.throttled).toBe(0);
    // A poll, what may be remembered, and what it takes to pass the spare links.
    expect(figures.late * 60).toBeLessThan(BYOL_WORKSPACE_IMAGE.pollSeconds + BYOL_WORKSPACE_IMAGE.recallSeconds + 30);
    expect(figures.longest.link).toBeLessThan(LINK_AT_MOST);
  });

  test('are all tagged anew within minutes', async () => {
    const { ended, figures } = await all.deploy('update', { prose: 'two' });
    expect(ended).toBe('UPDATE_COMPLETE');
    expect(all.starts).toBe(40);
    expect(all.world.aws.workspaces.images().map(({ tags }) => tags.get('Prose'))).toEqual(Array(40).fill('two'));
    // One in ten, which is asked again at the next poll.
    expect(figures.throttled).toBeLessThan(figures.calls / 10);
    expect(figures.minutes).toBeLessThan(10);
  });

  test('are deleted without one throttled call', async () => {
    const { ended, figures } = await all.destroy('delete');
    expect(ended).toBe('DELETE_COMPLETE');
    expect(all.account).toEqual([]);
    expect(figures.throttled).toBe(0);
  });

  test('call less each than one alone', async () => {
    const [one, ten] = [await byolImages.trial(byolWorkspaceImage, 1).deploy('1'), await byolImages.trial(byolWorkspaceImage, 10).deploy('10')];
    expect(ten.figures.calls / 10).toBeLessThan(one.figures.calls / 2);
  });
});

test.each([true, false])('15 WorkSpaces images through Image Builder succeed, listed while they are imported: %s', async (pendingListed) => {
  const all = byolImages.trial(byolThroughImageBuilder, 15);
  all.world.aws.workspaces.settings.pendingListed = pendingListed;
  expect((await all.deploy('deploy')).ended).toBe('CREATE_COMPLETE');
  expect(all.starts).toBe(15);
  expect((await all.destroy('delete')).ended).toBe('DELETE_COMPLETE');
  expect(all.account).toEqual([]);
});

test('one image waits for nobody', async () => {
  const one = byolImages.trial(byolWorkspaceImage, 1);
  await one.deploy('deploy');
  const [first] = one.world.cfn.requests;
  const starts = one.world.aws.calls.find(({ operation }) => operation === 'ImportWorkspaceImage')!.time;
  // Cold starts and what runs between them.
  expect(starts - first.at).toBeLessThan(15_000);
});

describe('15 VM imports of 30 minutes, of which 5 may run at once', () => {
  test('take turns', async () => {
    const all = vmImports.trial(Duration.hours(2), 15);
    const { ended, figures } = await all.deploy('deploy');
    expect(ended).toBe('CREATE_COMPLETE');
    expect(all.account).toEqual(all.filled());
    expect(all.starts).toBe(15);
    // Three rounds, and no longer between them than a poll takes.
    expect(figures.minutes).toBeLessThan(3 * 30 + 5);
    expect(figures.longest.link).toBeLessThan(LINK_AT_MOST);
  });

  test('that have not got theirs in time say which quota it is, and the next deployment goes on', async () => {
    const all = vmImports.trial(Duration.minutes(70), 15);
    const { ended, reasons } = await all.deploy('deploy', {}, { rollback: false });
    expect(ended).toBe('CREATE_FAILED');
    expect(all.world.aws.ec2.images()).toHaveLength(10);
    expect(reasons).toHaveLength(5);
    for (const reason of reasons) expect(reason).toMatch(/VM import is not done after 1 h 10 min: .*; raise timeout/);
    expect((await all.deploy('again', {}, { rollback: false })).ended).toBe('UPDATE_COMPLETE');
    expect(all.account).toEqual(all.filled());
  });

  test('that never get a turn leave nothing', async () => {
    const all = vmImports.trial(Duration.minutes(30), 6);
    all.world.aws.ec2.settings.concurrentTasks = 0;
    const { ended, reasons } = await all.deploy('deploy');
    expect(ended).toBe('ROLLBACK_COMPLETE');
    expect(reasons[0]).toMatch(/not done after 30 min: ResourceLimitExceeded: No more than 0 import tasks can be active at once\. .*higher quota of concurrent import tasks/);
    expect(all.account).toEqual([]);
  });
});

describe('an eleventh image builder where an account may have ten', () => {
  const REFUSAL = /LimitExceededException: .*Delete one, or ask for a higher quota of image builders in Service Quotas/;

  test('is refused, and the ten of before stay', async () => {
    const all = imageBuilders.trial(10);
    expect((await all.deploy('ten')).ended).toBe('CREATE_COMPLETE');
    const { ended, reasons, figures } = await all.deploy('eleven', {}, { images: 11 });
    expect(ended).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(reasons).toEqual([expect.stringMatching(REFUSAL)]);
    expect(figures.minutes).toBeLessThan(20);
    expect(all.account).toEqual(all.filled(10));
    expect(all.starts).toBe(10);
  });

  test('is refused with ten that are made at the same time: they stay without rollback, and go with it', async () => {
    for (const [rollback, ended, left] of [[false, 'CREATE_FAILED', 10], [true, 'ROLLBACK_COMPLETE', 0]] as const) {
      const all = imageBuilders.trial(11);
      const row = await all.deploy('eleven', {}, { rollback });
      expect(row.ended).toBe(ended);
      expect(row.reasons).toEqual([expect.stringMatching(REFUSAL)]);
      expect(all.account).toEqual(all.filled(left));
    }
  });
});

describe.each([ec2VmImport, byolWorkspaceImage])('very long waits: $name', (subject) => {
  test('24 hours pass from link to link', async () => {
    const one = waits.trial(subject, 24, 26);
    const { ended, figures } = await one.deploy('deploy');
    expect(ended).toBe('CREATE_COMPLETE');
    expect(figures.minutes).toBeGreaterThanOrEqual(24 * 60);
    expect(figures.late).toBeLessThan(3);
    expect(figures.longest.link).toBeLessThan(LINK_AT_MOST);
    expect(one.account).toEqual(one.filled());
    expect(one.starts).toBe(1);
  });

  test('a failure in hour 23 says why, and leaves nothing', async () => {
    const one = waits.trial(subject, 22.5, 26, subject.failure.words);
    const { ended, reasons } = await one.deploy('deploy');
    expect(ended).toBe('ROLLBACK_COMPLETE');
    expect(reasons).toEqual([expect.stringContaining(subject.failure.words.replace(/\.$/, ''))]);
    expect(reasons[0]).toMatch(subject.failure.cure);
    expect(one.account).toEqual([]);
  });

  test('a stack that is deleted in hour 2 of 10 never ends in silence, and in the end leaves nothing', async () => {
    const one = waits.trial(subject, 10, 12);
    one.begin();
    await one.advance(90);
    const rows = await waits.destroyed(one);
    const last = rows.pop()!;
    expect(last.ended).toBe('DELETE_COMPLETE');
    for (const { reasons } of rows) expect(reasons).toEqual([expect.stringMatching(/cannot be deleted yet: .* can be when its import has ended, .*delete again later/)]);
    for (const { figures } of rows) expect(figures.longest.link).toBeLessThan(LINK_AT_MOST);
    // What can be cancelled is gone at once.
    expect(rows.length > 0).toBe(subject.uncancellable === true);
    expect(one.account).toEqual([]);
    expect(one.starts).toBe(1);
  });

  test('the timeout of an image that is there is raised and lowered, and only links come and go', async () => {
    const one = waits.trial(subject, 5, 6);
    await one.deploy('6 h');
    const [id] = one.world.cfn.requests.map(({ answers: [{ body }] }) => JSON.parse(body).PhysicalResourceId);
    const links: number[] = [one.waits];
    for (const hours of [24, 2]) {
      const { ended, figures } = await one.deploy(`${hours} h`, { timeout: Duration.hours(hours) });
      expect(ended).toBe('UPDATE_COMPLETE');
      expect(figures.minutes).toBeLessThan(2);
      links.push(one.waits);
    }
    expect(links).toEqual([7, 28, 3]);
    expect(one.account).toEqual(one.filled());
    expect(one.starts).toBe(1);
    expect(new Set(Object.values(one.world.cfn.stack('S').resources).flatMap(({ properties: { Id } }) => Id ?? []))).toEqual(new Set([id]));
  });

  test('a timeout that is over can be raised while the import goes on, and it is not started again', async () => {
    const one = waits.trial(subject, 5, 3);
    const { ended, reasons } = await one.deploy('3 h', {}, { rollback: false });
    expect(ended).toBe('CREATE_FAILED');
    expect(reasons).toEqual([expect.stringMatching(/is not done after 3 h: .*; raise timeout/)]);
    expect((await one.deploy('8 h', { timeout: Duration.hours(8) }, { rollback: false })).ended).toBe('UPDATE_COMPLETE');
    expect(one.account).toEqual(one.filled());
    expect(one.starts).toBe(1);
  });
});
