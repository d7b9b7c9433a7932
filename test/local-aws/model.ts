import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a shape is used in a place: as a member, as an element, as input or output. */
export interface Reference {
  readonly shape: string;
  readonly locationName?: string;
  readonly queryName?: string;
  readonly resultWrapper?: string;
  readonly flattened?: boolean;
  /** The words that the documentation lists for a plain string. The service may take others; nothing is checked by them. */
  readonly values?: readonly string[];
}

export interface Shape {
  readonly type: string;
  readonly members?: { readonly [name: string]: Reference };
  readonly required?: readonly string[];
  readonly union?: boolean;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly flattened?: boolean;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly timestampFormat?: string;
}

export interface Operation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: Reference;
  readonly output?: Reference;
  readonly errors?: readonly Reference[];
}

/** A service as botocore describes it, cut down by scripts/models.py. */
export interface Model {
  readonly metadata: { readonly apiVersion: string; readonly protocol: string; readonly targetPrefix?: string; readonly xmlNamespace?: string };
  readonly operations: { readonly [name: string]: Operation };
  readonly shapes: { readonly [name: string]: Shape };
}

const loaded = new Map<string, Model>();

export function loadModel(service: string): Model {
  const model = loaded.get(service) ?? JSON.parse(readFileSync(join(__dirname, 'models', `${service}.json`), 'utf8'));
  loaded.set(service, model);
  return model;
}
