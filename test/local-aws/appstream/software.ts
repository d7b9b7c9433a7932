import type {
  AssociateSoftwareToImageBuilderRequest, DescribeSoftwareAssociationsRequest, DisassociateSoftwareFromImageBuilderRequest, SoftwareAssociations,
  StartSoftwareDeploymentToImageBuilderRequest,
} from '@aws-sdk/client-appstream';
import { Account, notFound, notPermitted, pageOf } from './account';
import type { BuilderResource } from './resources';
import { ServiceError } from '../service';

/** Nothing of this is documented beyond the names of the states; what a call asks for and does is assumed throughout. */
export function softwareOperations(account: Account) {
  const running = (name: string): BuilderResource => {
    const builder = account.builder(name);
    const state = account.stateOf(builder);
    if (state !== 'RUNNING') notPermitted(`Image builder ${name} is ${state}; software can be changed while it is RUNNING.`);
    if ([...builder.software.values()].some(({ next }) => next)) {
      throw new ServiceError('ConcurrentModificationException', 'A software deployment is under way.');
    }
    return builder;
  };

  return {
    AssociateSoftwareToImageBuilder({ ImageBuilderName: name, SoftwareNames: names }: AssociateSoftwareToImageBuilderRequest) {
      const { platform, software } = running(name!);
      if (!platform.startsWith('WINDOWS')) throw new ServiceError('IncompatibleImageException', `${platform} takes no such software.`);
      for (const one of names!) if (software.get(one)?.status !== 'INSTALLED') software.set(one, { status: 'STAGED_FOR_INSTALLATION' });
      return {};
    },

    DisassociateSoftwareFromImageBuilder({ ImageBuilderName: name, SoftwareNames: names }: DisassociateSoftwareFromImageBuilderRequest) {
      const { software } = running(name!);
      const unknown = names!.find((one) => !software.has(one));
      if (unknown) throw new ServiceError('InvalidParameterCombinationException', `${unknown} is not associated with image builder ${name}.`);
      for (const one of names!) {
        if (['STAGED_FOR_INSTALLATION', 'FAILED_TO_INSTALL'].includes(software.get(one)!.status)) software.delete(one);
        else software.set(one, { status: 'STAGED_FOR_UNINSTALLATION' });
      }
      return {};
    },

    StartSoftwareDeploymentToImageBuilder({ ImageBuilderName: name, RetryFailedDeployments: again }: StartSoftwareDeploymentToImageBuilderRequest) {
      const { software } = running(name!);
      for (const [one, { status }] of software) {
        const { takes, failure } = account.settings.software(one);
        const at = account.now + takes;
        if (status === 'STAGED_FOR_INSTALLATION' || (again && status === 'FAILED_TO_INSTALL')) {
          software.set(one, { status: 'PENDING_INSTALLATION', next: { at, status: failure ? 'FAILED_TO_INSTALL' : 'INSTALLED', failure } });
        }
        if (status === 'STAGED_FOR_UNINSTALLATION' || (again && status === 'FAILED_TO_UNINSTALL')) {
          software.set(one, { status: 'PENDING_UNINSTALLATION', next: { at, ...failure && { status: 'FAILED_TO_UNINSTALL', failure } } });
        }
      }
      return {};
    },

    DescribeSoftwareAssociations({ AssociatedResource: arn, ...paging }: DescribeSoftwareAssociationsRequest) {
      const builder = [...account.builders.values()].find((one) => one.arn === arn);
      if (!builder && !account.images.has(arn!)) notFound(`Resource ${arn} could not be found.`);
      const pieces = [...builder?.software ?? []].map(([name, piece], order) => ({ name, piece, order }));
      const { page, NextToken } = pageOf(pieces, paging, account.settings.pageSize);
      const associations = page.map(({ name, piece }): SoftwareAssociations => ({
        SoftwareName: name,
        Status: piece.status as SoftwareAssociations['Status'],
        DeploymentError: piece.failure && [{ ErrorCode: piece.failure.code, ErrorMessage: piece.failure.message }],
      }));
      return { AssociatedResource: arn, SoftwareAssociations: associations, NextToken };
    },
  };
}
