import { bundle } from './bundle';
import { handler } from './handler';
import { memory } from './memory';
import { runtime } from './runtime';
import type { Section } from './section';
import { synth } from './synth';
import { template } from './template';
import { tests } from './tests';

/** The parts of the benchmark, in the order in which they run. */
export const SECTIONS: readonly Section<any>[] = [handler, memory, synth, template, runtime, bundle, tests];
