import { createHash } from 'node:crypto';

export interface Place {
  readonly region: string;
  readonly account: string;
}

/** Names as CloudFormation makes them up, but the same in every run. */
export class Names {
  private count = 0;

  public uuid(): string {
    const hex = this.hash();
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  }

  /** `<stack>-<logical id>-<SUFFIX>`: what CloudFormation calls a resource that nobody named. */
  public invent(stackName: string, logicalId: string): string {
    return `${stackName}-${logicalId}-${this.hash().slice(0, 12).toUpperCase()}`;
  }

  private hash(): string {
    return createHash('sha256').update(String(this.count++)).digest('hex');
  }
}

/** How resources that are not custom ones are called: the property that names them, and what their ARN looks like. */
const SHAPES: Record<string, { name?: string; arn: (place: Place, name: string) => string; refIsArn?: boolean }> = {
  'AWS::Lambda::Function': { name: 'FunctionName', arn: ({ region, account }, name) => `arn:aws:lambda:${region}:${account}:function:${name}` },
  'AWS::IAM::Role': { name: 'RoleName', arn: ({ account }, name) => `arn:aws:iam::${account}:role/${name}` },
  'AWS::IAM::ManagedPolicy': { arn: ({ account }, name) => `arn:aws:iam::${account}:policy/${name}`, refIsArn: true },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: ({ region, account }, name) => `arn:aws:logs:${region}:${account}:log-group:${name}:*` },
  'AWS::S3::Bucket': { name: 'BucketName', arn: (_, name) => `arn:aws:s3:::${name.toLowerCase()}` },
  'AWS::SNS::Topic': { name: 'TopicName', arn: ({ region, account }, name) => `arn:aws:sns:${region}:${account}:${name}`, refIsArn: true },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName', arn: ({ region, account }, name) => `arn:aws:states:${region}:${account}:stateMachine:${name}`, refIsArn: true,
  },
};

const namePropertyOf = (type: string) => SHAPES[type]?.name ?? '';

/** The physical id, which is also the Ref, of a resource that is not a custom one. */
export function physicalIdOf(type: string, properties: Record<string, any>, place: Place, invented: string): string {
  const name = properties[namePropertyOf(type)] ?? (type === 'AWS::S3::Bucket' ? invented.toLowerCase() : invented);
  return SHAPES[type]?.refIsArn ? SHAPES[type].arn(place, name) : name;
}

/** A plausible attribute of a resource that is not a custom one. */
export function attributeOf(type: string, physicalId: string, attribute: string, place: Place): string {
  if (attribute !== 'Arn') return `${physicalId}.${attribute}`;
  if (physicalId.startsWith('arn:')) return physicalId;
  const [, service, kind] = type.toLowerCase().split('::');
  return SHAPES[type]?.arn(place, physicalId) ?? `arn:aws:${service}:${place.region}:${place.account}:${kind}/${physicalId}`;
}
