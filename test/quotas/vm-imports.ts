import { Duration } from 'aws-cdk-lib';
import type { Scenario } from './scenario';
import { Trial } from './trial';
import { ec2VmImport } from '../lifecycle/ec2-vm-import';

/*
 * VM Import runs few tasks at once, five by default, and keeps no queue: a request too many is refused.
 */

export const IMPORTS = 50;

/** Each import takes half an hour, and with 6 h the stack is about as full as CloudFormation allows. */
export function trial(timeout: Duration, images = IMPORTS): Trial {
  return new Trial({ subject: ec2VmImport, images, minutes: 30, request: { timeout } });
}

export const vmImports: readonly Scenario[] = [
  {
    name: 'vm-imports',
    title: '50 VM imports of 30 minutes, of which 5 may run at once, timeout 6 h',
    async play() {
      const all = trial(Duration.hours(6));
      return [await all.deploy('deploy'), await all.destroy('delete')];
    },
  },
  {
    name: 'vm-imports-short',
    title: '50 VM imports of 30 minutes, of which 5 may run at once, timeout 2 h, --no-rollback: again until all are there',
    async play() {
      const all = trial(Duration.hours(2));
      const rows = [await all.deploy('deploy', {}, { rollback: false })];
      while (rows.length < 10 && rows.at(-1)!.ended !== 'UPDATE_COMPLETE') rows.push(await all.deploy('again', {}, { rollback: false }));
      return rows;
    },
  },
];
