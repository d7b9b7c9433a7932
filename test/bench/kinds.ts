import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageSource, AppStreamInstanceType, ByolImportMethod, ByolWorkspaceImage, DiskImage,
  Ec2VmImport,
} from '../../src';
import { APPSTREAM_IMAGE } from '../../src/contract/appstream-image';
import { APPSTREAM_IMAGE_BUILDER } from '../../src/contract/appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE } from '../../src/contract/byol-workspace-image';
import { EC2_VM_IMPORT } from '../../src/contract/ec2-vm-import';
import type { KindWords } from '../../src/contract/envelope';

/** One image of a kind, with what it cannot do without, and tags. */
export interface BenchKind {
  readonly name: string;
  readonly words: KindWords;
  /** Without a timeout it has the default of its kind. */
  define(stack: Stack, id: string, timeout?: Duration): void;
}

const AMI = 'ami-0123456789abcdef0';

const ami: ec2.IMachineImage = {
  getImage: () => ({ imageId: AMI, osType: ec2.OperatingSystemType.WINDOWS, userData: ec2.UserData.forWindows() }),
};

export const KINDS: readonly BenchKind[] = [
  {
    name: 'Ec2VmImport',
    words: EC2_VM_IMPORT,
    define(stack, id, timeout) {
      const bucket = stack.node.tryFindChild('Disks') as s3.IBucket | undefined ?? s3.Bucket.fromBucketName(stack, 'Disks', 'disks');
      Tags.of(new Ec2VmImport(stack, id, { disks: [DiskImage.fromBucket(bucket, `${id}.vmdk`)], timeout })).add('Image', id);
    },
  },
  {
    name: 'ByolWorkspaceImage',
    words: BYOL_WORKSPACE_IMAGE,
    define(stack, id, timeout) {
      const imported = stack.node.tryFindChild('Imported') as ReturnType<typeof Ec2VmImport.fromImageId> | undefined
        ?? Ec2VmImport.fromImageId(stack, 'Imported', AMI);
      Tags.of(new ByolWorkspaceImage(stack, id, { importMethod: ByolImportMethod.standard(imported.toMachineImage()), timeout })).add('Image', id);
    },
  },
  {
    name: 'AppStreamImage',
    words: APPSTREAM_IMAGE,
    define(stack, id, timeout) {
      Tags.of(new AppStreamImage(stack, id, { source: AppStreamImageSource.fromMachineImage(ami), timeout })).add('Image', id);
    },
  },
  {
    name: 'AppStreamImageBuilder',
    words: APPSTREAM_IMAGE_BUILDER,
    define(stack, id, timeout) {
      Tags.of(new AppStreamImageBuilder(stack, id, {
        baseImage: AppStreamBaseImage.fromName('AppStream-WinServer2022-06-17-2026'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, timeout,
      })).add('Image', id);
    },
  },
];
