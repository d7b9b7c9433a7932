import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Judged, Ledger } from './ledger';

/*
 * Ledgers of worlds in other processes: with a folder in this variable each world leaves its own there when it ends.
 */

const FOLDER = 'EUC_IMAGES_LEDGERS';
let count = 0;

export function writeDown(judged: Judged): void {
  const folder = process.env[FOLDER];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${process.pid}-${process.hrtime.bigint()}-${count++}.json`), JSON.stringify(judged));
}

/** All that was written down in a folder, together. */
export function readAll(folder: string): Ledger {
  const ledger = new Ledger();
  for (const file of readdirSync(folder)) ledger.add(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return ledger;
}

/** The environment of a process whose worlds are to write theirs. */
export function environmentFor(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, [FOLDER]: folder };
}
