import type { CreateImageBuilderCommandInput, Image, ImageBuilder, SoftwareAssociations } from '@aws-sdk/client-appstream';
import { CURES } from './appstream-image-builder-cures';
import { ImageBuilderApi } from './appstream-image-builder-port';
import { isDone, toDeployment } from './appstream-image-builder-software';
import { READY, tagsAtCreate, toTagChanges, TRIED } from './appstream-tags';
import { withCure } from './cures';
import { wordsOf } from './faults';
import { Change, Observation, Order, Removal, Tags } from './kind';
import { MARKS } from './marks';
import { Failure, NotYet } from './verdicts';
import { AppStreamImageBuilderOutputs, AppStreamImageBuilderProperties } from '../src/contract/appstream-image-builder';

/*
 * Every `if` about image builders. Pure: the calls are named here and made by the engine.
 */

type BuilderOrder = Order<AppStreamImageBuilderProperties>;
type BuilderObservation = Observation<AppStreamImageBuilderOutputs>;

/** What a look finds under one id: the builder that bears it in its tags. */
export interface Sight {
  readonly builder: ImageBuilder;
  readonly tags: Tags;
  /** Empty where nobody asked for any. */
  readonly software: readonly SoftwareAssociations[];
}

// ---- what cannot change in place ----

/** The role is on the builder, and stays on it; a description is prose. */
export function toFixed(p: Partial<AppStreamImageBuilderProperties>): object {
  return {
    AccessEndpoints: p.AccessEndpoints,
    DisableIMDSV1: p.DisableIMDSV1,
    DomainJoinInfo: p.DomainJoinInfo,
    EnableDefaultInternetAccess: p.EnableDefaultInternetAccess,
    IamRoleArn: p.IamRoleArn,
    ImageArn: p.ImageArn,
    ImageBuilderName: p.ImageBuilderName,
    ImageName: p.ImageName,
    InstanceType: p.InstanceType,
    RootVolumeSize: p.RootVolumeSize,
    SecurityGroupIds: p.SecurityGroupIds,
    SubnetId: p.SubnetId,
  };
}

// ---- what CreateImageBuilder is sent ----

export function toInput(order: BuilderOrder): CreateImageBuilderCommandInput {
  const { properties: p } = order;
  return {
    AccessEndpoints: p.AccessEndpoints?.map((VpceId) => ({ EndpointType: 'STREAMING', VpceId })),
    AppstreamAgentVersion: p.AppstreamAgentVersion,
    Description: p.Description,
    DisableIMDSV1: toBoolean(p.DisableIMDSV1),
    DisplayName: p.DisplayName,
    DomainJoinInfo: p.DomainJoinInfo,
    EnableDefaultInternetAccess: toBoolean(p.EnableDefaultInternetAccess),
    IamRoleArn: p.IamRoleArn,
    ImageArn: p.ImageArn,
    ImageName: p.ImageName,
    InstanceType: p.InstanceType,
    Name: p.ImageBuilderName ?? order.id,
    RootVolumeConfig: p.RootVolumeSize === undefined ? undefined : { VolumeSizeInGb: Number(p.RootVolumeSize) },
    SoftwaresToInstall: p.SoftwaresToInstall && [...p.SoftwaresToInstall],
    SoftwaresToUninstall: p.SoftwaresToUninstall && [...p.SoftwaresToUninstall],
    Tags: { ...tagsAtCreate(order) },
    VpcConfig: p.SubnetId === undefined ? undefined : { SubnetIds: [p.SubnetId], SecurityGroupIds: p.SecurityGroupIds && [...p.SecurityGroupIds] },
  };
}

function toBoolean(flag: string | undefined): boolean | undefined {
  return flag === undefined ? undefined : flag === 'true';
}

/** Throws while no builder can be made of the base image: the service would say so only after minutes, and in other words. */
export function requireBaseImage(p: AppStreamImageBuilderProperties, images: readonly Image[]): void {
  const name = `base image '${p.ImageArn ?? p.ImageName}'`;
  const image = images.find(({ State: state }) => state === 'AVAILABLE') ?? images[0];
  if (!image) {
    throw new Failure(`${name} does not exist in this Region, or it is another account's. Take a name that 'aws appstream describe-images' lists; ` +
      'a shared image is known by its ARN alone, so use AppStreamBaseImage.fromArn().');
  }
  if (['PENDING', 'COPYING', 'CREATING', 'IMPORTING', 'VALIDATING'].includes(`${image.State}`)) throw new NotYet(`${name} is ${image.State}`);
  if (image.State !== 'AVAILABLE') {
    throw new Failure(`${name} is ${image.State}, and a builder needs one that is AVAILABLE. AWS withdraws base images after a time: take a newer one.`);
  }
  if (image.ImageBuilderSupported === false || image.ImagePermissions?.allowImageBuilder === false) {
    throw new Failure(`${name} is not for image builders, but for fleets alone. Take another one, or let its owner share it with allowImageBuilder.`);
  }
  if (p.SoftwaresToInstall?.length && image.Platform && !image.Platform.startsWith('WINDOWS')) {
    throw new Failure(`${name} is ${image.Platform}, and softwaresToInstall needs Windows. Take a Windows image, or leave softwaresToInstall out.`);
  }
}

