import type { Names, Place } from './names';
import type { VirtualClock } from '../support/clock';

export interface RequestEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly ResourceProperties: Record<string, any>;
  readonly OldResourceProperties?: Record<string, any>;
}

export interface Answer {
  readonly at: number;
  readonly bytes: number;
  readonly body: string;
  /** Whether nobody waited for it any more. */
  readonly ignored: boolean;
}

/** A request that was sent, and what became of it. */
export interface CustomResourceRequest {
  readonly at: number;
  readonly event: RequestEvent;
  readonly answers: Answer[];
  outcome?: Outcome;
}

/** How an operation on a resource went. The physical id is absent if none was reported. */
export type Outcome =
  | { readonly ok: true; readonly physicalId: string; readonly data: Record<string, unknown> }
  | { readonly ok: false; readonly physicalId?: string; readonly reason: string };

export interface RequestsProps extends Place {
  readonly clock: VirtualClock;
  readonly names: Names;
  invokeAsync(functionArn: string, event: RequestEvent): void;
  /** Whether there is such a function. */
  exists(functionArn: string): boolean;
}

const LONGEST_ANSWER = 4096;
const LONGEST_ID = 1024;
const SERVICE_TIMEOUT = 3600;

/** CloudFormation's side of the custom resource protocol. */
export class Requests {
  public readonly sent: CustomResourceRequest[] = [];
  private readonly waiting = new Map<CustomResourceRequest, (outcome: Outcome) => void>();

  constructor(private readonly props: RequestsProps) {}

  /** Sends a request; `answered` is called once, later. Returns what stops waiting for the answer. */
  public send(request: Omit<RequestEvent, 'RequestId' | 'ResponseURL' | 'ServiceToken'>, answered: (outcome: Outcome) => void): () => void {
    const id = this.props.names.uuid();
    const properties = request.ResourceProperties;
    const event: RequestEvent = { ...request, RequestId: id, ServiceToken: properties.ServiceToken, ResponseURL: this.responseUrl(request, id) };
    const entry: CustomResourceRequest = { at: this.props.clock.now(), event, answers: [] };
    this.sent.push(entry);
    this.waiting.set(entry, answered);
    const seconds = Number(properties.ServiceTimeout ?? SERVICE_TIMEOUT);
    this.props.clock.schedule(seconds * 1000, () => this.end(entry, { ok: false, reason: noAnswer(id) }));
    if (this.props.exists(event.ServiceToken)) this.props.invokeAsync(event.ServiceToken, event);
    else this.props.clock.schedule(0, () => this.end(entry, { ok: false, reason: `Function not found: ${event.ServiceToken}` }));
    return () => this.waiting.delete(entry);
  }

  /** Takes what was put to a ResponseURL. What follows from it happens in a task of the clock, not inside the caller. */
  public put(path: string, body: string) {
    const id = decodeURIComponent(path.split('?')[0]).split('|')[2];
    const entry = this.sent.find(({ event }) => event.RequestId === id);
    if (!entry) throw new Error(`an answer came for a request that was never sent: ${path}`);
    this.props.clock.schedule(0, () => {
      const answer = { at: this.props.clock.now(), bytes: Buffer.byteLength(body), body, ignored: !this.waiting.has(entry) };
      entry.answers.push(answer);
      this.end(entry, read(answer, id));
    });
  }

  private end(entry: CustomResourceRequest, outcome: Outcome) {
    const answered = this.waiting.get(entry);
    if (!answered) return;
    this.waiting.delete(entry);
    entry.outcome = outcome;
    answered(outcome);
  }

  private responseUrl({ StackId, LogicalResourceId }: Pick<RequestEvent, 'StackId' | 'LogicalResourceId'>, requestId: string): string {
    const { region, clock } = this.props;
    const host = `cloudformation-custom-resource-response-${region.replace(/-/g, '')}.s3.${region}.amazonaws.com`;
    const date = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-SignedHeaders=host&X-Amz-Expires=7200&X-Amz-Signature=none`;
    return `https://${host}/${encodeURIComponent(`${StackId}|${LogicalResourceId}|${requestId}`)}?${query}`;
  }
}

function read({ bytes, body }: Answer, requestId: string): Outcome {
  if (bytes > LONGEST_ANSWER) return { ok: false, reason: 'Response object is too long.' };
  const { Status, Reason, PhysicalResourceId: physicalId, Data } = JSON.parse(body);
  const validId = typeof physicalId === 'string' && physicalId !== '' && Buffer.byteLength(physicalId) <= LONGEST_ID;
  if (!validId) return { ok: false, reason: 'Invalid PhysicalResourceId.' };
  if (Status === 'SUCCESS') return { ok: true, physicalId, data: Data ?? {} };
  return { ok: false, physicalId, reason: `Received response status [FAILED] from custom resource. Message returned: ${Reason} (RequestId: ${requestId})` };
}

function noAnswer(requestId: string): string {
  return `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}].`;
}
