import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ends, Life, tagged, TWICE } from './life';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamInstanceType, AppStreamSoftware } from '../../../src';

const { OFFICE_2024_LTSC_STANDARD_64_BIT: OFFICE, VISIO_2024_LTSC_STANDARD_64_BIT: VISIO } = AppStreamSoftware;

/** First stopped and kept, then running, with other software, and not. */
const builder = (isChanged: boolean) => (stack: Stack) => {
  tagged(new AppStreamImageBuilder(stack, 'Builder', {
    baseImage: AppStreamBaseImage.fromName('AppStream-WinServer2022-06-17-2026'),
    instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
    role: iam.Role.fromRoleArn(stack, 'MachineRole', 'arn:aws:iam::111122223333:role/machine'),
    desiredState: isChanged ? AppStreamImageBuilderState.RUNNING : AppStreamImageBuilderState.STOPPED,
    softwaresToInstall: [isChanged ? VISIO : OFFICE],
    removalPolicy: isChanged ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  }), !isChanged);
};

export const APPSTREAM_IMAGE_BUILDER: readonly Life[] = [
  {
    name: 'a builder that is changed and deleted',
    async play(world) {
      await ends(world.deploy(builder(false)), 'CREATE_COMPLETE', world);
      await ends(world.deploy(builder(true)), 'UPDATE_COMPLETE', world);
      await ends(world.destroy(), 'DELETE_COMPLETE', world);
    },
  },
  {
    name: 'builders of private and of shared base images',
    async play(world) {
      world.aws.appstream.seedImage({ name: 'golden' });
      const { arn } = world.aws.appstream.seedImage({ name: 'shared', owner: '999999999999' });
      await ends(world.deploy((stack) => {
        const images = { Private: AppStreamBaseImage.fromName('golden'), Shared: AppStreamBaseImage.fromArn(arn) };
        for (const [id, baseImage] of Object.entries(images)) {
          new AppStreamImageBuilder(stack, id, { baseImage, instanceType: AppStreamInstanceType.STANDARD_MEDIUM });
        }
      }), 'CREATE_COMPLETE', world);
    },
  },
  {
    name: 'a builder that fails',
    variants: TWICE,
    async play(world) {
      world.aws.appstream.settings.builder = () => ({ takes: 60_000, failure: { code: 'SUBNET_NOT_FOUND', message: 'The subnet does not exist' } });
      await ends(world.deploy(builder(false)), 'ROLLBACK_COMPLETE', world);
    },
  },
];
