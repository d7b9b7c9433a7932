/*
 * `npm run demo`: deploys an example with the real CDK CLI to an account that is simulated on this machine, shows how the chains of
 * links wait for work of hours, and deletes all of it again.
 *
 * What it takes is said in USAGE.
 */
import { parseArgs } from 'node:util';
import type { Account } from './account';
import { duration, Progress } from './progress';
import { Screen } from './screen';
import { begin, STORIES, Story } from './stories';
import { startWorld, World } from './world';
import { describe } from '../permissions/ledger';

const USAGE = `
npm run demo                         examples/windows-desktop: from a disk to desktops and applications
npm run demo -- vm-import            examples/vm-import: from a disk to an AMI
npm run demo -- --fail [<example>]   the same, and the import of the disk fails on its way; vm-import if no example is named`;

const screen = new Screen();

async function main(story: Story, fails: boolean): Promise<void> {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;

  screen.line('This account is SIMULATED: MiniStack and a local AWS play it, on this machine alone. Nothing is sent to AWS, nothing costs money.');
  screen.line(`Real are the CDK CLI, the template, the Lambda functions and the wire. The simulated clock runs ${story.rate} times as fast as yours.`);

  heading('Set-up');
  const world = await startWorld(story.example, story.rate, (step) => screen.line(`${seconds().padStart(7)}  ${step}`));
  try {
    const simulated = world.clock.now();
    begin(world.local, fails);
    await tell(story, fails, world);
    screen.line();
    screen.line(`Took ${seconds()}. Meanwhile ${duration(world.clock.now() - simulated)} simulated hours passed for deploy and destroy.`);
  } catch (error) {
    screen.line(`The logs are in ${world.folder}`);
    throw error;
  }
  await world.stop();
}

async function tell(story: Story, fails: boolean, { access, account, cdk, clock }: World): Promise<void> {
  const progress = new Progress(account, screen, clock);
  const why = () => progress.failures.join('\n') || cdk.tail(30);

  heading(`cdk deploy of examples/${story.example} (simulated hours and minutes since the first link began)`);
  const failed = await progress.during(cdk.deploy()) !== 0;
  if (failed !== fails) throw new Error(failed ? `the deployment failed:\n${why()}` : 'the deployment should have failed, and did not');
  screen.line(`Hand-overs from link to link: ${progress.handOvers}`);
  if (progress.handOvers === 0) throw new Error('no link has handed over: the demo shows nothing of the chain');

  if (failed) {
    heading('Why, as CloudFormation shows it');
    screen.line(why());
    screen.line();
    screen.line('Look the words behind "Error:" up in docs/troubleshooting.md. More is in the log group EucImages...Logs among the resources of the stack;');
    screen.line('it went with the rollback, and `cdk deploy --no-rollback` would have kept it. When all is mended, `cdk deploy` begins anew.');
  }
  await tellContents(account);

  heading('cdk destroy');
  const destroyed = await progress.during(cdk.destroy()) === 0;

  heading('Rights');
  const { calls, denials } = access.ledger;
  screen.line(`calls judged: ${calls}, denied: ${denials.length}`);
  for (const denial of denials) screen.line(`  ${describe(denial)}`);

  heading('Left in the account');
  const left = await account.contents();
  for (const thing of left.length ? left : ['nothing']) screen.line(`  ${thing}`);
  if (!destroyed) throw new Error(`the stack could not be deleted:\n${why()}`);
  if (left.length) throw new Error('the stack is gone, and something is left');
  if (denials.length || !calls) throw new Error('the functions were not judged, or called what their roles do not allow');
}

async function tellContents(account: Account): Promise<void> {
  heading('In the account');
  for (const { StackName: name, StackStatus: status, Outputs: outputs } of await account.stacks()) {
    tellThing(`stack ${name}: ${status}`, outputs?.map(({ OutputKey: key, OutputValue: value }) => [key, value]));
  }
  for (const { ImageId: id, Description: description, Tags: tags } of await account.images()) {
    tellThing(`${id}: ${description}`, tags?.map(({ Key: key, Value: value }) => [key, value]));
  }
  for (const { SnapshotId: id, Description: description, Tags: tags } of await account.snapshots()) {
    tellThing(`${id}: ${description}`, tags?.map(({ Key: key, Value: value }) => [key, value]));
  }
  for (const { id, text } of await account.namedThings()) tellThing(`${id}: ${text}`);
}

function tellThing(title: string, details: (string | undefined)[][] = []): void {
  screen.line(`  ${title}`);
  for (const [key, value] of details) screen.line(`    ${key!.padEnd(22)}${value}`);
}

function heading(text: string): void {
  screen.line();
  screen.line(text);
}

// The emulator and the CLI are ended on 'exit', however it comes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => giveUp(signal));

const wanted = readArguments();
if (wanted) main(STORIES[wanted.example], wanted.fails).catch((error: Error) => giveUp(error.message));
else screen.line(USAGE.trim());

/** Nothing if only the usage is asked for. */
function readArguments(): { example: string; fails: boolean } | undefined {
  try {
    const { values: { fail: fails = false, help }, positionals } = parseArgs({
      options: { fail: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, allowPositionals: true,
    });
    const [example = fails ? 'vm-import' : 'windows-desktop', ...more] = positionals;
    if (more.length || !Object.hasOwn(STORIES, example)) throw new Error(`there is no example '${[example, ...more].join(' ')}'`);
    return help ? undefined : { example, fails };
  } catch (error) {
    return giveUp(`${(error as Error).message}\n${USAGE}`);
  }
}

function giveUp(why: string): never {
  heading(`FAILED: ${why}`);
  process.exit(1);
}
