import { App, Stack } from 'aws-cdk-lib';
import { Figures, Meter } from './meter';
import { MINUTE, World } from '../chaos/world';
import type { DeployOptions } from '../cloudformation/cloudformation';
import type { Operation } from '../cloudformation/operation';
import { synthesize } from '../cloudformation/synthesize';
import type { StackToDeploy } from '../cloudformation/template';
import type { Variants } from '../cloudformation/variants';
import type { Request, Subject } from '../lifecycle/subject';
import type { World as SuiteWorld } from '../lifecycle/world';

/** What one stack operation came to. */
export interface Row {
  readonly what: string;
  readonly images: number;
  /** The status of the stack. */
  readonly ended: string;
  /** Why resources failed, without those that were only cancelled for it. */
  readonly reasons: readonly string[];
  readonly figures: Figures;
}

export interface TrialProps {
  readonly subject: Subject;
  readonly images: number;
  /** How long the work on one image takes, in minutes. */
  readonly minutes: number;
  readonly failure?: string;
  readonly request?: Partial<Request>;
  readonly variants?: Partial<Variants>;
  /** Changes a template before it is deployed, to compare with what would be otherwise. */
  readonly alter?: (template: StackToDeploy['template']) => void;
}

/** Of how many milliseconds a run of a function is, about: a bench of the handlers says so. */
const RUN = { cold: 1500, least: 100, most: 600 };

const STACK = 'AWS::CloudFormation::Stack';

/** The seed of the time that runs take. */
let seed = 1;

export function setSeed(value: number): void {
  seed = value;
}

/** One stack of so many images of a kind, on one clock with its account. What is done to it is measured. */
export class Trial {
  public readonly world: World;
  private readonly meter: Meter;

  constructor(private readonly props: TrialProps) {
    this.world = new World(props.variants ?? {});
    this.world.cfn.conditions.run = runsOf(seed);
    this.meter = new Meter(this.world, props.subject);
    props.subject.course(this.suite, props);
  }

  /** All that is in the account, such as `image red`. */
  public get account(): string[] {
    return this.props.subject.account(this.suite);
  }

  /** What stands in the account for so many images. */
  public filled(images = this.props.images): string[] {
    return Array.from({ length: images }, () => this.props.subject.image('red')).flat().sort();
  }

  /** Pieces of work that were started, ever. */
  public get starts(): number {
    return this.props.subject.starts(this.suite);
  }

  /** How many links the stack holds that wait. */
  public get waits(): number {
    return Object.values(this.world.cfn.stack('S').resources).filter(({ type, properties: { Link: role } }) =>
      type === 'Custom::EucImageWait' && role !== 'Hold').length;
  }

  public begin(request: Partial<Request> = {}, { images = this.props.images, ...options }: DeployOptions & { images?: number } = {}): Operation {
    const stack = new Stack(new App(), 'S');
    for (let i = 1; i <= images; i++) this.props.subject.define(stack, { color: 'red', id: `Image${i}`, ...this.props.request, ...request });
    const assembled = synthesize(stack);
    this.props.alter?.(assembled.template);
    return this.world.cfn.deploy(assembled, options);
  }

  public deploy(what: string, request?: Partial<Request>, options?: DeployOptions & { images?: number }): Promise<Row> {
    return this.measure(what, () => this.begin(request, options));
  }

  public destroy(what: string): Promise<Row> {
    return this.measure(what, () => this.world.cfn.destroy('S'));
  }

  public async advance(minutes: number): Promise<void> {
    await this.world.clock.advance(minutes * MINUTE);
  }

  /** What is measured begins and ends with the operation. */
  private async measure(what: string, begin: () => Operation): Promise<Row> {
    const read = this.meter.begin(this.props.minutes);
    const operation = begin();
    const before = operation.stack.events.length;
    const { events, status } = await this.world.cfn.settle(operation);
    const failures = events.slice(before).filter((event) => event.type !== STACK && event.status.endsWith('_FAILED'));
    const reasons = failures.map(({ reason = '' }) => reason).filter((reason) => !/cancelled/.test(reason));
    return { what, images: this.props.images, ended: status, reasons, figures: read() };
  }

  /** The subjects of the life-cycle suite ask a world for its services alone. */
  private get suite(): SuiteWorld {
    return this.world as Pick<World, 'aws'> as SuiteWorld;
  }
}

/** Runs take different times, the same in each repetition: by the upper bits of a linear congruence. */
function runsOf(start: number): (isCold: boolean) => number {
  let state = start;
  return (isCold) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (isCold ? RUN.cold : 0) + RUN.least + Math.floor(state / 2 ** 31 * (RUN.most - RUN.least));
  };
}
