/**
 * Software that AWS licenses and installs on an image builder: Microsoft Office, Visio and Project. AWS bills for it.
 *
 * @see https://docs.aws.amazon.com/appstream2/latest/APIReference/API_AssociateSoftwareToImageBuilder.html
 */
export class AppStreamSoftware {
  /** Microsoft Office 2021 LTSC Professional Plus, 32-bit. */
  public static readonly OFFICE_2021_LTSC_PROFESSIONAL_PLUS_32_BIT = new AppStreamSoftware('Microsoft_Office_2021_LTSC_Professional_Plus_32Bit');
  /** Microsoft Office 2021 LTSC Professional Plus, 64-bit. */
  public static readonly OFFICE_2021_LTSC_PROFESSIONAL_PLUS_64_BIT = new AppStreamSoftware('Microsoft_Office_2021_LTSC_Professional_Plus_64Bit');
  /** Microsoft Office 2021 LTSC Standard, 32-bit. */
  public static readonly OFFICE_2021_LTSC_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Office_2021_LTSC_Standard_32Bit');
  /** Microsoft Office 2021 LTSC Standard, 64-bit. */
  public static readonly OFFICE_2021_LTSC_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Office_2021_LTSC_Standard_64Bit');
  /** Microsoft Office 2024 LTSC Professional Plus, 32-bit. */
  public static readonly OFFICE_2024_LTSC_PROFESSIONAL_PLUS_32_BIT = new AppStreamSoftware('Microsoft_Office_2024_LTSC_Professional_Plus_32Bit');
  /** Microsoft Office 2024 LTSC Professional Plus, 64-bit. */
  public static readonly OFFICE_2024_LTSC_PROFESSIONAL_PLUS_64_BIT = new AppStreamSoftware('Microsoft_Office_2024_LTSC_Professional_Plus_64Bit');
  /** Microsoft Office 2024 LTSC Standard, 32-bit. */
  public static readonly OFFICE_2024_LTSC_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Office_2024_LTSC_Standard_32Bit');
  /** Microsoft Office 2024 LTSC Standard, 64-bit. */
  public static readonly OFFICE_2024_LTSC_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Office_2024_LTSC_Standard_64Bit');
  /** Microsoft Visio 2021 LTSC Professional, 32-bit. */
  public static readonly VISIO_2021_LTSC_PROFESSIONAL_32_BIT = new AppStreamSoftware('Microsoft_Visio_2021_LTSC_Professional_32Bit');
  /** Microsoft Visio 2021 LTSC Professional, 64-bit. */
  public static readonly VISIO_2021_LTSC_PROFESSIONAL_64_BIT = new AppStreamSoftware('Microsoft_Visio_2021_LTSC_Professional_64Bit');
  /** Microsoft Visio 2021 LTSC Standard, 32-bit. */
  public static readonly VISIO_2021_LTSC_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Visio_2021_LTSC_Standard_32Bit');
  /** Microsoft Visio 2021 LTSC Standard, 64-bit. */
  public static readonly VISIO_2021_LTSC_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Visio_2021_LTSC_Standard_64Bit');
  /** Microsoft Visio 2024 LTSC Professional, 32-bit. */
  public static readonly VISIO_2024_LTSC_PROFESSIONAL_32_BIT = new AppStreamSoftware('Microsoft_Visio_2024_LTSC_Professional_32Bit');
  /** Microsoft Visio 2024 LTSC Professional, 64-bit. */
  public static readonly VISIO_2024_LTSC_PROFESSIONAL_64_BIT = new AppStreamSoftware('Microsoft_Visio_2024_LTSC_Professional_64Bit');
  /** Microsoft Visio 2024 LTSC Standard, 32-bit. */
  public static readonly VISIO_2024_LTSC_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Visio_2024_LTSC_Standard_32Bit');
  /** Microsoft Visio 2024 LTSC Standard, 64-bit. */
  public static readonly VISIO_2024_LTSC_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Visio_2024_LTSC_Standard_64Bit');
  /** Microsoft Project 2021 Professional, 32-bit. */
  public static readonly PROJECT_2021_PROFESSIONAL_32_BIT = new AppStreamSoftware('Microsoft_Project_2021_Professional_32Bit');
  /** Microsoft Project 2021 Professional, 64-bit. */
  public static readonly PROJECT_2021_PROFESSIONAL_64_BIT = new AppStreamSoftware('Microsoft_Project_2021_Professional_64Bit');
  /** Microsoft Project 2021 Standard, 32-bit. */
  public static readonly PROJECT_2021_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Project_2021_Standard_32Bit');
  /** Microsoft Project 2021 Standard, 64-bit. */
  public static readonly PROJECT_2021_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Project_2021_Standard_64Bit');
  /** Microsoft Project 2024 Professional, 32-bit. */
  public static readonly PROJECT_2024_PROFESSIONAL_32_BIT = new AppStreamSoftware('Microsoft_Project_2024_Professional_32Bit');
  /** Microsoft Project 2024 Professional, 64-bit. */
  public static readonly PROJECT_2024_PROFESSIONAL_64_BIT = new AppStreamSoftware('Microsoft_Project_2024_Professional_64Bit');
  /** Microsoft Project 2024 Standard, 32-bit. */
  public static readonly PROJECT_2024_STANDARD_32_BIT = new AppStreamSoftware('Microsoft_Project_2024_Standard_32Bit');
  /** Microsoft Project 2024 Standard, 64-bit. */
  public static readonly PROJECT_2024_STANDARD_64_BIT = new AppStreamSoftware('Microsoft_Project_2024_Standard_64Bit');

  /** Software that AWS has added since. */
  public static of(value: string): AppStreamSoftware {
    return new AppStreamSoftware(value);
  }

  private constructor(
    /** The word of the service. */
    public readonly value: string,
  ) {}
}
