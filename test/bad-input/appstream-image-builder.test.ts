import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { commonTables, newStack, runTables, runTagTable, Subject } from './table';
import {
  AppStreamAgentVersion, AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderProps, AppStreamInstanceType, AppStreamSoftware,
} from '../../src';

const subject: Subject<AppStreamImageBuilderProps> = {
  path: 'S/Builder',
  define: (stack, props) => new AppStreamImageBuilder(stack, 'Builder', {
    baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, ...props,
  }),
};
const common = commonTables<AppStreamImageBuilderProps>();
const constant = (name: string) => `${name} must be a constant of its class, got 'x'; take the constant, or of('x')`;
const X = 'x' as any;
const ARN = 'arn:aws:appstream:eu-west-1::image/';

const vpcIn = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
const subnet = (stack: Stack) => ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1');
const group = (stack: Stack, id = 'sg-1') => ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', id);
const endpoint = (stack: Stack, vpcEndpointId = 'vpce-1') => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId, port: 443 });
const named = (imageArn: string) => () => ({ baseImage: AppStreamBaseImage.fromArn(imageArn) });
const OU = (length: number) => ({ directoryName: 'corp', organizationalUnitDistinguishedName: 'x'.repeat(length) });
const OFFICE = AppStreamSoftware.OFFICE_2021_LTSC_STANDARD_64_BIT;

