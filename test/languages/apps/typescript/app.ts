import { App, CfnOutput, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamImageSource, AppStreamInstanceType, ByolImageSource,
  ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport, ImageHandlers, LaunchPermission, VmBootMode, VmLicenseType, VmPlatform,
} from 'cdk-euc-images';

const app = new App();
const stack = new Stack(app, 'Images');
ImageHandlers.of(stack).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
Tags.of(app).add('Project', 'desktops');

const bucket = s3.Bucket.fromBucketName(stack, 'Disks', 'my-disks');
const disk = new Ec2VmImport(stack, 'Disk', {
  disks: [DiskImage.fromBucket(bucket, 'windows-11.vmdk', { deviceName: '/dev/sda1' })],
  bootMode: VmBootMode.UEFI,
  licenseType: VmLicenseType.BYOL,
  platform: VmPlatform.WINDOWS,
  launchPermissions: [LaunchPermission.account('210987654321')],
  removalPolicy: RemovalPolicy.RETAIN,
  timeout: Duration.hours(12),
});
const desktop = new ByolWorkspaceImage(stack, 'Desktop', {
  importMethod: ByolImportMethod.standard(disk.toMachineImage()),
  sharedAccountIds: ['210987654321'],
});
new ByolWorkspaceImage(stack, 'Tested', {
  importMethod: ByolImportMethod.imageBuilder(ByolImageSource.fromVmImport(disk), {
    infrastructureConfigurationArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol',
    osVersion: ByolOsVersion.WINDOWS_11,
  }),
});
const applications = new AppStreamImage(stack, 'Applications', { source: AppStreamImageSource.fromWorkspaceImage(desktop) });
const builder = new AppStreamImageBuilder(stack, 'Builder', {
  baseImage: AppStreamBaseImage.fromImage(applications),
  instanceType: AppStreamInstanceType.of('stream.standard.2xlarge'),
  desiredState: AppStreamImageBuilderState.STOPPED,
});
Tags.of(builder).add('CostCenter', '4711');
new CfnOutput(stack, 'DesktopId', { value: desktop.imageId });
new CfnOutput(stack, 'OpenBuilder', { value: builder.streamingUrlCommand });

app.synth();
