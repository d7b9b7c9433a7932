import { HeldAgainst, holdAgainstDocument, LAMBDA_ITSELF, SERVICE_ROLES, ServiceRole } from './documented';
import type { Wide } from './excess';
import type { Grant } from './grants';
import type { Judged, Entry } from './ledger';
import { rowOf } from './tables/tables';

/*
 * docs/permissions.md: every right, for those who have to approve it.
 */

const KINDS = ['Ec2VmImport', 'ByolWorkspaceImage', 'AppStreamImageBuilder', 'AppStreamImage'];

const HEAD = `# Permissions

For those who review what this library may do in an account. Written by \`npm run permissions -- --write\`; a test keeps it true.

Each kind of image has, once in each stack and however many images there are, five functions in four roles, and a state machine:

| Role | Who runs in it | What it may do |
| --- | --- | --- |
| \`IsCompleteRole\` | our \`isComplete\` | Looks, starts, changes and deletes: the tables below |
| \`OnEventRole\` | our \`onEvent\`, which names what is to be made | Writes logs |
| \`FrameworkEntryRole\` | the CDK framework's function that takes CloudFormation's requests | Writes logs, calls our two functions, starts the state machine |
| \`FrameworkWaiterRole\` | the CDK framework's two functions that wait | Writes logs, calls our two functions |
| the state machine's | Step Functions | Calls the framework's functions |

**How to read the tables.** \`P\`, \`R\` and \`A\` stand for the partition, Region and account of the stack. A condition on
\`aws:RequestTag\` or \`aws:ResourceTag/cdk-euc-images:stack\` holds the right to what bears the id of this very stack in that tag; then a
resource such as \`image/*\` means "every image of this stack", since nobody knows its id before. "If there, is" lets what has no such tag
yet pass, and nothing that belongs to another stack. Names of disks, AMIs, builds and keys are those of an example; a name alone, such as
\`WindowsRole\`, is that of a resource of the template.

**How it is proven.** Every call of every function in the life-cycle tests is judged against the policies of the very role that makes it,
as they stand in the template at that moment, by an independent simulator of IAM with AWS's own metadata. A call that is denied fails its
test; a right that no call uses, and one that is wider than the service demands without a reason beside its statement, fails
\`npm run permissions\`. What a call needs is in \`test/permissions/tables\`, each with its source; what AWS documents nowhere is marked
"assumed" there and here. It is not proven that the services ask IAM for nothing else.
`;

export function pageOf(judged: Judged, all: readonly Wide[]): string {
  const entries = judged.entries.filter(({ grant }) => !LAMBDA_ITSELF.actions.includes(grant.action));
  const ofKind = (kind: string) => entries.filter(({ grant }) => grant.kind === kind && grant.holder === 'our isComplete' && !isOfEveryRole(grant));
  return [
    HEAD,
    ...KINDS.flatMap((kind) => [
      `## ${kind}`, '',
      'As long as the stack has such an image, or had one:', '', table(ofKind(kind).filter(({ grant }) => !grant.ofOneImage), all),
      'With a single image, and gone with it:', '', table(ofKind(kind).filter(({ grant }) => grant.ofOneImage), all),
    ]),
    '## The other roles, and logs', '',
    'Alike for all kinds. The grants between the functions are the CDK framework\'s own: it lets its functions call both of ours.', '',
    ...others(entries, all),
    inVpc(),
    everything(all),
    assumptions(judged),
    ...SERVICE_ROLES.map((role) => serviceRole(role, holdAgainstDocument(role))),
  ].join('\n');
}

/** A right of every function, whatever it does. */
function isOfEveryRole({ action }: Grant): boolean {
  return action.startsWith('logs:');
}

function others(entries: readonly Entry[], all: readonly Wide[]): string[] {
  const holders = ['our onEvent', 'our isComplete', 'framework, entry', 'framework, waiter', 'state machine'];
  return holders.flatMap((holder) => {
    const ofHolder = (kind: string) => entries.filter(({ grant }) => grant.kind === kind && grant.holder === holder && (holder !== 'our isComplete' || isOfEveryRole(grant)));
    const [first, ...rest] = KINDS.map((kind) => ofHolder(kind).map(({ grant: { action, type } }) => `${action} ${type}`).sort().join());
    if (rest.some((other) => other !== first)) throw new Error(`the rights of '${holder}' differ from kind to kind`);
    return [`${holder[0].toUpperCase()}${holder.slice(1)}:`, '', table(ofHolder(KINDS[0]), all)];
  });
}

