import type { Account, Demand } from './demand';
import { Grants, grantsOf, placeOf, Standing, standingOf } from './grants';
import { fingerprintOf, judge, keyOf } from './judge';
import { Ledger } from './ledger';
import { demandsOf } from './tables/tables';
import type { Principal, Role } from '../cloudformation/roles';
import type { Call } from '../local-aws/call';
import type { LocalAws, Verdict } from '../local-aws/local-aws';

/** Who calls and what the roles are at this moment, as the stacks know. A role that has not changed is the same object. */
export interface Roles {
  callerOf(call: Call): Promise<Principal | undefined>;
  role(arn: string): Promise<Role | undefined>;
}

const ALLOWED: Verdict = { isAllowed: true, without: [] };

/** IAM of a test world: each call is judged by the role of who makes it, as it is at this moment. */
export class Access {
  public readonly ledger = new Ledger();
  private readonly account: Account;
  /** What a role was asked before, and did allow: a poll asks the same as the one before it. */
  private readonly settled = new WeakMap<Role, Set<string>>();

  constructor(private readonly roles: Roles, aws: LocalAws) {
    const { account, region } = aws.context;
    this.account = {
      aws,
      arn: (service, resource, owner = account) => `arn:aws:${service}:${service === 'iam' ? '' : region}:${owner}:${resource}`,
      roleArn: (name) => `arn:aws:iam::${account}:role/${name}`,
    };
  }

  /** A call that came over the wire. Who is no function of a stack, such as a test, is not asked. */
  public async ofCall(call: Call): Promise<Verdict> {
    const principal = await this.roles.callerOf(call);
    if (!principal) return ALLOWED;
    return this.judge(principal, `${call.service}:${call.operation}`, demandsOf(call, this.account));
  }

  /** What a function or a state machine does without a wire: to the framework, and to its logs. */
  public async of(principal: Principal, action: string, resource: string): Promise<boolean> {
    return (await this.judge(principal, action, [{ action, resource }])).isAllowed;
  }

  /** A role from elsewhere is nobody's to judge here; one that a stack has just deleted is used to its end. */
  private async judge(principal: Principal, operation: string, demands: readonly Demand[]): Promise<Verdict> {
    const standing = standingOf(principal.logicalId);
    const role = standing && await this.roles.role(principal.roleArn);
    if (!standing || !role) return ALLOWED;
    this.ledger.calls++;
    this.ledger.demands += demands.length;
    const denied: Demand[] = [];
    for (const demand of demands) if (!await this.allows(role, standing, operation, demand)) denied.push(demand);
    return { isAllowed: denied.every(({ optional }) => optional), without: denied.map(({ resource }) => resource) };
  }

  private async allows(role: Role, standing: Standing, operation: string, demand: Demand): Promise<boolean> {
    const settled = this.settled.get(role) ?? new Set();
    this.settled.set(role, settled);
    const question = `${standing.holder} ${operation} ${keyOf(role, demand)}`;
    if (settled.has(question)) return true;

    const { ledger } = this;
    const grants = known(role, standing);
    ledger.see(grants);
    const { isAllowed, sources } = await judge(role, demand);
    if (isAllowed) settled.add(question);
    else ledger.denials.push({ ...standing, operation, action: demand.action, resource: demand.resource });
    for (const source of sources) ledger.use(grants.get(placeOf(source))!, operation, demand.because);
    return isAllowed;
  }
}

/** Roles are the same from test to test. */
const read = new Map<string, Grants>();

function known(role: Role, standing: Standing): Grants {
  const key = `${standing.kind} ${standing.holder} ${fingerprintOf(role)}`;
  const grants = read.get(key) ?? grantsOf(role, standing);
  read.set(key, grants);
  return grants;
}
