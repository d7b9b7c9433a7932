/*
 * An AMI of your own becomes an AppStream image with its catalog of applications, and a fleet streams it. When another AMI is given, the
 * new image is ready before the fleet moves to it, and the old one is deleted when the fleet has left it.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CfnFleet } from 'aws-cdk-lib/aws-appstream';
import { AppStreamImage, AppStreamImageSource, Ec2VmImport } from '../../src'; // in your app: from 'cdk-euc-images'

const app = new App();
const stack = new Stack(app, 'AppStreamFleet');
const context = (name: string): string => app.node.getContext(name); // defaults are in cdk.json, yours come with -c name=value

// Windows Server with desktop, UEFI and TPM 2.0, not encrypted: such as one that EC2 Image Builder made.
const windows = Ec2VmImport.fromImageId(stack, 'WindowsServer', context('ami'));

const image = new AppStreamImage(stack, 'Image', {
  source: AppStreamImageSource.fromMachineImage(windows.toMachineImage()),
  applications: [
    { name: 'notepad', displayName: 'Notepad', absoluteAppPath: 'C:\\Windows\\System32\\notepad.exe' },
    { name: 'paint', displayName: 'Paint', absoluteAppPath: 'C:\\Windows\\System32\\mspaint.exe' },
  ],
});

new CfnFleet(stack, 'Fleet', {
  name: 'applications',
  fleetType: 'ON_DEMAND',
  imageName: image.imageName,
  instanceType: context('instanceType'), // GeneralPurpose, MemoryOptimized, ComputeOptimized or Accelerated: imported images do not run on stream.*
  computeCapacity: { desiredInstances: 2 },
  vpcConfig: { subnetIds: [context('subnet')] },
});
