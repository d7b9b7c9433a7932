import type { Play } from './play';
import type { StackState } from '../cloudformation/stack-state';

/** What happened in a sequence, line by line: what CloudFormation reports, each change that was called for, what handlers say. */
export function storyOf({ world: { aws, cfn } }: Play): string {
  const lines: { at: number; text: string }[] = [];
  const stacks = new Set(cfn.requests.map(({ event }) => cfn.stack(event.StackId)));
  for (const { time, logicalId, status, physicalId, reason } of [...stacks].flatMap(({ events }: StackState) => events)) {
    if (/^(EucImages|Other)/.test(logicalId)) continue;
    lines.push({ at: time, text: `${logicalId} ${status} ${physicalId ?? ''} ${(reason ?? '').slice(0, 160).replace(/\s+/g, ' ')}` });
  }
  for (const { time, service, operation, input, errorCode } of aws.calls) {
    if (!/^(Describe|List)/.test(operation)) lines.push({ at: time, text: `  -> ${service} ${operation} ${JSON.stringify(input).slice(0, 200)} ${errorCode ?? ''}` });
  }
  const start = lines[0]?.at ?? 0;
  return lines.map((line, order) => ({ ...line, order })).sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ at, text }) => `${((at - start) / 60_000).toFixed(2).padStart(9)} ${text}`).join('\n');
}