runTables<AppStreamImageBuilderProps>(subject, {
  refused: [
    ...common.refused,
    ["imageArn must be the ARN of an AppStream image, got 'x'", named('x')],
    [`imageArn must be the ARN of an AppStream image, got '${ARN}'`, named(ARN)],
    [`imageArn must be the ARN of an AppStream image, got '${ARN}a b'`, named(`${ARN}a b`)],
    [`imageArn must be the ARN of an AppStream image, got '${ARN}${'x'.repeat(1019)}'`, named(`${ARN}${'x'.repeat(1019)}`)],
    ['imageName must have 1 to 256 characters, got 0', () => ({ baseImage: AppStreamBaseImage.fromName('') })],
    ['imageName must have 1 to 256 characters, got 257', () => ({ baseImage: AppStreamBaseImage.fromName('x'.repeat(257)) })],
    ["imageBuilderName may have 1 to 101 letters, digits and _.-, the first a letter or digit, got 'my builder'", () => ({ imageBuilderName: 'my builder' })],
    ["imageBuilderName may have 1 to 101 letters, digits and _.-, the first a letter or digit, got ''", () => ({ imageBuilderName: '' })],
    [`imageBuilderName may have 1 to 101 letters, digits and _.-, the first a letter or digit, got '${'x'.repeat(102)}'`,
      () => ({ imageBuilderName: 'x'.repeat(102) })],
    ['instanceType must have 1 to 1024 characters, got 0', () => ({ instanceType: AppStreamInstanceType.of('') })],
    ['displayName must have 1 to 100 characters, got 0', () => ({ displayName: '' })],
    ['displayName must have 1 to 100 characters, got 101', () => ({ displayName: 'x'.repeat(101) })],
    ['description must have 1 to 256 characters, got 0', () => ({ description: '' })],
    ['description must have 1 to 256 characters, got 257', () => ({ description: 'x'.repeat(257) })],
    ['agentVersion must have 1 to 100 characters, got 0', () => ({ agentVersion: AppStreamAgentVersion.of('') })],
    ['agentVersion must have 1 to 100 characters, got 101', () => ({ agentVersion: AppStreamAgentVersion.of('x'.repeat(101)) })],
    ['subnet needs a vpc, got none; add vpc', (stack) => ({ subnet: subnet(stack) })],
    ['securityGroups need a vpc, got none; add vpc', (stack) => ({ securityGroups: [group(stack)] })],
    ['securityGroups must have 1 to 5 entries, got 0', (stack) => ({ vpc: vpcIn(stack), securityGroups: [] })],
    ['securityGroups must have 1 to 5 entries, got 6', (stack) => ({ vpc: vpcIn(stack), securityGroups: Array(6).fill(group(stack)) })],
    ['accessEndpoints must have 1 to 4 entries, got 0', () => ({ accessEndpoints: [] })],
    ['accessEndpoints must have 1 to 4 entries, got 5', (stack) => ({ accessEndpoints: Array(5).fill(endpoint(stack)) })],
    ['vpc has no private subnet with egress; add subnet', (stack) => ({ vpc: new ec2.Vpc(stack, 'Public', { natGateways: 0 }) })],
    ['domainJoin needs a vpc that reaches the directory, got none; add vpc', () => ({ domainJoin: { directoryName: 'corp' } })],
    ['domainJoin.organizationalUnitDistinguishedName must have 1 to 2000 characters, got 0', (stack) => ({ vpc: vpcIn(stack), domainJoin: OU(0) })],
    ['domainJoin.organizationalUnitDistinguishedName must have 1 to 2000 characters, got 2001', (stack) => ({ vpc: vpcIn(stack), domainJoin: OU(2001) })],
    ['rootVolumeSize must be 200 to 500 GiB, got 100 GiB', () => ({ rootVolumeSize: Size.gibibytes(100) })],
    ['rootVolumeSize must be 200 to 500 GiB, got 199 GiB', () => ({ rootVolumeSize: Size.gibibytes(199) })],
    ['rootVolumeSize must be 200 to 500 GiB, got 501 GiB', () => ({ rootVolumeSize: Size.gibibytes(501) })],
    ['rootVolumeSize must be 200 to 500 GiB, got 250.5 GiB', () => ({ rootVolumeSize: Size.gibibytes(250.5) })],
    ['rootVolumeSize must be 200 to 500 GiB, got NaN GiB', () => ({ rootVolumeSize: Size.gibibytes(NaN) })],
    ["software cannot be installed and uninstalled, got 'Microsoft_Office_2021_LTSC_Standard_64Bit' in softwaresToInstall and softwaresToUninstall; remove one",
      () => ({ softwaresToInstall: [OFFICE], softwaresToUninstall: [AppStreamSoftware.of('Other'), AppStreamSoftware.of(OFFICE.value)] })],
    ['softwaresToInstall must have 1 to 1024 characters, got 0', () => ({ softwaresToInstall: [OFFICE, AppStreamSoftware.of('')] })],
    ['softwaresToUninstall must have 1 to 1024 characters, got 0', () => ({ softwaresToUninstall: [AppStreamSoftware.of('')] })],
    // JavaScript lets these pass.
    [constant('instanceType'), () => ({ instanceType: X })],
    [constant('agentVersion'), () => ({ agentVersion: X })],
    [constant('softwaresToInstall'), () => ({ softwaresToInstall: [X] })],
    [constant('softwaresToUninstall'), () => ({ softwaresToInstall: [X], softwaresToUninstall: [X] })],
    ["imageBuilderName may have 1 to 101 letters, digits and _.-, the first a letter or digit, got '-' (at S/Old)",
      (stack) => AppStreamImageBuilder.fromImageBuilderName(stack, 'Old', '-')],
  ],
  taken: [
    ...common.taken,
    ['a base image of 1 character', () => ({ baseImage: AppStreamBaseImage.fromName('x') })],
    ['a base image of 256', () => ({ baseImage: AppStreamBaseImage.fromName('x'.repeat(256)) })],
    ['an image of AWS', named(`${ARN}AppStream-WinServer2022-06-17-2026`)],
    ['an image of another account and partition', named('arn:aws-us-gov:appstream:us-gov-west-1:210987654321:image/golden')],
    ['the longest ARN', named(`${ARN}${'x'.repeat(1018)}`)],
    ['a name of 101 characters', () => ({ imageBuilderName: 'x'.repeat(101) })],
    ['names, words and descriptions of one character', () => ({
      imageBuilderName: '1', displayName: ' ', description: '"', agentVersion: AppStreamAgentVersion.of('1'), instanceType: AppStreamInstanceType.of('x'),
    })],
    ['the longest words and descriptions', () => ({
      displayName: 'x'.repeat(100), description: 'x'.repeat(256), agentVersion: AppStreamAgentVersion.of('x'.repeat(100)),
    })],
    ['5 security groups', (stack) => ({ vpc: vpcIn(stack), securityGroups: Array(5).fill(group(stack)) })],
    ['4 endpoints', (stack) => ({ accessEndpoints: Array(4).fill(endpoint(stack)) })],
    ['a subnet of a vpc without private ones', (stack) => ({ vpc: new ec2.Vpc(stack, 'Public', { natGateways: 0 }), subnet: subnet(stack) })],
    ['a unit of 2000 characters', (stack) => ({ vpc: vpcIn(stack), domainJoin: OU(2000) })],
    ['a unit of one', (stack) => ({ vpc: vpcIn(stack), domainJoin: OU(1) })],
    ['200 GiB', () => ({ rootVolumeSize: Size.gibibytes(200) })],
    ['500 GiB, in MiB', () => ({ rootVolumeSize: Size.mebibytes(500 * 1024) })],
    ['different software in both lists', () => ({ softwaresToInstall: [OFFICE], softwaresToUninstall: [AppStreamSoftware.of('Other')] })],
    ['no software', () => ({ softwaresToInstall: [], softwaresToUninstall: [] })],
  ],
  tokens: {
    'accessEndpoints': (stack, { text }) => ({ accessEndpoints: [endpoint(stack, text)] }),
    'agentVersion': (_, { text }) => ({ agentVersion: AppStreamAgentVersion.of(text) }),
    'baseImage, name': (_, { text }) => ({ baseImage: AppStreamBaseImage.fromName(text) }),
    'baseImage, ARN': (_, { text }) => ({ baseImage: AppStreamBaseImage.fromArn(text) }),
    'description': (_, { text }) => ({ description: text }),
    'displayName': (_, { text }) => ({ displayName: text }),
    'domainJoin.directoryName': (stack, { text }) => ({ vpc: vpcIn(stack), domainJoin: { directoryName: text } }),
    'domainJoin.organizationalUnitDistinguishedName':
      (stack, { text }) => ({ vpc: vpcIn(stack), domainJoin: { directoryName: 'corp', organizationalUnitDistinguishedName: text } }),
    'imageBuilderName': (_, { text }) => ({ imageBuilderName: text }),
    'instanceType': (_, { text }) => ({ instanceType: AppStreamInstanceType.of(text) }),
    'rootVolumeSize': (_, { number }) => ({ rootVolumeSize: Size.gibibytes(number) }),
    'securityGroups': (stack, { text }) => ({ vpc: vpcIn(stack), securityGroups: [group(stack, text)] }),
    'softwaresToInstall': (_, { text }) => ({ softwaresToInstall: [AppStreamSoftware.of(text)] }),
    'softwaresToUninstall': (_, { text }) => ({ softwaresToUninstall: [AppStreamSoftware.of(text)] }),
    'the name of one that exists': (stack, { text }) => AppStreamImageBuilder.fromImageBuilderName(stack, 'Old', text),
  },
});

runTagTable(subject, { key: 128, value: 256, letter: '#' });

test('refused: connections without a vpc', () => {
  const builder = subject.define(newStack(), { timeout: Duration.hours(1) }) as AppStreamImageBuilder;
  expect(() => builder.connections).toThrow(new Error('connections need a vpc, got none; add vpc to the image builder (at S/Builder)'));
});
