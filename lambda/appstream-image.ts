import { AppStreamClient, Image } from '@aws-sdk/client-appstream';
import { CURES } from './appstream-image-cures';
import { outputsOf, Sight, toFixed, toInput, toObservation } from './appstream-image-maps';
import { ImageApi, sdkImageApi } from './appstream-image-port';
import { findOurs, idsOf } from './appstream-tags';
import { withCure } from './cures';
import { faultOf, wordsOf } from './faults';
import { Kind, Tags } from './kind';
import { lifecycle } from './lifecycle';
import { takenOver } from './marks';
import { remembering } from './recall';
import { CLIENT } from './sdk';
import { Failure } from './verdicts';
import { APPSTREAM_IMAGE, APPSTREAM_IMAGE_FORM, AppStreamImageOutputs, AppStreamImageProperties } from '../src/contract/appstream-image';

export function appStreamImage(api: ImageApi): Kind<AppStreamImageProperties, AppStreamImageOutputs> {
  async function see(image: Image, tags: Tags): Promise<Sight> {
    // Nobody can have shared it before it was there.
    const matters = ['AVAILABLE', 'FAILED', 'DEPRECATED'].includes(`${image.State}`);
    return { image, tags, permissions: matters ? await api.permissions(image.Name!) : [] };
  }

  return {
    stem: APPSTREAM_IMAGE.stem,
    form: APPSTREAM_IMAGE_FORM,
    noun: 'AppStream image import',
    // The service has no call that ends an import, and deletes no image that is being made.
    cancellable: false,
    fixed: toFixed,
    fixedName: ({ ImageName: name }) => name && `imageName '${name}'`,

    async look(order) {
      const { thing: image, tags } = await findOurs(await api.images(), order, order.properties.ImageName, api) ?? {};
      if (!image) return { state: 'gone' };
      return tags ? toObservation(order, await see(image, tags), api) : takenOver(outputsOf(image));
    },

    async create(order, ask) {
      const input = toInput(order);
      try {
        // What an import asks of its source and role is told at once; without this, a wrong one would hold the name for an hour.
        await api.importImage({ ...input, DryRun: true }).catch(dryRunIsFine);
        await ask();
        await api.importImage(input);
      } catch (error) {
        // What the request names does not exist, and waiting would not help.
        if (faultOf(error) === 'gone') throw new Failure(explain(error));
        if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
        // A name that we minted is ours: another run has just made it. One that the user gave may be somebody's.
        if (input.Name === order.id || await findOurs(await api.images(), order, order.properties.ImageName, api)) return;
        throw new Failure(`imageName '${input.Name}' is taken by an image that this resource did not make; take another name, or leave it out`);
      }
    },

    async find(scope, stackId) {
      return idsOf(await api.images(), APPSTREAM_IMAGE.stem, scope, stackId, api);
    },

    explain,
  };
}

function explain(error: unknown): string {
  return withCure(wordsOf(error), CURES);
}

function dryRunIsFine(error: Error): void {
  if (error.name !== 'DryRunOperationException') throw error;
}

export const { onEvent, isComplete } = lifecycle(
  remembering(appStreamImage, sdkImageApi(new AppStreamClient(CLIENT)), {
    images: APPSTREAM_IMAGE.recallSeconds,
    permissions: APPSTREAM_IMAGE.recallSeconds,
    tags: 3600, // of one image each; they decide nothing while it is imported
  }),
  // Asked only around a change, so loaded only then.
  async () => (await import('./stack-reader.js')).cloudFormation,
);
