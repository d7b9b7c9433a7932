// All kinds in one stack, with cdk-nag 3 as users switch it on. With the argument `wildcard` the user adds a right of their own.
const { App, Stack, Validations, aws_iam: iam } = require('aws-cdk-lib');
const { AwsSolutionsChecks } = require('cdk-nag');
const {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageSource, AppStreamInstanceType, ByolImportMethod, ByolWorkspaceImage, DiskImage,
  Ec2VmImport, ImageHandlers,
} = require('cdk-euc-images');

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const stack = new Stack(app, 'Images');
if (process.argv.includes('wildcard')) {
  ImageHandlers.of(stack).configure({ additionalStatements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] })] });
}
const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
const desktop = new ByolWorkspaceImage(stack, 'Desktop', { importMethod: ByolImportMethod.standard(disk.toMachineImage()) });
new AppStreamImage(stack, 'Applications', { source: AppStreamImageSource.fromWorkspaceImage(desktop) });
new AppStreamImage(stack, 'Server', { source: AppStreamImageSource.fromMachineImage(disk.toMachineImage()) });
new AppStreamImageBuilder(stack, 'Builder', { baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM });
app.synth();
