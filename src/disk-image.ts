import { statSync } from 'node:fs';
import { Annotations, Aws, Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { DiskProperties } from './contract/ec2-vm-import';
import { refuse, requireLength, requirePattern, requireRegion, wordOf } from './guard';

/**
 * The format of a disk file.
 *
 * @see https://docs.aws.amazon.com/vm-import/latest/userguide/prerequisites.html
 */
export class DiskFormat {
  /** An Open Virtualization Archive: one file that holds all disks of a machine. */
  public static readonly OVA = new DiskFormat('OVA');
  /** A plain copy of the disk, byte by byte. */
  public static readonly RAW = new DiskFormat('RAW');
  /** A fixed or dynamic virtual hard disk of Hyper-V. */
  public static readonly VHD = new DiskFormat('VHD');
  /** A virtual hard disk of Hyper-V, version 2. */
  public static readonly VHDX = new DiskFormat('VHDX');
  /** A stream-optimized disk of VMware ESX. */
  public static readonly VMDK = new DiskFormat('VMDK');

  /** A format that AWS has added since. */
  public static of(value: string): DiskFormat {
    return new DiskFormat(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}

/**
 * What can be said of any disk.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageDiskContainer.html
 */
export interface DiskOptions {
  /**
   * The block device that the disk becomes, such as `/dev/sda1`; no two disks of a machine the same. A change replaces the AMI.
   *
   * @default - the service chooses, in the order of the disks
   */
  readonly deviceName?: string;

  /**
   * A description of the disk. Read when an import starts; a change alone does nothing.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * What can be said of a disk in a file.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageDiskContainer.html
 */
export interface DiskFileOptions extends DiskOptions {
  /**
   * The format of the file. A change replaces the AMI.
   *
   * @default - told from the extension: .ova, .raw, .img (RAW), .vhd, .vhdx, .vmdk; refused if it is another one, or says nothing
   */
  readonly format?: DiskFormat;
}

/**
 * An object in S3 that the import reads.
 *
 * @internal
 */
export interface DiskObject {
  readonly bucketArn: string;
  readonly objectArn: string;
  readonly key?: kms.IKey;
}

/**
 * A disk in the contract's words, and what must be readable for it.
 *
 * @internal
 */
export interface BoundDisk {
  readonly properties: DiskProperties;
  readonly object?: DiskObject;
}

/** VM Import takes none of these, so their format cannot be added; what to do instead. */
const CURE_OF_EXTENSION = new Map([
  ...['qcow', 'qcow2', 'vdi', 'wim'].map((extension) => [extension, "convert it first, such as by 'qemu-img convert -O vmdk -o subformat=streamOptimized'"] as const),
  ...['7z', 'bz2', 'gz', 'rar', 'tar', 'tgz', 'xz', 'zip', 'zst'].map((extension) => [extension, 'unpack it first'] as const),
  ['ovf', 'export the machine as one OVA, or name its disks'],
  ['iso', "install it in a machine and export that one's disk, or let EC2 Image Builder import it (aws imagebuilder import-disk-image) and use " +
    'ByolImageSource.fromImageBuildVersionArn()'],
]);

const FORMAT_OF_EXTENSION = new Map([
  ['ova', DiskFormat.OVA], ['raw', DiskFormat.RAW], ['img', DiskFormat.RAW], ['vhd', DiskFormat.VHD], ['vhdx', DiskFormat.VHDX], ['vmdk', DiskFormat.VMDK],
]);

/**
 * A disk to import: an object in S3, a local file, a URL or an EBS snapshot.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageDiskContainer.html
 */
export class DiskImage {
  /**
   * A disk file in S3. The bucket must be in the Region of the stack, and is refused where both Regions are known and differ. The object
   * must stay until the import has ended. A bucket that is encrypted with a key of yours must be known with that key itself, and not an
   * alias of it: `s3.Bucket.fromBucketAttributes(this, 'Disks', { bucketName, encryptionKey })`.
   *
   * *Limitations*: VM Import knows no object versions. When an object is overwritten under the same key, change `revision` of the
   * import to import it again.
   */
  public static fromBucket(bucket: s3.IBucket, objectKey: string, options: DiskFileOptions = {}): DiskImage {
    return new DiskImage((scope) => {
      requireLength(scope, 'objectKey', objectKey, 1, 1024);
      if (objectKey.startsWith('/')) refuse(scope, `objectKey must not start with '/', got '${objectKey}'`);
      if (/^(s3|https?):\/\//.test(objectKey)) refuse(scope, `objectKey must be the key in the bucket, got '${objectKey}'; leave out what comes before the key`);
      requireRegion(scope, 'bucket', bucket, 'copy the disk to a bucket');
      return {
        properties: { ...describe(options), Format: formatOf(scope, objectKey, options), Bucket: bucket.bucketName, Key: objectKey },
        object: { bucketArn: bucket.bucketArn, objectArn: bucket.arnForObjects(objectKey), key: bucket.encryptionKey },
      };
    });
  }

  /**
   * A disk file on the machine that deploys. It is uploaded as a CDK asset; other content imports again. A directory is refused.
   *
   * *Limitations*: the file is hashed at every synthesis, and copied to `cdk.out`. For disks of many gigabytes, upload the file
   * yourself and use `fromBucket`.
   */
  public static fromAsset(path: string, options: DiskFileOptions = {}): DiskImage {
    return new DiskImage((scope, index) => {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        refuse(scope, `path must be a disk file, got the directory '${path}'; name the file in it`);
      }
      const format = formatOf(scope, path, options);
      const asset = new Asset(scope, `Disk${index + 1}`, { path });
      return {
        properties: { ...describe(options), Format: format, Bucket: asset.s3BucketName, Key: asset.s3ObjectKey },
        object: { bucketArn: asset.bucket.bucketArn, objectArn: asset.bucket.arnForObjects(asset.s3ObjectKey) },
      };
    });
  }

  /**
   * A disk file at a URL: `https://` or `s3://bucket/key`. A literal `s3://` URL is granted like `fromBucket`.
   *
   * *Limitations*: a signed URL stands in the template, readable for whoever can read the stack; a warning says so. A URL that is signed
   * anew is another URL, and replaces the AMI.
   */
  public static fromUrl(url: string, options: DiskFileOptions = {}): DiskImage {
    return new DiskImage((scope) => {
      requirePattern(scope, 'url', url, /^(https|s3):\/\/[^/]+\/.+$/, 'must be like https://host/disk.vmdk or s3://bucket/disk.vmdk');
      if (/[?&](X-Amz-Signature|Signature)=/i.test(url)) {
        Annotations.of(scope).addWarningV2('cdk-euc-images:signedUrl',
          'a signed URL stands in the template until it expires; use DiskImage.fromBucket() instead');
      }
      return { properties: { ...describe(options), Format: formatOf(scope, url.split('?')[0], options), Url: url }, object: objectOfUrl(url) };
    });
  }

  /**
   * An EBS snapshot in the Region of the stack. It stays what it is: deleting the import never deletes it.
   */
  public static fromSnapshotId(snapshotId: string, options: DiskOptions = {}): DiskImage {
    return new DiskImage((scope) => {
      requirePattern(scope, 'snapshotId', snapshotId, /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/, 'must be like snap-0123456789abcdef0');
      return { properties: { ...describe(options), SnapshotId: snapshotId } };
    });
  }

  private constructor(private readonly bind: (scope: Construct, index: number) => BoundDisk) {}

  /**
   * Checked only here, so that a message can name the construct.
   *
   * @internal
   */
  public _bind(scope: Construct, index: number): BoundDisk {
    return this.bind(scope, index);
  }
}

function describe({ deviceName, description }: DiskOptions): DiskProperties {
  return { DeviceName: deviceName, Description: description };
}

function formatOf(scope: Construct, name: string, { format }: DiskFileOptions): string {
  if (format) return wordOf(scope, 'format', format);
  const extension = name.split('.').pop()!.toLowerCase();
  const known = FORMAT_OF_EXTENSION.get(extension);
  if (known) return known.value;
  if (Token.isUnresolved(name)) return refuse(scope, 'format cannot be told from a token; add format, e.g. DiskFormat.VMDK');
  const cure = CURE_OF_EXTENSION.get(extension);
  return refuse(scope, cure
    ? `VM Import takes OVA, VMDK, VHD, VHDX and raw disks, got '${name}'; ${cure}`
    : `format cannot be told from '${name}'; if it is an OVA, VMDK, VHD, VHDX or raw disk, add format, e.g. DiskFormat.VMDK`);
}

function objectOfUrl(url: string): DiskObject | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (!bucket || Token.isUnresolved(url)) return undefined;
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucket}`;
  return { bucketArn, objectArn: `${bucketArn}/${key}` };
}
