import type { CreateImportedImageCommandInput, Image, SharedImagePermissions } from '@aws-sdk/client-appstream';
import { CURES } from './appstream-image-cures';
import { ImageApi } from './appstream-image-port';
import { tagsAtCreate, toTagChanges } from './appstream-tags';
import { withCure } from './cures';
import { wordsOf } from './faults';
import { Change, Observation, Order, Tags } from './kind';
import { MARKS } from './marks';
import { NotYet } from './verdicts';
import { AppStreamImageOutputs, AppStreamImageProperties } from '../src/contract/appstream-image';

/*
 * Every `if` about imported images. Pure: the calls are named here and made by the engine.
 */

type ImageOrder = Order<AppStreamImageProperties>;
type ImageObservation = Observation<AppStreamImageOutputs>;

/** What a look finds under one id: the image that bears it in its tags. */
export interface Sight {
  readonly image: Image;
  readonly tags: Tags;
  readonly permissions: readonly SharedImagePermissions[];
}

// ---- what cannot change in place ----

export function toFixed(p: Partial<AppStreamImageProperties>): object {
  return {
    AgentSoftwareVersion: p.AgentSoftwareVersion,
    Applications: p.Applications,
    ImageName: p.ImageName,
    IntendedInstanceType: p.IntendedInstanceType,
    Revision: p.Revision,
    SourceAmiId: p.SourceAmiId,
    WorkspaceImageId: p.WorkspaceImageId,
  };
}

// ---- what CreateImportedImage is sent ----

export function toInput(order: ImageOrder): CreateImportedImageCommandInput {
  const { properties: p } = order;
  return {
    AgentSoftwareVersion: p.AgentSoftwareVersion as CreateImportedImageCommandInput['AgentSoftwareVersion'], // what AWS adds later passes
    AppCatalogConfig: p.Applications && [...p.Applications],
    Description: p.Description,
    DisplayName: p.DisplayName,
    IamRoleArn: p.IamRoleArn,
    Name: p.ImageName ?? order.id,
    RuntimeValidationConfig: p.IntendedInstanceType === undefined ? undefined : { IntendedInstanceType: p.IntendedInstanceType },
    SourceAmiId: p.SourceAmiId,
    Tags: { ...tagsAtCreate(order) },
    WorkspaceImageId: p.WorkspaceImageId,
  };
}

// ---- what a look means ----

/** An image that passes through these states cannot be deleted, and there is no call that ends its import. */
const PASSING = ['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING', 'DELETING'];

export function toObservation(order: ImageOrder, sight: Sight, api: ImageApi): ImageObservation {
  const { image, tags } = sight;
  const { Arn: arn, CreatedTime: since, State: state } = image;
  const detail = `the image is ${state}`;
  const removal = toRemoval(sight, api);
  switch (state as string) {
    case 'AVAILABLE':
    case 'DEPRECATED': // the service has withdrawn it, and it is there all the same
      return {
        state: 'ready',
        outputs: outputsOf(image),
        changes: [...toTagChanges(order, arn!, tags, api), ...toSharing(order, sight, api)],
        removal,
        retained: tags[MARKS.retain] === 'true',
        since,
      };
    case 'FAILED':
      return { state: 'failed', reason: reasonOf(image), outputs: outputsOf(image), removal, since };
    default:
      return { state: 'pending', detail, removal: PASSING.includes(`${state}`) ? detail : removal };
  }
}

export function outputsOf({ Arn: arn, Name: name }: Image): AppStreamImageOutputs {
  return { ImageArn: arn!, ImageName: name! };
}

/** Each way of the service to say why, with its own cure; what several of them say comes once. */
function reasonOf({ ImageErrors: errors, StateChangeReason: reason }: Image): string {
  const told = [
    ...(errors ?? []).map(({ ErrorCode: code, ErrorMessage: message }) => ({ code, message })),
    ...reason ? [{ code: reason.Code, message: reason.Message }] : [],
  ];
  const words = told.filter(({ message }, index) => told.findIndex((one) => one.message === message) === index)
    .map(({ code, message }) => withCure(`${code}: ${message}`, CURES));
  return `AppStream image import failed: ${words.join(' ') || 'the service gives no reason'}`;
}

// ---- what changes it ----

/** What others have shared stays. */
function toSharing({ properties, before }: ImageOrder, { image: { Name: name }, permissions }: Sight, api: ImageApi): Change[] {
  const wanted = properties.ImagePermissions ?? [];
  const now = new Map(permissions.map(({ sharedAccountId, imagePermissions }) => [sharedAccountId, imagePermissions]));
  const share = wanted.filter(({ AccountId: id, AllowFleet, AllowImageBuilder }) => {
    const { allowFleet = false, allowImageBuilder = false } = now.get(id) ?? {};
    return `${allowFleet}` !== AllowFleet || `${allowImageBuilder}` !== AllowImageBuilder;
  });
  const unshare = (before?.ImagePermissions ?? []).map(({ AccountId: id }) => id)
    .filter((id) => now.has(id) && !wanted.some(({ AccountId }) => AccountId === id));
  return [
    ...share.map(({ AccountId: id, AllowFleet, AllowImageBuilder }) => ({
      what: `share ${name} with ${id}`,
      run: () => api.share(name!, id, { allowFleet: AllowFleet === 'true', allowImageBuilder: AllowImageBuilder === 'true' }),
    })),
    ...unshare.map((id) => ({ what: `share ${name} no longer with ${id}`, run: () => api.unshare(name!, id) })),
  ];
}

/** A shared image cannot be deleted, whoever has shared it. */
function toRemoval({ image: { Name: name }, permissions }: Sight, api: ImageApi): readonly Change[] {
  return [
    ...permissions.map(({ sharedAccountId: id }) => ({ what: `share ${name} no longer with ${id}`, run: () => api.unshare(name!, id!) })),
    {
      what: `delete ${name}`,
      run: () => api.deleteImage(name!).catch((error) => {
        // The state may have changed since the look; the next look tells.
        throw (error as Error).name === 'OperationNotPermittedException' ? new NotYet(wordsOf(error)) : error;
      }),
    },
  ];
}
