import { IMachineImage } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/*
 * How kinds know an import through the machine image that it gives: by a property of that object, which it keeps in all five languages.
 */

const VM_IMPORT = Symbol.for('cdk-euc-images.Ec2VmImport');

/** What other kinds ask of the import behind a machine image. */
export interface KnownVmImport extends IConstruct {
  readonly encrypted?: boolean;
  readonly platform?: { readonly value: string };
  /** Of an import of this app, what it asks for beside that. */
  readonly _asked?: { readonly disks: number; readonly bootMode?: string; readonly licenseType?: string; readonly usageOperation?: string };
}

export function withVmImport(machineImage: IMachineImage, vmImport: KnownVmImport): IMachineImage {
  return Object.defineProperty(machineImage, VM_IMPORT, { value: vmImport });
}

export function vmImportOf(machineImage: IMachineImage): KnownVmImport | undefined {
  return (machineImage as { [VM_IMPORT]?: KnownVmImport })[VM_IMPORT];
}
