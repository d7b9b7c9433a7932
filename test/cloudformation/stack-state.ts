import { Definition, isCustom } from './template';
import type { Clock } from '../support/clock';

/** What CloudFormation knows of one resource of a stack. */
export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  physicalId?: string;
  status: string;
  reason?: string;
  lastUpdated: number;
  /** What the resource answered as Data; empty for resources that are not custom ones. */
  attributes: Record<string, unknown>;
  properties: Record<string, any>;
  definition: Definition;
}

/** Something physical that has to go. */
export interface Deletion {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly properties: Record<string, any>;
  readonly definition: Definition;
  /** The resource itself; absent where only an id that it no longer has is deleted. */
  readonly record?: ResourceRecord;
}

export interface StackEvent {
  readonly time: number;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly physicalId?: string;
}

/** A stack: its status, its resources and all that happened to them. Knows nothing of how they change. */
export class StackState {
  public status = '';
  public statusReason?: string;
  public parameters: Record<string, unknown> = {};
  public outputs: Record<string, unknown> = {};
  public exports: Record<string, unknown> = {};
  public readonly resources: Record<string, ResourceRecord> = {};
  public readonly events: StackEvent[] = [];
  /** What an operation that failed without a rollback left for the next cleanup. */
  public leftovers: Deletion[] = [];
  public readonly created: number;
  public lastUpdated?: number;
  public deleted?: number;
  /** How often something has happened to it, but for what its custom resources went through. */
  public turns = 0;

  constructor(public readonly id: string, public readonly name: string, private readonly clock: Clock) {
    this.created = clock.now();
  }

  public become(status: string, reason?: string) {
    this.status = status;
    this.statusReason = reason;
    if (status === 'DELETE_COMPLETE') this.deleted = this.clock.now();
    this.tell({ logicalId: this.name, type: 'AWS::CloudFormation::Stack', physicalId: this.id }, status, reason);
  }

  /** The stack counts as updated at this time. */
  public touch() {
    this.lastUpdated = this.clock.now();
  }

  public add(logicalId: string, definition: Definition): ResourceRecord {
    return this.resources[logicalId] = {
      logicalId, definition, type: definition.Type, status: '', lastUpdated: this.clock.now(), attributes: {}, properties: {},
    };
  }

  public mark(record: ResourceRecord, status: string, reason?: string) {
    record.status = status;
    record.reason = reason;
    record.lastUpdated = this.clock.now();
    this.tell(record, status, reason);
  }

  /** An event without a record: the Delete of an id that the resource no longer has. */
  public tell({ logicalId, type, physicalId }: Pick<StackEvent, 'logicalId' | 'type' | 'physicalId'>, status: string, reason?: string) {
    if (!isCustom(type)) this.turns++;
    this.events.push({ time: this.clock.now(), logicalId, type, physicalId, status, reason });
  }
}
