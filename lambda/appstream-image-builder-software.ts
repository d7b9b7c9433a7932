import type { SoftwareAssociations } from '@aws-sdk/client-appstream';
import { Order } from './kind';
import { AppStreamImageBuilderProperties } from '../src/contract/appstream-image-builder';

/*
 * The software that AWS licenses, from what is associated with a builder to what is asked for. Each piece goes its own way:
 *
 *   (none) -> STAGED_FOR_INSTALLATION -> PENDING_INSTALLATION -> INSTALLED -> STAGED_FOR_UNINSTALLATION -> PENDING_UNINSTALLATION -> (none)
 *
 * Staging is a call, and so is the deployment that carries out all that is staged.
 */

/** What is still to do. */
export interface Deployment {
  readonly associate: readonly string[];
  readonly disassociate: readonly string[];
  /** Staged already, and not yet deployed. */
  readonly staged: readonly string[];
  /** Being installed or uninstalled at this moment. */
  readonly running: readonly string[];
  /** What could not be done for an earlier request, and is tried again for this one. */
  readonly again: readonly string[];
  /** What could not be done for this one, in the service's own words. */
  readonly failures: readonly string[];
}

type Status = SoftwareAssociations['Status'];

const ON_THE_WAY: readonly Status[] = ['PENDING_INSTALLATION', 'PENDING_UNINSTALLATION'];

export function isSoftwareAsked({ properties, before }: Order<AppStreamImageBuilderProperties>): boolean {
  const lists = [properties.SoftwaresToInstall, properties.SoftwaresToUninstall, before?.SoftwaresToInstall, before?.SoftwaresToUninstall];
  return lists.some((list) => list?.length);
}

/** `isTried` tells whether this request has deployed software already. */
export function toDeployment(
  { properties, before }: Order<AppStreamImageBuilderProperties>, associations: readonly SoftwareAssociations[], isTried: boolean,
): Deployment {
  const wanted = properties.SoftwaresToInstall ?? [];
  const dropped = (before?.SoftwaresToInstall ?? []).filter((name) => !wanted.includes(name));
  const unwanted = [...new Set([...properties.SoftwaresToUninstall ?? [], ...dropped])];
  const statusOf = (name: string) => associations.find(({ SoftwareName }) => SoftwareName === name)?.Status;
  const having = (names: readonly string[], ...statuses: Status[]) => names.filter((name) => statuses.includes(statusOf(name)));
  const concerned = [...wanted, ...unwanted];
  // The next deployment would uninstall what a request that was given up has staged.
  const spared = (before?.SoftwaresToUninstall ?? []).filter((name) => !concerned.includes(name));
  const failed = [...having(wanted, 'FAILED_TO_INSTALL'), ...having(unwanted, 'FAILED_TO_UNINSTALL')];
  return {
    associate: [...having(wanted, undefined, 'STAGED_FOR_UNINSTALLATION', 'FAILED_TO_UNINSTALL'), ...having(spared, 'STAGED_FOR_UNINSTALLATION')],
    disassociate: having(unwanted, 'INSTALLED', 'STAGED_FOR_INSTALLATION', 'FAILED_TO_INSTALL'),
    staged: [...having([...wanted, ...spared], 'STAGED_FOR_INSTALLATION'), ...having(unwanted, 'STAGED_FOR_UNINSTALLATION')],
    running: having([...concerned, ...spared], ...ON_THE_WAY),
    again: isTried ? [] : failed,
    failures: isTried ? failed.map((name) => failureOf(associations.find(({ SoftwareName }) => SoftwareName === name)!)) : [],
  };
}

export function isDone({ associate, disassociate, staged, running, again }: Deployment): boolean {
  return [associate, disassociate, staged, running, again].every((names) => !names.length);
}

function failureOf({ SoftwareName: name, Status: status, DeploymentError: errors }: SoftwareAssociations): string {
  const words = (errors ?? []).map(({ ErrorCode: code, ErrorMessage: message }) => [code, message].filter(Boolean).join(': '));
  return `${name} is ${status}: ${words.join('; ') || 'the service gives no reason'}`;
}