function table(entries: readonly Entry[], all: readonly Wide[]): string {
  const rows = entries.map(({ grant, resources, usedBy }) => [
    `\`${grant.action}\``, resourceCell(grant, resources, all), grant.condition ? `\`${short(grant.condition)}\`` : '', uses(usedBy),
  ]);
  return markdown(['Action', 'Resource', 'Condition', 'Used by'], rows);
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n').concat('\n');
}

function resourceCell(grant: Grant, resources: readonly string[], all: readonly Wide[]): string {
  const { explanation = '' } = all.find((one) => one.grant === grant) ?? {};
  return [...resources.map((resource) => `\`${short(resource)}\``), explanation].filter(Boolean).join('<br>');
}

/** Once for each operation, and once for each reason. */
function uses(usedBy: Entry['usedBy']): string {
  return Object.entries(usedBy).map(([operation, because]) => {
    return `\`${operation.split(':')[1]}\`: ${because || rowOf(operation).why}`;
  }).join('<br>');
}

/** The template's words, in short. */
export function short(text: string): string {
  return text.replaceAll('${AWS::Partition}', 'P').replaceAll('${AWS::Region}', 'R').replaceAll('${AWS::AccountId}', 'A')
    .replaceAll('${AWS::StackId}', 'this stack')
    .replace(/\$\{(?:EucImagesCustom(?:Ec2VmImport|ByolWorkspaceImage|AppStreamImageBuilder|AppStreamImage))?([A-Za-z0-9]+?)[0-9A-F]{8}(\.Arn)?\}/g, '$1');
}

function inVpc(): string {
  return [
    '## In a VPC, and with tracing', '',
    `Lambda itself does this in the name of the functions, and asks for it when the function is made; no code of ours does. Held against: ${LAMBDA_ITSELF.source}.`, '',
    markdown(['Action', 'Resource', 'When'], LAMBDA_ITSELF.actions.map((action) => [
      `\`${action}\``, '`*`', action.startsWith('xray:') ? '`tracing`, our two functions' : '`vpc`, all functions',
    ])),
  ].join('\n');
}

function everything(all: readonly Wide[]): string {
  const rows = all.filter(({ grant }) => grant.resource === '*').map(({ grant, isOnTags, narrower, explanation }) => [
    `\`${grant.action}\``, narrower.length ? narrower.join(', ') : isOnTags ? 'no resource level; bound to tags' : 'no resource level, no condition on tags',
    explanation || 'a grant of the CDK',
  ]);
  const different = [...new Map(rows.map((row) => [row.join(), row])).values()];
  return ['## Every right on `*`', '', 'What the Service Authorization Reference has to narrow it, and the comment beside the statement:', '',
    markdown(['Action', 'Service Authorization Reference', 'Comment'], different)].join('\n');
}

function assumptions({ entries }: Judged): string {
  const assumed = entries.flatMap(({ grant, usedBy }) => Object.entries(usedBy).filter(([, because]) => because.includes('assumed'))
    .map(([operation, because]) => `- \`${operation.split(':')[1]}\` needs \`${grant.action}\`: ${because}`));
  return ['## What is assumed', '', ...new Set(assumed), ''].join('\n');
}

function serviceRole({ title, service, source }: ServiceRole, { rights }: HeldAgainst): string {
  return [
    `## ${title}`, '',
    `\`${service}\` takes it on, and no function of ours. Held against [AWS's documented policy](${source}).`, '',
    markdown(['For', 'Action', 'Allowed on', 'AWS allows it on'], rights.map(({ purpose, actions, resources, on, assumed }) => [
      purpose, actions.map((action) => `\`${action}\``).join('<br>'), resources.map((one) => `\`${short(one)}\``).join('<br>'), assumed ? `${on}. Assumed: ${assumed}` : on,
    ])),
  ].join('\n');
}
