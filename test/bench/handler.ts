import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { coldStart, ColdStart, peerOf, poll } from './cold-start';
import { Figure, figureOf, ratioOf, told } from './figures';
import { Poll, Polls } from './poll';
import { Conditions, Section } from './section';

/*
 * What a function weighs, and how long a new one takes until it has answered a poll. Its peer is the handler of AwsCustomResource with
 * one call of the same kind, whose SDK lies beside it in packages as it does in Lambda; a second peer is our own code with such packages.
 */

const REPETITIONS = 15;

/** The highest ratio to AwsCustomResource that we allow ourselves. */
const GOAL = 0.6;

const BARE_CALL = join(__dirname, 'bare-call.js');

interface KindFigures {
  /** All files of the function together. */
  readonly bundleBytes: number;
  /** Those that a poll loads; the rest is loaded by the first change. */
  readonly pollBytes: number;
  /** Load and first poll, by those of AwsCustomResource. */
  readonly initRatio: number;
  readonly initRatioFigure: Figure;
  /** The same in time of the processor, which knows nothing of what else the machine does. */
  readonly cpuRatio: number;
  /** Load and first poll, by those of our own code with unbundled packages. */
  readonly unbundledRatio: number;
  /** Milliseconds. */
  readonly init: Figure;
  readonly first: Figure;
  readonly peer: Figure;
  readonly unbundled: Figure;
  /** Of a call without any SDK, which nothing can go below. */
  readonly floor: Figure;
  /** Load and answer of the other function, which calls nobody. */
  readonly onEvent: Figure;
  /** The calls of the poll. */
  readonly calls: readonly string[];
}

type Figures = { readonly [kind: string]: KindFigures };

export const handler: Section<Figures> = {
  name: 'handler',
  title: 'Handlers: bytes, and a cold start with its first poll',

  async measure(conditions) {
    const polls = await Polls.start(conditions.kinds);
    try {
      return await measureAll(polls, conditions);
    } finally {
      await polls.stop();
    }
  },

  report(figures) {
    const rows = Object.entries(figures).map(([kind, f]) => [
      kind, kB(f.bundleBytes), kB(f.pollBytes), told(f.init, 0), told(f.first, 0), told(f.floor, 0), told(f.peer, 0), told(f.initRatioFigure),
      f.cpuRatio.toFixed(2), f.unbundledRatio.toFixed(2), told(f.onEvent, 0),
    ]);
    return [
      { head: ['', 'kB', 'of a poll', 'load ms', 'first poll ms', 'no SDK ms', 'AwsCustomResource ms', 'ratio', 'of processor', 'to unbundled', 'onEvent ms'], rows },
      `The first poll calls: ${Object.entries(figures).map(([kind, { calls }]) => `${kind} ${calls.join(' and ')}`).join('; ')}.`,
      `The highest ratio is ${Math.max(...Object.values(figures).map(({ initRatio }) => initRatio)).toFixed(2)}; the goal is ${GOAL} at most.`,
    ];
  },
};

interface Runs {
  readonly ours: ColdStart[];
  readonly peers: ColdStart[];
  readonly unbundled: ColdStart[];
  readonly floor: ColdStart[];
  readonly onEvent: ColdStart[];
}

async function measureAll(polls: Polls, { node, progress, repetitions = REPETITIONS, workshop }: Conditions): Promise<Figures> {
  const { environment } = polls;
  const bundled = ({ bundle }: Poll) => join(workshop.assets(bundle), 'index.js');
  const unbundled = new Map<Poll, string>();
  for (const one of polls.all) {
    unbundled.set(one, await workshop.compile(`lambda/${one.bundle}.ts`, `unbundled/${one.bundle}.js`, { external: ['./stack-reader.js'] }));
    one.calls = await polls.callsOf(() => poll(node, environment, bundled(one), one));
  }
  const runs = new Map<Poll, Runs>(polls.all.map((one) => [one, { ours: [], peers: [], unbundled: [], floor: [], onEvent: [] }]));
  // The first of all fills the page cache, and does not count.
  for (let repetition = -1; repetition < repetitions; repetition++) {
    progress(`handler: repetition ${repetition + 1} of ${repetitions}`);
    for (const [one, into] of runs) {
      const peer = await peerOf(node, environment, one);
      const ours = await poll(node, environment, bundled(one), one);
      const packages = await poll(node, environment, unbundled.get(one)!, one);
      const floor = await poll(node, environment, BARE_CALL, one);
      const onEvent = await coldStart(node, environment, { file: bundled(one), handler: 'onEvent', event: one.request });
      if (repetition < 0) continue;
      into.peers.push(peer);
      into.ours.push(ours);
      into.unbundled.push(packages);
      into.floor.push(floor);
      into.onEvent.push(onEvent);
    }
  }
  return Object.fromEntries(polls.all.map((one) => [one.kind, figuresOf(one, sizesOf(workshop.assets(one.bundle)), runs.get(one)!)]));
}

function figuresOf({ calls }: Poll, sizes: Sizes, { ours, peers, unbundled, floor, onEvent }: Runs): KindFigures {
  const both = ({ init, first }: ColdStart) => init + first;
  const initRatioFigure = ratioOf(ours.map(both), peers.map(both));
  const bundleBytes = Object.values(sizes).reduce((all, size) => all + size, 0);
  return {
    bundleBytes,
    pollBytes: bundleBytes - sizes['stack-reader.js'],
    initRatio: initRatioFigure.median,
    initRatioFigure,
    cpuRatio: ratioOf(ours.map(({ cpuOfCode }) => cpuOfCode), peers.map(({ cpuOfCode }) => cpuOfCode)).median,
    unbundledRatio: ratioOf(ours.map(both), unbundled.map(both)).median,
    init: figureOf(ours.map(({ init }) => init)),
    first: figureOf(ours.map(({ first }) => first)),
    peer: figureOf(peers.map(both)),
    unbundled: figureOf(unbundled.map(both)),
    floor: figureOf(floor.map(both)),
    onEvent: figureOf(onEvent.map(both)),
    calls: calls.map(({ service, operation }) => `${service}:${operation}`),
  };
}

type Sizes = { readonly [file: string]: number };

function sizesOf(folder: string): Sizes {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, statSync(join(folder, file)).size]));
}

function kB(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
