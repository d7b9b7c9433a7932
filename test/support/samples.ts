import { Duration, RemovalPolicy, Size, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AppStreamBaseImage, AppStreamImage, AppStreamImageBuilder, AppStreamImageBuilderState, AppStreamImageSource, AppStreamInstanceType, AppStreamSoftware,
  ByolImageSource, ByolImportMethod, ByolOsVersion, ByolWorkspaceImage, DiskImage, Ec2VmImport, ImageHandlers, LaunchPermission, OfficeApplication,
  VmBootMode, VmPlatform, VmUsageOperation,
} from '../../src';

/*
 * Stacks for whoever looks at templates as such: each kind with what it cannot do without, each with its options, and each way to run the
 * functions. Nothing of the user's in them is what a rule of cdk-nag would find.
 */

export type Sample = (stack: Stack) => void;

const AMI = 'ami-0123456789abcdef0';

const ami = (stack: Stack): ec2.IMachineImage => Ec2VmImport.fromImageId(stack, 'Ami', AMI).toMachineImage();
const key = (stack: Stack, id: string): kms.Key => new kms.Key(stack, id, { enableKeyRotation: true });
const arnOf = (stack: Stack, service: string, resource: string, resourceName: string): string => stack.formatArn({ service, resource, resourceName });

const through = (stack: Stack, source: ByolImageSource): ByolImportMethod => ByolImportMethod.imageBuilder(source, {
  infrastructureConfigurationArn: arnOf(stack, 'imagebuilder', 'infrastructure-configuration', 'byol'), osVersion: ByolOsVersion.WINDOWS_11,
});

/** Each kind with what it cannot do without. */
export const BARE: { readonly [kind: string]: Sample } = {
  Ec2VmImport: (stack) => {
    new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromBucket(s3.Bucket.fromBucketName(stack, 'Disks', 'disks'), 'a.vmdk')] });
  },
  ByolWorkspaceImage: (stack) => { new ByolWorkspaceImage(stack, 'Desktop', { importMethod: ByolImportMethod.standard(ami(stack)) }); },
  AppStreamImageBuilder: (stack) => {
    new AppStreamImageBuilder(stack, 'Builder', { baseImage: AppStreamBaseImage.fromName('base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM });
  },
  AppStreamImage: (stack) => { new AppStreamImage(stack, 'Applications', { source: AppStreamImageSource.fromMachineImage(ami(stack)) }); },
};

/** Each kind with the options that change its template. */
export const ASKED: { readonly [name: string]: Sample } = {
  'Ec2VmImport with its options': (stack) => {
    const disks = s3.Bucket.fromBucketAttributes(stack, 'Disks', { bucketName: 'disks', encryptionKey: kms.Key.fromKeyArn(stack, 'BucketKey', arnOf(stack, 'kms', 'key', '01234567-89ab-cdef-0123-456789abcdef')) });
    const disk = new Ec2VmImport(stack, 'Disk', {
      disks: [
        DiskImage.fromBucket(disks, 'boot.vhdx', { deviceName: '/dev/sda1', description: 'boot' }),
        DiskImage.fromUrl('s3://more-disks/data.vmdk'),
        DiskImage.fromUrl('https://example.com/data.raw'),
        DiskImage.fromSnapshotId('snap-0123456789abcdef0'),
      ],
      bootMode: VmBootMode.UEFI,
      clientData: { comment: 'by hand', uploadSize: 40.5 },
      encryptionKey: key(stack, 'AmiKey'),
      launchPermissions: [LaunchPermission.account('222233334444')],
      licenseConfigurationArns: [arnOf(stack, 'license-manager', 'license-configuration', 'lic-0123456789abcdef0123456789abcdef')],
      platform: VmPlatform.WINDOWS,
      removalPolicy: RemovalPolicy.RETAIN,
      timeout: Duration.hours(12),
      usageOperation: VmUsageOperation.WINDOWS_SERVER,
    });
    Tags.of(disk).add('Team', 'desktops');
  },
  'Ec2VmImport of a file, with a role of the user\'s': (stack) => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('vmie.amazonaws.com') });
    new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('https://example.com/a.vmdk')], role: role.withoutPolicyUpdates() });
  },
  'ByolWorkspaceImage with its options': (stack) => {
    new ByolWorkspaceImage(stack, 'Office', {
      importMethod: ByolImportMethod.standard(ami(stack), { application: OfficeApplication.MICROSOFT_OFFICE_2019 }),
      sharedAccountIds: ['222233334444'],
    });
    const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], platform: VmPlatform.WINDOWS });
    const sources = {
      Disk: ByolImageSource.fromVmImport(disk),
      Task: ByolImageSource.fromImportTaskId('import-ami-0123456789abcdef0'),
      Build: ByolImageSource.fromImageBuildVersionArn(arnOf(stack, 'imagebuilder', 'image', 'desktop/1.0.0/1')),
      Image: ByolImageSource.fromMachineImage(disk.toMachineImage()),
    };
    for (const [id, source] of Object.entries(sources)) new ByolWorkspaceImage(stack, `From${id}`, { importMethod: through(stack, source) });
  },
  'AppStreamImageBuilder with its options': (stack) => {
    new AppStreamImageBuilder(stack, 'Builder', {
      baseImage: AppStreamBaseImage.fromName('AppStream-WinServer2022-06-17-2026'),
      instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
      desiredState: AppStreamImageBuilderState.STOPPED,
      displayName: 'A builder',
      domainJoin: { directoryName: 'corp.example.com', organizationalUnitDistinguishedName: 'OU=Builders,DC=corp' },
      requireImdsv2: true,
      role: iam.Role.fromRoleName(stack, 'Role', 'machine'),
      rootVolumeSize: Size.gibibytes(300),
      softwaresToInstall: [AppStreamSoftware.OFFICE_2024_LTSC_STANDARD_64_BIT],
      subnet: ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-0123456789abcdef0'),
      vpc: vpcOf(stack),
    });
  },
  'AppStreamImage with its options': (stack) => {
    const desktop = ByolWorkspaceImage.fromImageId(stack, 'Desktop', 'wsi-0123456789');
    const image = new AppStreamImage(stack, 'Applications', {
      source: AppStreamImageSource.fromWorkspaceImage(desktop),
      displayName: 'Applications 1.0',
      imagePermissions: [{ accountId: '222233334444' }],
    });
    new AppStreamImageBuilder(stack, 'Builder', {
      baseImage: AppStreamBaseImage.fromImage(image), instanceType: AppStreamInstanceType.of('GeneralPurpose.m6i.large'),
    });
  },
};

