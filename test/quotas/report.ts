import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { byolImages } from './byol-images';
import { imageBuilders } from './image-builders';
import type { Scenario } from './scenario';
import { Row, setSeed } from './trial';
import { vmImports } from './vm-imports';
import { waits } from './waits';
import { table } from '../bench/figures';

/*
 * npm run quotas [-- byol-standard waits] [--seed 1]
 *
 * Plays stacks against the quotas of the services, and imports that take a day, and prints what it took. docs/quotas.md says what the
 * figures mean.
 */

const SCENARIOS: readonly Scenario[] = [...vmImports, ...byolImages, ...imageBuilders, ...waits];

const CALLS = ['calls', 'stack', 'took', 'longest image', 'link', 'late', 'calls', 'throttled', 'refused', 'in a second', 'in a minute', 'to CloudFormation'];
const COST = ['cost', 'onEvent', 'isComplete', 'framework', 'transitions', 'runs for an image and hour', 'transitions for an image and hour'];

async function main(): Promise<void> {
  const { values: { seed }, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string', default: '1' } } });
  const unknown = positionals.find((wanted) => !SCENARIOS.some(({ name }) => name.startsWith(wanted)));
  if (unknown) throw new Error(`there is no scenario '${unknown}', only ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  setSeed(Number(seed));
  bundle();
  for (const { name, title, play } of SCENARIOS) {
    if (positionals.length && !positionals.some((wanted) => name.startsWith(wanted))) continue;
    const rows = await play();
    console.log(['', `${name}: ${title}`, ...table(CALLS, rows.map(callsOf)), ...table(COST, rows.map(costOf)), ...rows.flatMap(reasonsOf)].join('\n'));
  }
}

function callsOf({ what, ended, figures: { busiest, calls, fence, late, longest, minutes, refused, throttled } }: Row): (string | number)[] {
  return [
    what, ended, timeOf(minutes), timeOf(longest.image), timeOf(longest.link), timeOf(late), calls, throttled, refused, busiest.second, busiest.minute, fence,
  ];
}

/** An hour of an image is one in which it is waited for. */
function costOf({ what, images, figures: { longest, runs: { onEvent, isComplete, framework }, transitions } }: Row): (string | number)[] {
  const hours = images * longest.image / 60;
  return [what, onEvent, isComplete, framework, transitions, ((onEvent + isComplete + framework) / hours).toFixed(0), (transitions / hours).toFixed(0)];
}

/** Each reason once, with how often it was given. */
function reasonsOf({ what, reasons }: Row): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const words = reason.replace(/^.*Message returned: /s, '').replace(/\n.*/s, '').replace(/\s*\(RequestId: .*/s, '');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${what}, ${count} x: ${words}`);
}

function timeOf(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** What is published has to be what is measured. */
function bundle(): void {
  const { status } = spawnSync(process.execPath, [join(__dirname, '../../scripts/bundle.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the handlers could not be bundled');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
