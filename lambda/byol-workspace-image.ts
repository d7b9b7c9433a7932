import { DescribeCustomWorkspaceImageImportResult, WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { CURES } from './byol-workspace-image-cures';
import {
  Candidate, isKnownByName, isOurs, namesOf, toFixed, toImageBuilderInput, toMarks, toObservation, toSources, toStandardInput,
} from './byol-workspace-image-maps';
import { sdkApi, WorkSpacesApi } from './byol-workspace-image-port';
import { withCure } from './cures';
import { wordsOf } from './faults';
import { Kind, Order } from './kind';
import { lifecycle } from './lifecycle';
import { isMarked, MARKS, tagsOf } from './marks';
import { remembering } from './recall';
import { CLIENT } from './sdk';
import { Failure, NotYet } from './verdicts';
import {
  BYOL_WORKSPACE_IMAGE, BYOL_WORKSPACE_IMAGE_FORM, ByolImageSourceProperties, ByolWorkspaceImageOutputs, ByolWorkspaceImageProperties,
} from '../src/contract/byol-workspace-image';

type ByolOrder = Order<ByolWorkspaceImageProperties>;

export function byolWorkspaceImage(api: WorkSpacesApi): Kind<ByolWorkspaceImageProperties, ByolWorkspaceImageOutputs> {
  /** One listing serves all names; tags, which it does not hold, are asked for the few that may be meant. */
  async function candidates(isMeant: (name: string | undefined) => boolean, order: ByolOrder): Promise<Candidate[]> {
    const found: Candidate[] = [];
    for (const image of (await api.images()).filter(({ Name: name }) => isMeant(name))) {
      // One after the other, and only where they matter: the whole account has two calls a second.
      found.push({ image, tags: isKnownByName(image, order) ? toMarks(order) : await api.tags(image.ImageId!) });
    }
    return found;
  }

  async function look(order: ByolOrder) {
    const names = namesOf(order);
    const seen = await candidates((name) => names.has(name), order);
    const { image } = seen.find((candidate) => isOurs(candidate, order)) ?? {};
    const isReady = image?.State === 'AVAILABLE';
    const matters = order.request !== 'Delete' && !order.inPassing && (order.properties.SharedAccountIds ?? order.before?.SharedAccountIds);
    return toObservation(order, seen, {
      customImport: image && !isReady && order.properties.ImageBuilder ? await customImport(image.ImageId!) : undefined,
      sharedAccounts: isReady && matters ? await api.sharedAccounts(image.ImageId!) : undefined,
    }, api);
  }

  /** Of an order that has changed since, the image at hand need not come through Image Builder. */
  async function customImport(imageId: string): Promise<DescribeCustomWorkspaceImageImportResult | undefined> {
    return api.customImport(imageId).catch((error) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  async function start(order: ByolOrder, ask: () => Promise<void>): Promise<unknown> {
    const { Standard: standard, ImageBuilder: imageBuilder } = order.properties;
    if (standard) return api.importImage(toStandardInput(order, standard));
    const [first, second] = toSources(imageBuilder.Source);
    const from = (source: ByolImageSourceProperties) => api.importCustomImage(toImageBuilderInput(order, imageBuilder, source));
    return from(first).catch(async (error) => {
      // EC2 forgets a task after seven days; then its AMI stands in.
      if (!second || !(isNotFound(error) || isAbout(error, first.Ec2ImportTaskId))) throw error;
      await ask();
      return from(second);
    });
  }

  return {
    stem: BYOL_WORKSPACE_IMAGE.stem,
    form: BYOL_WORKSPACE_IMAGE_FORM,
    noun: 'BYOL import',
    fixed: toFixed,
    fixedName: ({ ImageName: name }) => name && `imageName '${name}'`,
    cancellable: false,
    look,

    async create(order, ask) {
      try {
        await start(order, ask);
      } catch (error) {
        // The source or the infrastructure configuration, which no patience makes appear.
        if (isNotFound(error)) throw new Failure(explain(error));
        if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
        const names = namesOf(order);
        const others = await candidates((name) => names.has(name), order);
        if (others.length && !others.some((other) => isOurs(other, order))) throw error;
        // The name is ours, so it has started: an import that the listing does not hold yet must never be started twice.
        throw new NotYet('the import has started already');
      }
    },

    async find(scope, stackId, order) {
      const prefix = `${BYOL_WORKSPACE_IMAGE.stem}-${scope}-`;
      const names = namesOf(order);
      // What bears the id that is asked for is known already.
      const found = await candidates((name) => name !== order.id && (names.has(name) || name?.startsWith(prefix) === true), order);
      const ids = found.filter(({ tags }) => isMarked({ Tags: tags }, { stackId })).map(({ tags }) => tagsOf({ Tags: tags })[MARKS.id]);
      return ids.filter((id) => id.startsWith(prefix));
    },

    explain,
  };
}

function explain(error: unknown): string {
  const { reason } = error as { reason?: string };
  return withCure(reason ? `${wordsOf(error)} (${reason})` : wordsOf(error), CURES);
}

function isNotFound(error: unknown): boolean {
  return (error as Error).name === 'ResourceNotFoundException';
}

/** Whether the service refuses a parameter and names this value. */
function isAbout(error: unknown, value: string | undefined): boolean {
  const { name, message } = error as Error;
  return name === 'InvalidParameterValuesException' && value !== undefined && message.includes(value);
}

const { recallSeconds } = BYOL_WORKSPACE_IMAGE;

export const { onEvent, isComplete } = lifecycle(
  remembering(byolWorkspaceImage, sdkApi(new WorkSpacesClient(CLIENT)), {
    images: recallSeconds,
    sharedAccounts: recallSeconds,
    tags: 3600, // of one image each; they decide nothing before it is ready
    customImport: 600, // tells how far one import is, and why it failed, which the listing says too
  }, { listing: 'images', until: ['importImage', 'importCustomImage'] }),
  // Asked only around a change, so loaded only then.
  async () => (await import('./stack-reader.js')).cloudFormation,
);
