import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUDFORMATION, VERDICTS, WAITS } from './troubleshooting/engine-rows';
import { APPSTREAM_IMAGE, BYOL, IMAGE_BUILDER, KindRows, VM_IMPORT } from './troubleshooting/kind-rows';
import { CALL_CURES, CODE_CURES } from '../lambda/appstream-cures';
import { CURES as IMAGE_BUILDER_CURES } from '../lambda/appstream-image-builder-cures';
import { CURES as APPSTREAM_IMAGE_CURES } from '../lambda/appstream-image-cures';
import { CURES as BYOL_CURES } from '../lambda/byol-workspace-image-cures';
import { COMMON_CURES, Cure } from '../lambda/cures';
import { CURES as VM_IMPORT_CURES } from '../lambda/ec2-vm-import-cures';

/*
 * Writes the guide for those who have an error text before them, from the tables by which the handlers know a failure, and from rows
 * for what we and CloudFormation say. `npm run troubleshooting` runs it; a test holds the file to it.
 */

export const GUIDE = join(__dirname, '..', 'docs', 'troubleshooting.md');

const TITLE = `# Troubleshooting

<!-- Written by \`npm run troubleshooting\`. A row is changed in lambda/*-cures.ts or in scripts/troubleshooting/. -->

Every failure has a text, and every text has a row here. In a row … stands for what varies. What to do when nothing has failed (cancel, keep,
replace, find what is left) is in [operations](operations.md).`;

const HEAD = ['## Find the text', `1. Open the stack in the CloudFormation console, under *Events*. The list begins with the newest event.
2. Go down to where the operation began (*User Initiated*). The **first** event above it that ends in \`_FAILED\` holds the cause; those after
   it, such as \`Resource creation cancelled\`, follow from it. \`cdk deploy\` prints the same text in red.
3. The text of ours is between \`Error:\` and \`Logs:\`. First come the service's own words, then why, then what to do:

   > Received response status [FAILED] from custom resource. Message returned: Error: VM import failed: **ClientError: Unknown OS / Missing OS files.**
   > VM Import found no operating system that it supports on the boot disk. Put the boot disk first, … Logs: /aws/lambda/… (RequestId: …)

4. Search this page for the words behind the last colon or in brackets, here *Unknown OS*, without ids and numbers. The name of the error before
   them says less. Several rows may match: the one with most of your words holds. Rows that say *If no other row has the words* come last.
5. Cure it, and run \`cdk deploy\` again. If the state of the stack asks for something else, it is [below](#what-cloudformation-and-the-cdk-say).

In a terminal, newest first:

\`\`\`sh
aws cloudformation describe-stack-events --stack-name <stack> --output text \\
  --query "StackEvents[?contains(ResourceStatus, '_FAILED')].[Timestamp, LogicalResourceId, ResourceStatusReason]"
\`\`\`

The event names the resource by its logical id: the path of the construct in one word, and eight characters that the CDK adds. So
\`DiskImportWait222CD14E1\` is \`Disk/Import/Wait2\`: the second link that waits for the image \`Disk\`. (A link is one of the resources behind an
image, which wait one after the other.) Any of them may be the one that failed: \`Resource\`, \`Hold1\` …, \`Wait1\` …, \`Last\`; with a builder
\`Builder\` stands for \`Import\`.

The log group behind \`Logs:\` does not exist. All functions of a kind log to one group of the stack, \`EucImages…Logs\` among its resources, for
three months; [how to read it](operations.md#logs). It goes with a stack whose first deployment is rolled back; \`cdk deploy --no-rollback\`
keeps it.`, '## What is left behind', `| What failed | What is left | How to see it |
| --- | --- | --- |
| A first deployment, or an update that needs a new image | Nothing of the new one. A running VM import is cancelled and its snapshots are deleted; what cannot be cancelled (WorkSpaces, AppStream) is deleted when its import has ended. An old image is still there: it goes only when the new one is ready. | the stack is \`ROLLBACK_COMPLETE\` or \`UPDATE_ROLLBACK_COMPLETE\` |
| The same with \`--no-rollback\` | The image or builder that failed. It counts against the quota until the next deployment makes it anew, or the stack is deleted. | a WorkSpaces image is \`ERROR\`, an AppStream image or builder \`FAILED\`, an import task \`deleted\` |
| A change in place: tags, sharing, description, starting and stopping | The image. CloudFormation sends the former values. | the image is there as before |
| The deletion of a stack | What could not be deleted. An AMI may be gone while one of its snapshots stays. | the stack is \`DELETE_FAILED\` and can be deleted again |
| A deletion at the end of an update | The old image, though the update has succeeded. The next change of the resource deletes it, or the deletion of the resource. | \`DELETE_FAILED\` among the events of the resource; [an alarm](operations.md#metrics-and-alarms) tells |
| An update and its rollback | What the rollback had not reached; the rest is as before. | the stack is \`UPDATE_ROLLBACK_FAILED\` |
| A resource that was skipped (\`--retain-resources\`, \`--orphan\`, \`--resources-to-skip\`) | The image, with our tags. No stack deletes it any more. | by its tags |

[Four commands](operations.md#something-has-our-tags-and-no-stack) list all that bears our tags, one for each kind, and the same page tells how to
delete what no stack owns.

These are never ours to delete: the disk in S3, images that were made on an image builder, what EC2 Image Builder leaves (its own
resources, its logs, and its instance when \`terminateInstanceOnFailure\` is off), what a rule of the Recycle Bin keeps, and whatever does
not bear the tags of this stack. An image that somebody deletes by hand is [made again](operations.md#an-image-that-somebody-deleted-by-hand) by
the next change of its resource; one from which somebody takes our tags (\`cdk-euc-images:…\`) is used as it is, and neither changed nor
deleted any more.`];

