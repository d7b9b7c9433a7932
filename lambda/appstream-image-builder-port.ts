import {
  AppStreamClient, AssociateSoftwareToImageBuilderCommand, CreateImageBuilderCommand, CreateImageBuilderCommandInput, DeleteImageBuilderCommand,
  DescribeImageBuildersCommand, DescribeImagesCommand, DescribeSoftwareAssociationsCommand, DisassociateSoftwareFromImageBuilderCommand, Image,
  ImageBuilder, SoftwareAssociations, StartImageBuilderCommand, StartSoftwareDeploymentToImageBuilderCommand, StopImageBuilderCommand,
} from '@aws-sdk/client-appstream';
import { AppStreamApi, ifPresent, sdkAppStreamApi } from './appstream-port';
import { pages } from './sdk';

/** The part of AppStream that this kind calls, page by page where the service pages. */
export interface ImageBuilderApi extends AppStreamApi {
  /** Public and private ones of that name. */
  imageNamed(name: string): Promise<Image[]>;
  imageAt(arn: string): Promise<Image[]>;
  createImageBuilder(input: CreateImageBuilderCommandInput): Promise<unknown>;
  imageBuilders(): Promise<ImageBuilder[]>;
  startImageBuilder(name: string, agentVersion: string | undefined): Promise<unknown>;
  stopImageBuilder(name: string): Promise<unknown>;
  deleteImageBuilder(name: string): Promise<unknown>;
  software(arn: string): Promise<SoftwareAssociations[]>;
  associateSoftware(name: string, software: readonly string[]): Promise<unknown>;
  disassociateSoftware(name: string, software: readonly string[]): Promise<unknown>;
  deploySoftware(name: string, again: boolean): Promise<unknown>;
}

/** Speaks to the real AppStream. */
export function sdkImageBuilderApi(client: AppStreamClient): ImageBuilderApi {
  return {
    ...sdkAppStreamApi(client),
    imageNamed: (name) => ifPresent(async () => (await client.send(new DescribeImagesCommand({ Names: [name] }))).Images, []),
    imageAt: (arn) => ifPresent(async () => (await client.send(new DescribeImagesCommand({ Arns: [arn] }))).Images, []),
    createImageBuilder: (input) => client.send(new CreateImageBuilderCommand(input)),
    imageBuilders: () => pages(async (NextToken) => {
      const page = await client.send(new DescribeImageBuildersCommand({ NextToken }));
      return { items: page.ImageBuilders, next: page.NextToken };
    }),
    startImageBuilder: (name, agentVersion) => client.send(new StartImageBuilderCommand({ Name: name, AppstreamAgentVersion: agentVersion })),
    stopImageBuilder: (name) => client.send(new StopImageBuilderCommand({ Name: name })),
    deleteImageBuilder: (name) => client.send(new DeleteImageBuilderCommand({ Name: name })),
    software: (arn) => pages(async (NextToken) => {
      const page = await client.send(new DescribeSoftwareAssociationsCommand({ AssociatedResource: arn, NextToken }));
      return { items: page.SoftwareAssociations, next: page.NextToken };
    }),
    associateSoftware: (name, software) =>
      client.send(new AssociateSoftwareToImageBuilderCommand({ ImageBuilderName: name, SoftwareNames: [...software] })),
    disassociateSoftware: (name, software) =>
      client.send(new DisassociateSoftwareFromImageBuilderCommand({ ImageBuilderName: name, SoftwareNames: [...software] })),
    deploySoftware: (name, again) =>
      client.send(new StartSoftwareDeploymentToImageBuilderCommand({ ImageBuilderName: name, RetryFailedDeployments: again })),
  };
}
