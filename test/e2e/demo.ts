/*
 * `npm run demo`: deploys examples/vm-import with the real CDK CLI to an account that is simulated on this machine, shows how the
 * chain of links waits for an import of hours, and deletes all of it again. With `--fail` the import fails on its way.
 */
import type { Account } from './account';
import { duration, Progress } from './progress';
import { Screen } from './screen';
import { startWorld, World } from './world';

const HOUR = 3600_000;

/** Makes an hour of some nine seconds. */
const RATE = 420;

/** Longer than four links wait, well within the six hours that the example allows. */
const SUCCESS = { duration: 4 * HOUR };
const FAILURE = { duration: 4 * HOUR, failure: { after: 1.5 * HOUR, message: 'ClientError: Unknown OS / Missing OS files.' } };

const screen = new Screen();

async function main(toFail: boolean): Promise<void> {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;

  screen.line('This account is SIMULATED: MiniStack and a local EC2 play AWS, on this machine alone. Nothing is sent to AWS, nothing costs money.');
  screen.line(`Real are the CDK CLI, the template, the Lambda functions and the wire. The simulated clock runs ${RATE} times as fast as yours.`);

  heading('Set-up');
  const world = await startWorld('vm-import', RATE, (step) => screen.line(`${seconds().padStart(7)}  ${step}`));
  try {
    const simulated = world.clock.now();
    world.local.ec2.settings.course = () => toFail ? FAILURE : SUCCESS;
    await tellStory(world, toFail);
    screen.line();
    screen.line(`Took ${seconds()}. Meanwhile ${duration(world.clock.now() - simulated)} simulated hours passed for deploy and destroy.`);
  } catch (error) {
    screen.line(`The logs are in ${world.folder}`);
    throw error;
  }
  await world.stop();
}

async function tellStory({ account, cdk, clock }: World, toFail: boolean): Promise<void> {
  const progress = new Progress(account, screen, clock);
  const why = () => progress.failures.join('\n') || cdk.tail(30);

  heading('cdk deploy (simulated hours and minutes since the first link began)');
  const failed = await progress.during(cdk.deploy()) !== 0;
  if (failed !== toFail) throw new Error(failed ? `the deployment failed:\n${why()}` : 'the deployment should have failed, and did not');
  screen.line(`Hand-overs from link to link: ${progress.handOvers}`);

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

main(process.argv.includes('--fail')).catch((error: Error) => giveUp(error.message));

function giveUp(why: string): never {
  heading(`FAILED: ${why}`);
  process.exit(1);
}
