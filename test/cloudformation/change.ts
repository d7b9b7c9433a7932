import type { Deletion, ResourceRecord } from './stack-state';
import type { Definition } from './template';
import type { Variants } from './variants';

/** What a stack operation did to one resource, as far as a rollback has to know. */
export interface Change {
  readonly record: ResourceRecord;
  /** What the resource was; absent if this operation created it. */
  readonly before?: Pick<ResourceRecord, 'physicalId' | 'attributes' | 'properties' | 'definition'>;
  readonly definition: Definition;
  readonly properties: Record<string, any>;
  /** Whether it came to a request at all: the properties may not have been resolvable, or what remained of it was still being deleted. */
  begun: boolean;
  /** The other physical id that the answer named. */
  newId?: string;
  failed?: boolean;
}

/** The Deletes of the ids that an Update went between. Which one the resource keeps is known in the end; its Delete is not sent. */
export function idsOf({ record, before, definition, properties, newId, failed }: Change, failedNewId: Variants['failedNewId']): Deletion[] {
  const { logicalId, type } = record;
  const deletions: Deletion[] = [];
  if (before && definition.UpdateReplacePolicy !== 'Retain') deletions.push({ logicalId, type, ...before });
  if (newId && !(failed && failedNewId === 'lost')) deletions.push({ logicalId, type, physicalId: newId, properties, definition });
  return deletions;
}

/** Scalars reach custom resources as strings. */
export function asStrings(value: unknown): any {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]));
  return String(value);
}
