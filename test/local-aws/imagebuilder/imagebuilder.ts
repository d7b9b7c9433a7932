import type {
  GetImageRequest, GetImageResponse, GetInfrastructureConfigurationRequest, GetInfrastructureConfigurationResponse, ImageStatus,
} from '@aws-sdk/client-imagebuilder';
import { Service, ServiceContext, ServiceError } from '../service';

/** EC2 Image Builder as far as WorkSpaces asks it: infrastructure configurations, and images that were built. */
export class ImageBuilder implements Service {
  private readonly infrastructures = new Set<string>();
  private readonly builds = new Map<string, ImageStatus>();
  private readonly operations: { readonly [name: string]: (input: any) => unknown } = {
    GetImage: ({ imageBuildVersionArn: arn }: GetImageRequest): GetImageResponse => ({ image: { arn, state: { status: this.statusOf(arn!) } } }),
    GetInfrastructureConfiguration: (input: GetInfrastructureConfigurationRequest): GetInfrastructureConfigurationResponse => {
      const arn = input.infrastructureConfigurationArn!;
      this.requireInfrastructure(arn);
      return { infrastructureConfiguration: { arn, name: arn.split('/').pop(), instanceProfileName: 'image-builder', terminateInstanceOnFailure: true } };
    },
  };

  constructor(private readonly context: ServiceContext) {
    for (const name of ['byol', 'desktops']) this.seedInfrastructure(name);
  }

  public call(operation: string, input: any): unknown {
    return this.operations[operation](input);
  }

  // ---- for WorkSpaces, which looks into it in the name of its caller ----

  /** The code is that of the service's documented refusals; that an unknown ARN gives this one is assumed. */
  public requireInfrastructure(arn: string): void {
    if (!this.infrastructures.has(arn)) throw notFound(arn);
  }

  public statusOf(arn: string): ImageStatus {
    return this.builds.get(arn) ?? fail(notFound(arn));
  }

  // ---- for tests ----

  public seedInfrastructure(name: string): string {
    const arn = this.arnOf('infrastructure-configuration', name);
    this.infrastructures.add(arn);
    return arn;
  }

  public seedBuild(name: string, status: ImageStatus = 'AVAILABLE'): string {
    const arn = this.arnOf('image', `${name}/1.0.0/1`);
    this.builds.set(arn, status);
    return arn;
  }

  private arnOf(resource: string, name: string): string {
    return `arn:aws:imagebuilder:${this.context.region}:${this.context.account}:${resource}/${name}`;
  }
}

function notFound(arn: string): ServiceError {
  return new ServiceError('InvalidRequestException', `The resource ${arn} does not exist.`);
}

function fail(error: Error): never {
  throw error;
}
