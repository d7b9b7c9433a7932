import { EC2Client, Image, LaunchPermission } from '@aws-sdk/client-ec2';
import { withCure } from './cures';
import { CURES } from './ec2-vm-import-cures';
import { isRunning, Sight, toFixed, toInput, toObservation } from './ec2-vm-import-maps';
import { Ec2Api, sdkApi, Selection } from './ec2-vm-import-port';
import { faultOf, wordsOf } from './faults';
import { Kind, Order } from './kind';
import { lifecycle } from './lifecycle';
import { isMarked, isOurs, MARKS } from './marks';
import { remembering } from './recall';
import { CLIENT } from './sdk';
import { EC2_VM_IMPORT, EC2_VM_IMPORT_FORM, Ec2VmImportOutputs, Ec2VmImportProperties } from '../src/contract/ec2-vm-import';

/** For how long it is believed that as many imports run as may. One that has its turn runs for much longer. */
const FULL_MS = 60_000;

export function ec2VmImport(api: Ec2Api, now: () => number = () => Date.now()): Kind<Ec2VmImportProperties, Ec2VmImportOutputs> {
  let full: { readonly words: string; readonly since: number } | undefined;

  /** One listing while the task runs; the AMI and its snapshots only when it has ended. */
  async function see(order: Order<Ec2VmImportProperties>): Promise<Sight> {
    const tasks = (await api.importImageTasks()).filter((task) => isMarked(task, order));
    if (tasks.some(isRunning)) return { tasks, images: [], snapshots: [], launchPermissions: [] };
    const images = await present(api.images, ({ ImageId: id }) => id, tasks.flatMap(({ ImageId: id }) => id ?? []), order.id);
    const ofTasks = tasks.flatMap(({ SnapshotDetails: details }) => details ?? []).flatMap(({ SnapshotId: id }) => id ?? []);
    const ofImages = images.flatMap(({ BlockDeviceMappings: devices }) => devices ?? []).flatMap(({ Ebs: ebs }) => ebs?.SnapshotId ?? []);
    const snapshots = await present(api.snapshots, ({ SnapshotId: id }) => id, [...ofTasks, ...ofImages], order.id);
    return { tasks, images, snapshots, launchPermissions: await permissionsOf(images, order) };
  }

  /** Asked only where they matter; of an AMI that does not bear our mark yet, we may not ask, and nobody has granted anything. */
  async function permissionsOf(images: readonly Image[], order: Order<Ec2VmImportProperties>): Promise<readonly LaunchPermission[]> {
    const matter = order.request !== 'Delete' && (order.properties.LaunchPermissions ?? order.before?.LaunchPermissions);
    const ours = images.find((image) => isOurs(image, image.ImageId, order));
    return matter && ours ? api.launchPermissions(ours.ImageId!) : [];
  }

  /** What bears our mark, and what is known by id: the service leaves AMIs and snapshots bare. */
  async function present<T>(list: (by: Selection) => Promise<T[]>, idOf: (thing: T) => string | undefined, ids: readonly string[], id: string) {
    const things = await list({ filters: [{ Name: `tag:${MARKS.id}`, Values: [id] }] });
    const known = new Set(things.map(idOf));
    for (const other of new Set(ids.filter((candidate) => !known.has(candidate)))) {
      // One by one: a listing by several ids fails as a whole when one of them is gone.
      things.push(...await list({ ids: [other] }).catch(goneIsNone));
    }
    return things;
  }

  return {
    stem: EC2_VM_IMPORT.stem,
    form: EC2_VM_IMPORT_FORM,
    noun: 'VM import',
    fixed: toFixed,
    cancellable: true,

    async look(order) {
      return toObservation(order, await see(order), api);
    },

    async create(order, ask) {
      const input = toInput(order);
      try {
        // A right that is missing is told at once, and apart from what VM Import itself has to say. Without the token: whether a dry
        // run would use it up is not documented.
        await api.importImage({ ...input, ClientToken: undefined, DryRun: true }).catch(dryRunIsFine);
        await ask();
        await api.importImage(input);
      } catch (error) {
        if ((error as Error).name === 'ResourceLimitExceeded') full = { words: explain(error), since: now() };
        throw error;
      }
    },

    refusal: () => (full && now() < full.since + FULL_MS ? full.words : undefined),

    async find(scope, stackId) {
      const prefix = `${EC2_VM_IMPORT.stem}-${scope}-`;
      const filters = [{ Name: `tag:${MARKS.id}`, Values: [`${prefix}*`] }];
      const things = [...await api.importImageTasks(), ...await api.images({ filters }), ...await api.snapshots({ filters })];
      const ids = things.filter((thing) => isMarked(thing, { stackId })).map(({ Tags: tags }) => tags!.find(({ Key: key }) => key === MARKS.id)!.Value!);
      return [...new Set(ids.filter((id) => id.startsWith(prefix)))];
    },

    explain,
  };
}

function explain(error: unknown): string {
  return withCure(wordsOf(error), CURES);
}

function goneIsNone(error: unknown): [] {
  if (faultOf(error) === 'gone') return [];
  throw error;
}

function dryRunIsFine(error: Error): void {
  if (error.name !== 'DryRunOperation') throw error;
}

export const { onEvent, isComplete } = lifecycle(
  remembering(ec2VmImport, sdkApi(new EC2Client(CLIENT)), { importImageTasks: EC2_VM_IMPORT.recallSeconds }),
  // Asked only around a change, so loaded only then.
  async () => (await import('./stack-reader.js')).cloudFormation,
);
