import { IConstruct } from 'constructs';
import { refuse } from './guard';
import { VmBootMode, VmPlatform, VmUsageOperation } from './vm-import-options';
import { KnownVmImport } from './vm-import-symbol';

/*
 * What WorkSpaces and AppStream both do not take of an import, as far as the app tells. They would say so only after its hours.
 */

const LINUX = [VmUsageOperation.LINUX, VmUsageOperation.LINUX_SQL_STANDARD, VmUsageOperation.LINUX_SQL_ENTERPRISE, VmUsageOperation.LINUX_SQL_WEB]
  .map(({ value }) => value);

export function requireOneWindowsDisk(scope: IConstruct, service: 'AppStream' | 'WorkSpaces', image: KnownVmImport | undefined): void {
  if (!image) return;
  const got = `got '${image.node.path}' with`;
  const { encrypted, platform, _asked: { disks = 1, usageOperation = '' } = {} } = image;
  if (encrypted) refuse(scope, `${service} imports no encrypted image, ${got} encrypted: true; import the disk without encrypted and encryptionKey`);
  if (platform?.value === VmPlatform.LINUX.value) refuse(scope, `${service} imports Windows alone, ${got} platform '${platform.value}'; import a disk with Windows`);
  if (LINUX.includes(usageOperation)) refuse(scope, `${service} imports Windows alone, ${got} usageOperation '${usageOperation}', which is Linux; import a disk with Windows`);
  if (disks > 1) refuse(scope, `${service} imports one disk, ${got} ${disks}; import the boot disk alone`);
}

export function requireLegacyBios(scope: IConstruct, image: KnownVmImport | undefined): void {
  if (image?._asked?.bootMode !== VmBootMode.UEFI.value) return;
  refuse(scope, `WorkSpaces boots Windows 10 by legacy BIOS, got '${image.node.path}' with bootMode '${VmBootMode.UEFI.value}'; ` +
    'import the disk with VmBootMode.LEGACY_BIOS, or set osVersion to ByolOsVersion.WINDOWS_11 if the image is Windows 11');
}

export function requireUefi(scope: IConstruct, what: string, image: KnownVmImport | undefined, otherwise = ''): void {
  if (image?._asked?.bootMode !== VmBootMode.LEGACY_BIOS.value) return;
  refuse(scope, `${what} boots by UEFI, got '${image.node.path}' with bootMode '${VmBootMode.LEGACY_BIOS.value}'; import the disk with VmBootMode.UEFI${otherwise}`);
}
