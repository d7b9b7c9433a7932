import type { ResourceRecord, StackState } from './stack-state';
import type { Variants } from './variants';
import { Service, ServiceError } from '../local-aws/service';

/** How long CloudFormation still knows a deleted stack by its id. */
const DAYS_90 = 90 * 24 * 3600_000;

export interface DescribeProps {
  readonly stacks: StackState[];
  readonly variants: Variants;
  now(): number;
}

/** The two questions that handlers ask CloudFormation. */
export class Describe implements Service {
  constructor(private readonly props: DescribeProps) {}

  public call(operation: string, input: any): unknown {
    if (operation === 'DescribeStacks') return { Stacks: this.found(input.StackName).map(stackOf) };
    if (operation === 'DescribeStackResource') return { StackResourceDetail: this.resource(input.StackName, input.LogicalResourceId) };
    throw new ServiceError('InvalidAction', `Could not find operation ${operation}`);
  }

  /** By name while the stack lives; by id also after its deletion. Without a name all that live. */
  private found(nameOrId: string | undefined): StackState[] {
    const { stacks, now } = this.props;
    const living = ({ deleted }: StackState) => deleted === undefined;
    if (nameOrId === undefined) return stacks.filter(living);
    const stack = stacks.find((one) => (one.name === nameOrId && living(one)) || (one.id === nameOrId && now() - (one.deleted ?? now()) < DAYS_90));
    if (!stack) throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return [stack];
  }

  private resource(nameOrId: string, logicalId: string) {
    const [stack] = this.found(nameOrId);
    const record: ResourceRecord | undefined = stack.resources[logicalId];
    const hidden = record?.status === 'CREATE_IN_PROGRESS' && this.props.variants.firstRecord === 'missing until done';
    if (!record || hidden) throw new ServiceError('ValidationError', `Resource ${logicalId} does not exist for stack ${nameOrId}`);
    return {
      StackName: stack.name,
      StackId: stack.id,
      LogicalResourceId: logicalId,
      ...(record.physicalId === undefined ? {} : { PhysicalResourceId: record.physicalId }),
      ResourceType: record.type,
      LastUpdatedTimestamp: new Date(record.lastUpdated),
      ResourceStatus: record.status,
      ...(record.reason === undefined ? {} : { ResourceStatusReason: record.reason }),
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    };
  }
}

function stackOf(stack: StackState) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Parameters: Object.entries(stack.parameters).map(([name, value]) => ({ ParameterKey: name, ParameterValue: String(value) })),
    CreationTime: new Date(stack.created),
    ...(stack.lastUpdated === undefined ? {} : { LastUpdatedTime: new Date(stack.lastUpdated) }),
    ...(stack.deleted === undefined ? {} : { DeletionTime: new Date(stack.deleted) }),
    StackStatus: stack.status,
    ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
    Outputs: Object.entries(stack.outputs).map(([name, value]) => ({ OutputKey: name, OutputValue: String(value) })),
    Tags: [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