/** Each way to run the functions. */
export const HANDLERS: { readonly [name: string]: Sample } = {
  'functions in a VPC, with a key': (stack) => {
    ImageHandlers.of(stack).configure({ vpc: vpcOf(stack), encryptionKey: key(stack, 'Key'), tracing: lambda.Tracing.ACTIVE });
    BARE.Ec2VmImport(stack);
  },
  'functions with a log group and a boundary of the user\'s': (stack) => {
    ImageHandlers.of(stack).configure({
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', '/mine'),
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
    });
    BARE.ByolWorkspaceImage(stack);
  },
  'functions under the rules of a company': (stack) => {
    const vpc = vpcOf(stack);
    ImageHandlers.of(stack).configure({
      vpc,
      vpcSubnets: { subnets: vpc.privateSubnets },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')],
      encryptionKey: key(stack, 'Key'),
      logRetention: logs.RetentionDays.ONE_YEAR,
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      tracing: lambda.Tracing.ACTIVE,
      additionalStatements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [arnOf(stack, 'kms', 'key', '01234567-89ab-cdef-0123-456789abcdef')] })],
    });
    allKinds(stack);
  },
};

export const SAMPLES: { readonly [name: string]: Sample } = {
  ...BARE,
  ...ASKED,
  ...HANDLERS,
  'all kinds together': allKinds,
  'so many images that their rights fill several policies': (stack) => {
    for (let i = 0; i < 40; i++) {
      new AppStreamImageBuilder(stack, `Builder${i}`, {
        baseImage: AppStreamBaseImage.fromName(`base-${i}`), instanceType: AppStreamInstanceType.STANDARD_MEDIUM, timeout: Duration.minutes(30),
      });
    }
  },
};

function allKinds(stack: Stack): void {
  for (const kind of ['Ec2VmImport', 'AppStreamImageBuilder', 'ByolWorkspaceImage']) BARE[kind](stack);
  new AppStreamImage(stack, 'Applications', { source: AppStreamImageSource.fromMachineImage(Ec2VmImport.fromImageId(stack, 'Other', AMI).toMachineImage()) });
}

export function vpcOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0123456789abcdef0'],
  });
}
