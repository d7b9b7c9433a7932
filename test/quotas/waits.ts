import { Duration } from 'aws-cdk-lib';
import type { Scenario } from './scenario';
import { Row, Trial } from './trial';
import { byolWorkspaceImage } from '../lifecycle/byol-workspace-image';
import { ec2VmImport } from '../lifecycle/ec2-vm-import';
import type { Subject } from '../lifecycle/subject';

/*
 * Imports that take a day, and what can come into it.
 */

const HOUR = 60;

export function trial(subject: Subject, hours: number, timeout: number, failure?: string): Trial {
  return new Trial({ subject, images: 1, minutes: hours * HOUR, failure, request: { timeout: Duration.hours(timeout) } });
}

/** Deletes the stack until that succeeds: each time as soon as the last one has failed. */
export async function destroyed(one: Trial): Promise<Row[]> {
  const rows: Row[] = [];
  do rows.push(await one.destroy(rows.length ? 'delete again' : 'delete')); while (rows.at(-1)!.ended === 'DELETE_FAILED' && rows.length < 20);
  return rows;
}

/** For each of the two services whose imports take so long. */
function each(name: string, title: string, play: (subject: Subject) => Promise<readonly Row[]>): Scenario[] {
  return [ec2VmImport, byolWorkspaceImage].map((subject) => ({
    name: `${name}-${subject === ec2VmImport ? 'vm' : 'byol'}`, title: `${subject.name}: ${title}`, play: () => play(subject),
  }));
}

export const waits: readonly Scenario[] = [
  ...each('day', 'an import of 24 hours, timeout 26 h', async (subject) => {
    const one = trial(subject, 24, 26);
    return [await one.deploy('deploy'), await one.destroy('delete')];
  }),
  ...each('late-failure', 'an import that fails in hour 23, timeout 26 h', async (subject) =>
    [await trial(subject, 22.5, 26, subject.failure.words).deploy('deploy')]),
  ...each('deleted', 'the stack is deleted in hour 2 of an import of 10 hours', async (subject) => {
    const one = trial(subject, 10, 12);
    one.begin();
    await one.advance(1.5 * HOUR);
    return destroyed(one);
  }),
  ...each('timeout', 'the timeout of an image that is there is raised and lowered', async (subject) => {
    const one = trial(subject, 5, 6);
    return [await one.deploy('timeout 6 h'), await one.deploy('raised to 24 h', { timeout: Duration.hours(24) }),
      await one.deploy('lowered to 2 h', { timeout: Duration.hours(2) })];
  }),
  ...each('timeout-over', 'the timeout of an import of 5 hours is over and raised, --no-rollback', async (subject) => {
    const one = trial(subject, 5, 3);
    return [await one.deploy('timeout 3 h', {}, { rollback: false }), await one.deploy('raised to 8 h', { timeout: Duration.hours(8) }, { rollback: false })];
  }),
];
