import { Duration } from 'aws-cdk-lib';
import type { WaitKind } from './waiting';
import { TAG_PREFIX } from '../../src/contract/envelope';

/*
 * The kinds at run time, by the names of the constructs. An image is known by the id that we mint, or by the name that it is given by hand.
 */

const ID = `${TAG_PREFIX}id`;

/** So that what is no chain can wait for it too. */
const WITHIN_AN_HOUR = { takes: [30, 50], timeout: Duration.hours(1) } as const;

/** As long as imports may take: no single custom resource could wait for that. */
const LONG = { takes: [240, 300], timeout: Duration.hours(6) } as const;

export const WAIT_KINDS: { readonly [name: string]: WaitKind } = {
  Ec2VmImport: {
    service: 'ec2',
    ...WITHIN_AN_HOUR,
    long: LONG,
    course({ aws }, next) {
      aws.ec2.settings.course = ({ TagSpecifications: [{ Tags: tags = [] } = {}] = [] }) =>
        ({ duration: next(tags.find(({ Key: key }) => key === ID)!.Value!) });
    },
    seed: ({ aws }, name) => aws.ec2.seedTask({ TagSpecifications: [{ ResourceType: 'import-image-task', Tags: [{ Key: ID, Value: name }] }] }),
  },
  ByolWorkspaceImage: {
    service: 'workspaces',
    ...WITHIN_AN_HOUR,
    long: LONG,
    course({ aws }, next) {
      aws.workspaces.settings.course = ({ ImageName: name }) => ({ duration: next(name!) });
    },
    seed: ({ aws }, name) => aws.workspaces.seedImage({ ImageName: name }),
  },
  AppStreamImage: {
    service: 'appstream',
    ...WITHIN_AN_HOUR,
    long: LONG,
    course({ aws }, next) {
      aws.appstream.settings.image = ({ Name: name }) => ({ takes: next(name!) });
    },
    seed(world, name) {
      world.aws.appstream.call('CreateImportedImage', {
        Name: name, SourceAmiId: 'ami-0123456789abcdef0', IamRoleArn: `arn:aws:iam::${world.aws.context.account}:role/Import`,
      });
      return name;
    },
  },
  AppStreamImageBuilder: {
    service: 'appstream',
    takes: [5, 10],
    timeout: Duration.hours(1),
    course({ aws }, next) {
      aws.appstream.settings.builder = ({ Name: name }) => ({ takes: next(name!) });
    },
    seed(world, name) {
      world.aws.appstream.call('CreateImageBuilder', { Name: name, ImageName: 'AppStream-WinServer2022-06-17-2026', InstanceType: 'stream.standard.medium' });
      return name;
    },
  },
};
