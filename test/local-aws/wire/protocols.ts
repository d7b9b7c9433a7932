import { json } from './json';
import type { Protocol } from './protocol';
import { query } from './query';

/** By the word of a model's metadata. `rest-json` joins here. */
export const PROTOCOLS: { readonly [name: string]: Protocol } = {
  'ec2': query('ec2'),
  'json': json(),
  'query': query('query'),
  // What AppStream's model names first; its JavaScript client speaks JSON 1.1, which the model allows as well.
  'smithy-rpc-v2-cbor': json(),
};
