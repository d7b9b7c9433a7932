/*
 * What an error of a service means to the engine, by its name: all names in this one place.
 *
 * gone       the thing does not exist
 * throttled  too many calls, or the service or the network is broken: ask again
 * busy       a quota of things that run at once, or a state that passes: ask again
 * quota      a quota of things that exist: ask again for some minutes, a delete may be under way
 * used       something of the user's holds it: ask again for some minutes, then name the user of it
 * denied     access denied, or a role that is not visible yet: ask again for some minutes, IAM is eventually consistent
 * refused    anything else: the request itself is wrong
 */
export type Fault = 'gone' | 'throttled' | 'busy' | 'quota' | 'used' | 'denied' | 'refused';

const NAMES: { readonly [fault in Exclude<Fault, 'refused'>]: readonly string[] } = {
  gone: [
    'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidSnapshot.NotFound',
    'InvalidConversionTaskId', 'InvalidConversionTaskId.NotFound', 'InvalidConversionTaskId.Malformed',
    'ResourceNotFoundException',
  ],
  throttled: [
    'Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled',
    'RequestLimitExceededException', 'InternalError', 'InternalFailure', 'InternalServerException', 'ServiceException', 'ServiceUnavailable',
    'ServiceUnavailableException', 'Unavailable', 'UnknownError', 'TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException', 'NetworkingError',
    'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH',
  ],
  busy: [
    'ResourceLimitExceeded', 'ConcurrentModification', 'ConcurrentModificationException', 'IncorrectState', 'IdempotentInProgress',
    'ResourceNotAvailableException', 'InvalidResourceStateException', 'ResourceUnavailableException',
  ],
  quota: ['LimitExceeded', 'LimitExceededException', 'ResourceLimitExceededException', 'SnapshotLimitExceeded', 'AMIQuotaExceeded'],
  used: ['InvalidSnapshot.InUse', 'ResourceInUseException', 'ResourceAssociatedException'],
  denied: ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'InvalidRoleException'],
};

const BY_NAME = new Map(Object.entries(NAMES).flatMap(([fault, names]) => names.map((name) => [name, fault as Fault])));

/** One text of EC2 covers a missing role, a wrong trust, missing rights of the role and missing rights of the caller. */
const ROLE_NOT_VISIBLE = /does not exist or does not have sufficient permissions/;

export function faultOf(error: unknown): Fault {
  const { name, code, message, $metadata } = error as { name?: string; code?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  if (ROLE_NOT_VISIBLE.test(message ?? '')) return 'denied';
  const known = BY_NAME.get(name ?? '') ?? BY_NAME.get(code ?? '');
  if (known) return known;
  return ($metadata?.httpStatusCode ?? 0) >= 500 ? 'throttled' : 'refused';
}

/** The error as its service words it: name and message. */
export function wordsOf(error: unknown): string {
  const { name, message } = error as { name?: string; message?: string };
  return name && name !== 'Error' ? `${name}: ${message}` : `${message ?? error}`;
}
