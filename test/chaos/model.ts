import { Account, FIRST_TYPES, isWork } from './account';
import { ChaosKind, kindOfType } from './kinds';
import { TAG_PREFIX } from '../../src/contract/envelope';
import type { CloudFormation } from '../cloudformation/cloudformation';
import type { ResourceRecord, StackState } from '../cloudformation/stack-state';

/** An image as the stack knows it: the first link of a chain. */
export interface Chain {
  readonly record: ResourceRecord;
  readonly kind: ChaosKind;
  readonly id: string | undefined;
}

const RETAIN = `${TAG_PREFIX}retain`;

const SOUND = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];
const EMPTY = ['', 'DELETE_COMPLETE', 'ROLLBACK_COMPLETE'];

/**
 * What there should be: what the stack says, and beside it what was retained, what a Delete has failed of in words, and what the user
 * has done by hand. Ids are ours; each names one real thing at most.
 */
export class Model {
  /** CloudFormation has let go of them as its policy says; whether they have to stay for good, as all that was ready then. */
  public readonly kept = new Map<string, boolean>();
  /** A Delete has failed of them in words, and a later event of their chain takes them away. */
  public readonly owed = new Map<string, string>();
  /** Of these a Delete has failed, and their chain has left the stack: no later event comes. */
  public readonly given = new Set<string>();
  /** Of which the real thing was deleted, or taken over, by hand. */
  public readonly lost = new Set<string>();
  /** What the last link of a chain named when its first link named another: the event after the next clears it. */
  public readonly strayed = new Set<string>();
  /** Changed by hand, and when: until the next update they are not in line. */
  public readonly edited = new Map<string, number>();
  /** What each chain held when the stack was last sound. */
  private readonly good = new Map<string, string>();
  /** What each chain held when the present operation began, and whether that had come to its end. */
  private before = new Map<string, { readonly id: string; readonly whole: boolean }>();
  /** Whether the present operation found the stack sound. If not, the links of a chain may speak of different things. */
  public wasSound = true;
  private beganAt = 0;
  private read = 0;
  private stackId = '';

  constructor(private readonly cfn: CloudFormation, private readonly account: Account) {}

  public get stack(): StackState | undefined {
    try {
      return this.cfn.stack('S');
    } catch {
      return undefined; // before the first one
    }
  }

  public get status(): string {
    return this.stack?.status ?? '';
  }

  /** Whether all is as one deployment wanted it. A rollback restores what was, sound or not. */
  public get isSound(): boolean {
    return SOUND.includes(this.status) || (this.status === 'UPDATE_ROLLBACK_COMPLETE' && this.wasSound);
  }

  public get isEmpty(): boolean {
    return EMPTY.includes(this.status);
  }

  public get isBusy(): boolean {
    return this.status.endsWith('_IN_PROGRESS');
  }

  /** The chains that the stack has. */
  public get chains(): Chain[] {
    const records = Object.values(this.stack?.resources ?? {}).filter(({ type, status }) => FIRST_TYPES.includes(type) && !/^DELETE_(COMPLETE|SKIPPED)/.test(status));
    return records.map((record) => ({ record, kind: kindOfType(record.type)!, id: record.physicalId }));
  }

  /** The link that vouches for the thing of a chain. After a failure without rollback a chain may have none. */
  public lastOf({ record: { logicalId } }: Chain): ResourceRecord | undefined {
    return Object.values(this.stack!.resources).find(({ properties }) => properties.Scope === logicalId && properties.Link === 'Last');
  }

  /** Whether it is there to its last link. */
  public isWhole(chain: Chain): boolean {
    return this.lastOf(chain)?.status.endsWith('_COMPLETE') === true;
  }

  /** The ids that must not lose a thing that is ready, as matters stand. */
  public get protectedIds(): readonly (string | undefined)[] {
    const current = this.chains.filter(({ record }) => !record.status.startsWith('DELETE')).map(({ id }) => id);
    if (/^UPDATE_(IN_PROGRESS|ROLLBACK)/.test(this.status)) return [...this.good.values()];
    if (/^(CREATE_COMPLETE|UPDATE_COMPLETE)/.test(this.status)) return current;
    return this.status === 'UPDATE_FAILED' ? [...current, ...this.good.values()] : [];
  }

  /** An operation begins. What was replaced in one that failed without rollback looks like any other leftover to the next one. */
  public begin(now: number): void {
    this.beganAt = now;
    this.wasSound = this.isSound;
    this.strayed.clear();
    this.noteStrayed();
    if (this.status === 'UPDATE_FAILED') this.noteReached();
    this.before = new Map(this.chains.flatMap((chain) => chain.id ? [[chain.record.logicalId, { id: chain.id, whole: this.isWhole(chain) }]] : []));
  }

  /** What refers to an image has what its last link gave. */
  private noteReached(): void {
    for (const chain of this.chains) {
      const { id, record: { logicalId } } = chain;
      const last = this.lastOf(chain);
      if (!id || last?.physicalId === this.good.get(logicalId)) continue; // it has not come to the new one
      if (last?.physicalId === id && this.isWhole(chain)) this.good.set(logicalId, id);
      // It has failed of the new one, and bears its id where CloudFormation takes that over: no request tells of the old one any more.
      else this.good.delete(logicalId);
    }
  }

