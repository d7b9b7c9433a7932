import io.github.cdkeucimages.*;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;

public class Images {
  public static void main(String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "Images");
    ImageHandlers.of(stack).configure(ImageHandlerOptions.builder().logRetention(RetentionDays.ONE_YEAR).build());
    Tags.of(app).add("Project", "desktops");

    IBucket bucket = Bucket.fromBucketName(stack, "Disks", "my-disks");
    Ec2VmImport disk = Ec2VmImport.Builder.create(stack, "Disk")
        .disks(List.of(DiskImage.fromBucket(bucket, "windows-11.vmdk", DiskFileOptions.builder().deviceName("/dev/sda1").build())))
        .bootMode(VmBootMode.UEFI)
        .licenseType(VmLicenseType.BYOL)
        .platform(VmPlatform.WINDOWS)
        .launchPermissions(List.of(LaunchPermission.account("210987654321")))
        .removalPolicy(RemovalPolicy.RETAIN)
        .timeout(Duration.hours(12))
        .build();
    ByolWorkspaceImage desktop = ByolWorkspaceImage.Builder.create(stack, "Desktop")
        .importMethod(ByolImportMethod.standard(disk.toMachineImage()))
        .sharedAccountIds(List.of("210987654321"))
        .build();
    ByolWorkspaceImage.Builder.create(stack, "Tested")
        .importMethod(ByolImportMethod.imageBuilder(ByolImageSource.fromVmImport(disk), ByolImageBuilderImportOptions.builder()
            .infrastructureConfigurationArn("arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol")
            .osVersion(ByolOsVersion.WINDOWS_11)
            .build()))
        .build();
    AppStreamImage applications = AppStreamImage.Builder.create(stack, "Applications")
        .source(AppStreamImageSource.fromWorkspaceImage(desktop))
        .build();
    AppStreamImageBuilder builder = AppStreamImageBuilder.Builder.create(stack, "Builder")
        .baseImage(AppStreamBaseImage.fromImage(applications))
        .instanceType(AppStreamInstanceType.of("stream.standard.2xlarge"))
        .desiredState(AppStreamImageBuilderState.STOPPED)
        .build();
    Tags.of(builder).add("CostCenter", "4711");
    CfnOutput.Builder.create(stack, "DesktopId").value(desktop.getImageId()).build();
    CfnOutput.Builder.create(stack, "OpenBuilder").value(builder.getStreamingUrlCommand()).build();

    app.synth();
  }
}
