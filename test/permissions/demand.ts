import type { LocalAws } from '../local-aws/local-aws';

/** One question to IAM. A call asks one or several, and all must be allowed. */
export interface Demand {
  /** As IAM names it, such as `ec2:CreateTags`. */
  readonly action: string;
  /** The ARN; `*` where the action knows no resources. */
  readonly resource: string;
  /** The condition keys that the service gives IAM, as far as a policy of ours could ask for them. */
  readonly context?: Context;
  /** Why the call needs it, where the action is not the operation itself; with the source, or `assumed`. */
  readonly because?: string;
  /** Without it the service makes the call all the same, and leaves the resource out. */
  readonly optional?: boolean;
  /** The Service Authorization Reference lists no ARN of this form. */
  readonly isUnlisted?: boolean;
}

export interface Context {
  readonly [key: string]: string | string[];
}

/** What one operation of a service needs of its caller. */
export interface Row {
  /** What the library calls it for. */
  readonly why: string;
  demands(input: any, account: Account): readonly Demand[];
}

/** A service: what each of its operations needs. By the Service Authorization Reference, where no other source is named. */
export interface Table {
  readonly [operation: string]: Row;
}

/** What the tables look up in the account that is called. */
export interface Account {
  readonly aws: LocalAws;
  /** The ARN of a resource of the account. EC2's images and snapshots have no account in theirs. */
  arn(service: string, resource: string, owner?: string): string;
  /** The ARN of a role that a request names without its path. */
  roleArn(name: string): string;
}

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

export function everything(action: string): () => Demand[] {
  return () => [{ action, resource: '*' }];
}

/** The tags that a request brings. */
export function requestTags(tags: readonly Tag[] | { readonly [key: string]: string } = []): Context {
  const pairs = Array.isArray(tags) ? tags.map(({ Key, Value }: Tag) => [Key!, Value ?? '']) : Object.entries(tags);
  if (!pairs.length) return {};
  return { ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])), 'aws:TagKeys': pairs.map(([key]) => key) };
}

/** The tags that a resource bears. */
export function resourceTags(tags: ReadonlyMap<string, string>): Context {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}
