import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { defaultProvider } from '../../lambda/credential-provider-node';
import { CLIENT } from '../../lambda/sdk';
import { cloudFormation } from '../../lambda/stack-reader';

/*
 * How we call, and what CloudFormation's answers mean to the fence.
 */

test('a call is made once, and ends well within a run of the handler', async () => {
  expect(CLIENT).toMatchObject({ maxAttempts: 1, retryMode: 'standard' });
  const { connectionTimeout, requestTimeout } = await (CLIENT.requestHandler as any).configProvider;
  expect({ connectionTimeout, requestTimeout }).toEqual({ connectionTimeout: 3_000, requestTimeout: 15_000 });
});

test('credentials come from the environment', async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' });
  expect(await defaultProvider()()).toMatchObject({ accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
});

describe('the standing of a stack and of a resource', () => {
  const [made, changed, now] = [new Date(0), new Date(1), new Date(2)];
  const missing = new Error('Stack with id arn does not exist');
  const stack = (more: object) => ({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS', CreationTime: made, ...more }] });
  const resource = { StackResourceDetail: { PhysicalResourceId: 'id', ResourceStatus: 'UPDATE_IN_PROGRESS', LastUpdatedTimestamp: now } };
  const record = { id: 'id', status: 'UPDATE_IN_PROGRESS', changed: now };
  const said: unknown[] = [];

  /** What CloudFormation answers to each question; an error is thrown. */
  const answering = (ofStack: unknown, ofResource: unknown) => {
    said.length = 0;
    jest.spyOn(CloudFormationClient.prototype, 'send').mockImplementation(async ({ constructor: { name }, input }: any) => {
      said.push([name, input]);
      const answer = name === 'DescribeStacksCommand' ? ofStack : ofResource;
      if (answer instanceof Error) throw answer;
      return answer;
    });
  };

  test.each<[string, unknown, unknown, object]>([
    ['under way', stack({ LastUpdatedTime: changed }), resource, { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: changed, record }],
    ['of the operation that made it', stack({}), resource, { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: made, record }],
    ['of a creation that is taken back, and not of an earlier update', stack({ StackStatus: 'ROLLBACK_IN_PROGRESS', LastUpdatedTime: changed }), resource,
      { stackStatus: 'ROLLBACK_IN_PROGRESS', operationBegan: made, record }],
    ['of an update that is taken back', stack({ StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', LastUpdatedTime: changed }), resource,
      { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', operationBegan: changed, record }],
    ['of a resource that has no record', stack({}), new Error('Resource First does not exist for stack S'),
      { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: made, record: undefined }],
    ['of a stack that is gone', missing, missing, { stackStatus: undefined, operationBegan: undefined, record: undefined }],
    ['that is not told', {}, {}, { stackStatus: undefined, operationBegan: undefined, record: undefined }],
    ['of no stack', { Stacks: [] }, {}, { stackStatus: undefined, operationBegan: undefined, record: undefined }],
  ])('%s', async (_, ofStack, ofResource, expected) => {
    answering(ofStack, ofResource);
    expect(await cloudFormation.standing('arn', 'First')).toEqual(expected);
    expect(said).toEqual([
      ['DescribeStacksCommand', { StackName: 'arn' }], ['DescribeStackResourceCommand', { StackName: 'arn', LogicalResourceId: 'First' }],
    ]);
  });

  test.each<[string, unknown, unknown]>([
    ['a stack', new Error('Rate exceeded'), resource], ['a resource', stack({}), new Error('Rate exceeded')],
  ])('is not known when %s cannot be asked for', async (_, ofStack, ofResource) => {
    answering(ofStack, ofResource);
    await expect(cloudFormation.standing('arn', 'First')).rejects.toThrow('Rate exceeded');
  });
});
