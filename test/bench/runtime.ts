import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Figure, figureOf, told } from './figures';
import type { BenchKind } from './kinds';
import { chainOf, pollerStack } from './peers';
import { dollarsOf } from './prices';
import type { Section } from './section';
import { WAIT_KINDS } from './wait-kinds';
import { Account, Times, Waiting } from './waiting';
import type { Workshop } from './workshop';
import { synthesize } from '../cloudformation/synthesize';

/*
 * What it takes to wait for images that are made at once, and how late their ends are noticed. It is played on a virtual clock, so that
 * each run gives the same figures.
 */

const COUNTS = [1, 10, 40];

const LONG_COUNT = 10;

/** The poller comes in the last minutes of the imports: each of its hours is like the other, and has 720 polls of an image. */
const LAST_MINUTES = [5, 15] as const;

/** For each hour of one image, if nothing else is said. */
interface Waits {
  readonly calls: number;
  readonly invocations: number;
  readonly transitions: number;
  readonly dollars: number;
  /** In all. */
  readonly throttled: number;
  /** The most calls within one second. */
  readonly busiestSecond: number;
  /** Seconds from the end of an import to that of its resource. */
  readonly lag: Figure;
  readonly longestLag: number;
}

type PerHour = Pick<Waits, 'calls' | 'invocations' | 'transitions' | 'dollars'>;

interface CountFigures {
  readonly ours: Waits;
  readonly poller: Waits;
  readonly awsCustomResource: PerHour & { readonly longestMinutes: number };
  readonly toPoller: PerHour;
  readonly toAwsCustomResource: PerHour;
}

interface KindFigures {
  /** An end is noticed after so many seconds at most. */
  readonly interval: number;
  /** By the number of images. */
  readonly images: { readonly [count: string]: CountFigures };
  /** Imports that take hours. Ours alone: CloudFormation gives what is no chain an hour. */
  readonly long?: { readonly images: number } & Waits;
  /** The calls for an hour of one image among the most, by those of one among the fewest: below 1 they grow slower than the images. */
  readonly growth: number;
}

type Figures = { readonly [kind: string]: KindFigures };

export const runtime: Section<Figures> = {
  name: 'runtime',
  title: 'Run time: an hour of waiting for one image, of so many that are made at once',

  async measure({ images: counts = COUNTS, kinds, progress, workshop }) {
    const folder = await compilePoller(workshop);
    const figures: Record<string, KindFigures> = {};
    for (const kind of kinds) {
      const images: Record<string, CountFigures> = {};
      for (const count of counts) {
        progress(`runtime: ${count} x ${kind.name}`);
        images[count] = compare(await waitWithOurs(kind, count), await waitWithPoller(kind, count, folder), count);
      }
      progress(`runtime: ${LONG_COUNT} x ${kind.name}, for hours`);
      const { long } = WAIT_KINDS[kind.name];
      const [least, most] = [counts[0], counts[counts.length - 1]];
      figures[kind.name] = {
        interval: kind.words.pollSeconds + kind.words.recallSeconds,
        images,
        long: long && { images: LONG_COUNT, ...waitsOf(await waitWithOurs(kind, LONG_COUNT, long)) },
        growth: images[most].ours.calls / images[least].ours.calls,
      };
    }
    return figures;
  },

  report(figures) {
    return Object.entries(figures).flatMap(([kind, { growth, images, interval, long }]) => [{
      head: [kind, 'calls', 'runs', 'transitions', 'USD', 'throttled', 'most calls in a second', 'lag s', 'longest'],
      rows: [
        ...Object.entries(images).flatMap(([count, { ours, poller, awsCustomResource: chain, toAwsCustomResource, toPoller }]) => [
          [`${count}: ours`, ...cellsOf(ours)],
          ['poller', ...cellsOf(poller)],
          ['AwsCustomResource', ...perHourCells(chain), '', '', '', `ends after ${chain.longestMinutes.toFixed(0)} min`],
          ['ours by poller', ...ratioCells(toPoller), '', '', '', ''],
          ['ours by AwsCustomResource', ...ratioCells(toAwsCustomResource), '', '', '', ''],
        ]),
        ...long ? [[`${long.images}, for hours: ours`, ...cellsOf(long)]] : [],
      ],
    }, `An end may be noticed ${interval} s late. The calls grow ${growth.toFixed(2)} times as fast as the images.`]);
  },
};

async function compilePoller(workshop: Workshop): Promise<string> {
  await workshop.compile('test/bench/poller.ts', 'poller/poller.js', { packages: 'bundle', mainFields: ['module', 'main'], format: 'cjs', supported: { 'dynamic-import': false } });
  return join(workshop.folder, 'poller');
}

function waitWithOurs(kind: BenchKind, images: number, times: Times = WAIT_KINDS[kind.name]): Promise<Waiting> {
  const stack = new Stack(new App(), 'S');
  for (let i = 0; i < images; i++) kind.define(stack, `Image${i}`, times.timeout);
  return new Account({ ...WAIT_KINDS[kind.name], ...times }, images).deploy(synthesize(stack));
}

function waitWithPoller({ name: kind }: BenchKind, images: number, folder: string): Promise<Waiting> {
  const account = new Account({ ...WAIT_KINDS[kind], takes: LAST_MINUTES }, images);
  const names = Array.from({ length: images }, (_, index) => `image-${index}`);
  return account.deploy(pollerStack(folder, names.map((name) => ({ kind, name, id: WAIT_KINDS[kind].seed(account.world, name) }))));
}

function compare(waiting: Waiting, peer: Waiting, images: number): CountFigures {
  const [ours, poller] = [waitsOf(waiting), waitsOf(peer)];
  const { longestMinutes, ...chain } = chainOf(images);
  const awsCustomResource = { ...perHour(chain, 1), longestMinutes };
  return { ours, poller, awsCustomResource, toPoller: ratiosOf(ours, poller), toAwsCustomResource: ratiosOf(ours, awsCustomResource) };
}

function waitsOf({ busiestSecond, hours, lags, throttled, ...waiting }: Waiting): Waits {
  return { ...perHour(waiting, hours), throttled, busiestSecond, lag: figureOf(lags), longestLag: Math.max(...lags) };
}

function perHour({ calls, ...units }: Pick<Waiting, 'calls' | 'invocations' | 'transitions' | 'gigabyteSeconds'>, hours: number): PerHour {
  return { calls: calls / hours, invocations: units.invocations / hours, transitions: units.transitions / hours, dollars: dollarsOf(units) / hours };
}

function ratiosOf(ours: PerHour, peer: PerHour): PerHour {
  const [calls, invocations, transitions, dollars] = (['calls', 'invocations', 'transitions', 'dollars'] as const).map((name) => ours[name] / peer[name]);
  return { calls, invocations, transitions, dollars };
}

function cellsOf(waits: Waits): string[] {
  const { busiestSecond, lag, longestLag, throttled } = waits;
  return [...perHourCells(waits), `${throttled}`, `${busiestSecond}`, told(lag, 0), longestLag.toFixed(0)];
}

function perHourCells({ calls, invocations, transitions, dollars }: PerHour): string[] {
  return [calls.toFixed(1), invocations.toFixed(1), transitions.toFixed(1), dollars.toFixed(4)];
}

function ratioCells({ calls, invocations, transitions, dollars }: PerHour): string[] {
  return [calls, invocations, transitions, dollars].map((ratio) => Number.isFinite(ratio) ? ratio.toFixed(3) : '');
}
