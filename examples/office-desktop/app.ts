/*
 * An AMI with Windows 11 becomes a WorkSpaces image on which WorkSpaces has installed Microsoft Office. That takes three hours or more;
 * afterwards each user of a desktop of this image is billed for Office.
 */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ByolImportMethod, ByolWorkspaceImage, Ec2VmImport, OfficeApplication } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'OfficeDesktop');

// An AMI that exists already: it is used, and never changed or deleted. More than 20 GB of its disk must be free.
const windows = Ec2VmImport.fromImageId(stack, 'Windows11', app.node.getContext('ami')); // in cdk.json, yours comes with -c ami=...

const desktop = new ByolWorkspaceImage(stack, 'Desktop', {
  importMethod: ByolImportMethod.standard(windows.toMachineImage(), { application: OfficeApplication.MICROSOFT_OFFICE_2019 }),
  timeout: Duration.hours(12),
});

new CfnOutput(stack, 'DesktopId', { value: desktop.imageId });
