import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BROKEN } from './broken/engines';
import { find } from './broken/find';
import { KIND_NAMES, KindName } from './kinds';
import { repeat } from './repeat';
import { report } from './report';
import { search } from './search';
import { Tally } from './tally';

/*
 * npm run chaos -- --runs 10000 [--seed 1] [--kind ec2-vm-import] [--path 123]
 * npm run chaos -- --broken [--seed 1]
 *
 * Plays random sequences and says what it found; with a path, plays that one again and tells its story. `--broken` plays them with engines
 * that were broken by hand, and expects to find each.
 */

/** From so many runs on each sort of fault has to have come about. */
const LARGE = 1000;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100' }, seed: { type: 'string' }, kind: { type: 'string' }, path: { type: 'string' },
      broken: { type: 'boolean', default: false },
    },
  });
  const kind = values.kind as KindName | undefined;
  if (kind && !KIND_NAMES.includes(kind)) throw new Error(`--kind must be one of ${KIND_NAMES.join(', ')}, got ${kind}`);
  const runs = whole('runs', values.runs);
  const seed = whole('seed', values.seed ?? `${Date.now() % 2 ** 31}`);
  bundle();
  if (values.path) return repeat({ seed, path: values.path, kind });
  if (values.broken) return findBroken(seed);

  console.log(`chaos: ${runs} sequences, seed ${seed}${kind ? `, ${kind} alone` : ''}`);
  const tally = new Tally();
  const began = Date.now();
  let told = 0;
  const found = await search({ seed, runs, kind }, tally, (done, all) => {
    const each = (Date.now() - began) / done;
    for (const { message, path } of all.slice(told)) console.log(`${path}: ${message}`);
    told = all.length;
    if (done % 100 === 0 || done === runs) console.log(`${done} of ${runs}, ${each.toFixed(0)} ms each, ${told} violations`);
  });
  console.log(report(tally, found, { seed, kind, seconds: (Date.now() - began) / 1000 }));
  for (const { path } of found.slice(0, 1)) await repeat({ seed, path, kind });
  return !found.length && (runs < LARGE || !tally.missing().length);
}

async function findBroken(seed: number): Promise<boolean> {
  let areFound = true;
  for (const engine of BROKEN) {
    const { isFound, words } = await find(engine, seed);
    console.log(words);
    areFound &&= isFound;
  }
  return areFound;
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number, got ${text}`);
  return Number(text);
}

/** What is published has to be what is tested. */
function bundle(): void {
  const { status } = spawnSync(process.execPath, [join(__dirname, '../../scripts/bundle.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the handlers could not be bundled');
}

main().then((isFine) => { process.exitCode = isFine ? 0 : 1; }, (error) => {
  console.error(error);
  process.exitCode = 2;
});
