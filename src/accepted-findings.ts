import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';

/*
 * What cdk-nag's AwsSolutions finds in resources of ours and stays, with the reason for its report: decision 9. We do not depend
 * on cdk-nag: its version 2 reads the metadata of a resource, its version 3 what the CDK was told to acknowledge.
 */

const REASONS = {
  resources: 'No narrower resource is known before the deployment: docs/permissions.md of cdk-euc-images has the use and the reason of each of these rights',
  actions: 'AWS documents these very actions for a role of this service',
  versions: 'The Provider framework of the CDK grants the functions that it invokes together with their versions',
  runtime: 'The Provider framework of the CDK chooses the runtime of its functions; a newer aws-cdk-lib brings a newer one',
  logging: 'The state machine only waits: its events tell nothing that the log of our functions does not, and to log them takes rights on all logs',
  tracing: 'The Provider framework of the CDK traces no state machine',
};

/** The CDK has it from 2.257 on; we are compiled against an older one. */
interface Validations {
  of(construct: IConstruct): { acknowledge(...rules: { id: string; reason: string }[]): void };
}

/** Accepts what is found in statements of ours in a role. What a user adds to it later is not ours to accept. */
export function acceptStatements(role: iam.Role, statements: readonly iam.PolicyStatement[]): void {
  const resource = role.node.defaultChild;
  if (!(resource instanceof iam.CfnRole)) return; // iam.Role.customizeRoles(): the app makes none
  // Of most rights no name needs to be resolved, which takes long; a wildcard is ours, and stands there as it is.
  const wild = (names: string | string[]) => role.stack.resolve([names].flat().filter((name) => name.includes('*')));
  const narrowed = statements.map((statement) => statement.toStatementJson())
    .map(({ Action, Resource }) => ({ Action: wild(Action), Resource: wild(Resource) }));
  acceptWildcards(resource, narrowed.flatMap(wildcardsIn));
}

/**
 * Accepts what is found in the resources below a scope that is ours. `theirs` are the user's statements in roles of ours: what these
 * bring is not ours to accept.
 */
export function acceptFindings(scope: IConstruct, theirs: readonly iam.PolicyStatement[] = []): void {
  const seen = new Set<IConstruct>(); // a second synthesis visits all of them again
  const visit = (node: IConstruct): void => {
    if (!cdk.CfnResource.isCfnResource(node) || seen.has(node)) return;
    seen.add(node);
    acceptIn(node, theirs);
  };
  // As late as that, since policies are not whole before; cdk-nag comes after what mutates.
  cdk.Aspects.of(scope).add({ visit }, { priority: cdk.AspectPriority.MUTATING });
}

function acceptIn(resource: cdk.CfnResource, theirs: readonly iam.PolicyStatement[]): void {
  switch (resource.cfnResourceType) {
    case 'AWS::IAM::Role': return acceptPolicies(resource, (resource as iam.CfnRole).policies, theirs);
    case 'AWS::IAM::ManagedPolicy': // what has no room in a role
    case 'AWS::IAM::Policy': return acceptPolicies(resource, (resource as iam.CfnPolicy).policyDocument, theirs);
    case 'AWS::Lambda::Function': {
      const isTheFrameworks = (resource as lambda.CfnFunction).handler?.startsWith('framework.');
      if (isTheFrameworks) accept(resource, 'AwsSolutions-L1', REASONS.runtime);
      return;
    }
    case 'AWS::StepFunctions::StateMachine':
      accept(resource, 'AwsSolutions-SF1', REASONS.logging);
      accept(resource, 'AwsSolutions-SF2', REASONS.tracing);
  }
}

function acceptPolicies(resource: cdk.CfnResource, policies: unknown, theirs: readonly iam.PolicyStatement[]): void {
  const wildcardsOf = (tree: unknown) => statementsIn(cdk.Stack.of(resource).resolve(tree)).flatMap(wildcardsIn);
  const brought = new Set(wildcardsOf(theirs.map((statement) => statement.toStatementJson())));
  acceptWildcards(resource, wildcardsOf(policies).filter((wildcard) => !brought.has(wildcard)));
}

function acceptWildcards(resource: cdk.CfnResource, wildcards: readonly string[]): void {
  const byReason = new Map<string, string[]>();
  for (const wildcard of new Set(wildcards)) {
    const reason = reasonOf(wildcard);
    byReason.set(reason, [...byReason.get(reason) ?? [], wildcard]);
  }
  for (const [reason, found] of byReason) accept(resource, 'AwsSolutions-IAM5', reason, found);
}

function reasonOf(wildcard: string): string {
  if (wildcard.startsWith('Action::')) return REASONS.actions;
  return /^Resource::<\w+\.Arn>:\*$/.test(wildcard) ? REASONS.versions : REASONS.resources;
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The statements in policies, however deep. */
function statementsIn(tree: unknown): Statement[] {
  if (!tree || typeof tree !== 'object') return [];
  return 'Resource' in tree ? [tree as Statement] : Object.values(tree).flatMap(statementsIn);
}

/** Each wildcard, as cdk-nag calls it. */
function wildcardsIn({ Action: actions, Resource: resources }: Statement): string[] {
  const all = [...[actions].flat().map((action) => `Action::${action}`), ...[resources].flat().map((resource) => `Resource::${flat(resource)}`)];
  return all.filter((name) => name.includes('*'));
}

/** An ARN with names in the place of references. */
function flat(arn: any): string {
  if (typeof arn === 'string') return arn;
  const [separator, parts] = arn['Fn::Join'] ?? [];
  if (Array.isArray(parts)) return parts.map(flat).join(separator); // of a list that only the deployment knows nothing can be told
  if (arn['Fn::GetAtt']) return `<${arn['Fn::GetAtt'].join('.')}>`;
  if (arn['Fn::ImportValue']) return flat(arn['Fn::ImportValue']);
  return arn.Ref ? `<${arn.Ref}>` : JSON.stringify(arn);
}

function accept(resource: cdk.CfnResource, id: string, reason: string, findings?: readonly string[]): void {
  const earlier = resource.getMetadata('cdk_nag')?.rules_to_suppress ?? [];
  resource.addMetadata('cdk_nag', { rules_to_suppress: [...earlier, { id, reason, applies_to: findings }] });

  const { Validations: validations } = cdk as { Validations?: Validations };
  const ids = findings?.map((finding) => `${id}[${finding}]`) ?? [id];
  validations?.of(resource).acknowledge(...ids.map((one) => ({ id: one, reason })));
}
