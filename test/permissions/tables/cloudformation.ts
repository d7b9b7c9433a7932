import { Table } from '../demand';

/*
 * CloudFormation. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 * The functions name a stack by its id, which is its ARN.
 */

const WHY = 'asks before each change whether this request is still wanted';

export const CLOUDFORMATION: Table = {
  DescribeStacks: { why: WHY, demands: ({ StackName: arn }) => [{ action: 'cloudformation:DescribeStacks', resource: arn }] },
  DescribeStackResource: { why: WHY, demands: ({ StackName: arn }) => [{ action: 'cloudformation:DescribeStackResource', resource: arn }] },
};
