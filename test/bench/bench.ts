/*
 * `npm run bench`: measures the library against what one would use instead. docs/performance.md tells what the figures mean.
 *
 *   npm run bench                          all sections but `bundle` and `tests`, which take as long as they do
 *   npm run bench -- handler synth         these
 *   npm run bench -- --json                one object, section by section, and nothing else
 *   npm run bench -- --node /usr/bin/node  the handlers and syntheses in this Node
 *   npm run bench -- --repetitions 3       fewer than each section wants
 */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle';
import { handler } from './handler';
import { memory } from './memory';
import { Conditions, Section } from './section';
import { synth } from './synth';
import { template } from './template';
import { tests } from './tests';
import { ROOT, Workshop } from './workshop';

const SECTIONS: readonly Section<any>[] = [handler, memory, synth, template, bundle, tests];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, node: { type: 'string', default: process.execPath }, repetitions: { type: 'string' } },
  });
  const unknown = positionals.find((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown) throw new Error(`there is no section '${unknown}', only ${SECTIONS.map(({ name }) => name).join(', ')}`);
  const wanted = SECTIONS.filter(({ name, onDemand }) => positionals.length ? positionals.includes(name) : !onDemand);

  const machine = {
    node: execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim(),
    processors: `${cpus().length} x ${cpus()[0].model.trim()}`,
    gigabytes: Math.round(totalmem() / 2 ** 30),
  };
  const say = values.json ? () => {} : console.log;
  say(`On ${machine.processors}, ${machine.gigabytes} GB, Node ${machine.node}. Medians, with quartiles in brackets.`);

  await bundleHandlers();
  const workshop = new Workshop();
  process.env.TMPDIR = workshop.folder; // what a synthesis leaves behind goes with it
  try {
    const conditions: Conditions = {
      node: values.node, workshop, repetitions: values.repetitions ? Number(values.repetitions) : undefined, progress: progressOf(process.stderr),
    };
    const results: Record<string, unknown> = { machine };
    for (const { name, title, measure, report } of wanted) {
      const result = results[name] = await measure(conditions);
      conditions.progress('');
      say(['', title, ...report(result)].join('\n'));
    }
    if (values.json) console.log(JSON.stringify(results, undefined, 2));
  } finally {
    workshop.remove();
  }
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
