import { join } from 'node:path';
import { Poll } from './poll';
import { measure, ROOT } from './workshop';

/** One run of a function in a process of its own, from nothing: see cold-start-child.js. */
export interface ColdStart {
  /** Milliseconds to load the code. */
  readonly init: number;
  /** Milliseconds of the first call. */
  readonly first: number;
  /** Milliseconds of the processor, the start of Node included. */
  readonly cpu: number;
  /** The same without the start of Node. */
  readonly cpuOfCode: number;
  /** The most that the process held. */
  readonly megabytes: number;
  readonly answer: { readonly IsComplete?: boolean; readonly PhysicalResourceId?: string; readonly Status?: string; readonly Reason?: string };
}

export interface Start {
  readonly file: string;
  readonly handler: 'isComplete' | 'onEvent' | 'handler';
  readonly event: object;
  readonly peer?: boolean;
}

const CHILD = join(__dirname, 'cold-start-child.js');

export const AWS_CUSTOM_RESOURCE = join(
  ROOT, 'node_modules', 'aws-cdk-lib', 'custom-resource-handlers', 'dist', 'custom-resources', 'aws-custom-resource-handler', 'index.js',
);

export function coldStart(node: string, environment: Record<string, string>, start: Start): Promise<ColdStart> {
  return measure<ColdStart>(node, CHILD, start, environment);
}

/** A poll that says that the image is still being made: whatever is faster has not done the work. */
export async function poll(node: string, environment: Record<string, string>, file: string, { event, kind }: Poll): Promise<ColdStart> {
  const run = await coldStart(node, environment, { file, handler: 'isComplete', event: { ...event, StartedAt: new Date().toISOString() } });
  if (run.answer.IsComplete !== false) throw new Error(`${kind} should not be complete: ${JSON.stringify(run.answer)}`);
  return run;
}

/** AwsCustomResource with the first call that the poll makes. */
export async function peerOf(node: string, environment: Record<string, string>, { calls: [{ service, operation, input }] }: Poll): Promise<ColdStart> {
  const Create = JSON.stringify({ service, action: operation, parameters: input, physicalResourceId: { id: 'poll' }, logApiResponseData: false });
  const event = {
    RequestType: 'Create', LogicalResourceId: 'Poll', ResponseURL: 'https://example.com/', ResourceProperties: { Create, InstallLatestAwsSdk: 'false' },
  };
  const run = await coldStart(node, environment, { file: AWS_CUSTOM_RESOURCE, handler: 'handler', event, peer: true });
  if (run.answer.Status !== 'SUCCESS') throw new Error(`AwsCustomResource failed: ${run.answer.Reason}`);
  return run;
}