  /** Takes in what CloudFormation has reported since the last time. */
  public follow(): void {
    const { stack } = this;
    if (!stack) return;
    if (stack.id !== this.stackId) [this.stackId, this.read] = [stack.id, 0];
    for (const { logicalId, type, status, physicalId: id, reason } of stack.events.slice(this.read)) {
      if (!FIRST_TYPES.includes(type) || !id) continue;
      if (status === 'DELETE_FAILED') this.owed.set(id, reason ?? '');
      if (status === 'DELETE_COMPLETE') {
        if (this.mayOutlive(id)) this.kept.set(id, false);
        this.owed.delete(id);
        this.given.delete(id);
      }
      if (status !== 'DELETE_SKIPPED') continue;
      // What no deployment has seen ready bears no mark of ours, and is only a remainder.
      if (this.before.get(logicalId)?.whole ?? true) this.keep(id);
      else this.kept.set(id, false);
      // After a failure without rollback nobody comes for these either.
      for (const other of this.leftBeside(logicalId, id)) this.kept.set(other, false);
      // Its first link has no later event, so neither has what an earlier Delete has left.
      for (const other of this.owed.keys()) if (scopeOf(other) === scopeOf(id)) this.given.add(other);
    }
    this.read = stack.events.length;
    this.noteReplaced();
    for (const id of this.kept.keys()) if (this.isTakenUp(id)) this.kept.set(id, false);
    if (this.isSound) this.settle();
    if (this.status.endsWith('_COMPLETE')) this.noteGiven();
    if (this.status === 'UPDATE_ROLLBACK_COMPLETE') this.noteStrayed();
    if (this.isEmpty) this.good.clear();
  }

  /**
   * A Delete in a rollback leaves what bears our mark of retention and was there before the operation. It cannot know better where the
   * stack's time is that of the rollback, or where the operation itself has marked what an earlier Delete had left.
   */
  private mayOutlive(id: string): boolean {
    return this.isMarked(id) && (this.cfn.variants.rollbackTime === 'bumped' || this.owed.has(id));
  }

  /** Whether it is of a chain that is still in the stack, and so has a later event. */
  private isOfChain(id: string): boolean {
    return this.chains.some((chain) => chain.id && scopeOf(chain.id) === scopeOf(id));
  }

  /**
   * What was retained when it was replaced stays, also where the new template retains nothing any more: of which template CloudFormation
   * goes by the policy is not documented, and a Delete of what bears our mark of retention removes nothing. What no deployment has ever
   * seen ready is only a remainder, and may stay or go.
   */
  private noteReplaced(): void {
    for (const { record: { logicalId, definition }, id } of this.chains) {
      const { id: before, whole = false } = this.before.get(logicalId) ?? {};
      if (!before || before === id) continue;
      const isPolicy = definition.UpdateReplacePolicy === 'Retain';
      if (isPolicy && whole && this.status === 'UPDATE_COMPLETE') this.keep(before);
      // What failed has marked nothing yet: the next one that succeeds says whether it is retained.
      else if ((isPolicy && /^UPDATE_(COMPLETE|FAILED)$/.test(this.status)) || this.isMarked(before)) this.kept.set(before, false);
    }
  }

  private settle(): void {
    const chains = this.chains;
    for (const { record: { logicalId }, id } of chains) {
      // A rollback takes back an id whose thing was taken away, and makes nothing again.
      if (id && this.status === 'UPDATE_ROLLBACK_COMPLETE' && this.lost.has(this.good.get(logicalId) ?? '')) this.lost.add(id);
      if (id) this.good.set(logicalId, id);
      this.kept.delete(id ?? '');
    }
    for (const logicalId of this.good.keys()) if (!chains.some(({ record }) => record.logicalId === logicalId)) this.good.delete(logicalId);
  }

  /** What other links of a chain name and is ready, since it may be in use; where there is no last link, which clears up, whatever there is. */
  private leftBeside(first: string, id: string): string[] {
    const links = Object.values(this.stack!.resources).filter(({ properties }) => properties.Scope === first);
    const named = links.flatMap(({ physicalId }) => physicalId ?? []).filter((other) => other !== id && this.isReady(other));
    const all = this.account.own().map(({ origin }) => origin.id).filter((other) => scopeOf(other) === scopeOf(id));
    return links.some(({ properties }) => properties.Link === 'Last') ? named : all.filter((other) => other !== id);
  }

  private noteStrayed(): void {
    for (const chain of this.chains) {
      const named = this.lastOf(chain)?.physicalId;
      if (named && named !== chain.id) this.strayed.add(named);
    }
  }

  /** A cleanup is over: of what has left the stack nothing more is sent, and no sweep takes what bears our mark of retention. */
  private noteGiven(): void {
    for (const id of this.owed.keys()) this.given[this.isOfChain(id) && !this.isMarked(id) ? 'delete' : 'add'](id);
  }

  /** Whether a first link that does not retain has taken it up in the present operation: then it goes as that says. */
  public isTakenUp(id: string): boolean {
    return this.cfn.requests.some(({ at, event: { ResourceProperties: asked }, outcome }) =>
      at >= this.beganAt && asked.Link === 'First' && asked.Retain === 'false' && outcome?.ok && outcome.physicalId === id);
  }

  /** Whether it bears our mark of retention. */
  public isMarked(id: string): boolean {
    return this.account.own().some(({ origin, tags }) => origin.id === id && tags.get(RETAIN) === 'true');
  }

  private keep(id: string): void {
    this.kept.set(id, this.isReady(id));
  }

  private isReady(id: string): boolean {
    return this.account.own().some((thing) => thing.origin.id === id && isWork(thing) && thing.state === 'ready');
  }
}

/** The part of an id that tells the chain. */
function scopeOf(id: string): string | undefined {
  return id.split('-').at(-3);
}
