import { ServiceError } from '../service';

/** Errors that several operations give. Words are ours where no report shows the service's. */

export function imageNotFound(id: string): ServiceError {
  return new ServiceError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
}

export function imageUnavailable(id: string): ServiceError {
  return new ServiceError('InvalidAMIID.Unavailable', `The image ID '${id}' is no longer available`);
}

export function snapshotNotFound(id: string): ServiceError {
  return new ServiceError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
}

/** Assumed: the list of codes has only `InvalidConversionTaskId` and `.Malformed`. */
export function taskNotFound(id: string): ServiceError {
  return new ServiceError('InvalidConversionTaskId.NotFound', `The import task '${id}' does not exist`);
}

/** Real, but not needed so far; better refused than played wrong. */
export function notPlayed(what: string): ServiceError {
  return new ServiceError('UnsupportedOperation', `The local AWS does not play ${what}`);
}

export function notYours(kind: string, id: string): ServiceError {
  return new ServiceError('AuthFailure', `Not authorized for ${kind}:${id}`, 403);
}
