import { join } from 'node:path';
import { ColdStart, poll } from './cold-start';
import { Figure, figureOf, table, told } from './figures';
import { Poll, Polls } from './poll';
import { Section } from './section';

/*
 * How much memory the functions are to have. They must hold a poll, in a crowded account too; and Lambda gives a function processor in
 * proportion to its memory, so that with less of it a cold start takes longer.
 */

const REPETITIONS = 5;

/** A function with so many MB has one processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEGABYTES_PER_PROCESSOR = 1769;
const SIZES = [128, 256, 512, 1024];

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
  readonly crowded: { readonly tasks: number } & KindFigures;
}

export const memory: Section<Figures> = {
  name: 'memory',
  title: 'Memory of a function',

  async measure({ node, repetitions = REPETITIONS, workshop }) {
    const polls = await Polls.start();
    const { environment } = polls;
    const run = async (one: Poll) => {
      const runs: ColdStart[] = [];
      for (let i = 0; i < repetitions; i++) runs.push(await poll(node, environment, join(workshop.assets(one.bundle), 'index.js'), one));
      return { megabytes: figureOf(runs.map(({ megabytes }) => megabytes)), cpu: figureOf(runs.map(({ cpu }) => cpu)) };
    };
    try {
      const kinds: Record<string, KindFigures> = {};
      for (const one of polls.all) kinds[one.kind] = await run(one);
      polls.crowd(CROWD);
      return { kinds, crowded: { tasks: CROWD, ...await run(polls.all.find(({ kind }) => kind === 'Ec2VmImport')!) } };
    } finally {
      await polls.stop();
    }
  },

  report({ kinds, crowded }) {
    const rows = Object.entries({ ...kinds, [`Ec2VmImport beside ${crowded.tasks} tasks`]: crowded }).map(([name, { megabytes, cpu }]) => [
      name, told(megabytes, 0), told(cpu, 0), ...SIZES.map((size) => (cpu.median * MEGABYTES_PER_PROCESSOR / size / 1000).toFixed(2)),
    ]);
    return [
      ...table(['', 'holds MB', 'processor ms', ...SIZES.map((size) => `s at ${size} MB`)], rows),
      'Seconds that a cold start and its poll would take on the share of a processor that Lambda gives to a function of that size.',
    ];
  },
};
