import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Manifest } from 'aws-cdk-lib/cloud-assembly-schema';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { Sample } from '../support/samples';

/*
 * The app of a snapshot: each sample in a stack of its own, which knows neither account nor Region. It writes the runner's manifest itself,
 * as `IntegTest` would: that construct adds a stack for assertions in an account, and we have none to make.
 */
export function synthesize(samples: { readonly [id: string]: Sample }): void {
  const app = new App({ postCliContext: { [cxapi.ENABLE_ADDITIONAL_METADATA_COLLECTION]: false } });
  for (const [id, define] of Object.entries(samples)) define(new Stack(app, id));
  const { directory, stacks } = app.synth();
  const testCases = { templates: { stacks: stacks.map(({ id }) => id) } };
  Manifest.saveIntegManifest({ version: Manifest.version(), testCases }, join(directory, 'integ.json'));
}
