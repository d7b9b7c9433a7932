import { Duration } from 'aws-cdk-lib';
import { Figure, figureOf, lineThrough, ratioOf, told } from './figures';
import { Conditions, Section } from './section';
import { peerImageOf, resourcesPerImage } from './stacks';
import { Synth, SynthTask } from './synth-child';
import { measure } from './workshop';

/*
 * How long a synthesis takes as a stack grows. The peer is a stack with as many resources: bare instances of CustomResource on a bare
 * Provider, that say what a link says, without tags and with nothing checked, and the same role for each image where the service needs
 * one. Beside it stands AwsCustomResource, once for each image, which would wait for nothing.
 */

const REPETITIONS = 5;
const COUNTS = [1, 10, 100, 400];

/** The highest ratio of slopes that we allow ourselves. */
const GOAL = 1.3;

interface KindFigures {
  /** Milliseconds for one more CloudFormation resource. */
  readonly slope: Figure;
  readonly peerSlope: Figure;
  readonly slopeRatio: Figure;
  /** The slope between the last two counts by the slope between the two before: above 1 it would grow faster than the stack. */
  readonly bend: Figure;
  /** Milliseconds for one more image, by its timeout. */
  readonly perImage: { readonly default: number; readonly oneHour: number };
  readonly synths: readonly CountFigures[];
}

interface CountFigures {
  readonly images: number;
  readonly resources: number;
  readonly milliseconds: Figure;
  readonly peerMilliseconds: Figure;
  readonly awsCustomResourceMilliseconds: Figure;
  readonly megabytes: number;
  readonly peerMegabytes: number;
  readonly awsCustomResourceMegabytes: number;
}

interface Figures {
  /** Of the kind with the highest ratio. */
  readonly slopeRatio: number;
  readonly slopeMs: number;
  readonly peerSlopeMs: number;
  readonly kinds: { readonly [kind: string]: KindFigures };
}

export const synth: Section<Figures> = {
  name: 'synth',
  title: 'Synthesis: time of the processor and memory, as a stack grows',

  async measure(conditions) {
    const kinds: Record<string, KindFigures> = {};
    const runs = await measureAll(conditions);
    for (const kind of conditions.kinds) {
      kinds[kind.name] = figuresOf(runs.get(kind.name)!, resourcesPerImage(kind), resourcesPerImage(kind, Duration.hours(1)));
    }
    const worst = Object.values(kinds).reduce((a, b) => a.slopeRatio.median > b.slopeRatio.median ? a : b);
    return { slopeRatio: worst.slopeRatio.median, slopeMs: worst.slope.median, peerSlopeMs: worst.peerSlope.median, kinds };
  },

  report({ kinds, slopeRatio: highest }) {
    const reports = Object.entries(kinds).flatMap(([kind, { bend, peerSlope, perImage, slope, slopeRatio, synths }]) => [
      {
        head: [kind, 'resources', 'ms', 'MB', 'CustomResource ms', 'MB', 'AwsCustomResource ms', 'MB'],
        rows: synths.map((s) => [
          `${s.images} images`, s.resources, told(s.milliseconds, 0), s.megabytes.toFixed(0), told(s.peerMilliseconds, 0), s.peerMegabytes.toFixed(0),
          told(s.awsCustomResourceMilliseconds, 0), s.awsCustomResourceMegabytes.toFixed(0),
        ]),
      },
      `Slope ${told(slope)} ms a resource, of CustomResource ${told(peerSlope)} ms, ratio ${told(slopeRatio)}; later slope by earlier ${told(bend)}. `
      + `An image more: ${perImage.default.toFixed(1)} ms with the default timeout, ${perImage.oneHour.toFixed(1)} ms with one hour.`,
    ]);
    return [...reports, `The highest ratio of slopes is ${highest.toFixed(2)}; the goal is ${GOAL} at most.`];
  },
};

interface Runs {
  readonly ours: Synth[];
  readonly peers: Synth[];
  readonly awsCustomResources: Synth[];
}

/** By kind and count. */
async function measureAll(conditions: Conditions): Promise<Map<string, Map<number, Runs>>> {
  const { images: counts = COUNTS, kinds, node, progress, repetitions = REPETITIONS, workshop } = conditions;
  const script = await workshop.compile('./test/bench/synth-child.ts', 'lib/synth-child.js');
  const run = (task: SynthTask) => measure<Synth>(node, script, task, { CDK_VALIDATION: 'false' });
  const nothing = (): Runs => ({ ours: [], peers: [], awsCustomResources: [] });
  const all = new Map(kinds.map(({ name }) => [name, new Map(counts.map((count) => [count, nothing()]))]));
  const images = new Map(kinds.map((kind) => [kind, peerImageOf(kind)]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const count of counts) {
      // The same for all kinds.
      const awsCustomResource = await run({ of: 'AwsCustomResource', count });
      for (const kind of kinds) {
        progress(`synth: repetition ${repetition + 1} of ${repetitions}, ${count} x ${kind.name}`);
        const { ours, peers, awsCustomResources } = all.get(kind.name)!.get(count)!;
        ours.push(await run({ of: kind.name, count }));
        peers.push(await run({ of: 'CustomResource', count, image: images.get(kind) }));
        awsCustomResources.push(awsCustomResource);
      }
    }
  }
  return all;
}

function figuresOf(runs: Map<number, Runs>, perImage: number, perImageOfOneHour: number): KindFigures {
  const points = [...runs.values()];
  const slopes = (of: (run: Runs) => Synth[], from = 0, to = runs.size) => points[0].ours.map((_, repetition) =>
    lineThrough(points.slice(from, to).map((run) => [of(run)[repetition].resources, of(run)[repetition].milliseconds])).slope);
  const ours = slopes((run) => run.ours);
  const peers = slopes((run) => run.peers);
  const slope = figureOf(ours);
  const milliseconds = (synths: readonly Synth[]) => figureOf(synths.map((one) => one.milliseconds));
  const megabytes = (synths: readonly Synth[]) => figureOf(synths.map((one) => one.megabytes)).median;
  return {
    slope,
    peerSlope: figureOf(peers),
    slopeRatio: ratioOf(ours, peers),
    bend: ratioOf(slopes((run) => run.ours, -2), slopes((run) => run.ours, -3, -1)),
    perImage: { default: slope.median * perImage, oneHour: slope.median * perImageOfOneHour },
    synths: [...runs].map(([images, run]) => ({
      images,
      resources: run.ours[0].resources,
      milliseconds: milliseconds(run.ours),
      peerMilliseconds: milliseconds(run.peers),
      awsCustomResourceMilliseconds: milliseconds(run.awsCustomResources),
      megabytes: megabytes(run.ours),
      peerMegabytes: megabytes(run.peers),
      awsCustomResourceMegabytes: megabytes(run.awsCustomResources),
    })),
  };
}
