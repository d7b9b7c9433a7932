import { json } from './json';
import type { Protocol } from './protocol';
import { query } from './query';
import { restJson } from './rest-json';

/** By the word of a model's metadata. */
export const PROTOCOLS: { readonly [name: string]: Protocol } = {
  'ec2': query('ec2'),
  'json': json(),
  'query': query('query'),
  'rest-json': restJson(),
  // What AppStream's model names first; its JavaScript client speaks JSON 1.1, which the model allows as well.
  'smithy-rpc-v2-cbor': json(),
};
