import type {
  DescribeCustomWorkspaceImageImportResult, ImportCustomWorkspaceImageCommandInput, ImportWorkspaceImageCommandInput, Tag, WorkspaceImage,
} from '@aws-sdk/client-workspaces';
import { CURES } from './byol-workspace-image-cures';
import { WorkSpacesApi } from './byol-workspace-image-port';
import { withCure } from './cures';
import { Change, Observation, Order, Removal, Tags } from './kind';
import { isMarked, MARKS, tagsOf, takenOver } from './marks';
import {
  ByolImageSourceProperties, ByolWorkspaceImageOutputs, ByolWorkspaceImageProperties, ImageBuilderImportProperties, StandardImportProperties,
} from '../src/contract/byol-workspace-image';

/*
 * Every `if` about WorkSpaces images. Pure: the calls are named here and made by the engine.
 */

type ByolOrder = Order<ByolWorkspaceImageProperties>;
type ByolObservation = Observation<ByolWorkspaceImageOutputs>;
/** The calls that change something, and the one that must be asked in between. */
type Changes = Pick<WorkSpacesApi, 'share' | 'sharedAccounts' | 'deleteImage' | 'createTags' | 'deleteTags'>;

/** An image that bears a name of ours, and its tags. */
export interface Candidate {
  readonly image: WorkspaceImage;
  readonly tags: readonly Tag[];
}

/** What a look finds beside the image itself. */
export interface Circumstances {
  /** The import through Image Builder, while there is no image yet. */
  readonly customImport?: DescribeCustomWorkspaceImageImportResult;
  /** With whom the image is shared, where that matters. */
  readonly sharedAccounts?: readonly string[];
}

// ---- what cannot change in place ----

export function toFixed(p: Partial<ByolWorkspaceImageProperties>): object {
  return { ImageBuilder: p.ImageBuilder, ImageName: p.ImageName, Revision: p.Revision, Standard: p.Standard };
}

// ---- what the service is sent ----

export function toStandardInput(order: ByolOrder, { Ec2ImageId, IngestionProcess, Application }: StandardImportProperties): ImportWorkspaceImageCommandInput {
  return {
    ...common(order),
    Ec2ImageId,
    // Strings on our side: what AWS adds later passes.
    IngestionProcess: IngestionProcess as ImportWorkspaceImageCommandInput['IngestionProcess'],
    Applications: Application === undefined ? undefined : [Application] as ImportWorkspaceImageCommandInput['Applications'],
  };
}

export function toImageBuilderInput(
  order: ByolOrder, { ComputeType, InfrastructureConfigurationArn, OsVersion, Platform, Protocol }: ImageBuilderImportProperties,
  source: ByolImageSourceProperties,
): ImportCustomWorkspaceImageCommandInput {
  type Input = ImportCustomWorkspaceImageCommandInput;
  return {
    ...common(order),
    ComputeType: ComputeType as Input['ComputeType'],
    ImageSource: source as Input['ImageSource'],
    InfrastructureConfigurationArn,
    OsVersion: OsVersion as Input['OsVersion'],
    Platform: Platform as Input['Platform'],
    Protocol: Protocol as Input['Protocol'],
  };
}

/** The sources to try in turn, each alone, as the service wants it. */
export function toSources({ Ec2ImportTaskId, Ec2ImageId, ImageBuildVersionArn }: ByolImageSourceProperties): ByolImageSourceProperties[] {
  return [{ Ec2ImportTaskId }, { Ec2ImageId }, { ImageBuildVersionArn }].filter((source) => Object.values(source)[0] !== undefined);
}

function common(order: ByolOrder) {
  return {
    ImageName: nameOf(order),
    ImageDescription: order.properties.Description,
    Tags: [...Object.entries(order.tags).map(([Key, Value]) => ({ Key, Value })), ...toMarks(order)],
  };
}

export function toMarks({ id, stackId }: Pick<ByolOrder, 'id' | 'stackId'>): Tag[] {
  return [{ Key: MARKS.id, Value: id }, { Key: MARKS.stack, Value: stackId }];
}

export function nameOf({ id, properties }: Pick<ByolOrder, 'id' | 'properties'>): string {
  return properties.ImageName ?? id;
}

// ---- which image is meant ----

/** By which of these names an image of this order may be known: of an update, the one before too. */
export function namesOf({ id, properties, before }: ByolOrder): ReadonlySet<string | undefined> {
  return new Set([properties.ImageName, before?.ImageName, id].filter(Boolean));
}

export function isOurs({ tags }: Candidate, order: Pick<ByolOrder, 'id' | 'stackId'>): boolean {
  return isMarked({ Tags: tags }, order);
}

/** What bears the id itself was born with our marks. As long as it is only waited for, or passed, it does not matter what became of them. */
export function isKnownByName({ Name: name, State: state }: WorkspaceImage, { id, inPassing }: Pick<ByolOrder, 'id' | 'inPassing'>): boolean {
  return name === id && state !== 'ERROR' && (state !== 'AVAILABLE' || inPassing === true);
}

/** Images are born with our mark. One that was ours by its name and bears none was taken over by somebody. */
export function isTakenOver({ image: { Name: name }, tags }: Candidate, { held, id, properties }: ByolOrder): boolean {
  return (name === id || (held === true && name === properties.ImageName)) && !(MARKS.id in tagsOf({ Tags: tags }));
}

// ---- what a look means ----

