import type { Play } from './play';
import type { CustomResourceRequest } from '../cloudformation/requests';

const ABANDONED = { Create: 'Create abandoned', Update: 'Update abandoned', Delete: 'Delete abandoned' } as const;
const OURS = /^[a-z-]+-[0-9a-f]{10}-[0-9a-f]{10}-[0-9a-f]{10}$/;
/** How much newer than a request the record of a rollback may be before the fence takes it for somebody else's. */
const TOLERANCE = 60_000;

/** Counts what came about by itself, from what CloudFormation and Lambda have written down. */
export function notice({ sequence: { settings }, world: { aws, cfn }, model: { stack }, tally }: Play): void {
  const requests = new Map(cfn.requests.map((request) => [request.event.RequestId, request]));
  for (const { input, endedAt = Infinity, startedAt } of cfn.executions) {
    const request = requests.get(JSON.parse(input).RequestId)!;
    const heard = heardUntil(request);
    if (endedAt <= Math.max(heard, startedAt)) continue;
    tally.count('waiter went on after the stack gave up');
    tally.count(ABANDONED[request.event.RequestType]);
  }
  for (const { event } of cfn.requests) {
    if (event.RequestType === 'Delete' && event.ResourceProperties.Link === 'First' && !OURS.test(event.PhysicalResourceId!)) tally.count('Delete with an invented id');
  }
  const throughImageBuilder = aws.calls.filter(({ operation, errorCode }) => operation === 'ImportCustomWorkspaceImage' && !errorCode);
  if (!settings.pendingListed) tally.count('listing without a pending thing', throughImageBuilder.length);
  tally.count('run cut off', cfn.invocations.filter(({ error }) => error?.errorType === 'Sandbox.Timedout').length);

  for (const { status, time, logicalId } of stack?.events ?? []) {
    if (logicalId !== 'S' || !/^(UPDATE_)?ROLLBACK_IN_PROGRESS$/.test(status)) continue;
    tally.count('rollback');
    const isFresh = cfn.requests.some((request) => request.at <= time && request.at > time - TOLERANCE && heardUntil(request) >= time && request.event.RequestType !== 'Delete');
    if (isFresh) tally.count('rollback within 60 s');
  }
  const ids = (stack?.events ?? []).filter(({ status, type }) => status === 'UPDATE_COMPLETE' && type.startsWith('Custom::'));
  const held = new Map<string, string | undefined>();
  for (const { logicalId, physicalId } of ids) {
    if (held.has(logicalId) && held.get(logicalId) !== physicalId) tally.count('replacement');
    held.set(logicalId, physicalId);
  }
}

/** When CloudFormation stopped to listen: with the first answer, if it waited for one. */
function heardUntil({ at, answers, outcome }: CustomResourceRequest): number {
  const [first] = answers;
  return outcome && first ? first.at : at;
}
