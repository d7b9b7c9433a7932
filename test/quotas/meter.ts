import type { World } from '../chaos/world';
import type { CustomResourceRequest } from '../cloudformation/requests';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Our id, which a call that starts work bears in its tags. */
const ID = /[a-z-]+(-[0-9a-f]{10}){3}/;

/** What was counted from one moment to another. Times are those of the virtual clock. */
export interface Figures {
  readonly minutes: number;
  /** To the service that makes the images. */
  readonly calls: number;
  /** Calls that the service did not admit. */
  readonly throttled: number;
  /** Calls that the service refused, for a quota or otherwise. */
  readonly refused: number;
  /** The most calls to the service within one second, and within one minute. */
  readonly busiest: { readonly second: number; readonly minute: number };
  /** Questions to CloudFormation whether a request is still wanted. */
  readonly fence: number;
  /** The longest that one image took, from the first request of its chain to the last answer, and that one link took. In minutes. */
  readonly longest: { readonly image: number; readonly link: number };
  /** How long after the end of its work the last image to be noticed was answered for, in minutes; 0 where none was made. */
  readonly late: number;
  readonly runs: { readonly onEvent: number; readonly isComplete: number; readonly framework: number };
  /** States that Step Functions entered, each retry once more: as it bills. */
  readonly transitions: number;
}

/** Reads what happens in a world between two moments. */
export class Meter {
  /** `starting` is the call that starts the work. */
  constructor(private readonly world: World, private readonly subject: { readonly service: string; readonly starting: string }) {}

  /** From now until what this returns is called. The work on one image takes so many minutes. */
  public begin(minutes: number): () => Figures {
    const { aws, cfn, clock } = this.world;
    const at = clock.now();
    const [calls, runs, requests, transitions] = [aws.calls.length, cfn.invocations.length, cfn.requests.length, this.transitions()];
    return () => {
      const all = aws.calls.slice(calls);
      const own = all.filter(({ service }) => service === this.subject.service);
      const times = own.map(({ time }) => time);
      const refusals = own.flatMap(({ errorCode }) => errorCode && errorCode !== 'DryRunOperation' ? [errorCode] : []);
      const throttled = refusals.filter((code) => code === 'ThrottlingException' || code === 'RequestLimitExceeded').length;
      return {
        minutes: (clock.now() - at) / MINUTE,
        calls: own.length,
        throttled,
        refused: refusals.length - throttled,
        busiest: { second: most(times, SECOND), minute: most(times, MINUTE) },
        fence: all.filter(({ service }) => service === 'cloudformation').length,
        longest: longest(cfn.requests.slice(requests)),
        late: this.late(cfn.requests.slice(requests), minutes),
        runs: runsOf(cfn.invocations.slice(runs).map(({ logicalId }) => logicalId)),
        transitions: this.transitions() - transitions,
      };
    };
  }

  private late(requests: readonly CustomResourceRequest[], minutes: number): number {
    const starts = this.world.aws.calls.filter(({ operation, errorCode }) => operation === this.subject.starting && !errorCode);
    const ends = new Map(starts.map(({ time, input }) => [ID.exec(JSON.stringify(input))![0], time + minutes * MINUTE]));
    const ready = requests.filter(({ event, outcome }) => event.RequestType === 'Create' && event.ResourceProperties.Link === 'Last' && outcome?.ok);
    return Math.max(0, ...ready.map(({ event, answers: [answer] }) => answer.at - ends.get(event.ResourceProperties.Id)!)) / MINUTE;
  }

  private transitions(): number {
    return this.world.cfn.executions.reduce((sum, { transitions }) => sum + transitions, 0);
  }
}

/** The framework's functions bear the name of the Provider that made them. */
function runsOf(functions: readonly string[]): Figures['runs'] {
  const ours = functions.filter((name) => !name.includes('Providerframework'));
  const onEvent = ours.filter((name) => name.includes('OnEvent')).length;
  return { onEvent, isComplete: ours.length - onEvent, framework: functions.length - ours.length };
}

/** How many of these times lie within one span, at most. */
function most(times: readonly number[], span: number): number {
  let from = 0;
  return times.reduce((highest, time, index) => {
    while (time - times[from] >= span) from++;
    return Math.max(highest, index - from + 1);
  }, 0);
}

function longest(requests: readonly CustomResourceRequest[]): Figures['longest'] {
  const chains = new Map<string, { from: number; to: number }>();
  let link = 0;
  for (const { at: from, event: { ResourceProperties: { Scope: chain } }, answers: [answer] } of requests) {
    if (!answer) continue;
    link = Math.max(link, answer.at - from);
    const known = chains.get(chain) ?? { from, to: answer.at };
    chains.set(chain, { from: Math.min(known.from, from), to: Math.max(known.to, answer.at) });
  }
  return { image: Math.max(0, ...[...chains.values()].map(({ from, to }) => to - from)) / MINUTE, link: link / MINUTE };
}
