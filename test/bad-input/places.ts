import { Duration, TagManager } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ami } from './table';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderProps, AppStreamImageProps, AppStreamImageSource, AppStreamInstanceType,
  ByolImportMethod, ByolWorkspaceImage, ByolWorkspaceImageProps, DiskImage, Ec2VmImport, Ec2VmImportProps,
} from '../../src';

/*
 * Where a value goes in, that a service limits: a kind is defined with it, and either takes it or refuses it.
 */

/** A construct with the value in that place. */
export type Put = (scope: Construct, value: any) => IConstruct;

export interface Place {
  /** How the refusal begins. */
  readonly says: string;
  readonly put: Put;
  /** Why we refuse what the model would take. */
  readonly stricter?: string;
}

const SHORT = { timeout: Duration.minutes(1) };

export const vmImport = (props: Partial<Ec2VmImportProps>): Put => (scope) =>
  new Ec2VmImport(scope, 'K', { ...SHORT, disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], ...props });
export const byol = (of: (value: any, scope: Construct) => Partial<ByolWorkspaceImageProps>): Put => (scope, value) =>
  new ByolWorkspaceImage(scope, 'K', { ...SHORT, importMethod: ByolImportMethod.standard(ami()), ...of(value, scope) });
export const builder = (of: (value: any, scope: Construct) => Partial<AppStreamImageBuilderProps>): Put => (scope, value) => new AppStreamImageBuilder(scope, 'K', {
  ...SHORT, baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, ...of(value, scope),
});
export const image = (of: (value: any, scope: Construct) => Partial<AppStreamImageProps>): Put => (scope, value) =>
  new AppStreamImage(scope, 'K', { ...SHORT, source: AppStreamImageSource.fromMachineImage(ami()), ...of(value, scope) });

/** Tags are refused when the template is made: here by what the constructs find wrong then. */
export const tagged = (put: Put, tags: (value: any) => { [key: string]: string }): Put => (scope, value) => {
  const construct = put(scope, undefined);
  for (const [key, text] of Object.entries(tags(value))) TagManager.of(construct)!.setTag(key, text);
  const [fault] = construct.node.findAll().flatMap(({ node }) => node.validate());
  if (fault) throw new Error(fault);
  return construct;
};
export const tagsOf = (put: Put) => ({
  key: { says: 'tag', put: tagged(put, (value) => ({ [value]: 'v' })), stricter: 'our prefix and that of AWS are reserved' },
  value: { says: 'tag', put: tagged(put, (value) => ({ k: value })) },
  all: {
    says: 'tags must be at most 45', put: tagged(put, (count: unknown[]) => Object.fromEntries(count.map((_, i) => [`k${i}`, 'v']))), stricter: 'five are ours',
  },
});
