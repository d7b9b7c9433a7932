import { App, Stack } from 'aws-cdk-lib';
import { Ledger } from './ledger';
import { Chapter } from './lives/life';
import { synthesize } from '../cloudformation/synthesize';
import { World } from '../lifecycle/world';

/*
 * A world whose template is changed after its synthesis, as if somebody had changed the rights: to see that the judge sees it.
 */

export interface Change {
  /** The statement to be changed: the one of our `isComplete` that holds this action; else of whoever holds it. */
  readonly action: string;
  /** What becomes of it; nothing if it is to go. */
  become(statement: any): any | undefined;
}

/** Deploys, lets minutes pass or waits for the end, and deletes; tells how the deployment went, and what was judged. */
export async function playChanged(chapter: Chapter, change: Change, minutes?: number): Promise<{ status: string; ledger: Ledger; world: World }> {
  const world = await World.start();
  try {
    const stack = new Stack(new App(), 'S');
    chapter(stack);
    const deployed = structuredClone(synthesize(stack));
    if (!apply(deployed.template.Resources, change)) throw new Error(`no statement of the template allows ${change.action}`);
    const operation = world.cfn.deploy(deployed);
    if (minutes === undefined) await world.end(operation);
    else await world.clock.advance(minutes * 60_000);
    const status = world.stack.status;
    if (status.endsWith('COMPLETE') || minutes !== undefined) await world.destroy();
    return { status, ledger: world.access.ledger, world };
  } finally {
    await world.aws.stop();
  }
}

function apply(resources: Record<string, any>, { action, become }: Change): boolean {
  const documents = Object.entries(resources).flatMap(([id, { Type, Properties: p }]) => {
    if (Type === 'AWS::IAM::Policy') return [{ id, document: p.PolicyDocument }];
    return Type === 'AWS::IAM::Role' ? (p.Policies ?? []).map(({ PolicyDocument }: any) => ({ id, document: PolicyDocument })) : [];
  });
  const ours = documents.filter(({ id }) => /IsCompleteRole/.test(id));
  const others = documents.filter(({ id }) => /^EucImages/.test(id) && !/IsCompleteRole/.test(id));
  for (const { document } of [...ours, ...others]) {
    const index = document.Statement.findIndex(({ Action }: any) => [Action].flat().includes(action));
    if (index === -1) continue;
    const changed = become(structuredClone(document.Statement[index]));
    document.Statement.splice(index, 1, ...changed ? [changed] : []);
    return true;
  }
  return false;
}
