import { AppStreamClient, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-appstream';
import { faultOf } from './faults';
import { Tags } from './kind';

/** What both AppStream kinds call. */
export interface AppStreamApi {
  /** Nothing where the thing is gone: it may go between a listing and this. */
  tags(arn: string): Promise<Tags | undefined>;
  tag(arn: string, tags: Tags): Promise<unknown>;
  untag(arn: string, keys: readonly string[]): Promise<unknown>;
}

/** Speaks to the real AppStream. */
export function sdkAppStreamApi(client: AppStreamClient): AppStreamApi {
  return {
    tags: (arn) => ifPresent(async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags ?? {}, undefined),
    tag: (arn, tags) => client.send(new TagResourceCommand({ ResourceArn: arn, Tags: tags })),
    untag: (arn, keys) => client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: [...keys] })),
  };
}

/** The service answers with an error where nothing is found. */
export async function ifPresent<T>(look: () => Promise<T | undefined>, otherwise: T): Promise<T> {
  try {
    return await look() ?? otherwise;
  } catch (error) {
    if (faultOf(error) === 'gone') return otherwise;
    throw error;
  }
}
