import { Stack } from 'aws-cdk-lib';
import { constantsOf, CoverageStacks, ends, QUICK, rowsOf, tag } from './coverage-stacks';
import {
  ByolComputeType, ByolImageSource, ByolImportMethod, ByolOsVersion, ByolPlatform, ByolProtocol, ByolWorkspaceImage, Ec2VmImport,
  IngestionProcess, OfficeApplication,
} from '../../../src';

const ARN = 'arn:aws:imagebuilder:us-east-1:111122223333';
const AMI = 'ami-0123456789abcdef0';
const OTHER_AMI = 'ami-0123456789abcdef1';
const TASK = 'import-ami-0123456789abcdef0';

const ami = (stack: Stack, id: string, imageId: string) => Ec2VmImport.fromImageId(stack, id, imageId).toMachineImage();
const through = (source: ByolImageSource, more: object = {}) => ByolImportMethod.imageBuilder(source, {
  infrastructureConfigurationArn: `${ARN}:infrastructure-configuration/desktops`, osVersion: ByolOsVersion.WINDOWS_11, ...more,
});

const bare = (stack: Stack) => {
  new ByolWorkspaceImage(stack, 'Bare', { importMethod: ByolImportMethod.standard(ami(stack, 'Ami', AMI)) });
  new ByolWorkspaceImage(stack, 'Built', { importMethod: through(ByolImageSource.fromMachineImage(ami(stack, 'Golden', AMI))) });
};

/** Windows 10, which goes with all of them. */
const osVersion = ByolOsVersion.WINDOWS_10;
const standards = rowsOf({ application: constantsOf(OfficeApplication), ingestionProcess: constantsOf(IngestionProcess), osVersion: [osVersion] });
const builders = (buildArn: string, stack: Stack) => rowsOf({
  computeType: constantsOf(ByolComputeType),
  infrastructureConfigurationArn: [`${ARN}:infrastructure-configuration/offices`],
  osVersion: [osVersion],
  platform: constantsOf(ByolPlatform),
  protocol: constantsOf(ByolProtocol),
  source: [
    ByolImageSource.fromImportTaskId(TASK), ByolImageSource.fromImageBuildVersionArn(buildArn), ByolImageSource.fromMachineImage(ami(stack, 'Other', OTHER_AMI)),
  ],
});

export const byolWorkspaceImageStacks: CoverageStacks = {
  kind: 'ByolWorkspaceImage',
  operations: [
    'workspaces:ImportWorkspaceImage', 'workspaces:ImportCustomWorkspaceImage', 'workspaces:DescribeCustomWorkspaceImageImport',
    'workspaces:DeleteWorkspaceImage',
  ],

  async bare(world) {
    await ends(world.deploy(bare), 'CREATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world);
  },

  async asked(world) {
    const build = world.aws.imagebuilder.seedBuild('windows');
    world.aws.imagebuilder.seedInfrastructure('offices');
    world.aws.workspaces.settings.course = () => ({ duration: QUICK.takes });
    const said = (name: string) => ({ imageName: name, description: 'a desktop', timeout: QUICK.timeout });
    await ends(world.deploy((stack) => {
      const source = ami(stack, 'Ami', OTHER_AMI);
      const methods = [
        ...standards.map((options) => ByolImportMethod.standard(source, options)),
        ...builders(build, stack).map(({ source: from, ...options }) => through(from, options)),
        ...constantsOf(ByolOsVersion).map((version) => through(ByolImageSource.fromImportTaskId(TASK), { osVersion: version })),
      ];
      methods.forEach((importMethod, i) => tag(new ByolWorkspaceImage(stack, `Asked${i}`, { importMethod, ...said(`desktop-${i}`) })));
    }), 'CREATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world);
    // The service knows one platform, and that is the default: that the word follows the property is seen by another one, which it refuses.
    await ends(world.deploy((stack) => {
      const importMethod = through(ByolImageSource.fromImportTaskId(TASK), { platform: ByolPlatform.of('LINUX') });
      tag(new ByolWorkspaceImage(stack, 'Refused', { importMethod, ...said('refused') }));
    }), 'ROLLBACK_COMPLETE', world);
  },
};