const AFTER_VM_IMPORT = `**After the cure** run \`cdk deploy\`. An import that failed is begun anew by any deployment; \`revision\` need change only when an AMI is there
already, and its disk was overwritten under the same key.`;

const AFTER_BYOL = `**After the cure.** What is wrong is wrong in the machine that the image comes from, and the AMI at hand stays as it is. So:

1. Mend it in the source machine. The [Image Compatibility Checker](https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html) of AWS
   finds most of what else is wrong.
2. Export its disk and upload it.
3. Give the \`Ec2VmImport\` the new key, or change **its** \`revision\`. That of the \`ByolWorkspaceImage\` would import the same AMI once more.
4. \`cdk deploy\`.

With disk and desktop in one stack, a first deployment that fails takes the finished AMI back too. A disk in a stack of its own stays.

AWS enables an account and Region for BYOL on request, and asks for a number of desktops in each Region and month:
[its guide](https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html) says how and how many.`;

const APPSTREAM = '## Both kinds of AppStream';
const SHARED = `Error codes, and what else both kinds of AppStream have in common, are [below](${anchor(APPSTREAM.slice(3))}).`;

const FOOT = ['## A text that is not here', `It is the service's own, and new to us: what it names is wrong. The log of the functions has the whole of it. Please report it, with the
name of the error, so that it gets a row.`];

/** The rows of a table but those that another section has. */
function without(cures: readonly Cure[], ...others: (readonly Cure[])[]): Cure[] {
  return cures.filter((cure) => !others.some((other) => other.includes(cure)));
}

function kind(name: string, construct: string, rows: KindRows, cures: readonly Cure[], more = ''): string[] {
  return [
    `## ${name}: \`${construct}\``, ...more ? [more] : [],
    '### What we say', table('It says', rows.verdicts),
    '### What it was waiting for', 'In the middle of `… is not done after …` and `… cannot be deleted yet: …`:', table('It was waiting', rows.waits),
    '### What the service says', table('It says', sorted(cures)),
  ];
}

/** Names of errors of many causes: a row with more of the words says more. */
const BROAD = [
  'ClientError: …', 'IMAGE_IMPORT_FAILURE: …', 'IncompatibleImageException: …', 'InvalidParameter: …', 'InvalidParameterCombinationException: …',
  'InvalidParameterValuesException: …', 'OperationNotPermittedException: …', 'ServerError: …', 'ValidationException: …', 'VALIDATION_ERROR',
];

