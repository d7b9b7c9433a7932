import type {
  DescribeCustomWorkspaceImageImportRequest, DescribeCustomWorkspaceImageImportResult, ImageSourceIdentifier, ImportCustomWorkspaceImageRequest,
  ImportCustomWorkspaceImageResult, ImportWorkspaceImageRequest, ImportWorkspaceImageResult,
} from '@aws-sdk/client-workspaces';
import { Account, isCustom } from './account';
import type { ImportRequest } from './settings';
import type { ImageBuilder } from '../imagebuilder/imagebuilder';
import { ServiceError } from '../service';

/** The words of all errors are ours: no report shows the service's. */
export function importOperations(account: Account, imageBuilder: ImageBuilder) {
  const { settings } = account;

  /** The order of these checks is assumed. */
  function start(input: ImportRequest, source: ImageSourceIdentifier) {
    if (!settings.byolEnabled) throw new ServiceError('OperationNotSupportedException', 'The account is not enabled for BYOL.');
    const problem = settings.sourceProblem(source);
    if (problem) throw problem;
    // Assumed: a name is taken from the moment when its import starts, listed or not.
    if ([...account.images.values()].some((image) => image.input.ImageName === input.ImageName)) {
      throw new ServiceError('ResourceAlreadyExistsException', `An image with the name ${input.ImageName} already exists.`);
    }
    // Assumed: failed images count too.
    if (account.images.size >= settings.images) throw new ServiceError('ResourceLimitExceededException', 'The limit of images has been reached.');
    return account.add(input);
  }

  return {
    ImportWorkspaceImage(input: ImportWorkspaceImageRequest): ImportWorkspaceImageResult {
      return { ImageId: start(input, { Ec2ImageId: input.Ec2ImageId! }).id };
    },

    ImportCustomWorkspaceImage(input: ImportCustomWorkspaceImageRequest): ImportCustomWorkspaceImageResult {
      lookUp(() => imageBuilder.requireInfrastructure(input.InfrastructureConfigurationArn!));
      const build = input.ImageSource!.ImageBuildVersionArn;
      // Assumed: a build that is not done is refused at once.
      if (build && lookUp(() => imageBuilder.statusOf(build)) !== 'AVAILABLE') {
        throw new ServiceError('InvalidParameterValuesException', `The image ${build} is not available.`);
      }
      return { ImageId: start(input, input.ImageSource!).id, State: 'PENDING' };
    },

    /** Assumed: of an image from elsewhere there is no such record, and the record of one goes with it. */
    DescribeCustomWorkspaceImageImport({ ImageId: id }: DescribeCustomWorkspaceImageImportRequest): DescribeCustomWorkspaceImageImportResult {
      const image = account.image(id!);
      if (!isCustom(image)) throw new ServiceError('ResourceNotFoundException', `The image ${id} was not imported through Image Builder.`);
      const { ImageSource, InfrastructureConfigurationArn } = image.input as ImportCustomWorkspaceImageRequest;
      const { state, progress } = account.momentOf(image);
      return {
        ImageId: id,
        ImageSource,
        InfrastructureConfigurationArn,
        State: state as DescribeCustomWorkspaceImageImportResult['State'],
        StateMessage: state === 'ERROR' ? 'The import failed.' : `The import is ${state.toLowerCase().replaceAll('_', ' ')}.`,
        ProgressPercentage: progress,
        Created: new Date(image.created),
        LastUpdatedTime: new Date(account.context.clock.now()),
        ImageBuilderInstanceId: 'i-0123456789abcdef0',
        // The model allows no more.
        ErrorDetails: state === 'ERROR' ? image.course.errors!.map(({ code, message }) => ({ ErrorCode: code, ErrorMessage: message.slice(0, 2048) })) : undefined,
      };
    },
  };
}

/** What Image Builder does not know, WorkSpaces calls not found; assumed. */
function lookUp<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw new ServiceError('ResourceNotFoundException', (error as Error).message);
  }
}
