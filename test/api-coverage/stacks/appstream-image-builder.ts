import { Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { constantsOf, CoverageStacks, ends, QUICK, rowsOf, tag } from './coverage-stacks';
import {
  AppStreamAgentVersion, AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderProps, AppStreamImageBuilderState, AppStreamInstanceType,
  AppStreamSoftware,
} from '../../../src';

const BASE = 'AppStream-WinServer2022-06-17-2026';
const OTHER_BASE = 'AppStream-WinServer2025-06-17-2026';
const { RUNNING, STOPPED } = AppStreamImageBuilderState;
/** Fewer than the builders of the account. */
const PAGE = 2;

const bare = (desiredState?: AppStreamImageBuilderState) => (stack: Stack) => {
  new AppStreamImageBuilder(stack, 'Bare', {
    baseImage: AppStreamBaseImage.fromName(BASE), instanceType: AppStreamInstanceType.of('stream.bare'), desiredState,
  });
};

/** Every property at once. */
function everything(stack: Stack): Partial<AppStreamImageBuilderProps> {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] });
  return {
    agentVersion: AppStreamAgentVersion.LATEST,
    vpc,
    subnet: ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1'),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    enableDefaultInternetAccess: false,
    domainJoin: { directoryName: 'corp.example.com', organizationalUnitDistinguishedName: 'OU=Builders,DC=corp' },
    accessEndpoints: [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 })],
    rootVolumeSize: Size.gibibytes(300),
    requireImdsv2: true,
    role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/machine'),
    imageBuilderName: 'mine',
    displayName: 'My builder',
    description: 'It builds',
  };
}

const software = constantsOf(AppStreamSoftware);
const words = rowsOf({ agentVersion: constantsOf(AppStreamAgentVersion), instanceType: constantsOf(AppStreamInstanceType) });

export const appStreamImageBuilderStacks: CoverageStacks = {
  kind: 'AppStreamImageBuilder',
  operations: [
    'appstream:CreateImageBuilder', 'appstream:DescribeImageBuilders', 'appstream:StartImageBuilder', 'appstream:StopImageBuilder',
    'appstream:DeleteImageBuilder',
  ],

  async bare(world) {
    world.aws.appstream.settings.pageSize = PAGE;
    for (let i = 0; i < PAGE; i++) world.aws.appstream.seedBuilder(`theirs-${i}`);
    await ends(world.deploy(bare()), 'CREATE_COMPLETE', world);
    for (const state of [STOPPED, RUNNING]) await ends(world.deploy(bare(state)), 'UPDATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world);
  },

  async asked(world) {
    Object.assign(world.aws.appstream.settings, {
      mostBuilders: Infinity, pageSize: 1000, builder: () => QUICK, start: () => QUICK, software: () => QUICK, stopTakes: QUICK.takes,
    });
    const shared = world.aws.appstream.seedImage({ name: 'shared', owner: '999999999999' }).arn;
    const define = (desiredState: AppStreamImageBuilderState) => (stack: Stack) => {
      const required = { baseImage: AppStreamBaseImage.fromName(OTHER_BASE), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, timeout: QUICK.timeout };
      const asked = [
        { ...everything(stack), desiredState }, { baseImage: AppStreamBaseImage.fromArn(shared), softwaresToInstall: software },
        { softwaresToUninstall: software }, ...words,
      ];
      asked.forEach((props, i) => tag(new AppStreamImageBuilder(stack, `Asked${i}`, { ...required, ...props })));
    };
    await ends(world.deploy(define(STOPPED)), 'CREATE_COMPLETE', world);
    await ends(world.deploy(define(RUNNING)), 'UPDATE_COMPLETE', world); // starts it, with the agent
  },
};
