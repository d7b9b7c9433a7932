import type { ListTagsForResourceRequest, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-appstream';
import { Account, notFound } from './account';
import { ServiceError } from '../service';

const MOST_TAGS = 50;

export function tagOperations(account: Account) {
  const tagsOf = (arn: string) => {
    const thing = account.images.get(arn) ?? [...account.builders.values()].find((one) => one.arn === arn);
    return thing?.tags ?? notFound(`Resource ${arn} could not be found.`);
  };

  return {
    ListTagsForResource({ ResourceArn: arn }: ListTagsForResourceRequest) {
      const tags = tagsOf(arn!);
      return tags.size ? { Tags: Object.fromEntries(tags) } : {};
    },

    TagResource({ ResourceArn: arn, Tags: wanted }: TagResourceRequest) {
      const tags = tagsOf(arn!);
      if (new Set([...tags.keys(), ...Object.keys(wanted!)]).size > MOST_TAGS) {
        throw new ServiceError('LimitExceededException', `A resource may have ${MOST_TAGS} tags.`);
      }
      for (const [key, value] of Object.entries(wanted!)) tags.set(key, value);
      return {};
    },

    UntagResource({ ResourceArn: arn, TagKeys: keys }: UntagResourceRequest) {
      const tags = tagsOf(arn!);
      for (const key of keys!) tags.delete(key);
      return {};
    },
  };
}

export function toTagMap(tags: { readonly [key: string]: string } | undefined): Map<string, string> {
  return new Map(Object.entries(tags ?? {}));
}
