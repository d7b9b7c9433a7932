import { Duration, IResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/*
 * Checks at synthesis, in one style: what is wrong, what was got, what was wanted, the cure, and where. What is not known yet passes:
 * only the service can judge it.
 */

/** Throws with the construct's path at the end of the message. */
export function refuse(scope: IConstruct, message: string): never {
  throw new Error(`${message} (at ${scope.node.path || 'the app'})`);
}

export function requireLength(scope: IConstruct, name: string, value: string | undefined, min: number, max: number): void {
  if (value === undefined || isUnknown(value)) return;
  if (value.length < min || value.length > max) refuse(scope, `${name} must have ${min} to ${max} characters, got ${value.length}`);
}

export function requirePattern(scope: IConstruct, name: string, value: string | undefined, pattern: RegExp, wanted: string): void {
  if (value === undefined || isUnknown(value) || pattern.test(value)) return;
  refuse(scope, `${name} ${wanted}, got '${value}'`);
}

/**
 * The word of an option of an enum-like class. JavaScript lets a bare string pass, whose word would be missing without a sound; and no
 * service takes an empty one.
 */
export function wordOf<T extends { readonly value: string } | undefined>(scope: IConstruct, name: string, option: T): T extends undefined ? undefined : string {
  if (option !== undefined && typeof option.value !== 'string') {
    refuse(scope, `${name} must be a constant of its class, got '${option}'; take the constant, or of('${option}')`);
  }
  requireLength(scope, name, option?.value, 1, 1024);
  return option?.value as T extends undefined ? undefined : string;
}

/** A whole number of minutes. The number of links must be known, so a token is refused. */
export function requireMinutes(scope: IConstruct, name: string, duration: Duration, max: Duration): number {
  if (duration.isUnresolved()) refuse(scope, `${name} must be known at synthesis, got a token; give a fixed Duration`);
  const minutes = duration.toMinutes({ integral: false });
  if (!(minutes >= 1 && minutes <= max.toMinutes())) {
    refuse(scope, `${name} must be 1 minute to ${max.toHours()} hours, got ${duration.toHumanString() || minutes}`);
  }
  return Math.ceil(minutes);
}

export function requireDifferent(scope: IConstruct, wanted: string, values: readonly string[], cure?: string): void {
  const twice = values.find((value, index) => values.indexOf(value) < index);
  if (twice !== undefined) refuse(scope, `${wanted}, got '${twice}' twice${cure ? `; ${cure}` : ''}`);
}

export function requireImageId(scope: IConstruct, imageId: string): void {
  requirePattern(scope, 'imageId', imageId, /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, 'must be like ami-0123456789abcdef0');
}

export function requireImportTaskId(scope: IConstruct, importTaskId: string | undefined): void {
  requirePattern(scope, 'importTaskId', importTaskId, /^import-ami-([a-zA-Z0-9]{8}|[a-zA-Z0-9]{17})$/, 'must be like import-ami-0123456789abcdef0');
}

export function requireAppStreamImageArn(scope: IConstruct, imageArn: string): void {
  requirePattern(scope, 'imageArn', imageArn, /^arn:aws[a-z-]*:appstream:[a-z0-9-]+:(\d{12})?:image\/[A-Za-z0-9:_/+=,@.\\-]{1,1018}$/,
    'must be the ARN of an AppStream image');
}

/** What stands for an AMI, or for a parameter of Systems Manager, until the CDK has looked it up. */
const LOOKED_UP = /^(ami-1234$|dummy-value-for-)/;

/** A string that only the deployment knows, or the one element of a list that only the deployment knows; or what a lookup will tell. */
function isUnknown(value: string): boolean {
  return Token.isUnresolved(value) || Token.isUnresolved([value]) || LOOKED_UP.test(value);
}

/** Where both are known; else VM Import says after minutes that it has no access. */
export function requireRegion(scope: IConstruct, prop: string, { env }: IResource, cure: string): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region) || Token.isUnresolved(env.region) || env.region === region) return;
  refuse(scope, `${prop} must be in the Region of the stack, '${region}', got one in '${env.region}'; ${cure} in '${region}'`);
}
