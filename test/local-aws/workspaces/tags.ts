import type { CreateTagsRequest, DeleteTagsRequest, DescribeTagsRequest, DescribeTagsResult } from '@aws-sdk/client-workspaces';
import type { Account } from './account';
import { ServiceError } from '../service';

export const MOST_TAGS = 50;

export function tagOperations(account: Account) {
  return {
    CreateTags({ ResourceId: id, Tags: wanted }: CreateTagsRequest): object {
      const { tags } = account.image(id!);
      if (new Set([...tags.keys(), ...wanted!.map(({ Key: key }) => key)]).size > MOST_TAGS) {
        throw new ServiceError('ResourceLimitExceededException', 'The limit of tags has been reached.');
      }
      for (const { Key: key, Value: value = '' } of wanted!) tags.set(key!, value);
      return {};
    },

    DeleteTags({ ResourceId: id, TagKeys: keys }: DeleteTagsRequest): object {
      const { tags } = account.image(id!);
      for (const key of keys!) tags.delete(key);
      return {};
    },

    DescribeTags({ ResourceId: id }: DescribeTagsRequest): DescribeTagsResult {
      return { TagList: [...account.image(id!).tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
