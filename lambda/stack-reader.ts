import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Standing, StackReader } from './fence';
import { CLIENT } from './sdk';

/** CloudFormation's one error for whatever is wrong with a name; only this text says that the thing is not there. */
const MISSING = /does not exist/;

const client = new CloudFormationClient(CLIENT);

/** Asks the real CloudFormation; always by stack id, since a name may be used again. */
export const cloudFormation: StackReader = {
  async standing(stackId: string, logicalId: string): Promise<Standing> {
    const [stacks, resource] = await Promise.all([
      client.send(new DescribeStacksCommand({ StackName: stackId })).catch(missing),
      client.send(new DescribeStackResourceCommand({ StackName: stackId, LogicalResourceId: logicalId })).catch(missing),
    ]);
    const stack = stacks?.Stacks?.[0];
    const detail = resource?.StackResourceDetail;
    return {
      stackStatus: stack?.StackStatus,
      // Whether a rollback counts as an update is not documented; that of a creation takes back all there is.
      operationBegan: /^(CREATE|ROLLBACK)_/.test(`${stack?.StackStatus}`) ? stack?.CreationTime : stack?.LastUpdatedTime ?? stack?.CreationTime,
      record: detail && { id: detail.PhysicalResourceId, status: detail.ResourceStatus, changed: detail.LastUpdatedTimestamp },
    };
  },
};

function missing(error: Error): undefined {
  if (!MISSING.test(error.message)) throw error;
}
