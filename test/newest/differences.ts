/** How a template differs from one of another version of the CDK, in one place. */
export interface Difference {
  /** In whose resource: only what is ours must not differ. */
  readonly whose: 'ours' | 'the framework\'s' | 'the CDK\'s own' | 'the example\'s';
  readonly what: string;
}

/** The Provider framework's functions and state machine, and the rights that it grants to the roles that it is given. */
const FRAMEWORK = /^EucImages.*(Provider|Framework(Entry|Waiter)RoleDefaultPolicy)/;

/** Ours: the images and their links, what stands behind them, and the roles that we make for the services. */
function isOurs(logicalId: string, { Type: type }: { Type: string }, roles: ReadonlySet<string>): boolean {
  return logicalId.startsWith('EucImages') || type.startsWith('Custom::') || roles.has(logicalId);
}

/** All places in which two templates differ. */
export function differencesBetween(before: any, after: any): Difference[] {
  const all = { ...before.Resources, ...after.Resources };
  const roles = new Set(Object.keys(all).filter((id) => all[id].Type === 'AWS::IAM::Role'));
  const ofResources = Object.keys(all).flatMap((id) => {
    const whose = FRAMEWORK.test(id) ? 'the framework\'s' : id === 'CDKMetadata' ? 'the CDK\'s own' : isOurs(id, all[id], roles) ? 'ours' : 'the example\'s';
    return changesIn(before.Resources[id], after.Resources[id], [nameOf(all[id], id)]).map((what) => ({ whose, what }) as Difference);
  });
  const { Resources: _, ...oldRest } = before;
  const { Resources: __, ...newRest } = after;
  return [...ofResources, ...changesIn(oldRest, newRest, []).map((what) => ({ whose: 'the CDK\'s own', what }) as const)];
}

/** The type of a resource, and its last word, without what differs from stack to stack. */
function nameOf({ Type: type }: { Type: string }, logicalId: string): string {
  return `${type} ${/(OnEvent|IsComplete|onEvent|isComplete|onTimeout|Policy|Role|Logs|machine)?[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? ''}`.trim();
}

function changesIn(before: any, after: any, path: readonly (string | number)[]): string[] {
  const [one, other] = [before, after].map((value) => JSON.stringify(value)?.replace(/\b[0-9a-f]{64}\b/g, '<asset>'));
  if (one === other) return [];
  if (!isBranch(before) || !isBranch(after)) return [`${path.join('.')}: ${short(one)} -> ${short(other)}`];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changesIn(before[key], after[key], [...path, key]));
}

function isBranch(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function short(text = 'nothing'): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
