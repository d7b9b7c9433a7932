import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { constantsOf, CoverageStacks, ends, QUICK, rowsOf, tag } from './coverage-stacks';
import {
  AppStreamAgentSoftwareVersion, AppStreamImage, AppStreamImageProps, AppStreamImageSource, AppStreamInstanceType, ByolWorkspaceImage, Ec2VmImport,
} from '../../../src';

/** Fewer than the images of the account. */
const PAGE = 2;

const fromAmi = (stack: Stack, id: string, imageId: string) =>
  AppStreamImageSource.fromMachineImage(Ec2VmImport.fromImageId(stack, id, imageId).toMachineImage());

const bare = (stack: Stack) => {
  new AppStreamImage(stack, 'Bare', { source: fromAmi(stack, 'Ami', 'ami-0123456789abcdef0') });
};

/** Every property at once. */
function everything(stack: Stack): Partial<AppStreamImageProps> {
  return {
    source: fromAmi(stack, 'Ami', 'ami-0123456789abcdef1'),
    applications: [{
      name: 'app', absoluteAppPath: 'C:\\a.exe', absoluteIconPath: 'C:\\a.png', absoluteManifestPath: 'C:\\a.txt', displayName: 'An app', launchParameters: '-x',
      workingDirectory: 'C:\\',
    }],
    intendedInstanceType: AppStreamInstanceType.of('GeneralPurpose.m.large'),
    role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/mine'),
    displayName: 'Golden 1.0',
    description: 'A desktop (2026)',
  };
}

const words = rowsOf({ agentSoftwareVersion: constantsOf(AppStreamAgentSoftwareVersion) });

export const appStreamImageStacks: CoverageStacks = {
  kind: 'AppStreamImage',
  operations: ['appstream:CreateImportedImage', 'appstream:DescribeImages', 'appstream:DeleteImage'],

  async bare(world) {
    world.aws.appstream.settings.pageSize = PAGE;
    for (let i = 0; i < PAGE; i++) world.aws.appstream.seedImage({ name: `theirs-${i}` });
    await ends(world.deploy(bare), 'CREATE_COMPLETE', world);
    await ends(world.destroy(), 'DELETE_COMPLETE', world);
  },

  async asked(world) {
    world.aws.appstream.settings.image = () => QUICK;
    await ends(world.deploy((stack) => {
      const source = AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Desktop', 'wsi-0123456789'));
      [everything(stack), ...words].forEach((props, i) =>
        tag(new AppStreamImage(stack, `Asked${i}`, { source, imageName: `golden-${i}`, timeout: QUICK.timeout, ...props })));
    }), 'CREATE_COMPLETE', world);
  },
};
