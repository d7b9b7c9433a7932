import { App, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { SAMPLES } from './support/samples';

/*
 * In every partition of AWS the templates name that partition and no other: in ARNs, which have its name in them, and in addresses and
 * principals, which have its domain.
 */

const REGIONS = ['us-east-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'];

/** All texts of a template as CloudFormation reads them there. */
function textsOf(tree: any, pseudo: { readonly [name: string]: string }): string[] {
  if (typeof tree === 'string') return [tree];
  if (!tree || typeof tree !== 'object') return [];
  if (typeof tree.Ref === 'string') return [pseudo[tree.Ref] ?? `<${tree.Ref}>`];
  if (tree['Fn::Join']) {
    const [delimiter, parts] = tree['Fn::Join'];
    return Array.isArray(parts) ? [parts.map((part) => textsOf(part, pseudo).join()).join(delimiter)] : textsOf(parts, pseudo);
  }
  if (tree['Fn::Sub']) return [[tree['Fn::Sub']].flat()[0].replace(/\$\{(AWS::\w+)\}/g, (_: string, name: string) => pseudo[name])];
  return Object.values(tree).flatMap((branch) => textsOf(branch, pseudo));
}

test.each(REGIONS)('%s', (region) => {
  const { partition, domainSuffix } = RegionInfo.get(region);
  const pseudo = { 'AWS::Partition': partition!, 'AWS::URLSuffix': domainSuffix!, 'AWS::Region': region, 'AWS::AccountId': '111122223333' };
  const app = new App();
  const env = { region, account: '111122223333' };
  Object.values(SAMPLES).forEach((define, i) => define(new Stack(app, `S${i}`, { env })));

  const { stacks } = app.synth();
  expect(stacks).toHaveLength(Object.keys(SAMPLES).length);
  for (const { template } of stacks) {
    const resources = Object.values<any>(template.Resources).map(({ Properties }) => Properties);
    expect(JSON.stringify(resources)).not.toMatch(/arn:aws/);

    const texts = textsOf(resources, pseudo);
    const arns = texts.flatMap((text) => [...text.matchAll(/\barn:([^:]*):/g)].map(([, name]) => name));
    expect(new Set(arns)).toEqual(new Set([partition]));

    // Principals of services have this suffix in every partition; that of the logs alone has the domain and the Region.
    const domains = texts.flatMap((text) => text.match(/[\w.-]+\.(?:amazonaws|c2s|sc2s)\.[\w.]+/g) ?? []);
    expect(domains).toContain('lambda.amazonaws.com');
    const others = domains.filter((domain) => !/^(appstream|imagebuilder|lambda|states|vmie)\.amazonaws\.com$/.test(domain));
    expect(others.filter((domain) => domain !== `logs.${region}.${domainSuffix}`)).toEqual([]);
  }
});
