import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ends, Life, tagged, TWICE } from './life';
import { AppStreamImage, AppStreamImageSource, ByolWorkspaceImage, Ec2VmImport } from '../../../src';

const fromAmi = (stack: Stack) => AppStreamImageSource.fromMachineImage(Ec2VmImport.fromImageId(stack, 'Ami', 'ami-0123456789abcdef0').toMachineImage());

/** First kept and shared with one account, then neither. */
export const applications = (isChanged: boolean) => (stack: Stack) => {
  tagged(new AppStreamImage(stack, 'Applications', {
    source: fromAmi(stack),
    imagePermissions: [{ accountId: isChanged ? '444455556666' : '222233334444' }],
    removalPolicy: isChanged ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  }), !isChanged);
};

export const APPSTREAM_IMAGE: readonly Life[] = [
  {
    name: 'an import that is changed and deleted',
    async play(world) {
      await ends(world.deploy(applications(false)), 'CREATE_COMPLETE', world);
      await ends(world.deploy(applications(true)), 'UPDATE_COMPLETE', world);
      await ends(world.destroy(), 'DELETE_COMPLETE', world);
    },
  },
  {
    name: 'imports with a role of the user\'s, and with none',
    async play(world) {
      await ends(world.deploy((stack) => {
        const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('appstream.amazonaws.com') });
        new AppStreamImage(stack, 'Ours', { source: fromAmi(stack), role });
        new AppStreamImage(stack, 'Desktop', { source: AppStreamImageSource.fromWorkspaceImage(ByolWorkspaceImage.fromImageId(stack, 'Wsi', 'wsi-0123456789')) });
      }), 'CREATE_COMPLETE', world);
    },
  },
  {
    name: 'an import that fails',
    variants: TWICE,
    async play(world) {
      world.aws.appstream.settings.image = () => ({ takes: 60_000, failure: { code: 'VALIDATION_ERROR', message: 'The AMI does not support TPM 2.0' } });
      await ends(world.deploy(applications(false)), 'ROLLBACK_COMPLETE', world);
    },
  },
];
