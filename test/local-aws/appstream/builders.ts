import type { CreateImageBuilderRequest, DescribeImageBuildersRequest, ImageBuilder, StartImageBuilderRequest } from '@aws-sdk/client-appstream';
import { Account, notFound, notPermitted, pageOf } from './account';
import { findImage } from './images';
import { BuilderResource, phaseOf } from './resources';
import { toTagMap } from './tags';
import { ServiceError } from '../service';

/** The order of the checks and the words of the refusals are assumed. */
export function builderOperations(account: Account) {
  return {
    CreateImageBuilder(input: CreateImageBuilderRequest) {
      const { settings } = account;
      if (account.builders.has(input.Name!)) throw new ServiceError('ResourceAlreadyExistsException', `Image builder ${input.Name} already exists.`);
      const [image] = findImage(account, input.ImageArn ? { Arns: [input.ImageArn] } : { Names: [input.ImageName!] });
      if (!image) notFound(`Image ${input.ImageArn ?? input.ImageName} could not be found.`);
      const state = account.stateOf(image);
      if (state !== 'AVAILABLE') {
        throw new ServiceError('ResourceNotAvailableException', `The image ${image.name} is ${state}. The image must be in an AVAILABLE state.`);
      }
      if (!image.imageBuilderSupported) throw new ServiceError('IncompatibleImageException', `Image ${image.name} does not support image builders.`);
      const problem = input.IamRoleArn && settings.roleProblem(input.IamRoleArn);
      if (problem) throw new ServiceError('InvalidRoleException', problem);
      if (account.builders.size >= settings.mostBuilders) {
        throw new ServiceError('LimitExceededException', `The limit of ${settings.mostBuilders} image builders is reached.`);
      }
      const course = settings.builder(input);
      const builder: BuilderResource = {
        name: input.Name!,
        arn: account.arnOf(`image-builder/${input.Name}`),
        order: account.nextOrder(),
        created: account.now,
        tags: toTagMap(input.Tags),
        phases: account.phasesOf(['PENDING'], course, 'RUNNING'),
        input,
        imageArn: image.arn,
        platform: image.platform,
        agentVersion: input.AppstreamAgentVersion,
        software: new Map(),
      };
      // It is deployed once the builder runs; assumed.
      const up = account.now + course.takes;
      for (const name of input.SoftwaresToInstall ?? []) {
        const { takes, failure } = settings.software(name);
        builder.software.set(name, { status: 'PENDING_INSTALLATION', next: { at: up + takes, status: failure ? 'FAILED_TO_INSTALL' : 'INSTALLED', failure } });
      }
      for (const name of input.SoftwaresToUninstall ?? []) {
        builder.software.set(name, { status: 'PENDING_UNINSTALLATION', next: { at: up + settings.software(name).takes } });
      }
      account.builders.set(builder.name, builder);
      return { ImageBuilder: toBuilder(account, builder) };
    },

    /** That one unknown name is an error for all of them is assumed. */
    DescribeImageBuilders({ Names: names, ...paging }: DescribeImageBuildersRequest) {
      const builders = names?.length ? names.map((name) => account.builder(name)) : [...account.builders.values()];
      const { page, NextToken } = pageOf(builders, paging, account.settings.pageSize);
      return { ImageBuilders: page.map((builder) => toBuilder(account, builder)), NextToken };
    },

    StartImageBuilder({ Name: name, AppstreamAgentVersion: agentVersion }: StartImageBuilderRequest) {
      const builder = account.builder(name!);
      const state = account.stateOf(builder);
      // The model has no OperationNotPermitted here; which of its errors it is, is assumed.
      if (state === 'RUNNING' || state === 'FAILED') throw new ServiceError('ResourceNotAvailableException', `Image builder ${name} is ${state}.`);
      if (state !== 'STOPPED') throw underWay(builder);
      builder.agentVersion = agentVersion ?? builder.agentVersion;
      builder.phases = account.phasesOf(['PENDING'], account.settings.start(), 'RUNNING'); // there is no state for a start
      return { ImageBuilder: toBuilder(account, builder) };
    },

    StopImageBuilder({ Name: name }: { Name: string }) {
      const builder = account.builder(name);
      const state = account.stateOf(builder);
      if (state !== 'RUNNING') notPermitted(`Image builder ${name} is ${state}; it can be stopped while it is RUNNING.`);
      builder.phases = account.phasesOf(['STOPPING'], { takes: account.settings.stopTakes }, 'STOPPED');
      return { ImageBuilder: toBuilder(account, builder) };
    },

    DeleteImageBuilder({ Name: name }: { Name: string }) {
      const builder = account.builder(name);
      const state = account.stateOf(builder);
      if (state === 'DELETING') throw underWay(builder);
      if (!['STOPPED', 'FAILED', ...account.settings.deletesRunning ? ['RUNNING'] : []].includes(state)) {
        notPermitted(`Image builder ${name} is ${state} and cannot be deleted.`);
      }
      builder.phases = account.phasesOf(['DELETING'], { takes: account.settings.deleteTakes }, 'GONE');
      return { ImageBuilder: toBuilder(account, builder) };
    },
  };
}

function underWay({ name }: BuilderResource): ServiceError {
  return new ServiceError('ConcurrentModificationException', `An operation is under way on image builder ${name}. Wait a few minutes and try again.`);
}

function toBuilder(account: Account, builder: BuilderResource): ImageBuilder {
  const { input } = builder;
  const { state, failure, from } = phaseOf(builder, account.now);
  return {
    Name: builder.name,
    Arn: builder.arn,
    ImageArn: builder.imageArn,
    Description: input.Description,
    DisplayName: input.DisplayName,
    VpcConfig: input.VpcConfig,
    InstanceType: input.InstanceType,
    Platform: builder.platform,
    IamRoleArn: input.IamRoleArn,
    State: state as ImageBuilder['State'],
    StateChangeReason: failure && { Code: 'INTERNAL_ERROR', Message: 'The image builder could not be brought up.' },
    CreatedTime: new Date(builder.created),
    EnableDefaultInternetAccess: input.EnableDefaultInternetAccess ?? false,
    DomainJoinInfo: input.DomainJoinInfo,
    ImageBuilderErrors: failure
      ? [{ ErrorCode: failure.code as 'VALIDATION_ERROR', ErrorMessage: failure.message, ErrorTimestamp: new Date(from) }] : [],
    AppstreamAgentVersion: builder.agentVersion,
    AccessEndpoints: input.AccessEndpoints,
    RootVolumeConfig: { VolumeSizeInGb: input.RootVolumeConfig?.VolumeSizeInGb ?? 200 },
    DisableIMDSV1: input.DisableIMDSV1 ?? false,
  };
}
