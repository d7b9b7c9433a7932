import { createHash } from 'node:crypto';
import { runSimulation, runUnsafeSimulation, Simulation } from '@cloud-copilot/iam-simulate';
import type { Context, Demand } from './demand';
import type { Position } from './grants';
import type { PolicyDocument, Role } from '../cloudformation/roles';

/*
 * Whether a role allows a demand, by an independent simulator of IAM that knows each action's resource types and condition keys from
 * the Service Authorization Reference. A key that the service does not have for an action is an error of our tables, and so is a
 * resource of another type.
 */

export interface Judgement {
  readonly isAllowed: boolean;
  /** Which entries of the role's policies have allowed it. */
  readonly sources: readonly Position[];
}

/** The same roles and demands come again and again, from test to test. */
const known = new Map<string, Promise<Judgement>>();

export function judge(role: Role, demand: Demand): Promise<Judgement> {
  const key = `${fingerprintOf(role)} ${keyOf(role, demand)}`;
  const judgement = known.get(key) ?? (demand.isUnlisted ? Promise.resolve(simulateUnlisted(role, demand)) : simulate(role, demand));
  known.set(key, judgement);
  return judgement;
}

function simulationOf(role: Role, { action, resource, context = {} }: Demand): Simulation {
  return {
    // The account of the role, of foreign resources too: whether they are shared is their service's business.
    request: { principal: role.arn, action, resource: { resource, accountId: role.arn.split(':')[4] }, contextVariables: { ...context } },
    identityPolicies: role.policies.map(({ name, document }) => ({ name, policy: document })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...role.boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: role.boundary }] },
  };
}

async function simulate(role: Role, demand: Demand): Promise<Judgement> {
  const { action, resource } = demand;
  const outcome = await runSimulation(simulationOf(role, demand), {});
  if (outcome.resultType !== 'single') {
    throw new Error(`IAM cannot be asked for ${action} on ${resource}: ${JSON.stringify('errors' in outcome ? outcome.errors : outcome)}`);
  }
  const { analysis, ignoredContextKeys = [] } = outcome.result;
  if (ignoredContextKeys.length) throw new Error(`${action} on ${resource} has no condition keys ${ignoredContextKeys.join(', ')}`);
  const allowing = analysis.identityAnalysis?.allowStatements ?? [];
  return {
    isAllowed: outcome.overallResult === 'Allowed',
    sources: allowing.flatMap(({ policyId: policy, statement, explain }) => {
      const actions = [explain.actions ?? []].flat().filter(({ matches }) => matches);
      const resources = [explain.resources ?? []].flat().filter(({ matches }) => matches);
      const place = { policy, statement: statement.index() - 1 }; // it counts from 1
      return actions.flatMap((one) => resources.map((other) => ({ ...place, action: one.action, resource: other.resource })));
    }),
  };
}

/** Without the knowledge of what there is: each right is tried alone, since this simulation tells nothing but its result. */
function simulateUnlisted(role: Role, demand: Demand): Judgement {
  const rights = role.policies.flatMap(({ name: policy, document }) => document.Statement.flatMap((entry, statement) =>
    [entry.Action].flat().flatMap((action: string) => [entry.Resource].flat().map((resource: string) => (
      { position: { policy, statement, action, resource }, document: { ...document, Statement: [{ ...entry, Action: action, Resource: resource }] } }
    )))));
  const sources = rights.filter(({ position, document }) => {
    const alone = { ...role, policies: [{ name: position.policy, inline: true, document, template: document }] };
    return runUnsafeSimulation(simulationOf(alone, demand), {}) === 'Allowed';
  });
  return { isAllowed: sources.length > 0, sources: sources.map(({ position }) => position) };
}

/** The same for roles that allow the same. */
export function fingerprintOf({ arn, policies, boundary }: Role): string {
  return [arn, ...policies.map(({ name, document }) => `${name} ${read(document).fingerprint}`), boundary && read(boundary).fingerprint].join(' ');
}

interface Read {
  readonly fingerprint: string;
  /** The condition keys that it asks for. */
  readonly keys: ReadonlySet<string>;
}

const readings = new WeakMap<PolicyDocument, Read>();

function read(document: PolicyDocument): Read {
  const before = readings.get(document);
  if (before) return before;
  const conditions = document.Statement.flatMap(({ Condition: condition = {} }) => Object.values<object>(condition));
  const reading = {
    fingerprint: createHash('sha256').update(JSON.stringify(document)).digest('base64'),
    keys: new Set(conditions.flatMap((keys) => Object.keys(keys))),
  };
  readings.set(document, reading);
  return reading;
}

/** The same for what is the same to the role. */
export function keyOf(role: Role, { action, resource, context }: Demand): string {
  return `${action} ${resource}${context ? JSON.stringify(asked(role, context)) : ''}`;
}

/** Our policies ask only for our marks; the user's tags, which differ from test to test, decide nothing. */
function asked({ policies, boundary }: Role, context: Context): Context {
  const documents = [...policies.map(({ document }) => document), ...boundary ? [boundary] : []];
  return Object.fromEntries(Object.entries(context).filter(([key]) => documents.some((document) => read(document).keys.has(key))));
}
