import { App, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Units } from './prices';
import { MAX_RESOURCES } from './stacks';
import { RUN } from './waiting';
import { synthesize } from '../cloudformation/synthesize';
import type { StackToDeploy } from '../cloudformation/template';

/*
 * What one would use instead to wait for images: a Provider that asks every five seconds, or a chain of AwsCustomResources.
 */

const SECONDS = 5;

/** Seconds between two questions about one image. */
export const POLLER_SECONDS = SECONDS;

/** A stack that waits for these images by the functions of poller.ts, which lie in that folder. */
export function pollerStack(folder: string, images: readonly { readonly kind: string; readonly name: string; readonly id: string }[]): StackToDeploy {
  const stack = new Stack(new App(), 'S');
  const code = lambda.Code.fromAsset(folder);
  const newFunction = (name: string) => new lambda.Function(stack, name, { code, handler: `poller.${name}`, runtime: lambda.Runtime.NODEJS_24_X, memorySize: 256 });
  const { serviceToken } = new cr.Provider(stack, 'Provider', {
    onEventHandler: newFunction('onEvent'), isCompleteHandler: newFunction('isComplete'),
    queryInterval: Duration.seconds(SECONDS), totalTimeout: Duration.minutes(59),
  });
  images.forEach(({ kind, name, id }, index) => {
    new CustomResource(stack, `Image${index}`, { serviceToken, resourceType: 'Custom::Image', properties: { Kind: kind, Name: name, Id: id } });
  });
  return synthesize(stack);
}

export interface Chain extends Units {
  /** All figures are for an hour of one image. */
  readonly calls: number;
  /** How long the longest chain waits that a stack of so many images has room for. */
  readonly longestMinutes: number;
}

/** Its handler has so much: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources.AwsCustomResource.html */
const CHAIN_GIGABYTES = 0.5;

/**
 * AwsCustomResource waits for nothing: it calls once and is done. To wait with it one makes one after the other, each a resource of the
 * stack, and a run of Lambda. That CloudFormation needs five seconds for each is assumed; it waits to the end of the chain, ready or not.
 * All may have one function and one role, so that no more than those two resources come to the links.
 */
export function chainOf(images: number): Chain {
  const calls = 3600 / SECONDS;
  const links = Math.floor((MAX_RESOURCES - 2) / images);
  return { calls, transitions: 0, invocations: calls, gigabyteSeconds: calls * RUN.warm / 1000 * CHAIN_GIGABYTES, longestMinutes: links * SECONDS / 60 };
}