/**
 * A service's texts are looked up by the alphabet, and what catches all comes last; ours stand in the order in which one meets them. What
 * means the same is one row.
 */
function sorted(cures: readonly Cure[]): Cure[] {
  const rows = new Map<string, Cure>();
  for (const { says, cause, cure } of cures) {
    const key = cause + cure;
    rows.set(key, { says: [...rows.get(key)?.says ?? [], ...says], cause, cure });
  }
  const title = ({ says }: Cure) => says[0].replace(/^\W+/, '').toLowerCase();
  const all = [...rows.values()].sort((one, other) => (title(one) < title(other) ? -1 : 1));
  const last = all.filter(isBroad);
  return [...without(all, last), ...last.map((row) => ({ ...row, cause: `If no other row has the words: ${row.cause}` }))];
}

export function isBroad({ says }: Cure): boolean {
  return BROAD.includes(says[0]) && says.every((text) => /^\w+(: …)?$/.test(text));
}

function table(title: string, cures: readonly Cure[]): string {
  const rows = cures.map(({ says, cause, cure }) => [says.map((text) => `\`${text.replace(/\|/g, '\\|')}\``).join('<br>'), prose(cause), prose(cure)]);
  return [[title, 'Why', 'Do'], ['---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Names of properties, classes, states and codes, and paths of Windows. */
const NAME = /\*?\b\w*_\w+(?:=\w+)?|\b[a-z]+(?:[A-Z][a-z\d]+)+(?:\(\))?|\b[A-Z]\w+\.[A-Za-z]\w+(?:\(\))?|\b(?:\w:|\w+)(?:\\[\w.]+)+\\?/;
/** Where a link leads; commands in quotes; names; and what Markdown would take for its own. */
const SPECIAL = new RegExp(`(\\]\\([^)]*\\))|(?<![^\\s(])'([^']+)'(?=[\\s.,;)]|$)|(${NAME.source})|[*<>_\\\\]`, 'g');

function prose(text: string): string {
  return text.replace(SPECIAL, (match, link, command, name) => link ?? (command ?? name ? `\`${command ?? name}\`` : `\\${match}`));
}

/** Where a heading is found, as GitHub names it. */
function anchor(heading: string): string {
  return `#${heading.toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-')}`;
}

/** The whole guide. */
export function guide(): string {
  const parts = [
    ...HEAD,
    '## All kinds',
    '### What we say', table('It says', VERDICTS),
    '### What it was waiting for', 'In the middle of `… is not done after …`, `… cannot be looked up: …` and `… cannot be deleted yet: …`:',
    table('It was waiting', WAITS),
    '### What CloudFormation and the CDK say', table('It says', CLOUDFORMATION),
    '### What any service says', table('It says', sorted(COMMON_CURES)),
    ...kind('VM Import', 'Ec2VmImport', VM_IMPORT, without(VM_IMPORT_CURES, COMMON_CURES), AFTER_VM_IMPORT),
    ...kind('WorkSpaces images', 'ByolWorkspaceImage', BYOL, without(BYOL_CURES, COMMON_CURES), AFTER_BYOL),
    ...kind('AppStream image builders', 'AppStreamImageBuilder', IMAGE_BUILDER, without(IMAGE_BUILDER_CURES, CALL_CURES, CODE_CURES), SHARED),
    ...kind('AppStream images', 'AppStreamImage', APPSTREAM_IMAGE, without(APPSTREAM_IMAGE_CURES, CALL_CURES, CODE_CURES), SHARED),
    APPSTREAM, table('It says', sorted(without([...CALL_CURES, ...CODE_CURES], COMMON_CURES))),
    ...FOOT,
  ];
  const headings = parts.filter((part) => part.startsWith('## ')).map((part) => part.slice(3));
  const contents = headings.map((heading) => `- [${heading}](${anchor(heading)})`).join('\n');
  return `${[TITLE, contents, ...parts].join('\n\n')}\n`;
}

if (require.main === module) writeFileSync(GUIDE, guide());
