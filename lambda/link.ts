import type { CdkCustomResourceEvent } from 'aws-lambda';
import { hash, mint, read, scopeOf, shapeOf } from './identity';
import { Kind, Order } from './kind';
import { Envelope, HANDLER_SECONDS, LINK_MINUTES, LinkRole } from '../src/contract/envelope';

/** The part of an event that we read, after the framework has merged the answer of `onEvent` into it. */
export type LinkEvent = Pick<CdkCustomResourceEvent, 'RequestType' | 'RequestId' | 'StackId' | 'LogicalResourceId'> & {
  readonly ResponseURL?: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: any;
  readonly OldResourceProperties?: any;
  readonly StartedAt?: string;
  readonly CurrentId?: string;
};

/** What `onEvent` answers: a pure map of the event, so that it does no harm when the framework calls it twice or loses its answer. */
export interface Begun {
  readonly PhysicalResourceId: string;
  /** The same in every retry: when CloudFormation signed the request. */
  readonly StartedAt: string;
  /** The id that CloudFormation knew before an update. */
  readonly CurrentId?: string;
}

/** One request to one link, in the engine's words. */
export interface Link<P> {
  readonly role: LinkRole;
  readonly request: 'Create' | 'Update' | 'Delete';
  readonly id: string;
  readonly currentId?: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** The logical id of the chain's first link. */
  readonly first: string;
  readonly startedAt: Date;
  /** Whether it is for a thing that was not there before: a creation, or a replacement. */
  readonly isNew: boolean;
  /** Whether the properties before an update retain; in a rollback those are the ones that are taken back. */
  readonly retainBefore: boolean;
  /** How long this link may wait, in milliseconds. */
  readonly share: number;
  /** How long the whole chain may wait, in words. */
  readonly timeout: string;
  readonly order: Order<P>;
}

export const MINUTE = 60_000;

export function begin<P>(kind: Kind<P, unknown>, event: LinkEvent, now: Date): Begun {
  return { PhysicalResourceId: idFor(kind, event), StartedAt: startOf(event, now).toISOString(), CurrentId: event.PhysicalResourceId };
}

export function readLink<P>(event: LinkEvent, now: Date): Link<P> {
  const envelope: Envelope = event.ResourceProperties;
  const before: (Envelope & P) | undefined = event.OldResourceProperties;
  const id = toldId(event)!;
  const startedAt = event.StartedAt ? new Date(event.StartedAt) : now;
  return {
    role: envelope.Link,
    request: event.RequestType,
    id,
    currentId: event.CurrentId,
    stackId: event.StackId,
    logicalId: event.LogicalResourceId,
    first: envelope.Scope ?? event.LogicalResourceId, // a Delete may not have it
    startedAt,
    isNew: event.RequestType === 'Create' || (event.RequestType === 'Update' && envelope.Id !== before?.Id),
    retainBefore: before?.Retain === 'true',
    // The first link does not wait for the thing itself. But it looks for others of its chain, and it deletes.
    share: (envelope.Link === 'First' ? LINK_MINUTES : Number(envelope.Minutes)) * MINUTE,
    timeout: hours(Number(envelope.Timeout)),
    order: {
      id,
      request: event.RequestType,
      properties: event.ResourceProperties,
      before,
      tags: envelope.Tags ?? {},
      tagsBefore: before?.Tags ?? {},
      retain: envelope.Retain === 'true',
      stackId: event.StackId,
      token: `${id}-${hash(event.RequestId)}`,
      held: id === event.CurrentId,
      startedAt,
      inPassing: envelope.Link !== 'First' && (envelope.Link !== 'Last' || event.RequestType === 'Delete'),
    },
  };
}

/** A run of the handler that began before this request may still be at work until then. */
export function isAlone(link: Link<unknown>, now: Date): boolean {
  return now.getTime() - link.startedAt.getTime() >= HANDLER_SECONDS * 1000;
}

/** A Delete may bear an id that CloudFormation invented; every link but the first knows the real one from its properties. */
export function toldId({ PhysicalResourceId: current, ResourceProperties: { Id: id, Link: role } }: LinkEvent): string | undefined {
  return (role === 'First' ? undefined : id) ?? current;
}

function idFor<P>(kind: Kind<P, unknown>, event: LinkEvent): string {
  const { RequestType: request, PhysicalResourceId: current, ResourceProperties: properties, OldResourceProperties: before } = event;
  if (request === 'Delete') return current!;
  if (properties.Link !== 'First') return toldId(event)!;
  const shape = shapeOf(kind.fixed(properties));
  if (request === 'Update') {
    // Nothing that is fixed has changed; or this is a rollback, and the id is that of the old shape already.
    if (shape === shapeOf(kind.fixed(before ?? {})) || shape === read(current!)?.shape) return current!;
  }
  return mint({ stem: kind.stem, scope: scopeOf(event.StackId, properties.Scope), shape, nonce: hash(event.RequestId) });
}

/** CloudFormation signs the ResponseURL when it sends a request, and a repeated request bears the same signature. */
function startOf({ ResponseURL: url }: LinkEvent, now: Date): Date {
  const [, date, time] = /[?&]X-Amz-Date=(\d{8})T(\d{6})Z/.exec(url ?? '') ?? [];
  if (!date) return now;
  const pairs = time.match(/../g)!;
  const signed = new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${pairs.join(':')}Z`);
  return Number.isNaN(signed.getTime()) ? now : signed;
}

function hours(minutes: number): string {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return [h && `${h} h`, m && `${m} min`].filter(Boolean).join(' ') || '0 min';
}
