import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ends, Life, tagged, TWICE } from './life';
import { ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, Ec2VmImport } from '../../../src';

const IMAGE_BUILDER = 'arn:aws:imagebuilder:us-east-1:111122223333';
const AMI = 'ami-0123456789abcdef0';
const TASK = 'import-ami-0123456789abcdef0';

const ami = (stack: Stack) => Ec2VmImport.fromImageId(stack, 'Ami', AMI).toMachineImage();
const through = (source: ByolImageSource) => ByolImportMethod.imageBuilder(source, {
  infrastructureConfigurationArn: `${IMAGE_BUILDER}:infrastructure-configuration/desktops`, osVersion: ByolOsVersion.WINDOWS_11,
});

/** First kept and shared with one account, then neither. */
const standard = (isChanged: boolean) => (stack: Stack) => {
  tagged(new ByolWorkspaceImage(stack, 'Desktop', {
    importMethod: ByolImportMethod.standard(ami(stack)),
    sharedAccountIds: [isChanged ? '444455556666' : '222233334444'],
    removalPolicy: isChanged ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  }), !isChanged);
};

export const BYOL_WORKSPACE_IMAGE: readonly Life[] = [
  {
    name: 'an import that is changed and deleted',
    async play(world) {
      await ends(world.deploy(standard(false)), 'CREATE_COMPLETE', world);
      await ends(world.deploy(standard(true)), 'UPDATE_COMPLETE', world);
      await ends(world.destroy(), 'DELETE_COMPLETE', world);
    },
  },
  {
    name: 'imports through Image Builder',
    async play(world) {
      const build = world.aws.imagebuilder.seedBuild('windows');
      await ends(world.deploy((stack) => {
        const sources = {
          Task: ByolImageSource.fromImportTaskId(TASK),
          Build: ByolImageSource.fromImageBuildVersionArn(build),
          Ami: ByolImageSource.fromMachineImage(ami(stack)),
        };
        for (const [id, source] of Object.entries(sources)) new ByolWorkspaceImage(stack, `From${id}`, { importMethod: through(source) });
      }), 'CREATE_COMPLETE', world);
    },
  },
  {
    name: 'an import that fails',
    variants: TWICE,
    async play(world) {
      world.aws.workspaces.settings.course = () => ({ errors: [{ code: 'DomainJoined', message: 'The machine is joined to a domain.' }] });
      await ends(world.deploy(standard(false)), 'ROLLBACK_COMPLETE', world);
    },
  },
];
