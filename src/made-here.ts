import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Whether this app makes the image; of one that exists elsewhere it has no resource. */
export function isMadeHere(image: IConstruct): boolean {
  return CfnResource.isCfnResource(image.node.defaultChild);
}

/** Whether the stack itself makes the image, which bears its tag then. */
export function isMadeIn(stack: Stack, image: IConstruct | undefined): boolean {
  return image !== undefined && isMadeHere(image) && Stack.of(image) === stack;
}

/** With another source there has to be another image, which cannot have the name of the one that it replaces. That shows after hours. */
export function warnOfFixedName(scope: IConstruct, prop: string, name: string | undefined, source: IConstruct | undefined): void {
  if (!name || Token.isUnresolved(name) || !source || !isMadeHere(source)) return;
  Annotations.of(scope).addWarningV2('cdk-euc-images:fixedName',
    `a change that replaces '${source.node.path}' replaces this one too, and is refused after the hours of its import, since two cannot have the ` +
    `${prop} '${name}'; leave ${prop} out, or change it together with '${source.node.path}'`);
}
