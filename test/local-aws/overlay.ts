import { APPSTREAM_RULES } from './appstream/rules';
import { EC2_RULES } from './ec2/rules';
import type { Rule } from './rule';
import { ServiceError } from './service';
import { WORKSPACES_RULES } from './workspaces/rules';

/** What services refuse beyond their models; each brings its rules in files of its own. */
export const OVERLAY: { readonly [service: string]: readonly Rule[] } = {
  appstream: APPSTREAM_RULES,
  ec2: EC2_RULES,
  workspaces: WORKSPACES_RULES,
};

/** Throws the first rule that is broken. */
export function checkOverlay(service: string, operation: string, input: any): void {
  const rule = OVERLAY[service]?.find((one) => one.operations.includes(operation) && one.broken(input));
  if (rule) throw new ServiceError(rule.code, typeof rule.message === 'string' ? rule.message : rule.message(input));
}
