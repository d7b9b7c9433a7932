import { Grant, Grants, keyOf } from './grants';

/** A demand that a role did not allow. */
export interface Denial {
  readonly kind: string;
  readonly holder: string;
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
}

/** A right, on which resources it was met, and the operations that have used it: why, if that is not plain. */
export interface Entry {
  readonly grant: Grant;
  readonly resources: readonly string[];
  readonly usedBy: { readonly [operation: string]: string };
}

interface Right {
  readonly grant: Grant;
  readonly resources: Set<string>;
  readonly usedBy: Map<string, string>;
}

/** What is written down of many judgements, and can be put together with that of other runs. */
export interface Judged {
  readonly calls: number;
  readonly demands: number;
  readonly denials: readonly Denial[];
  readonly entries: readonly Entry[];
}

/** Of all calls of a world: what was judged, what was denied, and by which right each was allowed. */
export class Ledger {
  public calls = 0;
  public demands = 0;
  public readonly denials: Denial[] = [];
  private readonly rights = new Map<string, Right>();
  private readonly seen = new Set<Grants>();

  /** The rights of a role. */
  public see(grants: Grants): void {
    if (this.seen.has(grants)) return;
    this.seen.add(grants);
    for (const grant of grants.values()) this.right(grant);
  }

  /** That an operation has used a right, and for what if that is not plain. */
  public use(grant: Grant, operation: string, because = ''): void {
    this.right(grant).usedBy.set(operation, because);
  }

  public add({ calls, demands, denials, entries }: Judged): void {
    this.calls += calls;
    this.demands += demands;
    this.denials.push(...denials);
    for (const { grant, resources, usedBy } of entries) {
      const right = this.right(grant);
      for (const resource of resources) right.resources.add(resource);
      for (const [operation, because] of Object.entries(usedBy)) right.usedBy.set(operation, because);
    }
  }

  private right(grant: Grant): Right {
    const key = keyOf(grant);
    const right = this.rights.get(key) ?? { grant, resources: new Set<string>(), usedBy: new Map<string, string>() };
    this.rights.set(key, right);
    right.resources.add(grant.resource);
    return right;
  }

  public get judged(): Judged {
    const entries = [...this.rights.values()].map(({ grant, resources, usedBy }) => ({ grant, resources: [...resources], usedBy: Object.fromEntries(usedBy) }));
    return { calls: this.calls, demands: this.demands, denials: this.denials, entries };
  }
}

export function describe({ kind, holder, operation, action, resource }: Denial): string {
  return `${kind}, ${holder}: ${operation} needs ${action} on ${resource}`;
}
