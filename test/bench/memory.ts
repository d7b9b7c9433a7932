import { join } from 'node:path';
import { ColdStart, poll } from './cold-start';
import { Figure, figureOf, told } from './figures';
import { Poll, Polls } from './poll';
import { dollarsOf } from './prices';
import { Section } from './section';

/*
 * How much memory the functions are to have. They must hold a poll, in a crowded account too; and Lambda gives a function processor in
 * proportion to its memory, so that with less of it a cold start takes longer.
 */

const REPETITIONS = 5;

/** A function with so many MB has one processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEGABYTES_PER_PROCESSOR = 1769;
const SIZES = [128, 256, 512, 1024];

/** The framework's function, which calls ours and waits for it. */
const FRAMEWORK_MEGABYTES = 128;

/** Imports of others in the account, of which VM Import keeps the records for days. No other service holds nearly as much. */
const CROWD = 1000;

interface KindFigures {
  /** The most that the process held. */
  readonly megabytes: Figure;
  /** Milliseconds of the processor for a cold start and a poll. */
  readonly cpu: Figure;
}

interface Figures {
  readonly kinds: { readonly [kind: string]: KindFigures };
  /** Of the kind whose service keeps them. */
  readonly crowded?: { readonly tasks: number } & KindFigures;
}

export const memory: Section<Figures> = {
  name: 'memory',
  title: 'Memory of a function',

  async measure({ kinds: wanted, node, repetitions = REPETITIONS, workshop }) {
    const polls = await Polls.start(wanted);
    const { environment } = polls;
    const run = async (one: Poll) => {
      const runs: ColdStart[] = [];
      for (let i = 0; i < repetitions; i++) runs.push(await poll(node, environment, join(workshop.assets(one.bundle), 'index.js'), one));
      return { megabytes: figureOf(runs.map(({ megabytes }) => megabytes)), cpu: figureOf(runs.map(({ cpu }) => cpu)) };
    };
    try {
      const kinds: Record<string, KindFigures> = {};
      for (const one of polls.all) kinds[one.kind] = await run(one);
      const ec2 = polls.all.find(({ kind }) => kind === 'Ec2VmImport');
      if (!ec2) return { kinds };
      polls.crowd(CROWD);
      return { kinds, crowded: { tasks: CROWD, ...await run(ec2) } };
    } finally {
      await polls.stop();
    }
  },

  report({ kinds, crowded }) {
    const rows = Object.entries({ ...kinds, ...crowded && { [`Ec2VmImport beside ${crowded.tasks} tasks`]: crowded } }).map(([name, { megabytes, cpu }]) => [
      name, told(megabytes, 0), told(cpu, 0), ...SIZES.map((size) => (cpu.median * MEGABYTES_PER_PROCESSOR / size / 1000).toFixed(2)),
    ]);
    return [
      { head: ['', 'holds MB', 'processor ms', ...SIZES.map((size) => `s at ${size} MB`)], rows },
      'Seconds that a cold start and its poll would take on the share of a processor that Lambda gives to a function of that size.',
      { head: ['', ...SIZES.map((size) => `at ${size} MB`)], rows: [['USD for 1,000 polls of a second each', ...SIZES.map((size) => (1000 * priceOf(size)).toFixed(4))]] },
    ];
  },
};

/** Of one poll: a transition, and two runs of a second. */
function priceOf(megabytes: number): number {
  return dollarsOf({ transitions: 1, invocations: 2, gigabyteSeconds: (megabytes + FRAMEWORK_MEGABYTES) / 1024 });
}
