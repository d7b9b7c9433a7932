import { attributeOf, Place } from './names';
import type { ResourceRecord, StackState } from './stack-state';

/** What acts in the cloud in a role of its own: a function or a state machine. */
export interface Principal {
  readonly logicalId: string;
  readonly roleArn: string;
}

/** Whether a principal may do that. */
export type Authorize = (principal: Principal, action: string, resource: string) => Promise<boolean>;

/** A policy as it is in force, and as the template says it: with the same statements in the same order. */
export interface Policy {
  readonly name: string;
  /** Whether it is part of the role itself, and no resource of its own. */
  readonly inline: boolean;
  readonly document: PolicyDocument;
  readonly template: PolicyDocument;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly any[];
}

/** A role of a stack, with all that allows it something or bounds it at this moment. */
export interface Role {
  readonly logicalId: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
  readonly boundary?: PolicyDocument;
}

/** The role of that ARN, if a stack has made it. */
export function roleOf(stacks: readonly StackState[], arn: string, place: Place): Role | undefined {
  const records = stacks.flatMap((stack) => Object.values(stack.resources).filter(({ type, physicalId, status }) =>
    type.startsWith('AWS::IAM::') && physicalId !== undefined && status !== 'DELETE_COMPLETE'));
  const arnOf = ({ type, physicalId }: ResourceRecord) => attributeOf(type, physicalId!, 'Arn', place);
  const managed = (policyArn: string) => {
    const found = records.find((record) => record.type === 'AWS::IAM::ManagedPolicy' && arnOf(record) === policyArn);
    if (!found) throw new Error(`nobody here knows what ${policyArn} allows`);
    return found;
  };

  const role = records.find((record) => record.type === 'AWS::IAM::Role' && arnOf(record) === arn);
  if (!role) return undefined;
  const { ManagedPolicyArns = [], PermissionsBoundary, Policies = [] } = role.properties;
  const inline = Policies.map(({ PolicyName, PolicyDocument }: any, index: number) => ({
    name: PolicyName, inline: true, document: PolicyDocument, template: (role.definition.Properties as any).Policies[index].PolicyDocument,
  }));
  const attached = [...records.filter(({ properties }) => properties.Roles?.includes(role.physicalId)), ...ManagedPolicyArns.map(managed)];
  return {
    logicalId: role.logicalId,
    arn,
    policies: [...inline, ...attached.map(({ logicalId, properties, definition }): Policy => ({
      name: logicalId, inline: false, document: properties.PolicyDocument, template: (definition.Properties as any).PolicyDocument,
    }))],
    boundary: PermissionsBoundary && managed(PermissionsBoundary).properties.PolicyDocument,
  };
}
