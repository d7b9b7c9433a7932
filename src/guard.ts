import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/*
 * Checks at synthesis, in one style: what is wrong, what was got, what was wanted, the cure, and where. A token passes: only the
 * service can judge it.
 */

/** Throws with the construct's path at the end of the message. */
export function refuse(scope: IConstruct, message: string): never {
  throw new Error(`${message} (at ${scope.node.path})`);
}

export function requireLength(scope: IConstruct, name: string, value: string | undefined, min: number, max: number): void {
  if (value === undefined || isToken(value)) return;
  if (value.length < min || value.length > max) refuse(scope, `${name} must have ${min} to ${max} characters, got ${value.length}`);
}

export function requirePattern(scope: IConstruct, name: string, value: string | undefined, pattern: RegExp, wanted: string): void {
  if (value === undefined || isToken(value) || pattern.test(value)) return;
  refuse(scope, `${name} ${wanted}, got '${value}'`);
}

/** A whole number of minutes. The number of links must be known, so a token is refused. */
export function requireMinutes(scope: IConstruct, name: string, duration: Duration, max: Duration): number {
  if (duration.isUnresolved()) refuse(scope, `${name} must be known at synthesis, got a token; give a fixed Duration`);
  const minutes = duration.toMinutes({ integral: false });
  if (minutes < 1 || minutes > max.toMinutes()) {
    refuse(scope, `${name} must be 1 minute to ${max.toHours()} hours, got ${duration.toHumanString()}`);
  }
  return Math.ceil(minutes);
}

/** A string that only the deployment knows, or the one element of a list that only the deployment knows. */
function isToken(value: string): boolean {
  return Token.isUnresolved(value) || Token.isUnresolved([value]);
}
