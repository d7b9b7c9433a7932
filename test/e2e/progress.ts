import { setTimeout as sleep } from 'node:timers/promises';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { Account, Work } from './account';
import type { Screen } from './screen';
import { WAIT_TYPE } from '../../src/contract/envelope';
import type { Clock } from '../support/clock';

const LOOK_MS = 250;
const BAR = 20;

/** One image of the stack, and the links that wait for it. */
interface Chain {
  readonly label: string;
  id?: string;
  /** The link that waits now. */
  waiting?: string;
}

/** Tells, while the CDK CLI is at work, what goes on in the account: each image that is made, and the links that wait for it. */
export class Progress {
  /** How often a link's share was over while the work went on. */
  public handOvers = 0;
  /** What failed and why, in CloudFormation's words, but for the framework's stack trace. */
  public readonly failures: string[] = [];

  private readonly told = new Set<string>();
  private readonly chains = new Map<string, Chain>();
  private began?: number;
  private stackId?: string;

  constructor(private readonly account: Account, private readonly screen: Screen, private readonly clock: Clock) {}

  /** Looks on until `work` has ended. */
  public async during<T>(work: Promise<T>): Promise<T> {
    let atWork = true;
    const end = () => { atWork = false; };
    work.then(end, end);
    while (atWork) {
      await this.look();
      await sleep(LOOK_MS);
    }
    await this.look();
    return work;
  }

  private async look(): Promise<void> {
    this.stackId ??= (await this.account.stacks())[0]?.StackId;
    if (!this.stackId) return;
    // The work first: a link that is done while its work still runs has handed over.
    const work = new Map((await this.account.work()).map((one) => [one.id, one]));
    for (const event of await this.account.events(this.stackId)) {
      if (this.told.has(event.EventId!)) continue;
      this.told.add(event.EventId!);
      this.tell(event, work);
    }
    const running = [...this.chains.values()].flatMap((chain) => {
      const one = work.get(chain.id ?? '');
      const waiting = chain.waiting ? `  (${chain.waiting} waits)` : '';
      return one?.running ? [{ text: row(chain.label, progressOf(one) + waiting), state: chain.label + one.text + waiting }] : [];
    });
    const join = (key: 'text' | 'state') => running.map((one) => one[key]).join('  |  ');
    if (running.length) this.screen.status(this.time(), join('text'), join('state'));
  }

  private tell(event: StackEvent, work: Map<string, Work>): void {
    const { LogicalResourceId: logicalId = '', PhysicalResourceId: id, ResourceStatus: status = '', ResourceStatusReason: reason = '' } = event;
    const link = linkOf(event);
    if (id === this.stackId) return this.line('Stack', status);
    if (status.endsWith('_FAILED')) {
      this.failures.push(`${logicalId} ${status}: ${reason.replace(/\n +at .*/g, '').trim()}`);
      return this.line(link?.chain ?? logicalId, `${link?.name ?? ''} ${status}: ${reason.split('\n')[0]}`);
    }
    if (!link) return;
    const chain = this.chains.get(link.chain) ?? { label: link.chain };
    this.chains.set(link.chain, chain);
    this.tellOfLink(chain, link.name, status, id, work);
  }

  private tellOfLink(chain: Chain, link: string, status: string, id: string | undefined, work: Map<string, Work>): void {
    switch (status) {
      case 'CREATE_IN_PROGRESS':
        this.began ??= this.clock.now();
        chain.waiting = link;
        return;
      case 'CREATE_COMPLETE': {
        chain.waiting = undefined;
        if (link === 'Resource') {
          chain.id = id;
          return this.line(chain.label, `the first link mints the id ${id}`);
        }
        const one = work.get(chain.id ?? '');
        if (!link.startsWith('Wait') || !one?.running) return;
        this.handOvers++;
        return this.line(chain.label, `${link} hands over${one.percent === undefined ? '' : ` at ${one.percent}%`}: its share of the waiting is over`);
      }
      case 'DELETE_COMPLETE':
        if (link === 'Resource') this.line(chain.label, 'the first link has removed what was made');
    }
  }

  private line(who: string, text: string): void {
    this.screen.line(`${this.time()}${row(who, text)}`);
  }

  /** Simulated, since the first link began. */
  private time(): string {
    return `${duration(this.began === undefined ? 0 : this.clock.now() - this.began).padStart(7)}  `;
  }
}

/** Hours and minutes. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  return `${Math.floor(minutes / 60)}:${`${minutes % 60}`.padStart(2, '0')}`;
}

function row(who: string, text: string): string {
  return `${who.padEnd(18)}${text}`;
}

function progressOf({ percent, text }: Work): string {
  if (percent === undefined) return text;
  const done = Math.round(percent / 100 * BAR);
  return `[${'#'.repeat(done).padEnd(BAR, '.')}] ${`${percent}`.padStart(3)}%  ${text}`;
}

/** The chain and the place in it; nothing for what is no link. The CDK appends a hash of 8 to each name. */
function linkOf({ LogicalResourceId: logicalId = '', ResourceType: type = '' }: StackEvent): { chain: string; name: string } | undefined {
  if (!type.startsWith('Custom::')) return undefined;
  const [, path, name] = /^(.*?)(Hold\d+|Wait\d+|Last)?.{8}$/.exec(logicalId)!;
  return { chain: path.replace(/(?<=.)(Import|Builder)$/, ''), name: type === WAIT_TYPE ? name : 'Resource' };
}
