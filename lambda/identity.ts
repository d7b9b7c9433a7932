import { createHash } from 'node:crypto';

/*
 * The physical id is ours: `<stem>-<scope>-<shape>-<nonce>`. It names or tags the real thing, so that a repeated request finds
 * what the first one made, and a Delete finds it from the id alone. The format is frozen: a rollback runs old code on new ids.
 */

export interface Identity {
  readonly stem: string;
  /** Which chain of which stack. */
  readonly scope: string;
  /** What was asked for, as far as it cannot change in place. */
  readonly shape: string;
  /** Which request asked for it: after a failed import the same properties must be able to import again. */
  readonly nonce: string;
}

const FORMAT = /^([a-z]+(?:-[a-z]+)*)-([0-9a-f]{10})-([0-9a-f]{10})-([0-9a-f]{10})$/;

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

export function scopeOf(stackId: string, firstLogicalId: string): string {
  return hash(`${stackId}/${firstLogicalId}`);
}

/** The hash of what cannot change in place. What is absent does not count, so that a new word changes no old shape. */
export function shapeOf(fixed: object): string {
  return hash(canonical(fixed));
}

export function mint(identity: Identity): string {
  return [identity.stem, identity.scope, identity.shape, identity.nonce].join('-');
}

/** The parts of an id of ours; nothing for an id that CloudFormation invented. */
export function read(id: string): Identity | undefined {
  const [, stem, scope, shape, nonce] = FORMAT.exec(id) ?? [];
  return stem ? { stem, scope, shape, nonce } : undefined;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? '';
  const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join()}}`;
}
