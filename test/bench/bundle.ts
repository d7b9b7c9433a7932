import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { poll } from './cold-start';
import { Figure, ratioOf, told } from './figures';
import { Polls } from './poll';
import { Section } from './section';
import { ROOT } from './workshop';

/*
 * What each setting of scripts/sdk.mjs saves: every kind is bundled once more without it.
 */

const REPETITIONS = 11;

/** What all others are compared with. */
const WHOLE = 'not split';

interface Scripts {
  readonly sdk: Required<Pick<BuildOptions, 'alias' | 'external' | 'mainFields' | 'plugins'>>;
  bundleKind(kind: string, folder: string, options: BuildOptions): Promise<readonly { readonly file: string; readonly bytes: number }[]>;
}

interface VariantFigures {
  /** All files of the function together. */
  readonly bytes: number;
  /** Time of the processor to load it and to poll, by that of the bundle that is not split. */
  readonly ratio: Figure;
}

type Figures = { readonly [kind: string]: { readonly [variant: string]: VariantFigures } };

export const bundle: Section<Figures> = {
  name: 'bundle',
  title: 'Bundles: what each setting saves',
  onDemand: true,

  async measure({ kinds, node, progress, repetitions = REPETITIONS, workshop }) {
    const scripts = await load();
    const polls = await Polls.start(kinds);
    const figures: Record<string, Record<string, VariantFigures>> = {};
    try {
      for (const one of polls.all) {
        progress(`bundle: ${one.kind}`);
        const folder = (name: string) => join(workshop.folder, 'variants', one.bundle, name);
        const bytes: Record<string, number> = {};
        for (const [name, options] of Object.entries(variants(scripts))) {
          bytes[name] = (await scripts.bundleKind(one.bundle, folder(name), options)).reduce((sum, file) => sum + file.bytes, 0);
        }
        const times = await timesOf(Object.keys(bytes), repetitions, async (name) =>
          (await poll(node, polls.environment, join(folder(name), 'index.js'), one)).cpuOfCode);
        figures[one.kind] = Object.fromEntries(Object.entries(times).map(([name, ms]) =>
          [name, { bytes: bytes[name], ratio: ratioOf(ms, times[WHOLE]) }]));
      }
      return figures;
    } finally {
      await polls.stop();
    }
  },

  report(figures) {
    return Object.entries(figures).map(([kind, of]) => ({
      head: [kind, 'kB', 'processor, to load it and to poll'],
      rows: Object.entries(of).map(([name, { bytes, ratio }]) => [name, (bytes / 1000).toFixed(1), told(ratio)]),
    }));
  },
};

async function load(): Promise<Scripts> {
  // Paths in variables: the type checker does not follow them into modules without types.
  const [bundles, sdk] = ['bundle.mjs', 'sdk.mjs'].map((file) => join(ROOT, 'scripts', file));
  return { ...await import(bundles), ...await import(sdk) };
}

function variants({ sdk }: Scripts): Record<string, BuildOptions> {
  // What is loaded late would be split off too, so that all but the first are not split.
  const whole = { ...sdk, splitting: false, external: [...sdk.external, './stack-reader.js'] };
  const without = (name: string) => ({ ...whole, plugins: sdk.plugins.filter((plugin) => plugin.name !== name) });
  return {
    'as it is': sdk,
    [WHOLE]: whole,
    'and packages in CommonJS': { ...whole, mainFields: ['main', 'module'] },
    'and all credential providers': { ...whole, alias: {} },
    'and event streams': { ...whole, external: whole.external.filter((name) => !name.includes('event-streams')) },
    ...Object.fromEntries(sdk.plugins.map(({ name }) => [`and no ${name}`, without(name)])),
  };
}

async function timesOf(names: readonly string[], repetitions: number, run: (name: string) => Promise<number>): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  // The first of all fills the page cache, and does not count.
  for (let repetition = -1; repetition < repetitions; repetition++) {
    for (const name of names) {
      const time = await run(name);
      if (repetition >= 0) times[name].push(time);
    }
  }
  return times;
}
