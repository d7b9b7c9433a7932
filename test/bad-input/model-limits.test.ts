import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { builder, byol, image, Place, tagsOf } from './places';
import { ami, newStack } from './table';
import {
  AppStreamAgentVersion, AppStreamApplication, AppStreamBaseImage, AppStreamImageSource, AppStreamInstanceType, AppStreamSoftware, ByolImageSource,
  ByolImportMethod, ByolOsVersion, ByolWorkspaceImage,
} from '../../src';
import { loadModel, Shape } from '../local-aws/model';
import { validate } from '../local-aws/validate';

/*
 * What the model of a service would refuse, synthesis refuses, as far as it is told the value. A limit of a member of our requests that
 * is not named here fails.
 */

const INFRASTRUCTURE = 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/x';
const EMPTY = 'an empty text says nothing';
const vpcIn = (scope: Construct) => ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });

const app = (of: (value: any) => Partial<AppStreamApplication>) => image((value) => ({ applications: [{ name: 'a', absoluteAppPath: 'p', ...of(value) }] }));
const through = (source: (value: any) => ByolImageSource, infrastructureConfigurationArn = (_: any) => INFRASTRUCTURE) => byol((value) => ({
  importMethod: ByolImportMethod.imageBuilder(source(value), {
    infrastructureConfigurationArn: infrastructureConfigurationArn(value), osVersion: ByolOsVersion.WINDOWS_11,
  }),
}));
const task = () => ByolImageSource.fromImportTaskId('import-ami-01234567');

const BYOL_TAGS = tagsOf(byol(() => ({})));
const BUILDER_TAGS = tagsOf(builder(() => ({})));
const IMAGE_TAGS = tagsOf(image(() => ({})));
const AGENT_ACCESS = 'is not sent';
const ROLE = 'is the ARN of a role that the CDK knows';
const PATH = 'synthesis lets only 5000 characters of all applications pass';

const IMAGE_NAME: Place = { says: 'imageName', put: byol((imageName) => ({ imageName })) };
const IMAGE_DESCRIPTION: Place = { says: 'description', put: byol((description) => ({ description })) };

