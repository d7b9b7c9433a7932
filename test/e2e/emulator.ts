import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REGION } from './account';
import type { FastClock } from './fast-clock';

const HOST = '127.0.0.1';
const START_SECONDS = 30;

export interface EmulatorOptions {
  /** The folder of the Python commands. */
  readonly commands: string;
  /** A folder for its files. */
  readonly folder: string;
  /** The clock that its functions go by. */
  readonly clock: FastClock;
  /** Where its functions find the services that it does not play. */
  readonly endpoints: { readonly [service: string]: string };
}

export interface Emulator {
  readonly url: string;
  stop(): void;
}

/** MiniStack on this machine: CloudFormation, Lambda, Step Functions, S3 and what else the CDK CLI and a stack call. */
export async function startEmulator({ commands, folder, clock, endpoints }: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const directory = (name: string) => {
    mkdirSync(path.join(folder, name), { recursive: true });
    return path.join(folder, name);
  };
  const log = path.join(folder, 'emulator.log');
  const output = openSync(log, 'a');
  // A group of its own, so that the functions' processes end with it; an environment of its own, so that nothing of ours leaks in.
  const child = spawn(path.join(commands, 'ministack'), [], {
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: directory('home'),
      TMPDIR: directory('tmp'),
      PYTHONUNBUFFERED: '1',
      GATEWAY_PORT: `${port}`,
      BIND_HOST: HOST, // all interfaces otherwise
      MINISTACK_HOST: HOST,
      MINISTACK_REGION: REGION,
      S3_DATA_DIR: directory('s3'),
      STATE_DIR: directory('state'),
      SERVICES: 'cloudformation,lambda,states,iam,sts,s3,ssm,logs,ecr,events,kms',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      SFN_WAIT_SCALE: `${1 / clock.rate}`, // so a waiter polls as often as the simulated clock says
      // It hands its environment on to the functions:
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, url])),
      ...clock.environment,
    },
  });
  closeSync(output);

  const kill = () => killGroup(child);
  process.once('exit', kill);
  const emulator = {
    url: `http://${HOST}:${port}`,
    stop() {
      process.removeListener('exit', kill);
      kill();
    },
  };
  if (await answers(emulator.url, child)) return emulator;
  emulator.stop();
  throw new Error(`the emulator did not start:\n${readFileSync(log, 'utf8')}`);
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end && child.exitCode === null; await sleep(50)) {
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return true;
  }
  return false;
}

/** Not asked to end: with a waiter at work that takes many seconds, and nothing of it is kept. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
