import { App, CustomResource, Stack, Tags, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as cr from 'aws-cdk-lib/custom-resources';
import { KINDS } from './kinds';

/*
 * One synthesis in a process of its own: how long it takes from the App to the assembly, and how much memory it needs. Time is that of
 * the processor: a synthesis waits for nothing, and what else the machine does is not counted.
 */

export interface SynthTask {
  /** The name of a kind, or of a peer. */
  readonly of: string;
  /** How many images. */
  readonly count: number;
  /** What a peer defines for each image. */
  readonly image?: PeerImage;
}

export interface PeerImage {
  readonly links: number;
  /** What each of them says. */
  readonly request: { readonly [key: string]: unknown };
  /** The properties of the role in whose name the service works, where it needs one. */
  readonly role?: { readonly [key: string]: any };
}

export interface Synth {
  readonly milliseconds: number;
  /** The most that the process held, the CDK included. */
  readonly megabytes: number;
  readonly resources: number;
}

/** Peers, without tags and with nothing checked. */
const PEERS: { readonly [name: string]: (stack: Stack, task: SynthTask) => void } = {
  CustomResource(stack, { count, image: { links, request, role } = { links: 1, request: {} } }) {
    const code = lambda.Code.fromInline('exports.handler = async () => ({});');
    const newFunction = (id: string) => new lambda.Function(stack, id, { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    const provider = new cr.Provider(stack, 'Provider', { onEventHandler: newFunction('OnEvent'), isCompleteHandler: newFunction('IsComplete') });
    for (let i = 0; i < count; i++) {
      if (role) defineRole(stack, `Role${i}`, role);
      for (let link = 0; link < links; link++) {
        new CustomResource(stack, `Image${i}Link${link}`, { serviceToken: provider.serviceToken, resourceType: 'Custom::Image', properties: request });
      }
    }
  },
  AwsCustomResource(stack, { count }) {
    const parameters = { DiskContainers: [{ UserBucket: { S3Bucket: 'disks', S3Key: 'image.vmdk' } }], RoleName: 'vmimport' };
    for (let i = 0; i < count; i++) {
      new cr.AwsCustomResource(stack, `Image${i}`, {
        onCreate: { service: 'EC2', action: 'importImage', parameters, physicalResourceId: cr.PhysicalResourceId.fromResponse('ImportTaskId') },
        onDelete: { service: 'EC2', action: 'cancelImportTask', parameters: { ImportTaskId: new cr.PhysicalResourceIdReference() } },
        policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
        installLatestAwsSdk: false,
      });
    }
  },
};

/** The same role as ours, as anybody would write it. */
function defineRole(stack: Stack, id: string, { AssumeRolePolicyDocument, Policies }: { readonly [key: string]: any }): void {
  const [{ Condition: conditions, Principal: { Service: service } }] = AssumeRolePolicyDocument.Statement;
  new iam.Role(stack, id, {
    assumedBy: new iam.ServicePrincipal(service, { conditions }),
    inlinePolicies: Object.fromEntries(Policies.map(({ PolicyName: name, PolicyDocument: { Statement: statements } }: any) =>
      [name, new iam.PolicyDocument({ statements: statements.map(newStatement) })])),
  });
}

function newStatement({ Action: actions, Condition: conditions, Resource: resources }: any): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [actions].flat(), conditions, resources: [resources].flat().map((one) => Token.asString(one)) });
}

function define(stack: Stack, task: SynthTask): void {
  const { of, count } = task;
  if (of in PEERS) return PEERS[of](stack, task);
  Tags.of(stack).add('CostCenter', '4711');
  const kind = KINDS.find(({ name }) => name === of)!;
  for (let i = 0; i < count; i++) kind.define(stack, `Image${i}`);
}

function synthesize(task: SynthTask): Synth {
  const start = process.cpuUsage();
  // To see how it grows there must be more than a stack may hold.
  const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  const stack = new Stack(app, 'S');
  define(stack, task);
  const artifact = app.synth().getStackArtifact('S');
  const { user, system } = process.cpuUsage(start);
  return {
    milliseconds: (user + system) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    resources: Object.keys(artifact.template.Resources).length,
  };
}

console.log(JSON.stringify(synthesize(JSON.parse(process.argv[2]))));