/** Each limit of a member, by its place in the request; a text says why synthesis has nothing to refuse. */
const LIMITS: { readonly [operation: string]: { readonly [path: string]: Place | string } } = {
  'workspaces ImportWorkspaceImage': {
    'Ec2ImageId': { says: 'imageId', put: byol((id) => ({ importMethod: ByolImportMethod.standard(ami(id)) })) },
    'ImageName': IMAGE_NAME,
    'ImageDescription': IMAGE_DESCRIPTION,
    'Tags[].Key': BYOL_TAGS.key,
    'Tags[].Value': BYOL_TAGS.value,
    'Applications': 'is one or none',
  },
  'workspaces ImportCustomWorkspaceImage': {
    'ImageName': IMAGE_NAME,
    'ImageDescription': IMAGE_DESCRIPTION,
    'ImageSource.Ec2ImportTaskId': { says: 'importTaskId', put: through((id) => ByolImageSource.fromImportTaskId(id)) },
    'ImageSource.ImageBuildVersionArn': { says: 'imageBuildVersionArn', put: through((arn) => ByolImageSource.fromImageBuildVersionArn(arn)) },
    'ImageSource.Ec2ImageId': { says: 'imageId', put: through((id) => ByolImageSource.fromMachineImage(ami(id))) },
    'InfrastructureConfigurationArn': { says: 'infrastructureConfigurationArn', put: through(task, (arn) => arn) },
    'Tags[].Key': BYOL_TAGS.key,
    'Tags[].Value': BYOL_TAGS.value,
  },
  'workspaces UpdateWorkspaceImagePermission': {
    ImageId: 'is told by the service',
    SharedAccountId: { says: 'sharedAccountIds', put: byol((id) => ({ sharedAccountIds: [id] })) },
  },
  'appstream CreateImageBuilder': {
    'Name': { says: 'imageBuilderName', put: builder((imageBuilderName) => ({ imageBuilderName })) },
    'ImageName': { says: 'imageName', put: builder((name) => ({ baseImage: AppStreamBaseImage.fromName(name) })), stricter: 'an ARN has room for no longer name' },
    'ImageArn': { says: 'imageArn', put: builder((arn) => ({ baseImage: AppStreamBaseImage.fromArn(arn) })), stricter: 'of an image alone' },
    'InstanceType': { says: 'instanceType', put: builder((type) => ({ instanceType: AppStreamInstanceType.of(type) })), stricter: 'no word is so long' },
    'Description': { says: 'description', put: builder((description) => ({ description })), stricter: EMPTY },
    'DisplayName': { says: 'displayName', put: builder((displayName) => ({ displayName })), stricter: EMPTY },
    'VpcConfig.SubnetIds[]': 'is the id of a subnet that the CDK knows',
    'VpcConfig.SecurityGroupIds': {
      says: 'securityGroups', stricter: 'none is needed: one is made',
      put: builder((list: unknown[], scope) => ({
        vpc: vpcIn(scope), securityGroups: list.map((_, i) => ec2.SecurityGroup.fromSecurityGroupId(scope, `G${i}`, `sg-${i}`)),
      })),
    },
    'VpcConfig.SecurityGroupIds[]': 'is the id of a security group that the CDK knows',
    'IamRoleArn': ROLE,
    'DomainJoinInfo.OrganizationalUnitDistinguishedName': {
      says: 'domainJoin.organizationalUnitDistinguishedName', stricter: EMPTY,
      put: builder((name, scope) => ({ vpc: vpcIn(scope), domainJoin: { directoryName: 'corp', organizationalUnitDistinguishedName: name } })),
    },
    'AppstreamAgentVersion': { says: 'agentVersion', put: builder((version) => ({ agentVersion: AppStreamAgentVersion.of(version) })) },
    'Tags': BUILDER_TAGS.all,
    'Tags(key)': BUILDER_TAGS.key,
    'Tags(value)': BUILDER_TAGS.value,
    'AccessEndpoints': {
      says: 'accessEndpoints',
      put: builder((list: unknown[], scope) => ({
        accessEndpoints: list.map((_, i) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, `E${i}`, { vpcEndpointId: `vpce-${i}`, port: 443 })),
      })),
    },
    'AccessEndpoints[].VpceId': 'is the id of an endpoint that the CDK knows',
    'SoftwaresToInstall[]': { says: 'softwaresToInstall', put: builder((name) => ({ softwaresToInstall: [AppStreamSoftware.of(name)] })), stricter: 'no word is so long' },
    'SoftwaresToUninstall[]': {
      says: 'softwaresToUninstall', put: builder((name) => ({ softwaresToUninstall: [AppStreamSoftware.of(name)] })), stricter: 'no word is so long',
    },
    'AgentAccessConfig.Settings': AGENT_ACCESS,
    'AgentAccessConfig.S3BucketArn': AGENT_ACCESS,
  },
  'appstream CreateImportedImage': {
    'Name': { says: 'imageName', put: image((imageName) => ({ imageName })), stricter: 'AWS documents 100 characters, and reserved beginnings' },
    'SourceAmiId': { says: 'imageId', put: image((id) => ({ source: AppStreamImageSource.fromMachineImage(ami(id)) })), stricter: 'EC2 gives hexadecimal ids' },
    'WorkspaceImageId': {
      says: 'imageId', stricter: 'WorkSpaces documents 9 characters or more',
      put: image((id, scope) => ({ source: AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(scope, 'W', id)) })),
    },
    'IamRoleArn': ROLE,
    'Description': { says: 'description', put: image((description) => ({ description })), stricter: EMPTY },
    'DisplayName': { says: 'displayName', put: image((displayName) => ({ displayName })), stricter: EMPTY },
    'Tags': IMAGE_TAGS.all,
    'Tags(key)': IMAGE_TAGS.key,
    'Tags(value)': IMAGE_TAGS.value,
    'RuntimeValidationConfig.IntendedInstanceType': 'passes: whether names as GeneralPurpose fit the pattern is not known, and the service tells at once',
    'AppCatalogConfig': {
      says: 'applications', put: image((list: unknown[]) => ({ applications: list.map((_, i) => ({ name: `a${i}`, absoluteAppPath: 'p' })) })),
    },
    'AppCatalogConfig[].Name': { says: 'applications', put: app((name) => ({ name })), stricter: EMPTY },
    'AppCatalogConfig[].DisplayName': { says: 'applications', put: app((displayName) => ({ displayName })), stricter: EMPTY },
    'AppCatalogConfig[].AbsoluteAppPath': { says: 'applications', put: app((absoluteAppPath) => ({ absoluteAppPath })), stricter: PATH },
    'AppCatalogConfig[].AbsoluteIconPath': { says: 'applications', put: app((absoluteIconPath) => ({ absoluteIconPath })), stricter: PATH },
    'AppCatalogConfig[].AbsoluteManifestPath': { says: 'applications', put: app((absoluteManifestPath) => ({ absoluteManifestPath })), stricter: PATH },
    'AppCatalogConfig[].WorkingDirectory': { says: 'applications', put: app((workingDirectory) => ({ workingDirectory })), stricter: PATH },
    'AppCatalogConfig[].LaunchParameters': { says: 'applications', put: app((launchParameters) => ({ launchParameters })), stricter: EMPTY },
  },
  'appstream UpdateImagePermissions': {
    Name: 'is told by the service',
    SharedAccountId: { says: 'imagePermissions', put: image((accountId) => ({ imagePermissions: [{ accountId }] })), stricter: 'an account has 12 digits' },
  },
};

