import { App, CfnParameter, CfnResource, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';

/*
 * How the tables of this folder are run: each wrong property has a row with the whole message; beside it stand the values that just
 * pass, and the tokens, of which nothing is known.
 */

/** A kind, with all that it cannot do without. */
export interface Subject<P> {
  /** What stands behind `at` in a message. */
  readonly path: string;
  define(stack: Stack, props: Partial<P>): IConstruct;
}

/** What is passed beside that; or a construct that is defined in another way. */
type Define<P> = (stack: Stack) => Partial<P> | IConstruct;

export interface Tables<P> {
  /** The message, but for the place; a row that tells a place of its own ends with it. */
  readonly refused: readonly (readonly [message: string, define: Define<P>])[];
  /** What just passes. */
  readonly taken: readonly (readonly [what: string, define: Define<P>])[];
  /** For each property that takes a text or a number: one that only the deployment knows. */
  readonly tokens: { readonly [prop: string]: (stack: Stack, token: Tokens) => Partial<P> | IConstruct };
}

export interface Tokens {
  readonly text: string;
  readonly number: number;
  readonly list: string[];
}

/** Account and Region are known, so that they can be compared. */
export function newStack(): Stack {
  return new Stack(new App(), 'S', { env: { account: '123456789012', region: 'eu-west-1' } });
}

/** An AMI that somebody else made. */
export function ami(imageId = 'ami-0123456789abcdef0'): ec2.IMachineImage {
  return { getImage: () => ({ imageId, osType: ec2.OperatingSystemType.WINDOWS, userData: ec2.UserData.forWindows() }) };
}

export function runTables<P>(subject: Subject<P>, { refused, taken, tokens }: Tables<P>): void {
  const build = (stack: Stack, what: Partial<P> | IConstruct) => (Construct.isConstruct(what) ? what : subject.define(stack, what as Partial<P>));

  test.each(refused)('refused: %s', (message, define) => {
    const stack = newStack();
    const whole = / \(at [^)]+\)$/.test(message) ? message : `${message} (at ${subject.path})`;
    expect(() => build(stack, define(stack))).toThrow(new Error(whole));
  });

  test.each(taken)('taken: %s', (_, define) => {
    const stack = newStack();
    expect(() => build(stack, define(stack))).not.toThrow();
  });

  test.each(Object.entries(tokens))('a token passes: %s', (_, define) => {
    const stack = newStack();
    const token: Tokens = {
      text: new CfnParameter(stack, 'Text').valueAsString,
      number: new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber,
      list: new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList,
    };
    const construct = build(stack, define(stack, token));
    // What is told to the functions; of what exists, what others take from it.
    const { defaultChild } = construct.node;
    const known = Object.entries(construct).filter(([name]) => /^(image|import).*(Arn|Id|Name)$/.test(name));
    const told = CfnResource.isCfnResource(defaultChild) ? (defaultChild as any)._cfnProperties : Object.fromEntries(known);
    expect(JSON.stringify(stack.resolve(told))).toMatch(/\{"Ref":"(Text|Number|List)"\}/);
  });
}

/** What all kinds refuse alike. */
export function commonTables<P extends { timeout?: Duration; removalPolicy?: RemovalPolicy }>(): Pick<Tables<P>, 'refused' | 'taken'> {
  const timeout = (duration: Duration) => () => ({ timeout: duration }) as Partial<P>;
  return {
    refused: [
      ['timeout must be 1 minute to 72 hours, got 4 days 4 hours', timeout(Duration.hours(100))],
      ['timeout must be 1 minute to 72 hours, got 3 days 1 minute', timeout(Duration.minutes(72 * 60 + 1))],
      ['timeout must be 1 minute to 72 hours, got 59 seconds', timeout(Duration.seconds(59))],
      ['timeout must be 1 minute to 72 hours, got 30 seconds', timeout(Duration.seconds(30))],
      ['timeout must be 1 minute to 72 hours, got 0 minutes', timeout(Duration.minutes(0))],
      ['timeout must be 1 minute to 72 hours, got NaN', timeout(Duration.hours(NaN))],
      ['timeout must be 1 minute to 72 hours, got Infinity days', timeout(Duration.hours(Infinity))],
      ['timeout must be known at synthesis, got a token; give a fixed Duration',
        (stack) => ({ timeout: Duration.minutes(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber) }) as Partial<P>],
      ['removalPolicy must be DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, got SNAPSHOT; an image has no snapshot policy',
        () => ({ removalPolicy: RemovalPolicy.SNAPSHOT }) as Partial<P>],
    ],
    taken: [
      ['a timeout of 1 minute', timeout(Duration.minutes(1))],
      ['a timeout of 72 hours', timeout(Duration.hours(72))],
      ...[RemovalPolicy.DESTROY, RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE].map((removalPolicy) =>
        [`the removal policy ${removalPolicy}`, () => ({ removalPolicy }) as Partial<P>] as const),
    ],
  };
}

/** How long tags may be, and what else the service takes in them. */
export interface TagLimits {
  readonly key: number;
  readonly value: number;
  /** What the service does not take in a tag; undefined if it takes all. */
  readonly letter?: string;
}

/** Refused when the template is made, since tags may come until then. */
export function runTagTable<P>({ define, path }: Subject<P>, { key, value, letter }: TagLimits): void {
  const rows: [string, { [key: string]: string }][] = [
    ["tag keys must not begin with 'cdk-euc-images:', got 'cdk-euc-images:id'; choose another key", { 'cdk-euc-images:id': 'x' }],
    ["tag keys must not begin with 'aws:', got 'AWS:x'; AWS keeps them for itself, choose another key", { 'AWS:x': 'y' }],
    ["tag keys must not begin with 'aws:', got 'aws:x'; AWS keeps them for itself, choose another key", { 'aws:x': 'y' }],
    [`tag keys must have 1 to ${key} characters, got ${key + 1}`, { ['k'.repeat(key + 1)]: 'v' }],
    [`tag values must have at most ${value} characters, got ${value + 1} for 'k'`, { k: 'v'.repeat(value + 1) }],
    ...letter ? [
      [`tags may have letters, digits, spaces and _.:/=+-@, got 'k${letter}'`, { [`k${letter}`]: 'v' }],
      [`tags may have letters, digits, spaces and _.:/=+-@, got 'v${letter}'`, { k: `v${letter}` }],
    ] as [string, { [key: string]: string }][] : [],
  ];
  const synthesize = (tags: { [key: string]: string }) => {
    const stack = newStack();
    const construct = define(stack, {});
    Object.entries(tags).forEach(([name, text]) => Tags.of(construct).add(name, text));
    return () => (stack.node.root as App).synth();
  };

  test.each(rows)('refused: %s', (message, tags) => {
    expect(synthesize(tags)).toThrow(`  [${path}] ${message}`);
  });

  test('taken: the longest key, the longest value and an empty one', () => {
    expect(synthesize({ ['k'.repeat(key)]: 'v'.repeat(value), empty: '' })).not.toThrow();
  });

  test('a token passes: the value of a tag', () => {
    const stack = newStack();
    const construct = define(stack, {});
    Tags.of(construct).add('k', new CfnParameter(stack, 'Text').valueAsString);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
}
