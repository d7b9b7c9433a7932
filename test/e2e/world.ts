import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { Account, ACCOUNT, REGION, SERVICES } from './account';
import { Cdk } from './cdk';
import { startEmulator } from './emulator';
import { FastClock } from './fast-clock';
import { pythonEnvironment } from './python';
import { EmulatorRoles } from './roles';
import { LocalAws } from '../local-aws/local-aws';
import { Access } from '../permissions/access';

const ROOT = path.join(__dirname, '..', '..');
const HOME = path.join(ROOT, '.demo');

/** A simulated account, and the CDK CLI to deploy to it. */
export interface World {
  readonly account: Account;
  readonly cdk: Cdk;
  readonly clock: FastClock;
  readonly local: LocalAws;
  /** IAM in front of the local AWS: it refuses what the role of the calling function does not allow. */
  readonly access: Access;
  /** Where the logs are. Kept when something has gone wrong. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Sets up all that an example needs to be deployed, from the Python environment to the bootstrapped account. */
export async function startWorld(example: string, rate: number, tell: (step: string) => void): Promise<World> {
  mkdirSync(HOME, { recursive: true });
  const folder = mkdtempSync(path.join(HOME, 'run-'));

  const commands = await pythonEnvironment(HOME);
  tell('the Python environment is there');
  await bundleHandlers();
  tell('the handlers are bundled');

  const clock = new FastClock(rate);
  const local = await LocalAws.start({ clock, account: ACCOUNT, region: REGION });
  const endpoints = Object.fromEntries(SERVICES.map((service) => [service, local.endpoint(service)])) as { [service in typeof SERVICES[number]]: string };
  const emulator = await startEmulator({ commands, folder, clock, endpoints });
  const access = new Access(new EmulatorRoles(emulator.url), local);
  local.authorizer = (call) => access.ofCall(call);
  tell(`MiniStack listens at ${emulator.url}, the local AWS at ${endpoints.ec2.replace('/ec2', '')}`);

  const cdk = new Cdk(path.join(ROOT, 'examples', example), folder, emulator.url);
  await cdk.bootstrap();
  tell('the account is bootstrapped');

  return {
    account: new Account(emulator.url, endpoints),
    cdk,
    clock,
    local,
    access,
    folder,
    async stop() {
      emulator.stop();
      await local.stop();
      rmSync(folder, { recursive: true, maxRetries: 5 }); // what was killed may still be writing
    },
  };
}

async function bundleHandlers(): Promise<void> {
  // A path in a variable: the type checker does not follow it into a module without types.
  const script = path.join(ROOT, 'scripts', 'bundle.mjs');
  const { default: bundle } = await import(script);
  await bundle();
}
