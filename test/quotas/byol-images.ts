import { Duration } from 'aws-cdk-lib';
import type { Scenario } from './scenario';
import { Row, Trial, TrialProps } from './trial';
import { byolThroughImageBuilder, byolWorkspaceImage } from '../lifecycle/byol-workspace-image';
import type { Subject } from '../lifecycle/subject';
import { WORKSPACES_RATE } from '../local-aws/workspaces/workspaces';

/*
 * WorkSpaces lets a whole account make two calls a second, five at once, and keep 40 images.
 */

export const IMAGES = 40;

/** As many as a stack holds with chains of 6 h. */
export function trial(subject: Subject = byolWorkspaceImage, images = IMAGES, more: Partial<TrialProps> = {}): Trial {
  const all = new Trial({ subject, images, minutes: 95, request: { timeout: Duration.hours(6), prose: 'one' }, ...more });
  all.world.aws.limit('workspaces', WORKSPACES_RATE);
  return all;
}

async function life(all: Trial): Promise<Row[]> {
  return [await all.deploy('deploy'), await all.deploy('new tags on all', { prose: 'two' }), await all.destroy('delete')];
}

/** Deploys with other settings of the functions than the library makes. */
function altered(what: string, change: (variables: Record<string, string>) => void, more: Partial<TrialProps> = {}): Promise<Row> {
  const all = trial(byolWorkspaceImage, IMAGES, {
    ...more,
    alter: ({ Resources: resources }) => {
      for (const { Properties: properties } of Object.values(resources)) {
        const { Variables: variables } = (properties?.Environment ?? {}) as { Variables?: Record<string, string> };
        if (variables && 'SPREAD_SECONDS' in variables) change(variables);
      }
    },
  });
  return all.deploy(what);
}

export const byolImages: readonly Scenario[] = [
  {
    name: 'byol-standard',
    title: '40 WorkSpaces images under 2 calls a second, burst 5: imported by WorkSpaces itself',
    play: () => life(trial()),
  },
  {
    name: 'byol-custom',
    title: '40 WorkSpaces images under 2 calls a second, burst 5: through Image Builder',
    play: () => life(trial(byolThroughImageBuilder)),
  },
  {
    name: 'byol-custom-hidden',
    title: '40 WorkSpaces images through Image Builder, which the listing does not hold while they are imported',
    async play() {
      const all = trial(byolThroughImageBuilder);
      all.world.aws.workspaces.settings.pendingListed = false;
      return life(all);
    },
  },
  {
    name: 'byol-rollback',
    title: '40 WorkSpaces images that cannot be imported, as the machine is joined to a domain',
    play: async () => [await trial(byolWorkspaceImage, IMAGES, { failure: byolWorkspaceImage.failure.words }).deploy('deploy')],
  },
  {
    name: 'byol-growth',
    title: 'WorkSpaces images, few and many',
    async play() {
      const rows: Row[] = [];
      for (const images of [1, 5, 10, 20, 40]) rows.push(await trial(byolWorkspaceImage, images).deploy(`deploy ${images}`));
      return rows;
    },
  },
  {
    name: 'byol-spread',
    title: 'what keeps 40 WorkSpaces images apart',
    play: async () => [
      await altered('as it is', () => undefined),
      await altered('all at once', (variables) => { variables.SPREAD_SECONDS = '0'; }),
      await altered('at random within an interval', (variables) => {
        variables.SPREAD_SECONDS = '97.5';
        delete variables.SPREAD_TURNS;
      }),
      await altered('with nothing remembered', () => undefined, { variants: { containers: 'dropped' } }),
    ],
  },
  {
    name: 'byol-quota',
    title: '41 WorkSpaces images, of which an account may have 40, --no-rollback',
    play: async () => [await trial(byolWorkspaceImage, 41, { request: { timeout: Duration.hours(4) } }).deploy('deploy', {}, { rollback: false })],
  },
];
