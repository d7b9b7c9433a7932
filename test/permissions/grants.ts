import type { Policy, Role } from '../cloudformation/roles';

/*
 * A role's rights one by one, in the words of the template: each action on each resource, under its condition.
 */

export interface Grant extends Standing {
  readonly action: string;
  /** As the template says it, such as `arn:${AWS::Partition}:ec2:${AWS::Region}::image/*`. */
  readonly resource: string;
  /** What kind of resource it is, whatever its name: `ec2 image`. */
  readonly type: string;
  readonly condition: string;
  /** Whether it comes and goes with a single image. */
  readonly ofOneImage: boolean;
  /** All actions of its statement. */
  readonly statement: readonly string[];
}

/** Where a grant stands. */
export interface Position {
  readonly policy: string;
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
}

/** The rights of a role, by where they stand. */
export type Grants = ReadonlyMap<string, Grant>;

/** Who has a role, and behind which kind. */
export interface Standing {
  /** As in `Ec2VmImport`. */
  readonly kind: string;
  /** As in `our isComplete`. */
  readonly holder: string;
}

/** That of a function or a state machine, by its logical id; nothing if it is none of ours. */
export function standingOf(logicalId: string): Standing | undefined {
  if (!standings.has(logicalId)) standings.set(logicalId, read(logicalId));
  return standings.get(logicalId);
}

const standings = new Map<string, Standing | undefined>();

function read(logicalId: string): Standing | undefined {
  const [, kind, name] = /^EucImagesCustom([A-Za-z0-9]+?)(OnEvent|IsComplete|ProviderframeworkonEvent|ProviderframeworkisComplete|ProviderframeworkonTimeout|Providerwaiterstatemachine)[0-9A-F]{8}$/
    .exec(logicalId) ?? [];
  return kind ? { kind, holder: HOLDERS[name] } : undefined;
}

/** The framework's two functions that wait have one role. */
const HOLDERS: { readonly [name: string]: string } = {
  OnEvent: 'our onEvent',
  IsComplete: 'our isComplete',
  ProviderframeworkonEvent: 'framework, entry',
  ProviderframeworkisComplete: 'framework, waiter',
  ProviderframeworkonTimeout: 'framework, waiter',
  Providerwaiterstatemachine: 'state machine',
};

/** Two grants of one key are one right to a reader, whichever stack they stand in. */
export function keyOf({ kind, holder, action, type, condition }: Grant): string {
  return [kind, holder, action, type, condition].join(' | ');
}

export function placeOf({ policy, statement, action, resource }: Position): string {
  return [policy, statement, action, resource].join(' | ');
}

export function grantsOf(role: Role, standing: Standing): Grants {
  return new Map(role.policies.flatMap((policy) => policy.document.Statement.flatMap((statement, index) => grantsIn(policy, statement, index, standing))));
}

function grantsIn(policy: Policy, statement: any, index: number, standing: Standing): [string, Grant][] {
  const template = policy.template.Statement[index];
  const resources = [statement.Resource].flat();
  const written = [template.Resource].flat().map(readable);
  const condition = conditionOf(template.Condition);
  return [statement.Action].flat().flatMap((action: string) => resources.map((resource: string, i: number) => [
    placeOf({ policy: policy.name, statement: index, action, resource }),
    { ...standing, action, resource: written[i], type: typeOf(resource), condition, ofOneImage: !policy.inline, statement: [statement.Action].flat() },
  ] as [string, Grant]));
}

/** The template's functions as text, in the way of Fn::Sub. */
export function readable(value: any): string {
  if (typeof value === 'string') return value;
  if (value?.Ref) return `\${${value.Ref}}`;
  if (value?.['Fn::GetAtt']) return `\${${[value['Fn::GetAtt']].flat().join('.')}}`;
  if (value?.['Fn::Join']) return value['Fn::Join'][1].map(readable).join(value['Fn::Join'][0]);
  if (typeof value?.['Fn::Sub'] === 'string') return value['Fn::Sub'];
  return JSON.stringify(value);
}

const SIGNS: { readonly [operator: string]: string } = {
  'StringEquals': 'is', 'StringEqualsIfExists': 'if there, is', 'ForAllValues:StringNotEquals': 'has none of', 'ArnLike': 'is like',
};

function conditionOf(condition: { [operator: string]: { [key: string]: any } } = {}): string {
  return Object.entries(condition).flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) =>
    `${key} ${SIGNS[operator] ?? operator} ${[value].flat().map(readable).join(', ')}`)).join('; ');
}

function typeOf(arn: string): string {
  if (arn === '*') return arn;
  const [, , service, , , ...rest] = arn.split(':');
  if (service === 's3') return rest.join(':').includes('/') ? 's3 object' : 's3 bucket';
  return `${service} ${rest.join(':').split(/[:/]/)[0]}`;
}
