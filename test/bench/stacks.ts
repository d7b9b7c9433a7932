import { readFileSync } from 'node:fs';
import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { BenchKind } from './kinds';
import type { PeerImage } from './synth-child';

/** How many resources CloudFormation takes in one stack, and how large the template may be. */
export const MAX_RESOURCES = 500;
/** How many it creates, updates or deletes in one operation on nested stacks, all of them together. */
export const MAX_NESTED_RESOURCES = 2500;
export const MAX_TEMPLATE_BYTES = 1_000_000;
/** As many managed policies a role may have by default; all of ours that are split off belong to one. */
export const MAX_POLICIES_OF_ROLE = 10;

export interface Template {
  readonly resources: { readonly [id: string]: { readonly Type: string; readonly Properties?: any; readonly DependsOn?: string | readonly string[] } };
  /** As the CDK writes and uploads it. */
  readonly bytes: number;
}

/** A stack of so many images of one kind, with a tag on all of it, and one on each. The CDK refuses more resources than a stack may hold. */
export function templateOf(kind: BenchKind, count: number, timeout?: Duration): Template {
  const app = new App();
  const stack = new Stack(app, 'S');
  Tags.of(stack).add('CostCenter', '4711');
  for (let i = 0; i < count; i++) kind.define(stack, `Image${i}`, timeout);
  const { template, templateFullPath } = app.synth().getStackArtifact('S');
  return { resources: template.Resources, bytes: readFileSync(templateFullPath).length };
}

export function linksPerImage(kind: BenchKind, timeout?: Duration): number {
  return Object.values(templateOf(kind, 1, timeout).resources).filter(({ Type: type }) => type.startsWith('Custom::')).length;
}

/** Links, and a role where there is one. */
export function resourcesPerImage(kind: BenchKind, timeout?: Duration): number {
  return countOf(templateOf(kind, 2, timeout)) - countOf(templateOf(kind, 1, timeout));
}

export function countOf({ resources }: Template): number {
  return Object.keys(resources).length;
}

/** What a plain stack needs for the same image: as many links, that say what our second one says but for its tags, and the same role. */
export function peerImageOf(kind: BenchKind): PeerImage {
  const resources = Object.entries(templateOf(kind, 1).resources);
  const [, link] = resources.find(([, { Type: type }]) => type === 'Custom::EucImageWait')!;
  const [, role] = resources.find(([id, { Type: type }]) => type === 'AWS::IAM::Role' && id.startsWith('Image')) ?? [];
  const { ServiceToken, Tags: tags, ...request } = link.Properties;
  return { links: linksPerImage(kind), request, role: role?.Properties };
}
