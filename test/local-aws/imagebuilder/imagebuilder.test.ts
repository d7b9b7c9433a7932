import { GetImageCommand, GetInfrastructureConfigurationCommand, ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { clientOptions, failureOf, world } from '../fixture';

const w = world();
const client = () => new ImagebuilderClient(clientOptions(w.aws, 'imagebuilder'));

test('an infrastructure configuration is known by its ARN', async () => {
  const infrastructureConfigurationArn = w.aws.imagebuilder.seedInfrastructure('mine');
  const { infrastructureConfiguration } = await client().send(new GetInfrastructureConfigurationCommand({ infrastructureConfigurationArn }));
  expect(infrastructureConfiguration).toMatchObject({ arn: infrastructureConfigurationArn, name: 'mine' });
});

test('a build tells its state', async () => {
  const imageBuildVersionArn = w.aws.imagebuilder.seedBuild('windows', 'BUILDING');
  const { image } = await client().send(new GetImageCommand({ imageBuildVersionArn }));
  expect(image).toEqual({ arn: imageBuildVersionArn, state: { status: 'BUILDING' } });
});

test.each([
  ['an unknown configuration', 'arn:aws:imagebuilder:us-east-1:111122223333:infrastructure-configuration/none', /does not exist/],
  ['what is no ARN of one', 'none', /must/i],
])('%s is refused', async (_, infrastructureConfigurationArn, message) => {
  expect(await failureOf(client().send(new GetInfrastructureConfigurationCommand({ infrastructureConfigurationArn })))).toMatchObject({
    name: 'InvalidRequestException', message: expect.stringMatching(message),
  });
});

test('an unknown build is refused', async () => {
  const imageBuildVersionArn = 'arn:aws:imagebuilder:us-east-1:111122223333:image/none/1.0.0/1';
  expect(await failureOf(client().send(new GetImageCommand({ imageBuildVersionArn })))).toMatchObject({ name: 'InvalidRequestException' });
});

test('too many calls, and calls that are not allowed, are refused in the words of the service', async () => {
  const look = () => failureOf(client().send(new GetImageCommand({ imageBuildVersionArn: w.aws.imagebuilder.seedBuild('windows') })));
  w.aws.faults.add({ service: 'imagebuilder', kind: 'throttle', times: 9 });
  expect(await look()).toMatchObject({ name: 'CallRateLimitExceededException' });
  w.aws.faults.clear();
  w.aws.faults.add({ service: 'imagebuilder', kind: 'denied' });
  expect(await look()).toMatchObject({ name: 'ForbiddenException' });
});
