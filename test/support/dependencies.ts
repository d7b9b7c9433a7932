import type { Template } from 'aws-cdk-lib/assertions';

/*
 * What waits for what in a template, as CloudFormation sees it: by DependsOn, and by whatever refers to a resource.
 */

type Resources = { readonly [logicalId: string]: { readonly DependsOn?: string | string[]; readonly Properties?: unknown } };

export class Dependencies {
  private readonly needs: Map<string, ReadonlySet<string>>;

  constructor(template: Template) {
    const resources: Resources = template.toJSON().Resources;
    this.needs = new Map(Object.entries(resources).map(([id, { DependsOn: said = [], Properties: properties }]) =>
      [id, new Set([...[said].flat(), ...namesIn(properties)].filter((name) => name in resources))]));
  }

  /** Everything that has to be there before. */
  public before(logicalId: string, seen = new Set<string>()): ReadonlySet<string> {
    for (const other of this.needs.get(logicalId) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      this.before(other, seen);
    }
    return seen;
  }

  /** What waits for itself. CloudFormation refuses a template with such. */
  public get circles(): string[] {
    return [...this.needs.keys()].filter((id) => this.before(id).has(id));
  }
}

function namesIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(namesIn);
  if (!tree || typeof tree !== 'object') return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key === 'Ref') return value;
    if (key === 'Fn::GetAtt') return [value].flat()[0].split('.')[0];
    const inText = key === 'Fn::Sub' ? [...`${[value].flat()[0]}`.matchAll(/\$\{(\w+)/g)].map(([, name]) => name) : [];
    return [...inText, ...namesIn(value)];
  });
}
