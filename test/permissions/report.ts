/*
 * `npm run permissions`: judges all calls of the whole life-cycle suite by the synthesized roles, and prints every right: action x resource
 * x condition x used by. It fails when a call is denied, a right used by nothing, or wider than it must be without a reason.
 *
 *   npm run permissions                 all of it, in some minutes
 *   npm run permissions -- --fast       only the lives that `npm test` plays
 *   npm run permissions -- --write      and writes docs/permissions.md
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAMBDA_ITSELF } from './documented';
import { Judged, Ledger } from './ledger';
import { playAll } from './lives/life';
import { LIVES } from './lives/lives';
import { pageOf, short } from './page';
import { prove } from './proof';
import { environmentFor, readAll } from './written';

const ROOT = join(__dirname, '..', '..');

async function main(options: readonly string[]): Promise<void> {
  process.env.CDK_VALIDATION = 'false'; // as under jest
  const ledger = new Ledger();
  for (const [name, lives] of Object.entries(LIVES)) {
    const played = await playAll(lives);
    console.log(`${name}: ${lives.length} lives, ${played.calls} calls`);
    ledger.add(played.judged);
  }
  if (options.includes('--write')) {
    writeFileSync(join(ROOT, 'docs', 'permissions.md'), pageOf(ledger.judged, (await prove(ledger.judged)).wide));
    console.log('docs/permissions.md is written');
  }
  if (!options.includes('--fast')) ledger.add(lifeCycleSuite());

  tell(ledger.judged);
  const { faults, figures } = await prove(ledger.judged);
  console.log(`\n${figures}`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  if (faults.length) process.exitCode = 1;
}

/** By jest in processes of its own, whose worlds write their ledgers down. */
function lifeCycleSuite(): Judged {
  const folder = mkdtempSync(join(tmpdir(), 'permissions-'));
  try {
    const { status } = spawnSync('npx', ['jest', '--ci', 'test/lifecycle'], { cwd: ROOT, env: environmentFor(folder), stdio: 'inherit' });
    if (status) throw new Error('the life-cycle suite fails: what it has judged proves nothing');
    return readAll(folder).judged;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tell({ entries }: Judged): void {
  let title = '';
  for (const { grant: { kind, holder, action, resource, condition }, usedBy } of entries) {
    if (title !== `${kind}, ${holder}`) console.log(`\n${title = `${kind}, ${holder}`}`);
    const operations = Object.keys(usedBy).join(', ') || (LAMBDA_ITSELF.actions.includes(action) ? 'Lambda itself' : '-');
    console.log(`  ${[action, short(resource), short(condition) || 'always', operations].join(' x ')}`);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
