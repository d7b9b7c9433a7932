import type { Protocol } from './protocol';
import { query } from './query';

/** By the word of a model's metadata. `json` and `rest-json` join here. */
export const PROTOCOLS: { readonly [name: string]: Protocol } = {
  ec2: query('ec2'),
  query: query('query'),
};
