/**
 * The type of the instance that a builder or a test of an image runs on. An image supports some families of types only; whether
 * type and image fit each other is seen when the builder is made.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/developerguide/instance-types.html
 */
export class AppStreamInstanceType {
  /** General purpose: `stream.standard.small`. */
  public static readonly STANDARD_SMALL = new AppStreamInstanceType('stream.standard.small');
  /** General purpose: `stream.standard.medium`. */
  public static readonly STANDARD_MEDIUM = new AppStreamInstanceType('stream.standard.medium');
  /** General purpose: `stream.standard.large`. */
  public static readonly STANDARD_LARGE = new AppStreamInstanceType('stream.standard.large');
  /** Compute optimized: `stream.compute.large`. */
  public static readonly COMPUTE_LARGE = new AppStreamInstanceType('stream.compute.large');
  /** Compute optimized: `stream.compute.xlarge`. */
  public static readonly COMPUTE_XLARGE = new AppStreamInstanceType('stream.compute.xlarge');
  /** Compute optimized: `stream.compute.2xlarge`. */
  public static readonly COMPUTE_2XLARGE = new AppStreamInstanceType('stream.compute.2xlarge');
  /** Compute optimized: `stream.compute.4xlarge`. */
  public static readonly COMPUTE_4XLARGE = new AppStreamInstanceType('stream.compute.4xlarge');
  /** Compute optimized: `stream.compute.8xlarge`. */
  public static readonly COMPUTE_8XLARGE = new AppStreamInstanceType('stream.compute.8xlarge');
  /** Memory optimized: `stream.memory.large`. */
  public static readonly MEMORY_LARGE = new AppStreamInstanceType('stream.memory.large');
  /** Memory optimized: `stream.memory.xlarge`. */
  public static readonly MEMORY_XLARGE = new AppStreamInstanceType('stream.memory.xlarge');
  /** Memory optimized: `stream.memory.2xlarge`. */
  public static readonly MEMORY_2XLARGE = new AppStreamInstanceType('stream.memory.2xlarge');
  /** Memory optimized: `stream.memory.4xlarge`. */
  public static readonly MEMORY_4XLARGE = new AppStreamInstanceType('stream.memory.4xlarge');
  /** Memory optimized: `stream.memory.8xlarge`. */
  public static readonly MEMORY_8XLARGE = new AppStreamInstanceType('stream.memory.8xlarge');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.large`. */
  public static readonly MEMORY_Z1D_LARGE = new AppStreamInstanceType('stream.memory.z1d.large');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.xlarge`. */
  public static readonly MEMORY_Z1D_XLARGE = new AppStreamInstanceType('stream.memory.z1d.xlarge');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.2xlarge`. */
  public static readonly MEMORY_Z1D_2XLARGE = new AppStreamInstanceType('stream.memory.z1d.2xlarge');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.3xlarge`. */
  public static readonly MEMORY_Z1D_3XLARGE = new AppStreamInstanceType('stream.memory.z1d.3xlarge');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.6xlarge`. */
  public static readonly MEMORY_Z1D_6XLARGE = new AppStreamInstanceType('stream.memory.z1d.6xlarge');
  /** Memory optimized, with a high clock rate: `stream.memory.z1d.12xlarge`. */
  public static readonly MEMORY_Z1D_12XLARGE = new AppStreamInstanceType('stream.memory.z1d.12xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.xlarge`. */
  public static readonly GRAPHICS_G4DN_XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.2xlarge`. */
  public static readonly GRAPHICS_G4DN_2XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.2xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.4xlarge`. */
  public static readonly GRAPHICS_G4DN_4XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.4xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.8xlarge`. */
  public static readonly GRAPHICS_G4DN_8XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.8xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.12xlarge`. */
  public static readonly GRAPHICS_G4DN_12XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.12xlarge');
  /** With NVIDIA T4: `stream.graphics.g4dn.16xlarge`. */
  public static readonly GRAPHICS_G4DN_16XLARGE = new AppStreamInstanceType('stream.graphics.g4dn.16xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.xlarge`. */
  public static readonly GRAPHICS_G5_XLARGE = new AppStreamInstanceType('stream.graphics.g5.xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.2xlarge`. */
  public static readonly GRAPHICS_G5_2XLARGE = new AppStreamInstanceType('stream.graphics.g5.2xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.4xlarge`. */
  public static readonly GRAPHICS_G5_4XLARGE = new AppStreamInstanceType('stream.graphics.g5.4xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.8xlarge`. */
  public static readonly GRAPHICS_G5_8XLARGE = new AppStreamInstanceType('stream.graphics.g5.8xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.12xlarge`. */
  public static readonly GRAPHICS_G5_12XLARGE = new AppStreamInstanceType('stream.graphics.g5.12xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.16xlarge`. */
  public static readonly GRAPHICS_G5_16XLARGE = new AppStreamInstanceType('stream.graphics.g5.16xlarge');
  /** With NVIDIA A10G: `stream.graphics.g5.24xlarge`. */
  public static readonly GRAPHICS_G5_24XLARGE = new AppStreamInstanceType('stream.graphics.g5.24xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.xlarge`. */
  public static readonly GRAPHICS_G6_XLARGE = new AppStreamInstanceType('stream.graphics.g6.xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.2xlarge`. */
  public static readonly GRAPHICS_G6_2XLARGE = new AppStreamInstanceType('stream.graphics.g6.2xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.4xlarge`. */
  public static readonly GRAPHICS_G6_4XLARGE = new AppStreamInstanceType('stream.graphics.g6.4xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.8xlarge`. */
  public static readonly GRAPHICS_G6_8XLARGE = new AppStreamInstanceType('stream.graphics.g6.8xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.12xlarge`. */
  public static readonly GRAPHICS_G6_12XLARGE = new AppStreamInstanceType('stream.graphics.g6.12xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.16xlarge`. */
  public static readonly GRAPHICS_G6_16XLARGE = new AppStreamInstanceType('stream.graphics.g6.16xlarge');
  /** With NVIDIA L4: `stream.graphics.g6.24xlarge`. */
  public static readonly GRAPHICS_G6_24XLARGE = new AppStreamInstanceType('stream.graphics.g6.24xlarge');
  /** With NVIDIA L4 and more memory: `stream.graphics.gr6.4xlarge`. */
  public static readonly GRAPHICS_GR6_4XLARGE = new AppStreamInstanceType('stream.graphics.gr6.4xlarge');
  /** With NVIDIA L4 and more memory: `stream.graphics.gr6.8xlarge`. */
  public static readonly GRAPHICS_GR6_8XLARGE = new AppStreamInstanceType('stream.graphics.gr6.8xlarge');
  /** With a part of an NVIDIA L4: `stream.graphics.g6f.large`. */
  public static readonly GRAPHICS_G6F_LARGE = new AppStreamInstanceType('stream.graphics.g6f.large');
  /** With a part of an NVIDIA L4: `stream.graphics.g6f.xlarge`. */
  public static readonly GRAPHICS_G6F_XLARGE = new AppStreamInstanceType('stream.graphics.g6f.xlarge');
  /** With a part of an NVIDIA L4: `stream.graphics.g6f.2xlarge`. */
  public static readonly GRAPHICS_G6F_2XLARGE = new AppStreamInstanceType('stream.graphics.g6f.2xlarge');
  /** With a part of an NVIDIA L4: `stream.graphics.g6f.4xlarge`. */
  public static readonly GRAPHICS_G6F_4XLARGE = new AppStreamInstanceType('stream.graphics.g6f.4xlarge');
  /** With a part of an NVIDIA L4 and more memory: `stream.graphics.gr6f.4xlarge`. */
  public static readonly GRAPHICS_GR6F_4XLARGE = new AppStreamInstanceType('stream.graphics.gr6f.4xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.2xlarge`. */
  public static readonly GRAPHICS_G7_2XLARGE = new AppStreamInstanceType('stream.graphics.g7.2xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.4xlarge`. */
  public static readonly GRAPHICS_G7_4XLARGE = new AppStreamInstanceType('stream.graphics.g7.4xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.8xlarge`. */
  public static readonly GRAPHICS_G7_8XLARGE = new AppStreamInstanceType('stream.graphics.g7.8xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.12xlarge`. */
  public static readonly GRAPHICS_G7_12XLARGE = new AppStreamInstanceType('stream.graphics.g7.12xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.24xlarge`. */
  public static readonly GRAPHICS_G7_24XLARGE = new AppStreamInstanceType('stream.graphics.g7.24xlarge');
  /** Graphics, of the G7 family: `stream.graphics.g7.48xlarge`. */
  public static readonly GRAPHICS_G7_48XLARGE = new AppStreamInstanceType('stream.graphics.g7.48xlarge');

  /**
   * A type that AWS has added since, or one of the families GeneralPurpose, MemoryOptimized, ComputeOptimized and Accelerated, on which
   * imported images run. AWS's guide lists the types of each, `aws appstream describe-images` the families of an image.
   */
  public static of(value: string): AppStreamInstanceType {
    return new AppStreamInstanceType(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}