export function toObservation(
  order: ByolOrder, candidates: readonly Candidate[], { customImport, sharedAccounts = [] }: Circumstances, api: Changes,
): ByolObservation {
  const ours = candidates.find((candidate) => isOurs(candidate, order));
  if (!ours) {
    const taken = candidates.find((candidate) => isTakenOver(candidate, order));
    return taken ? takenOver(outputsOf(taken.image)) : { state: 'gone' };
  }
  const { image, tags } = ours;
  const removal = toRemoval(image, api);
  if (image.State === 'ERROR' || customImport?.State === 'ERROR') {
    return { state: 'failed', reason: toReason(image, customImport), outputs: outputsOf(image), removal, since: image.Created };
  }
  if (image.State !== 'AVAILABLE') return { state: 'pending', detail: toDetail(image, customImport), removal };
  const now = tagsOf({ Tags: tags });
  return {
    state: 'ready',
    outputs: outputsOf(image),
    changes: order.inPassing ? [] : [...toTagging(order, image.ImageId!, now, api), ...toSharing(order, image.ImageId!, sharedAccounts, api)],
    removal,
    retained: now[MARKS.retain] === 'true',
    since: image.Created,
  };
}

function outputsOf({ ImageId, Name }: WorkspaceImage): ByolWorkspaceImageOutputs {
  return { ImageId: ImageId!, ImageName: Name! };
}

/** An unknown state is one of an import that goes on. */
function toDetail({ State: state }: WorkspaceImage, customImport: DescribeCustomWorkspaceImageImportResult | undefined): string {
  if (!customImport) return `the image is ${state}`;
  const { ProgressPercentage: progress, State: step, StateMessage: message } = customImport;
  return [progress !== undefined && `${progress}%`, step, message && `(${message})`].filter(Boolean).join(' ');
}

/** All that either API tells, each error with its cure. */
function toReason(image: WorkspaceImage, customImport: DescribeCustomWorkspaceImageImportResult | undefined): string {
  const errors = [...customImport?.ErrorDetails ?? [], ...image.ErrorDetails ?? []];
  if (!errors.length && (image.ErrorCode || image.ErrorMessage)) errors.push({ ErrorCode: image.ErrorCode, ErrorMessage: image.ErrorMessage });
  const words = new Set(errors.map(({ ErrorCode: code, ErrorMessage: message }) => [code, message].filter(Boolean).join(': ')));
  if (!words.size) words.add(customImport?.StateMessage ?? 'the service gives no reason');
  // The codes once more at the beginning: of many errors the texts of the last may not fit into an answer.
  const codes = words.size > 1 ? [`${[...words].map((text) => text.split(':')[0]).join(', ')}.`] : [];
  const instance = customImport?.ImageBuilderInstanceId ? [`The Image Builder instance was ${customImport.ImageBuilderInstanceId}.`] : [];
  return `BYOL import failed: ${[...codes, ...[...words].map((text) => withCure(text, CURES)), ...instance].join(' ')}`;
}

// ---- what changes it ----

/** The service removes no image that is being imported or is shared. */
function toRemoval({ ImageId, Created, State }: WorkspaceImage, api: Changes): Removal {
  const id = ImageId!;
  if (State !== 'AVAILABLE' && State !== 'ERROR') {
    const since = Created ? `, which began at ${Created.toISOString()} and takes 90 minutes or more` : '';
    return `a WorkSpaces image cannot be deleted while it is being imported; ${id} can be when its import has ended${since}`;
  }
  return [{ what: `delete ${id}`, run: () => deleteImage(id, api) }];
}

/** Unshared only if the service refuses otherwise: most images are not shared, and the whole account has two calls a second. */
async function deleteImage(id: string, api: Changes): Promise<void> {
  try {
    await api.deleteImage(id);
  } catch (error) {
    const accounts = await api.sharedAccounts(id).catch(() => []);
    if (!accounts.length) throw error;
    for (const account of accounts) await api.share(id, account, false);
    await api.deleteImage(id);
  }
}

function toTagging(order: ByolOrder, id: string, now: Tags, api: Changes): Change[] {
  const wanted: Tags = { ...order.tags, ...order.retain && { [MARKS.retain]: 'true' } };
  const missing = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => now[key] !== value));
  const stale = [...Object.keys(order.tagsBefore), MARKS.retain].filter((key) => Object.hasOwn(now, key) && !Object.hasOwn(wanted, key));
  return [
    // The right to tag is bound to the mark of the stack.
    ...Object.keys(missing).length ? [{ what: `tag ${id}`, run: () => api.createTags(id, { ...missing, [MARKS.stack]: order.stackId }) }] : [],
    ...stale.length ? [{ what: `untag ${id}`, run: () => api.deleteTags(id, stale) }] : [],
  ];
}

/** Only what we granted is taken back. */
function toSharing({ properties, before }: ByolOrder, id: string, now: readonly string[], api: Changes): Change[] {
  const wanted = properties.SharedAccountIds ?? [];
  const add = wanted.filter((account) => !now.includes(account));
  const remove = (before?.SharedAccountIds ?? []).filter((account) => !wanted.includes(account) && now.includes(account));
  return [
    ...add.map((account) => ({ what: `share ${id} with ${account}`, run: () => api.share(id, account, true) })),
    ...remove.map((account) => ({ what: `unshare ${id} from ${account}`, run: () => api.share(id, account, false) })),
  ];
}
