import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build, BuildOptions } from 'esbuild';

export const ROOT = resolve(__dirname, '..', '..');

const run = promisify(execFile);

/** A folder that is laid out as the published package: lib/ beside assets/, and packages to require. It is for what is measured. */
export class Workshop {
  public readonly folder = mkdtempSync(join(tmpdir(), 'bench-'));

  constructor() {
    // A copy: a test run beside this one may bundle anew.
    cpSync(join(ROOT, 'assets'), join(this.folder, 'assets'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
  }

  /** The folder of the functions of a kind. */
  public assets(bundle: string): string {
    return join(this.folder, 'assets', bundle);
  }

  /** Compiles a file with all of ours that it imports; packages are required at run time. */
  public async compile(file: string, to: string, options: BuildOptions = {}): Promise<string> {
    const outfile = join(this.folder, to);
    await build({
      absWorkingDir: ROOT, entryPoints: [file], outfile, bundle: true, packages: 'external', platform: 'node', target: 'node20',
      tsconfig: 'tsconfig.dev.json', logLevel: 'warning', ...options,
    });
    return outfile;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Runs a script in a fresh process; its last line is its answer. */
export async function measure<R>(node: string, script: string, task: object, environment: Record<string, string> = {}): Promise<R> {
  const env = { PATH: process.env.PATH!, TMPDIR: process.env.TMPDIR!, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...environment };
  const { stdout } = await run(node, [script, JSON.stringify(task)], { env, maxBuffer: 1e8 });
  return JSON.parse(stdout.trimEnd().split('\n').pop()!);
}
