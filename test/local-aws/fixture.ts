import { EC2Client } from '@aws-sdk/client-ec2';
import { LocalAws } from './local-aws';
import { SandboxHttpHandler } from './sandbox-http-handler';
import { VirtualClock } from '../support/clock';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export interface World {
  readonly clock: VirtualClock;
  readonly aws: LocalAws;
  readonly client: EC2Client;
}

/** A local AWS and a client of its EC2, anew for each test. */
export function world(): World {
  const current = {} as { -readonly [part in keyof World]: World[part] };
  beforeEach(async () => {
    current.clock = new VirtualClock();
    current.aws = await LocalAws.start({ clock: current.clock });
    current.client = new EC2Client(clientOptions(current.aws, 'ec2'));
  });
  afterEach(async () => {
    current.client.destroy();
    await current.aws.stop();
  });
  return current;
}

export function clientOptions(aws: LocalAws, service: string) {
  return {
    endpoint: aws.endpoint(service),
    region: aws.context.region,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
    maxAttempts: 1, // what is to be seen is the first answer
    requestHandler: new SandboxHttpHandler(),
  };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
  return call.then(() => { throw new Error('it did not fail'); }, (error) => error);
}
