/*
 * An administrator opens an AppStream image builder in the browser, installs applications by hand, and makes an image with Image Assistant.
 * Afterwards `cdk deploy -c state=STOPPED` switches it off, so that nothing is billed by the hour, and `-c state=RUNNING` on again.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import {
  AppStreamBaseImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamInstanceType,
} from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'AdminSession');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

const builder = new AppStreamImageBuilder(stack, 'Builder', {
  baseImage: AppStreamBaseImage.fromName(context('baseImage')),
  instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
  vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }), // its NAT gateway, too, is billed by the hour: in earnest, take a network that you have
  desiredState: context('state') as AppStreamImageBuilderState,
});
builder.grantCreateStreamingUrl(Role.fromRoleName(stack, 'Administrator', context('administrator')));

// A command, and not the URL: that is a key to the machine, and goes stale.
new CfnOutput(stack, 'OpenBuilder', { value: builder.streamingUrlCommand });
