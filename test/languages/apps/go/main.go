package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	euc "github.com/cdk-euc-images/cdk-euc-images-go/cdkeucimages"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Images"), nil)
	euc.ImageHandlers_Of(stack).Configure(&euc.ImageHandlerOptions{LogRetention: awslogs.RetentionDays_ONE_YEAR})
	awscdk.Tags_Of(app).Add(jsii.String("Project"), jsii.String("desktops"), nil)

	bucket := awss3.Bucket_FromBucketName(stack, jsii.String("Disks"), jsii.String("my-disks"))
	disk := euc.NewEc2VmImport(stack, jsii.String("Disk"), &euc.Ec2VmImportProps{
		Disks: &[]euc.DiskImage{
			euc.DiskImage_FromBucket(bucket, jsii.String("windows-11.vmdk"), &euc.DiskFileOptions{DeviceName: jsii.String("/dev/sda1")}),
		},
		BootMode:          euc.VmBootMode_UEFI(),
		LicenseType:       euc.VmLicenseType_BYOL(),
		Platform:          euc.VmPlatform_WINDOWS(),
		LaunchPermissions: &[]euc.LaunchPermission{euc.LaunchPermission_Account(jsii.String("210987654321"))},
		RemovalPolicy:     awscdk.RemovalPolicy_RETAIN,
		Timeout:           awscdk.Duration_Hours(jsii.Number(12)),
	})
	desktop := euc.NewByolWorkspaceImage(stack, jsii.String("Desktop"), &euc.ByolWorkspaceImageProps{
		ImportMethod:     euc.ByolImportMethod_Standard(disk.ToMachineImage(), nil),
		SharedAccountIds: jsii.Strings("210987654321"),
	})
	euc.NewByolWorkspaceImage(stack, jsii.String("Tested"), &euc.ByolWorkspaceImageProps{
		ImportMethod: euc.ByolImportMethod_ImageBuilder(euc.ByolImageSource_FromVmImport(disk), &euc.ByolImageBuilderImportOptions{
			InfrastructureConfigurationArn: jsii.String("arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol"),
			OsVersion:                      euc.ByolOsVersion_WINDOWS_11(),
		}),
	})
	applications := euc.NewAppStreamImage(stack, jsii.String("Applications"), &euc.AppStreamImageProps{
		Source: euc.AppStreamImageSource_FromWorkspaceImage(desktop),
	})
	builder := euc.NewAppStreamImageBuilder(stack, jsii.String("Builder"), &euc.AppStreamImageBuilderProps{
		BaseImage:    euc.AppStreamBaseImage_FromImage(applications),
		InstanceType: euc.AppStreamInstanceType_Of(jsii.String("stream.standard.2xlarge")),
		DesiredState: euc.AppStreamImageBuilderState_STOPPED,
	})
	awscdk.Tags_Of(builder).Add(jsii.String("CostCenter"), jsii.String("4711"), nil)
	awscdk.NewCfnOutput(stack, jsii.String("DesktopId"), &awscdk.CfnOutputProps{Value: desktop.ImageId()})
	awscdk.NewCfnOutput(stack, jsii.String("OpenBuilder"), &awscdk.CfnOutputProps{Value: builder.StreamingUrlCommand()})

	app.Synth(nil)
}