// ---- what a look means ----

export function toObservation(order: BuilderOrder, sight: Sight, api: ImageBuilderApi): BuilderObservation {
  const { builder } = sight;
  const detail = `the image builder is ${builder.State}`;
  switch (builder.State) {
    case 'RUNNING':
    case 'STOPPED':
      return standing(order, sight, api);
    case 'FAILED':
      return { state: 'failed', reason: reasonOf(builder), outputs: outputsOf(builder), removal: toRemoval(builder, api), since: makingOf(sight) };
    case 'PENDING':
    case 'UPDATING_AGENT':
    case 'STOPPING':
    case 'REBOOTING':
    case 'SNAPSHOTTING':
    case 'DELETING':
    case 'UPDATING':
    case 'PENDING_QUALIFICATION':
    case 'PENDING_SYNCING_APPS':
    case 'SYNCING_APPS':
    case 'PENDING_IMAGE_IMPORT':
      return { state: 'pending', detail, removal: detail }; // it passes, and until then the service refuses every change
    default:
      return { state: 'pending', detail, removal: toRemoval(builder, api) }; // nobody knows whether it passes
  }
}

/** It stands, on or off: first its software, for which it must run; then tags; then on or off. */
function standing(order: BuilderOrder, sight: Sight, api: ImageBuilderApi): BuilderObservation {
  const { builder, software, tags } = sight;
  const { CreatedTime: since, Name: name, State: state } = builder;
  const removal = toRemoval(builder, api);
  const start: Change = { what: `start ${name}`, run: () => api.startImageBuilder(name!, order.properties.AppstreamAgentVersion) };
  const ready = (changes: readonly Change[]): BuilderObservation =>
    ({ state: 'ready', outputs: outputsOf(builder), changes, removal, retained: tags[MARKS.retain] === 'true', since });

  // What failed in its making has been tried for the request that makes it.
  const deployment = toDeployment(order, software, !(READY in tags) || tags[TRIED] === order.token);
  if (deployment.failures.length) {
    const reason = withCure(`AppStream image builder failed: ${deployment.failures.join('; ')}`, CURES);
    return { state: 'failed', reason, outputs: outputsOf(builder), removal, since: makingOf(sight) };
  }
  if (!isDone(deployment)) {
    if (state === 'STOPPED') return ready([start]);
    if (deployment.running.length) return { state: 'pending', detail: `software is being deployed: ${deployment.running.join()}`, removal };
    return ready([
      { what: `sign ${name}`, run: () => api.tag(builder.Arn!, { ...tagsAtCreate(order), [TRIED]: order.token }) },
      ...deployment.associate.length ? [{ what: `associate software with ${name}`, run: () => api.associateSoftware(name!, deployment.associate) }] : [],
      ...deployment.disassociate.length ? [{ what: `disassociate software from ${name}`, run: () => api.disassociateSoftware(name!, deployment.disassociate) }] : [],
      { what: `deploy software to ${name}`, run: () => api.deploySoftware(name!, deployment.again.length > 0) },
    ].map(untilPermitted));
  }
  const power = state === order.properties.DesiredState ? []
    : [state === 'STOPPED' ? start : untilPermitted({ what: `stop ${name}`, run: () => api.stopImageBuilder(name!) })];
  return ready([...toTagChanges(order, builder.Arn!, tags, api), ...power]);
}

export function outputsOf({ Arn: arn, Name: name }: ImageBuilder): AppStreamImageBuilderOutputs {
  return { ImageBuilderArn: arn!, ImageBuilderName: name! };
}

/** When the making began that failed; nothing if it had been up since: then it holds the work of people, and is never made anew by itself. */
function makingOf({ builder, tags }: Sight): Date | undefined {
  return READY in tags ? undefined : builder.CreatedTime;
}

function reasonOf({ ImageBuilderErrors: errors, StateChangeReason: reason }: ImageBuilder): string {
  const words = [
    ...reason ? [`${reason.Code}: ${reason.Message}`] : [],
    ...(errors ?? []).map(({ ErrorCode: code, ErrorMessage: message }) => `${code}: ${message}`),
  ].map((one) => withCure(one, CURES));
  return `AppStream image builder failed: ${words.join(' ') || 'the service gives no reason'}`;
}

// ---- what removes it ----

/** The service takes it from RUNNING too, though it documents STOPPED alone; where it does not, the builder is stopped first. */
function toRemoval({ Name: name, State: state }: ImageBuilder, api: ImageBuilderApi): Removal {
  return [untilPermitted({
    what: `delete ${name}`,
    run: () => api.deleteImageBuilder(name!).catch((error) => {
      if (!isNotPermitted(error) || state !== 'RUNNING') throw error;
      return api.stopImageBuilder(name!);
    }),
  })];
}

/** The state may have changed since the look; the next look tells. */
function untilPermitted({ what, run }: Change): Change {
  return {
    what,
    run: () => run().catch((error) => {
      throw isNotPermitted(error) ? new NotYet(wordsOf(error)) : error;
    }),
  };
}

function isNotPermitted(error: unknown): boolean {
  return (error as Error).name === 'OperationNotPermittedException';
}
