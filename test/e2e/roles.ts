import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CREDENTIALS, REGION } from './account';
import type { PolicyDocument, Principal, Role } from '../cloudformation/roles';
import type { Call } from '../local-aws/call';
import type { Roles } from '../permissions/access';

/** How long an answer is believed: the CDK CLI changes roles in steps of seconds. */
const BELIEVED = 1000;

interface Answer<T> {
  readonly at: number;
  readonly value: Promise<T>;
}

/** Who calls and what his role may do, as the emulator knows. A function says its name in the session token of its credentials. */
export class EmulatorRoles implements Roles {
  private readonly cloudFormation: CloudFormationClient;
  private readonly principals = new Map<string, Promise<Principal | undefined>>();
  private readonly roles = new Map<string, Answer<Role | undefined>>();
  /** The same object for as long as it allows the same. */
  private readonly same = new Map<string, Role>();

  constructor(private readonly url: string) {
    this.cloudFormation = new CloudFormationClient({ endpoint: url, region: REGION, credentials: CREDENTIALS });
  }

  public async callerOf({ sessionToken: name }: Call): Promise<Principal | undefined> {
    if (!name) return undefined;
    if (!this.principals.has(name)) this.principals.set(name, this.principal(name));
    return this.principals.get(name);
  }

  public role(arn: string): Promise<Role | undefined> {
    const before = this.roles.get(arn);
    if (before && Date.now() - before.at < BELIEVED) return before.value;
    const value = this.read(arn);
    this.roles.set(arn, { at: Date.now(), value });
    return value;
  }

  private async principal(functionName: string): Promise<Principal | undefined> {
    const configuration = await this.ask('lambda', `/2015-03-31/functions/${functionName}/configuration`);
    const { Stacks: stacks = [] } = await this.cloudFormation.send(new DescribeStacksCommand({}));
    for (const { StackName } of stacks) {
      const { StackResources: resources = [] } = await this.cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
      const found = resources.find(({ PhysicalResourceId: id }) => id === functionName);
      if (found) return { logicalId: found.LogicalResourceId!, roleArn: JSON.parse(configuration).Role };
    }
    throw new Error(`no stack has the function ${functionName}`);
  }

  private async read(arn: string): Promise<Role | undefined> {
    const RoleName = arn.split('/').pop()!;
    const names = [...(await this.iam('ListRolePolicies', { RoleName })).matchAll(/<member>(.*?)<\/member>/g)].map(([, name]) => name);
    const policies = await Promise.all(names.map(async (name) => {
      const answer = await this.iam('GetRolePolicy', { RoleName, PolicyName: name });
      const document: PolicyDocument = JSON.parse(decodeURIComponent(/<PolicyDocument>(.*?)<\/PolicyDocument>/s.exec(answer)![1]));
      return { name, inline: true, document, template: document };
    }));
    const key = JSON.stringify([arn, policies]);
    const role = this.same.get(key) ?? { logicalId: RoleName, arn, policies };
    this.same.set(key, role);
    return role;
  }

  private iam(action: string, parameters: Record<string, string>): Promise<string> {
    return this.ask('iam', '/', new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }));
  }

  /** By hand, since the project has no client of these two services. The emulator asks for no signature, only for the name of the service. */
  private async ask(service: string, path: string, body?: URLSearchParams): Promise<string> {
    const credential = `${CREDENTIALS.accessKeyId}/20260101/${REGION}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none`;
    const answer = await fetch(`${this.url}${path}`, { method: body ? 'POST' : 'GET', headers: { authorization }, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the emulator answers ${answer.status} to ${service} ${body ?? path}: ${text}`);
    return text;
  }
}
