import type { Filter } from '@aws-sdk/client-ec2';
import { ServiceError } from '../service';

interface Listed {
  readonly order: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** The filters of a listing by name: what a thing has there, of which one must fit. */
export type FilterTable<T> = { readonly [name: string]: (thing: T) => readonly (string | undefined)[] };

/** For listings that can be filtered by tags: `tag:<key>` is known wherever `tag-key` is. */
export const BY_TAG = { 'tag-key': ({ tags }: Listed) => [...tags.keys()] };

/** A thing must fit all filters, and of each one value at least. */
export function filtered<T extends Listed>(things: readonly T[], filters: readonly Filter[] | undefined, table: FilterTable<T>): T[] {
  const tests = (filters ?? []).map(({ Name: name, Values: values }) => {
    if (!name || !values?.length) throw new ServiceError('InvalidParameterValue', 'A filter needs a name and at least one value');
    const read = readerOf(name, table);
    const patterns = values.map(toPattern);
    return (thing: T) => read(thing).some((text) => text !== undefined && patterns.some((pattern) => pattern.test(text)));
  });
  return things.filter((thing) => tests.every((test) => test(thing)));
}

function readerOf<T extends Listed>(name: string, table: FilterTable<T>): FilterTable<T>[string] {
  if (Object.hasOwn(table, name)) return table[name];
  if (name.startsWith('tag:') && 'tag-key' in table) return ({ tags }) => [tags.get(name.slice('tag:'.length))];
  throw new ServiceError('InvalidParameterValue', `The filter '${name}' is invalid`);
}

/** `*` is any text, `?` any character, unless a backslash stands before. */
function toPattern(value: string): RegExp {
  const source = value.replace(/\\?./gs, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.at(-1)!.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

interface PageRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** One page in the order of making. Its token names the last thing on it, so that deletions between two pages skip nothing. */
export function pageOf<T extends Listed>(things: readonly T[], { MaxResults, NextToken }: PageRequest, pageSize: number) {
  const after = NextToken === undefined ? -1 : orderIn(NextToken);
  const rest = things.filter(({ order }) => order > after).sort((a, b) => a.order - b.order);
  const page = rest.slice(0, Math.min(MaxResults ?? pageSize, pageSize));
  return { page, NextToken: rest.length > page.length ? Buffer.from(`after ${page.at(-1)!.order}`).toString('base64') : undefined };
}

function orderIn(token: string): number {
  const order = /^after (\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (order === undefined) throw new ServiceError('InvalidNextToken', 'The specified NextToken is not valid.');
  return Number(order);
}
