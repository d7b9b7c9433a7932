import { setTimeout as sleep } from 'node:timers/promises';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { ImportImageTask } from '@aws-sdk/client-ec2';
import { Account, isRunning } from './account';
import type { Screen } from './screen';
import { EC2_VM_IMPORT } from '../../src/contract/ec2-vm-import';
import { WAIT_TYPE } from '../../src/contract/envelope';
import type { Clock } from '../support/clock';

const LOOK_MS = 250;
const BAR = 20;

/** Tells, while the CDK CLI is at work, what goes on in the account: the import, and the chain of links that wait for it. */
export class Progress {
  /** How often a link's share was over while the import went on. */
  public handOvers = 0;
  /** What failed and why, in CloudFormation's words, but for the framework's stack trace. */
  public readonly failures: string[] = [];

  private readonly told = new Set<string>();
  private began?: number;
  private stackId?: string;
  private waiting = '';

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
    // The task first: a link that is done while its task still runs has handed over.
    const [task] = await this.account.importTasks();
    for (const event of await this.account.events(this.stackId)) {
      if (this.told.has(event.EventId!)) continue;
      this.told.add(event.EventId!);
      this.tell(event, task);
    }
    if (task && isRunning(task)) this.screen.status(this.time(), row('Disk import', progressOf(task) + (this.waiting && `  (${this.waiting} waits)`)));
  }

  private tell(event: StackEvent, task?: ImportImageTask): void {
    const { LogicalResourceId: logicalId = '', PhysicalResourceId: id, ResourceStatus: status = '', ResourceStatusReason: reason = '' } = event;
    const link = nameOf(event);
    if (status.endsWith('_FAILED')) {
      this.waiting = '';
      this.failures.push(`${logicalId} ${status}: ${reason.replace(/\n +at .*/g, '').trim()}`);
      this.line(link ?? logicalId, `${status}: ${reason.split('\n')[0]}`);
    } else if (id === this.stackId) {
      this.line('Stack', status);
    } else if (link) {
      this.tellOfLink(link, status, id, task);
    }
  }

  private tellOfLink(link: string, status: string, id: string | undefined, task?: ImportImageTask): void {
    switch (status) {
      case 'CREATE_IN_PROGRESS':
        this.began ??= this.clock.now();
        this.waiting = link;
        return;
      case 'CREATE_COMPLETE':
        if (link === 'Resource') return this.line(link, `mints the id ${id}`);
        if (!task || !isRunning(task)) return this.line(link, 'sees that the import has ended');
        this.handOvers++;
        return this.line(link, `hands over at ${task.Progress}%: its share of the waiting is over`);
      case 'DELETE_COMPLETE':
        return this.line(link, link === 'Resource' ? 'has removed what was imported' : 'has nothing to wait for');
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
  return `${who.padEnd(13)}${text}`;
}

function progressOf({ Progress: progress = '0', Status: status, StatusMessage: message }: ImportImageTask): string {
  const done = Math.round(Number(progress) / 100 * BAR);
  return `[${'#'.repeat(done).padEnd(BAR, '.')}] ${progress.padStart(3)}%  ${status}: ${message}`;
}

/** The name of a link in its chain; nothing if it is no link. */
function nameOf({ LogicalResourceId: logicalId = '', ResourceType: type }: StackEvent): string | undefined {
  if (type === EC2_VM_IMPORT.type) return 'Resource';
  if (type === WAIT_TYPE) return /Wait\d+(?=.{8}$)/.exec(logicalId)![0]; // the CDK appends a hash of 8
  return undefined;
}
