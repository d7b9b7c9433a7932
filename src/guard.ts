import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/*
 * Checks at synthesis, in one style: what is wrong, what was got, what was wanted, the cure, and where. A token passes: only the
 * service can judge it.
 */

/** Throws with the construct's path at the end of the message. */
export function refuse(scope: IConstruct, message: string): never {
  throw new Error(`${message} (at ${scope.node.path || 'the app'})`);
}

export function requireLength(scope: IConstruct, name: string, value: string | undefined, min: number, max: number): void {
  if (value === undefined || isToken(value)) return;
  if (value.length < min || value.length > max) refuse(scope, `${name} must have ${min} to ${max} characters, got ${value.length}`);
}

export function requirePattern(scope: IConstruct, name: string, value: string | undefined, pattern: RegExp, wanted: string): void {
  if (value === undefined || isToken(value) || pattern.test(value)) return;
  refuse(scope, `${name} ${wanted}, got '${value}'`);
}

/** The word of an option of an enum-like class. JavaScript lets a bare string pass, whose word would be missing without a sound. */
export function wordOf<T extends { readonly value: string } | undefined>(scope: IConstruct, name: string, option: T): T extends undefined ? undefined : string {
  if (option !== undefined && typeof option.value !== 'string') {
    refuse(scope, `${name} must be a constant of its class, got '${option}'; take the constant, or of('${option}')`);
  }
  return option?.value as T extends undefined ? undefined : string;
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
