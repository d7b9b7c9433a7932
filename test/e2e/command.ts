import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that takes all it prints. */
  readonly log: string;
}

/** Runs a command to its end; its exit code says how it went. */
export async function run(command: string, args: string[], { cwd, env, log }: CommandOptions): Promise<number> {
  const output = openSync(log, 'a');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
  closeSync(output);
  const end = () => child.kill();
  process.once('exit', end);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    process.removeListener('exit', end);
  }
}

/** The same for a command that must not fail. */
export async function mustRun(command: string, args: string[], options: CommandOptions): Promise<void> {
  if (await run(command, args, options)) throw new Error(`${command} ${args.join(' ')} failed:\n${readFileSync(options.log, 'utf8')}`);
}
