import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ACCOUNT, CREDENTIALS, REGION } from './account';
import { run } from './command';

const CDK = path.join(__dirname, '..', '..', 'node_modules', '.bin', 'cdk');

/** The real CDK CLI, pointed at an emulator. */
export class Cdk {
  private readonly log: string;
  private readonly env: NodeJS.ProcessEnv;

  /** `app` is the folder of an app, `folder` one for what is synthesized and printed. */
  constructor(private readonly app: string, private readonly folder: string, endpoint: string) {
    this.log = path.join(folder, 'cdk.log');
    // Nothing of the shell's: no key, profile or endpoint of the user's may reach the CLI.
    this.env = {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      AWS_ENDPOINT_URL: endpoint, // without it the CLI would speak to AWS
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    };
  }

  public async bootstrap(): Promise<void> {
    if (await this.run('bootstrap', `aws://${ACCOUNT}/${REGION}`)) throw new Error(`cdk bootstrap failed:\n${this.tail(30)}`);
  }

  /** Gives the exit code: a deployment may fail. */
  public deploy(): Promise<number> {
    return this.run('deploy', '--require-approval', 'never');
  }

  /** Gives the exit code. */
  public destroy(): Promise<number> {
    return this.run('destroy', '--force');
  }

  /** The last lines that it printed. */
  public tail(lines: number): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  private run(...args: string[]): Promise<number> {
    return run(CDK, [...args, '--no-notices', '--no-color', '--output', path.join(this.folder, 'cdk.out')], { cwd: this.app, env: this.env, log: this.log });
  }
}
