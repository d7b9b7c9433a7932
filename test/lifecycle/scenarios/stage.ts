import { CfnResource, Stack } from 'aws-cdk-lib';
import { Variants } from '../../cloudformation/variants';
import { Request, Subject } from '../subject';
import { MINUTE, other, World } from '../world';

/*
 * Where the scenarios play: a world, which each begins anew, and in it the stack of one kind.
 */

export let world: World;

export async function begin(variants?: Partial<Variants>): Promise<World> {
  world = await World.start(variants);
  return world;
}

/** What the scenarios of every kind ask for, in the words of this one. */
export function stageOf(subject: Subject) {
  const image = (request: Partial<Request> = {}) => (stack: Stack) => subject.define(stack, { color: 'red', ...request });
  /** An image, and a resource behind it that a test lets fail. */
  const imageAndOther = (request: Partial<Request> = {}) => (stack: Stack) => {
    const defined = image(request)(stack);
    other(stack).addPropertyOverride('DisplayName', subject.attribute(defined));
  };
  /** An image, and a resource beside it, which begins at the same time and takes `minutes`. */
  const imageBesideOther = (minutes: number, request: Partial<Request> = {}) => (stack: Stack) => {
    const defined = image(request)(stack);
    const beside = other(stack);
    beside.addPropertyOverride('DisplayName', `${request.color}`);
    beside.addDependency(defined.node.defaultChild as CfnResource);
    world.cfn.conditions.durations.Other = minutes * MINUTE;
  };
  const account = () => subject.account(world);
  /** Work that a Delete comes into, in minutes. */
  const long = subject.long ?? 200;
  /** The links that wait for the image itself. */
  const waits = () => Object.values(world.stack.resources).filter(({ type, status, properties: { Link: role } }) =>
    type === 'Custom::EucImageWait' && role !== 'Hold' && !status.startsWith('DELETE'));
  const breaks = (verb: 'create' | 'update') => { world.cfn.conditions.faults[verb].Other = 'the other one broke'; };

  return { image, imageAndOther, imageBesideOther, account, long, waits, breaks };
}
