import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { mustRun } from './command';

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');

/** A virtual environment with what requirements.txt names, made anew when that file has changed. Returns its folder of commands. */
export async function pythonEnvironment(home: string): Promise<string> {
  const folder = path.join(home, 'venv');
  const commands = path.join(folder, 'bin');
  const stamp = path.join(folder, 'requirements.sha256');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return commands;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const log = path.join(home, 'venv.log');
  rmSync(log, { force: true });
  await mustRun('python3', ['-m', 'venv', folder], { env: process.env, log });
  await mustRun(path.join(commands, 'pip'), ['install', '--require-hashes', '-r', REQUIREMENTS], { env: process.env, log });
  writeFileSync(stamp, wanted);
  return commands;
}
