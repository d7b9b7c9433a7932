import { join } from 'node:path';
import { App, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { synthesize } from './synthesize';
import type { Definition, StackToDeploy } from './template';

/** What fixture/index.js reads, each a string on the wire; or any other property. */
export type ThingProperties = Record<string, unknown>;

/** A custom resource, served by the real Provider framework and fixture/index.js. */
export function thing(properties: ThingProperties = {}, rest: Partial<Definition> = {}): Definition {
  return { Type: 'Custom::Thing', Properties: { ServiceToken: PROVIDER.token, ...properties }, ...rest };
}

/** A resource that is not a custom one. */
export function topic(name: string, rest: Partial<Definition> = {}): Definition {
  return { Type: 'AWS::SNS::Topic', Properties: { DisplayName: name }, ...rest };
}

/** A stack with these resources beside the provider. */
export function stackOf(resources: Record<string, Definition>, more: Partial<StackToDeploy['template']> = {}): StackToDeploy {
  const { name, template, assets } = PROVIDER.stack;
  return { name, assets, template: { ...template, ...more, Resources: { ...template.Resources, ...resources } } };
}

/** Synthesized once for all tests; the tests add resources to it. */
const PROVIDER = synthesizeProvider();

function synthesizeProvider(): { stack: StackToDeploy; token: unknown } {
  const stack = new Stack(new App(), 'Test');
  const handler = (name: string) => new Function(stack, name, {
    code: Code.fromAsset(join(__dirname, 'fixture')), handler: `index.${name}`, runtime: Runtime.NODEJS_22_X, timeout: Duration.minutes(1),
  });
  const { serviceToken } = new Provider(stack, 'Provider', {
    onEventHandler: handler('onEvent'), isCompleteHandler: handler('isComplete'), queryInterval: Duration.seconds(30), totalTimeout: Duration.minutes(50),
  });
  new CustomResource(stack, 'Probe', { serviceToken });
  const { name, template, assets } = synthesize(stack);
  const { Probe, ...others } = template.Resources;
  return { stack: { name, template: { ...template, Resources: others }, assets }, token: Probe.Properties!.ServiceToken };
}
