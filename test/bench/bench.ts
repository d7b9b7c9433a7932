/*
 * `npm run bench`: measures the library against what one would use instead. docs/performance.md holds the figures and what they mean.
 *
 *   npm run bench                              all sections but `bundle` and `tests`, which take as long as they do
 *   npm run bench -- handler synth             these
 *   npm run bench -- --write                   and puts the figures into docs/performance.md
 *   npm run bench -- --json                    one object, section by section, and nothing else
 *   npm run bench -- --node /usr/bin/node      the handlers and syntheses in this Node
 *   npm run bench -- --repetitions 3           fewer than each section wants
 *   npm run bench -- --kind Ec2VmImport --images 1,10,40    one kind, and so many of them in a stack
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS } from './kinds';
import type { Conditions } from './section';
import { SECTIONS } from './sections';
import { fill, inMarkdown, onScreen } from './table';
import { ROOT, Workshop } from './workshop';

const PAGE = join(ROOT, 'docs', 'performance.md');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      images: { type: 'string' }, json: { type: 'boolean' }, kind: { type: 'string' }, node: { type: 'string', default: process.execPath },
      repetitions: { type: 'string' }, write: { type: 'boolean' },
    },
  });
  const wanted = positionals.length ? positionals.map((name) => named(SECTIONS, name)) : SECTIONS.filter(({ onDemand }) => !onDemand);
  const kinds = values.kind ? [named(KINDS, values.kind)] : KINDS;
  const node = execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim();
  const machine = { node, processors: `${cpus().length} x ${cpus()[0].model.trim()}`, gigabytes: Math.round(totalmem() / 2 ** 30) };
  const place = `On ${machine.processors}, ${machine.gigabytes} GB, Node ${node}, on ${new Date().toISOString().slice(0, 10)}.`;
  const say = values.json ? () => {} : console.log;
  say(`${place} Medians, with quartiles in brackets.`);

  await bundleHandlers();
  const workshop = new Workshop();
  process.env.TMPDIR = workshop.folder; // what a synthesis leaves behind goes with it
  try {
    const conditions: Conditions = {
      kinds, workshop, node: values.node, repetitions: values.repetitions ? Number(values.repetitions) : undefined,
      images: values.images?.split(',').map(Number), progress: progressOf(process.stderr),
    };
    const results: Record<string, unknown> = { machine };
    const texts: Record<string, string> = {};
    for (const { name, title, measure, report } of wanted) {
      const result = results[name] = await measure(conditions);
      conditions.progress('');
      const blocks = report(result);
      say(['', title, ...blocks.flatMap((block) => ['', ...onScreen(block)])].join('\n'));
      texts[name] = [place, ...blocks.map((block) => inMarkdown(block).join('\n'))].join('\n\n');
    }
    if (values.json) console.log(JSON.stringify(results, undefined, 2));
    if (values.write) writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), texts));
  } finally {
    workshop.remove();
  }
}

function named<T extends { readonly name: string }>(all: readonly T[], wanted: string): T {
  const found = all.find(({ name }) => name === wanted);
  if (!found) throw new Error(`there is no '${wanted}', only ${all.map(({ name }) => name).join(', ')}`);
  return found;
}

/** Writes over its own line on a screen, and is silent elsewhere. */
function progressOf(stream: NodeJS.WriteStream): (line: string) => void {
  return (line) => { if (stream.isTTY) stream.write(`\r\x1b[K${line}`); };
}

async function bundleHandlers(): Promise<void> {
  // A path in a variable: the type checker does not follow it into a module without types.
  const script = join(ROOT, 'scripts', 'bundle.mjs');
  const { default: bundleAll } = await import(script);
  await bundleAll();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
