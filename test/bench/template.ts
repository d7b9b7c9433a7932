import { Duration } from 'aws-cdk-lib';
import type { BenchKind } from './kinds';
import { Section } from './section';
import { countOf, linksPerImage, MAX_NESTED_RESOURCES, MAX_POLICIES_OF_ROLE, MAX_RESOURCES, MAX_TEMPLATE_BYTES, peerImageOf, Template, templateOf } from './stacks';

/*
 * What a stack of images holds: a fixed part for each kind, and a slope. No image needs less than one resource of its own; beyond that
 * the slope is the chain, one link for each 52 minutes of the timeout. The peer of a link's bytes is a bare CustomResource that says
 * the same, without tags.
 */

interface StackFigures {
  readonly fixedResources: number;
  readonly resourcesPerImage: number;
  readonly linksPerImage: number;
  readonly fixedBytes: number;
  readonly bytesPerImage: number;
  /** A link's bytes, by those of its peer. */
  readonly linkBytesRatio: number;
  /** The largest number of images that one stack holds. */
  readonly largestFleet: number;
  /** The same of nested stacks that are deployed as one. */
  readonly largestNestedFleet: number;
}

type Figures = { readonly [kind: string]: { readonly default: StackFigures; readonly oneHour: StackFigures } };

export const template: Section<Figures> = {
  name: 'template',
  title: 'Templates: what a stack of images of one kind holds',

  async measure({ kinds }) {
    return Object.fromEntries(kinds.map((kind) => [kind.name, { default: figuresOf(kind), oneHour: figuresOf(kind, Duration.hours(1)) }]));
  },

  report(figures) {
    const rows = Object.entries(figures).flatMap(([kind, timeouts]) => Object.entries(timeouts).map(([timeout, f]) => [
      `${kind}, ${timeout === 'oneHour' ? 'one hour' : 'default timeout'}`, f.fixedResources, f.resourcesPerImage, f.linksPerImage, f.fixedBytes, f.bytesPerImage,
      f.linkBytesRatio.toFixed(2), f.largestFleet, f.largestNestedFleet,
    ]));
    return [{ head: ['', 'resources fixed', 'an image', 'links of it', 'bytes fixed', 'an image', 'link by CustomResource', 'largest fleet of a stack', 'of nested stacks'], rows }];
  },
};

function figuresOf(kind: BenchKind, timeout?: Duration): StackFigures {
  const [one, two] = [templateOf(kind, 1, timeout), templateOf(kind, 2, timeout)];
  const resourcesPerImage = countOf(two) - countOf(one);
  // Permissions grow too: past a size they need policies of their own.
  let largestFleet = Math.floor((MAX_RESOURCES - countOf(one)) / resourcesPerImage) + 1;
  while (!fits(kind, largestFleet, timeout)) largestFleet--;
  const fixedResources = countOf(one) - resourcesPerImage;
  const inNestedStacks = (images: number) => images * resourcesPerImage + Math.ceil(images / largestFleet) * (fixedResources + 1);
  let largestNestedFleet = 0;
  while (inNestedStacks(largestNestedFleet + 1) <= MAX_NESTED_RESOURCES) largestNestedFleet++;
  return {
    resourcesPerImage,
    largestFleet,
    largestNestedFleet,
    fixedResources,
    linksPerImage: linksPerImage(kind, timeout),
    fixedBytes: one.bytes - (two.bytes - one.bytes),
    bytesPerImage: two.bytes - one.bytes,
    linkBytesRatio: linkBytes(one) / peerBytes(kind, one),
  };
}

/** Whether the CDK takes so many images in one stack, and CloudFormation and IAM would. */
function fits(kind: BenchKind, images: number, timeout?: Duration): boolean {
  try {
    const full = templateOf(kind, images, timeout);
    const policies = Object.values(full.resources).filter(({ Type: type }) => type === 'AWS::IAM::ManagedPolicy').length;
    return full.bytes <= MAX_TEMPLATE_BYTES && policies <= MAX_POLICIES_OF_ROLE;
  } catch (error) {
    if (/Number of resources in stack/.test((error as Error).message)) return false;
    throw error;
  }
}

function linkBytes({ resources }: Template): number {
  return bytesOf(Object.values(resources).find(({ Type: type }) => type === 'Custom::EucImageWait')!);
}

function peerBytes(kind: BenchKind, { resources }: Template): number {
  const { Properties: { ServiceToken } } = Object.values(resources).find(({ Type: type }) => type === 'Custom::EucImageWait')!;
  // As the CDK writes a CustomResource.
  return bytesOf({
    Type: 'Custom::EucImageWait', Properties: { ServiceToken, ...peerImageOf(kind).request }, UpdateReplacePolicy: 'Delete', DeletionPolicy: 'Delete',
  });
}

function bytesOf(resource: object): number {
  return JSON.stringify(resource, undefined, 1).length;
}
