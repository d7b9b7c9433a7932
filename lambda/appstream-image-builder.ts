import { AppStreamClient, ImageBuilder } from '@aws-sdk/client-appstream';
import { CURES } from './appstream-image-builder-cures';
import { outputsOf, requireBaseImage, Sight, toFixed, toInput, toObservation } from './appstream-image-builder-maps';
import { ImageBuilderApi, sdkImageBuilderApi } from './appstream-image-builder-port';
import { isSoftwareAsked } from './appstream-image-builder-software';
import { findOurs, idsOf } from './appstream-tags';
import { withCure } from './cures';
import { faultOf, wordsOf } from './faults';
import { Kind, Order, Tags } from './kind';
import { lifecycle } from './lifecycle';
import { takenOver } from './marks';
import { remembering } from './recall';
import { CLIENT } from './sdk';
import { Failure } from './verdicts';
import { APPSTREAM_IMAGE_BUILDER, APPSTREAM_IMAGE_BUILDER_FORM, AppStreamImageBuilderOutputs, AppStreamImageBuilderProperties } from '../src/contract/appstream-image-builder';

type BuilderOrder = Order<AppStreamImageBuilderProperties>;

export function appStreamImageBuilder(api: ImageBuilderApi): Kind<AppStreamImageBuilderProperties, AppStreamImageBuilderOutputs> {
  async function see(order: BuilderOrder, builder: ImageBuilder, tags: Tags): Promise<Sight> {
    const stands = ['RUNNING', 'STOPPED'].includes(`${builder.State}`);
    const matters = stands && order.request !== 'Delete' && isSoftwareAsked(order);
    return { builder, tags, software: matters ? await api.software(builder.Arn!) : [] };
  }

  return {
    stem: APPSTREAM_IMAGE_BUILDER.stem,
    form: APPSTREAM_IMAGE_BUILDER_FORM,
    noun: 'AppStream image builder',
    // What is PENDING cannot be deleted. It is so for minutes, which a Delete of the first link has, so no link holds for it.
    cancellable: false,
    fixed: toFixed,
    fixedName: ({ ImageBuilderName: name }) => name && `imageBuilderName '${name}'`,

    async look(order) {
      const { thing: builder, tags } = await findOurs(await api.imageBuilders(), order, order.properties.ImageBuilderName, api) ?? {};
      if (!builder) return { state: 'gone' };
      return tags ? toObservation(order, await see(order, builder, tags), api) : takenOver(outputsOf(builder));
    },

    async create(order) {
      const { ImageArn: arn, ImageName: name } = order.properties;
      requireBaseImage(order.properties, arn ? await api.imageAt(arn) : await api.imageNamed(name!));
      const input = toInput(order);
      try {
        await api.createImageBuilder(input);
      } catch (error) {
        // What the request names does not exist, and waiting would not help.
        if (faultOf(error) === 'gone') throw new Failure(explain(error));
        if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
        // A name that we minted is ours: another run has just made it. One that the user gave may be somebody's.
        if (input.Name === order.id || await findOurs(await api.imageBuilders(), order, order.properties.ImageBuilderName, api)) return;
        throw new Failure(`imageBuilderName '${input.Name}' is taken by an image builder that this resource did not make; take another name, or leave it out`);
      }
    },

    async find(scope, stackId) {
      return idsOf(await api.imageBuilders(), APPSTREAM_IMAGE_BUILDER.stem, scope, stackId, api);
    },

    explain,
  };
}

function explain(error: unknown): string {
  return withCure(wordsOf(error), CURES);
}

export const { onEvent, isComplete } = lifecycle(
  remembering(appStreamImageBuilder, sdkImageBuilderApi(new AppStreamClient(CLIENT)), {
    imageBuilders: APPSTREAM_IMAGE_BUILDER.recallSeconds,
    tags: 3600, // of one builder each; they decide nothing while it passes from state to state
  }),
  // Asked only around a change, so loaded only then.
  async () => (await import('./stack-reader.js')).cloudFormation,
);
