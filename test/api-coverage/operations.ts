/*
 * The operations that the library exists for: those of the service documents that it was asked for with, and four that were named beside
 * them. Where a document is old, the service's current model counts.
 */

export interface OperationName {
  readonly service: 'appstream' | 'ec2' | 'workspaces';
  readonly operation: string;
}

const of = (service: OperationName['service'], ...operations: string[]): OperationName[] => operations.map((operation) => ({ service, operation }));

export const OPERATIONS: readonly OperationName[] = [
  // The document of ImportImage, and two operations that were named.
  ...of('ec2', 'ImportImage', 'CancelImportTask', 'DeregisterImage'),
  // The documents of the two imports and of the progress of one of them, and the deletion that was named.
  ...of('workspaces', 'ImportWorkspaceImage', 'ImportCustomWorkspaceImage', 'DescribeCustomWorkspaceImageImport', 'DeleteWorkspaceImage'),
  // The document of seven operations on image builders and images, of 2019, and the import that was named.
  ...of('appstream', 'CreateImageBuilder', 'DescribeImageBuilders', 'StartImageBuilder', 'StopImageBuilder', 'DeleteImageBuilder'),
  ...of('appstream', 'DescribeImages', 'DeleteImage', 'CreateImportedImage'),
];

export function nameOf({ service, operation }: OperationName): string {
  return `${service}:${operation}`;
}
