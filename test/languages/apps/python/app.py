from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Stack, Tags, aws_logs as logs, aws_s3 as s3
from cdk_euc_images import (
    AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamImageSource,
    AppStreamInstanceType, ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport,
    ImageHandlers, LaunchPermission, VmBootMode, VmLicenseType, VmPlatform,
)

app = App()
stack = Stack(app, "Images")
ImageHandlers.of(stack).configure(log_retention=logs.RetentionDays.ONE_YEAR)
Tags.of(app).add("Project", "desktops")

bucket = s3.Bucket.from_bucket_name(stack, "Disks", "my-disks")
disk = Ec2VmImport(
    stack, "Disk",
    disks=[DiskImage.from_bucket(bucket, "windows-11.vmdk", device_name="/dev/sda1")],
    boot_mode=VmBootMode.UEFI,
    license_type=VmLicenseType.BYOL,
    platform=VmPlatform.WINDOWS,
    launch_permissions=[LaunchPermission.account("210987654321")],
    removal_policy=RemovalPolicy.RETAIN,
    timeout=Duration.hours(12),
)
desktop = ByolWorkspaceImage(
    stack, "Desktop",
    import_method=ByolImportMethod.standard(disk.to_machine_image()),
    shared_account_ids=["210987654321"],
)
ByolWorkspaceImage(
    stack, "Tested",
    import_method=ByolImportMethod.image_builder(
        ByolImageSource.from_vm_import(disk),
        infrastructure_configuration_arn="arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol",
        os_version=ByolOsVersion.WINDOWS_11,
    ),
)
applications = AppStreamImage(stack, "Applications", source=AppStreamImageSource.from_workspace_image(desktop))
builder = AppStreamImageBuilder(
    stack, "Builder",
    base_image=AppStreamBaseImage.from_image(applications),
    instance_type=AppStreamInstanceType.of("stream.standard.2xlarge"),
    desired_state=AppStreamImageBuilderState.STOPPED,
)
Tags.of(builder).add("CostCenter", "4711")
CfnOutput(stack, "DesktopId", value=desktop.image_id)
CfnOutput(stack, "OpenBuilder", value=builder.streaming_url_command)

app.synth()
