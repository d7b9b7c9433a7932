/*
 * An AppStream image builder comes up with Microsoft Office and Visio that AWS licenses and installs. Change the list and deploy again:
 * what is new is installed and what has gone is uninstalled on the same builder, and a failed installation fails the deployment by name.
 */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamInstanceType, AppStreamSoftware } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'LicensedSoftware');

const builder = new AppStreamImageBuilder(stack, 'Builder', {
  baseImage: AppStreamBaseImage.fromName(app.node.getContext('baseImage')), // in cdk.json, yours comes with -c baseImage=...
  instanceType: AppStreamInstanceType.STANDARD_LARGE,
  vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }),
  softwaresToInstall: [
    AppStreamSoftware.OFFICE_2024_LTSC_STANDARD_64_BIT,
    AppStreamSoftware.VISIO_2024_LTSC_STANDARD_64_BIT,
  ],
  timeout: Duration.hours(3),
});

new CfnOutput(stack, 'OpenBuilder', { value: builder.streamingUrlCommand });
