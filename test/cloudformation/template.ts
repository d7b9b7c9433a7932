/** A CloudFormation template, as far as the simulator reads it. */
export interface Template {
  readonly Parameters?: Record<string, { Type: string; Default?: unknown }>;
  readonly Conditions?: Record<string, unknown>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  readonly Resources: Record<string, Definition>;
  readonly Outputs?: Record<string, { Value: unknown; Condition?: string; Description?: string; Export?: { Name: unknown } }>;
}

/** A resource as the template defines it. */
export interface Definition {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** What is to be deployed; `assets` tells in which folder the code of each asset (by S3 key) lies. */
export interface StackToDeploy {
  readonly name: string;
  readonly template: Template;
  readonly assets: Record<string, string>;
}

export function isCustom(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}

/** Whether one resource needs another one, directly or not. */
export type Needs = (one: string, other: string) => boolean;

/** What needs what among these resources. One may come with several definitions: before and after an update. */
export function needsAmong(resources: { logicalId: string; definition: Definition }[]): Needs {
  const direct = new Map<string, Set<string>>();
  for (const { logicalId, definition: { DependsOn = [], Properties } } of resources) {
    direct.set(logicalId, new Set([...direct.get(logicalId) ?? [], ...[DependsOn].flat(), ...references(Properties)]));
  }
  const all = new Map([...direct.keys()].map((id) => [id, reachable(direct, id)]));
  return (one, other) => all.get(one)?.has(other) ?? false;
}

function reachable(direct: Map<string, Set<string>>, from: string): Set<string> {
  const seen = new Set<string>();
  const visit = (id: string) => direct.get(id)?.forEach((next) => {
    if (seen.has(next)) return;
    seen.add(next);
    visit(next);
  });
  visit(from);
  return seen;
}

/** The names that a value refers to; names of parameters among them do no harm. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [inner as string];
    if (key === 'Fn::GetAtt') return [[inner].flat().join('.').split('.')[0]];
    if (key === 'Fn::Sub') return [...placeholders([inner].flat()[0]), ...references(inner)];
    return references(inner);
  });
}

function placeholders(text: string): string[] {
  return Array.from(text.matchAll(/\$\{([^!}.]+)[^}]*\}/g), (match) => match[1]);
}