interface Limited {
  readonly path: string;
  readonly name: string;
  readonly shape: Shape;
}

/** Each member of a request with a limit other than a list of words: those pass, since AWS adds to them. */
function limitsOf(service: string, operation: string): Limited[] {
  const { operations, shapes } = loadModel(service);
  const walk = (name: string, path: string): Limited[] => {
    const shape = shapes[name];
    const isLimited = shape.pattern !== undefined || shape.min !== undefined || shape.max !== undefined;
    const join = (member: string) => (path ? `${path}.${member}` : member);
    return [
      ...isLimited ? [{ path, name, shape }] : [],
      ...Object.entries(shape.members ?? {}).flatMap(([member, { shape: inner }]) => walk(inner, join(member))),
      ...shape.member ? walk(shape.member.shape, `${path}[]`) : [],
      ...shape.key ? [...walk(shape.key.shape, `${path}(key)`), ...walk(shape.value!.shape, `${path}(value)`)] : [],
    ];
  };
  return walk(operations[operation].input!.shape, '');
}

const HOSTILE = ['', ' ', '\n', '\0', "'", '"', '/', '\\', '#', ':', '(', 'ä', '\u2028', '💾', '-', '_', '.', '0', 'a', 'Z', 'x'.repeat(300)];

/** Texts at the borders of a limit: of every length that counts, like the pattern, and like it but for one place. */
function textsAround({ min = 0, max = 0, pattern }: Shape): fc.Arbitrary<string> {
  const lengths = [0, 1, min - 1, min, max, max + 1].filter((length) => length >= 0);
  const like = pattern && !/\(\?!|\\p/.test(pattern) ? fc.stringMatching(new RegExp(`^(?:${pattern})$`.replaceAll('\\-', '-'))) : fc.string();
  const spoilt = fc.tuple(like, fc.nat(), fc.nat(1), fc.constantFrom(...HOSTILE))
    .map(([text, at, drop, by]) => text.slice(0, at % (text.length + 1)) + by + text.slice(at % (text.length + 1) + drop));
  return fc.oneof(like, spoilt, fc.string({ unit: 'binary' }), fc.constantFrom(...lengths.map((length) => 'x'.repeat(length))));
}

/** A map of tags is never empty: ours are in it. */
function listsAround({ type, min = 0, max = 0 }: Shape): fc.Arbitrary<string[]> {
  const lengths = [0, min - 1, min, max, max + 1].filter((length) => length >= (type === 'map' ? 1 : 0));
  return fc.constantFrom(...lengths).map((length) => Array(length).fill('x'));
}

describe.each(Object.entries(LIMITS))('%s', (call, places) => {
  const [service, operation] = call.split(' ');
  const limits = limitsOf(service, operation);

  test('has a place for each limit of the model', () => {
    expect(Object.keys(places).sort()).toEqual(limits.map(({ path }) => path).sort());
  });

  const told = limits.flatMap(({ path, name, shape }) => typeof places[path] === 'string' ? [] : [{ path, name, shape, place: places[path] as Place }]);

  test.each(told)('$path: what the service would refuse, is refused', ({ name, shape, place: { put, says, stricter } }) => {
    const values: fc.Arbitrary<string | string[]> = shape.type === 'string' ? textsAround(shape) : listsAround(shape);
    const stack = newStack();
    let scopes = 0;
    /** Of partitions AWS adds more than the model has. */
    const known = (text: string) => (says === 'imageArn' ? text.replace(/^arn:aws[a-z-]*:/, 'arn:aws:') : text);
    const refusedByModel = (value: string | string[]) => typeof value === 'string'
      ? validate(loadModel(service), { shape: name }, known(value)).length > 0
      : value.length < (shape.min ?? 0) || value.length > (shape.max ?? Infinity);
    const refusal = (value: any): string | undefined => {
      try {
        put(new Construct(stack, `N${scopes++}`), value);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    };

    fc.assert(fc.property(values, (value) => {
      const message = refusal(value);
      if (message !== undefined) expect(message.startsWith(says) ? says : message).toBe(says);
      if (refusedByModel(value)) expect(message).toBeDefined();
      else if (!stricter) expect(message).toBeUndefined();
    }), { seed: 1, numRuns: 60 });
  });
});
