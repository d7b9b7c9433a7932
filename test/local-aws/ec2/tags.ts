import type { CreateTagsRequest, DeleteTagsRequest, Tag } from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { imageUnavailable } from './errors';
import { ServiceError } from '../service';

const MOST_TAGS = 50;

export function tagOperations(account: Account) {
  /** All exist, or nothing is changed. That DeleteTags refuses unknown ids as CreateTags does is assumed. */
  const tagsOf = (ids: readonly string[]) => ids.map((id) => {
    if (id.startsWith('snap-')) return account.snapshot(id).tags;
    if (id.startsWith('import-ami-')) return account.task(id).tags;
    const { deregistered, tags } = account.image(id);
    if (deregistered !== undefined) throw imageUnavailable(id);
    return tags;
  });

  return {
    CreateTags({ Resources: ids, Tags: wanted }: CreateTagsRequest): void {
      const all = tagsOf(ids!);
      for (const tags of all) {
        if (new Set([...tags.keys(), ...wanted!.map(({ Key: key }) => key)]).size > MOST_TAGS) {
          throw new ServiceError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
        }
      }
      for (const tags of all) for (const [key, value] of toTagMap(wanted)) tags.set(key, value);
    },

    /** A value, also the empty one, spares tags that have another. Without tags, all go. */
    DeleteTags({ Resources: ids, Tags: unwanted }: DeleteTagsRequest): void {
      for (const tags of tagsOf(ids!)) {
        for (const { Key: key, Value: value } of unwanted ?? toTags(tags)) {
          if (value === undefined || tags.get(key!) === value) tags.delete(key!);
        }
      }
    },
  };
}

export function toTagMap(tags: readonly Tag[] | undefined): Map<string, string> {
  return new Map((tags ?? []).map(({ Key: key, Value: value = '' }) => [key!, value]));
}

export function toTags(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
