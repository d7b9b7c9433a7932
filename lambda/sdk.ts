import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * How every client of ours calls. One attempt: the next poll is the retry, and a create without a client token must not be
 * sent twice by a client that lost the first answer. The times keep one call well within a run of the handler.
 */
export const CLIENT = {
  maxAttempts: 1,
  retryMode: 'standard',
  requestHandler: new NodeHttpHandler({ connectionTimeout: 3_000, requestTimeout: 15_000 }),
};

/** All items of a listing that the service gives page by page. An empty token is none. */
export async function pages<T>(page: (token?: string) => Promise<{ items?: T[]; next?: string }>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items ?? []);
    token = next;
  } while (token);
  return all;
}
