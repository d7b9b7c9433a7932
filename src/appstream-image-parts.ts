import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppStreamApplication, AppStreamImagePermission } from './appstream-options';
import { ApplicationProperties, ImagePermissionProperties } from './contract/appstream-image';
import { refuse, requireDifferent, requireLength, requirePattern } from './guard';

/** The catalog as it goes over the wire: the words of the service, all within what one request can carry. */
export function bindApplications(scope: Construct, applications: readonly AppStreamApplication[] | undefined): ApplicationProperties[] | undefined {
  if ((applications?.length ?? 0) > 50) refuse(scope, `applications must have at most 50 entries, got ${applications!.length}`);
  const bound = applications?.map((application) => {
    const { displayName, launchParameters, name } = application;
    requirePattern(scope, 'applications', name, /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/, 'must have names of 1 to 100 letters, digits and _.-');
    requirePattern(scope, 'applications', displayName, /^[a-zA-Z0-9][a-zA-Z0-9_. -]{0,99}$/, 'must have display names of 1 to 100 letters, digits, spaces and _.-');
    requireLength(scope, 'applications.absoluteAppPath', application.absoluteAppPath, 1, 5000);
    requireLength(scope, 'applications.launchParameters', launchParameters, 1, 1024);
    requirePattern(scope, 'applications.launchParameters', launchParameters, /^[^\0]+$/, 'must not have a character 0');
    return {
      AbsoluteAppPath: application.absoluteAppPath,
      AbsoluteIconPath: application.absoluteIconPath,
      AbsoluteManifestPath: application.absoluteManifestPath,
      DisplayName: displayName,
      LaunchParameters: launchParameters,
      Name: name,
      WorkingDirectory: application.workingDirectory,
    };
  });
  requireDifferent(scope, 'applications must have different names', (applications ?? []).map(({ name }) => name));
  const size = JSON.stringify(Stack.of(scope).resolve(bound) ?? '').length;
  if (size > 5000) {
    refuse(scope, `applications must have 5000 characters together, got ${size}; shorten them, or add applications on an image builder`);
  }
  return bound;
}

/** Sharing as it goes over the wire; each account comes once. */
export function bindImagePermissions(
  scope: Construct, permissions: readonly AppStreamImagePermission[] | undefined,
): ImagePermissionProperties[] | undefined {
  if ((permissions?.length ?? 0) > 100) refuse(scope, `imagePermissions must have at most 100 entries, got ${permissions!.length}`);
  requireDifferent(scope, 'imagePermissions must be for different accounts', (permissions ?? []).map(({ accountId }) => accountId));
  return permissions?.map(({ accountId, allowFleet = true, allowImageBuilder = true }) => {
    requirePattern(scope, 'imagePermissions', accountId, /^\d{12}$/, 'must hold 12-digit account ids');
    if (accountId === Stack.of(scope).account && !Token.isUnresolved(accountId)) {
      refuse(scope, `imagePermissions must be for other accounts, got the account of the stack, '${accountId}'`);
    }
    if (!allowFleet && !allowImageBuilder) {
      refuse(scope, `imagePermissions must allow something, got allowFleet and allowImageBuilder false for '${accountId}'; remove the entry`);
    }
    return { AccountId: accountId, AllowFleet: `${allowFleet}`, AllowImageBuilder: `${allowImageBuilder}` };
  });
}
