/*
 * `npm run demo`: deploys an example with the real CDK CLI to an account that is simulated on this machine, shows how the chains of
 * links wait for work of hours, and deletes all of it again.
 *
 *   npm run demo                  examples/windows-desktop: from a disk to desktops and applications
 *   npm run demo -- vm-import     examples/vm-import: from a disk to an AMI
 *   npm run demo -- --fail        the same, and the import fails on its way
 */
import type { Account } from './account';
import { duration, Progress } from './progress';
import { Screen } from './screen';
import { STORIES, Story } from './stories';
import { startWorld, World } from './world';

const screen = new Screen();

async function main(story: Story): Promise<void> {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;

  screen.line('This account is SIMULATED: MiniStack and a local AWS play it, on this machine alone. Nothing is sent to AWS, nothing costs money.');
  screen.line(`Real are the CDK CLI, the template, the Lambda functions and the wire. The simulated clock runs ${story.rate} times as fast as yours.`);

  heading('Set-up');
  const world = await startWorld(story.example, story.rate, (step) => screen.line(`${seconds().padStart(7)}  ${step}`));
  try {
    const simulated = world.clock.now();
    story.begin(world.local);
    await tell(story, world);
    screen.line();
    screen.line(`Took ${seconds()}. Meanwhile ${duration(world.clock.now() - simulated)} simulated hours passed for deploy and destroy.`);
  } catch (error) {
    screen.line(`The logs are in ${world.folder}`);
    throw error;
  }
  await world.stop();
}

async function tell(story: Story, { account, cdk, clock }: World): Promise<void> {
  const progress = new Progress(account, screen, clock);
  const why = () => progress.failures.join('\n') || cdk.tail(30);

  heading(`cdk deploy of examples/${story.example} (simulated hours and minutes since the first link began)`);
  const failed = await progress.during(cdk.deploy()) !== 0;
  if (failed !== story.fails) throw new Error(failed ? `the deployment failed:\n${why()}` : 'the deployment should have failed, and did not');
  screen.line(`Hand-overs from link to link: ${progress.handOvers}`);
  if (progress.handOvers === 0) throw new Error('no link has handed over: the demo shows nothing of the chain');

  if (failed) {
    heading('Why, as CloudFormation shows it');
    screen.line(why());
  }
  await tellContents(account);

  heading('cdk destroy');
  const destroyed = await progress.during(cdk.destroy()) === 0;

  heading('Left in the account');
  const left = await account.contents();
  for (const thing of left.length ? left : ['nothing']) screen.line(`  ${thing}`);
  if (!destroyed) throw new Error(`the stack could not be deleted:\n${why()}`);
  if (left.length) throw new Error('the stack is gone, and something is left');
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

const [wanted = 'windows-desktop'] = process.argv.slice(2);
const chosen = STORIES[wanted];
if (chosen) main(chosen).catch((error: Error) => giveUp(error.message));
else giveUp(`there is no story '${wanted}', only ${Object.keys(STORIES).join(', ')}`);

function giveUp(why: string): never {
  heading(`FAILED: ${why}`);
  process.exit(1);
}
