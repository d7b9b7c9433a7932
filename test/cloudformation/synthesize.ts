import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import type { StackToDeploy } from './template';

/** Synthesizes the app that a stack is in, and takes from the assembly what is needed to deploy the stack. */
export function synthesize(stack: Stack): StackToDeploy {
  const artifact = Stage.of(stack)!.synth().getStackArtifact(stack.artifactId);
  const manifests = artifact.dependencies.filter(AssetManifestArtifact.isAssetManifestArtifact);
  const files = manifests.flatMap(({ contents }) => Object.values(contents.files ?? {}));
  const folders = files.flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, join(artifact.assembly.directory, source.path ?? '')]));
  return { name: artifact.stackName, template: artifact.template, assets: Object.fromEntries(folders) };
}
