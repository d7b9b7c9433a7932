import { App, IPropertyInjector, InjectionContext, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AppStreamBaseImage, AppStreamImageBuilder, AppStreamInstanceType, DiskImage, Ec2VmImport, ImageHandlerOptions, ImageHandlers } from '../src';

const newImport = (scope: Construct, id = 'Disk') => new Ec2VmImport(scope, id, { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });

const newBuilder = (scope: Construct) => new AppStreamImageBuilder(scope, 'Builder', {
  baseImage: AppStreamBaseImage.fromName('Base'), instanceType: AppStreamInstanceType.STANDARD_MEDIUM,
});

/** The resources of a type that stand behind the images. */
function behind(stack: Stack, type: string): any[] {
  return Object.entries<any>(Template.fromStack(stack).findResources(type)).filter(([id]) => id.startsWith('EucImages')).map(([, resource]) => resource.Properties);
}

/** A stack of one import, whose handlers are configured as said. */
function configured(options: (stack: Stack) => ImageHandlerOptions): Stack {
  const stack = new Stack(new App(), 'S');
  ImageHandlers.of(stack).configure(options(stack));
  newImport(stack);
  return stack;
}

describe('without options', () => {
  const stack = new Stack(new App(), 'S');
  newImport(stack);

  test('five functions of two sources write to one log group, which goes with the stack', () => {
    const functions = behind(stack, 'AWS::Lambda::Function');
    expect(functions).toHaveLength(5);
    for (const { LoggingConfig: { LogGroup } } of functions) expect(LogGroup).toEqual({ Ref: expect.stringMatching(/^EucImages.*Logs/) });
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Delete' });
  });

  test('no role holds a policy of AWS', () => {
    const roles = behind(stack, 'AWS::IAM::Role');
    expect(roles).toHaveLength(5);
    for (const role of roles) expect(role.ManagedPolicyArns).toBeUndefined();
  });

  test('each function may write to that log group, and to no other', () => {
    const ofFunctions = behind(stack, 'AWS::IAM::Role').filter(({ AssumeRolePolicyDocument: { Statement: [{ Principal }] } }) => Principal.Service === 'lambda.amazonaws.com');
    expect(ofFunctions).toHaveLength(4);
    for (const { Policies: [{ PolicyDocument: { Statement } }] } of ofFunctions) {
      expect(Statement[0]).toEqual({
        Sid: 'WriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^EucImages.*Logs/), 'Arn'] },
      });
    }
  });
});

describe('options', () => {
  test('a VPC takes in all five functions, and their roles may join it', () => {
    const stack = configured((scope) => ({ vpc: new ec2.Vpc(scope, 'V') }));
    for (const { VpcConfig } of behind(stack, 'AWS::Lambda::Function')) expect(VpcConfig.SubnetIds).toHaveLength(2);
    const joining = behind(stack, 'AWS::IAM::Role').filter((role) => JSON.stringify(role).includes('ec2:CreateNetworkInterface'));
    expect(joining).toHaveLength(4);
    for (const { Policies: [{ PolicyDocument: { Statement } }] } of joining) {
      expect(Statement.find(({ Sid }: { Sid: string }) => Sid === 'RunInVpc')).toMatchObject({ Resource: '*' });
    }
  });

  test('subnets and security groups of the VPC can be chosen', () => {
    const stack = configured((scope) => {
      const vpc = new ec2.Vpc(scope, 'V', { subnetConfiguration: [{ name: 'In', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
      const group = ec2.SecurityGroup.fromSecurityGroupId(scope, 'G', 'sg-1');
      return { vpc, vpcSubnets: { subnetGroupName: 'In', onePerAz: true }, securityGroups: [group] };
    });
    for (const { VpcConfig } of behind(stack, 'AWS::Lambda::Function')) {
      expect(VpcConfig).toEqual({ SecurityGroupIds: ['sg-1'], SubnetIds: [{ Ref: expect.stringMatching(/^VIn/) }, { Ref: expect.stringMatching(/^VIn/) }] });
    }
  });

  test('logs are kept as long as is said', () => {
    const stack = configured(() => ({ logRetention: logs.RetentionDays.ONE_YEAR }));
    expect(behind(stack, 'AWS::Logs::LogGroup')).toMatchObject([{ RetentionInDays: 365 }]);
  });

  test('a log group of the user takes the place of ours', () => {
    const stack = configured((scope) => ({ logGroup: new logs.LogGroup(scope, 'Mine', { removalPolicy: RemovalPolicy.RETAIN }) }));
    expect(behind(stack, 'AWS::Logs::LogGroup')).toEqual([]);
    for (const { LoggingConfig } of behind(stack, 'AWS::Lambda::Function')) expect(LoggingConfig.LogGroup).toEqual({ Ref: expect.stringMatching(/^Mine/) });
  });

  test('a key encrypts logs and environments, and CloudWatch Logs may use it for this account and Region', () => {
    const stack = configured((scope) => ({ encryptionKey: new kms.Key(scope, 'Key') }));
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
    expect(behind(stack, 'AWS::Logs::LogGroup')).toMatchObject([{ KmsKeyId: key }]);
    for (const { KmsKeyArn } of behind(stack, 'AWS::Lambda::Function')) expect(KmsKeyArn).toEqual(key);
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', Match.arrayWith([':log-group:*'])] } } },
        })]),
      },
    });
  });

  test('a boundary holds all roles', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/boundary';
    const stack = configured((scope) => ({ permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(scope, 'B', boundary) }));
    const roles = behind(stack, 'AWS::IAM::Role');
    expect(roles.map(({ PermissionsBoundary }) => PermissionsBoundary)).toEqual(Array(5).fill(boundary));
  });

  test('tracing reaches the two functions that are ours', () => {
    const stack = configured(() => ({ tracing: lambda.Tracing.ACTIVE }));
    expect(behind(stack, 'AWS::Lambda::Function').filter(({ TracingConfig }) => TracingConfig?.Mode === 'Active')).toHaveLength(2);
  });

  test('further statements go to the function that calls the services, and to no other', () => {
    const stack = configured(() => ({ additionalStatements: [new iam.PolicyStatement({ actions: ['imagebuilder:GetImage'], resources: ['*'] })] }));
    const holders = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role', Match.objectLike({
      Properties: { Policies: [{ PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'imagebuilder:GetImage' })]) } }] },
    })));
    expect(holders).toEqual([expect.stringMatching(/IsCompleteRole/)]);
  });

  test('roles of the user take the place of ours, and are granted what their functions need', () => {
    const stack = configured((scope) => {
      const role = (name: string) => new iam.Role(scope, name, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      return { roles: { onEvent: role('A'), isComplete: role('B'), frameworkOnEvent: role('C'), frameworkIsComplete: role('D') } };
    });
    expect(behind(stack, 'AWS::IAM::Role')).toHaveLength(1); // the state machine's
    const grants = (role: string, action: string) => Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp(`^${role}`) }],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith([action]) })]) },
    });
    grants('B', 'cloudformation:DescribeStacks');
    for (const role of ['A', 'B', 'C', 'D']) grants(role, 'logs:PutLogEvents');
  });

  test('a role of the user that serves several kinds has no name twice in its policy', () => {
    const stack = new Stack(new App(), 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    ImageHandlers.of(stack).configure({ roles: { onEvent: role, isComplete: role } });
    newImport(stack);
    newBuilder(stack);
    const [{ PolicyDocument: { Statement } }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .map(({ Properties }) => Properties).filter(({ Roles: [{ Ref: name }] }) => name.startsWith('Role'));
    const names = Statement.flatMap(({ Sid }: { Sid?: string }) => Sid ?? []);
    expect(new Set(names).size).toBe(names.length);
  });

  test('roles that must not be changed are left as they are', () => {
    const role = (scope: Stack, name: string) => iam.Role.fromRoleName(scope, name, name, { mutable: false });
    const stack = configured((scope) => ({
      roles: { onEvent: role(scope, 'A'), isComplete: role(scope, 'B'), frameworkOnEvent: role(scope, 'C'), frameworkIsComplete: role(scope, 'D') },
    }));
    for (const { Roles } of Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties)) {
      expect(JSON.stringify(Roles)).not.toMatch(/"[ABCD]"/);
    }
  });
});

describe('scopes', () => {
  test('what is said for app, stage and stack comes together, and the nearest word counts', () => {
    const app = new App();
    const stage = new Stage(app, 'Prod');
    const stack = new Stack(stage, 'S');
    ImageHandlers.of(app).configure({ logRetention: logs.RetentionDays.ONE_DAY, tracing: lambda.Tracing.ACTIVE });
    ImageHandlers.of(stage).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
    ImageHandlers.of(stack).configure({ tracing: undefined });
    newImport(stack);
    expect(behind(stack, 'AWS::Logs::LogGroup')).toMatchObject([{ RetentionInDays: 365 }]);
    expect(behind(stack, 'AWS::Lambda::Function').filter(({ TracingConfig }) => TracingConfig)).toHaveLength(2);
  });

  test('every kind in the stack is reached, and no other stack', () => {
    const app = new App();
    const [stack, other] = [new Stack(app, 'S'), new Stack(app, 'T')];
    ImageHandlers.of(stack).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
    for (const scope of [stack, other]) {
      newImport(scope);
      newBuilder(scope);
    }
    expect(behind(stack, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays)).toEqual([365, 365]);
    expect(behind(other, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays)).toEqual([90, 90]);
  });

  test('a stack may have its own log group where the app says how long logs are kept', () => {
    const app = new App();
    const stack = new Stack(app, 'S');
    ImageHandlers.of(app).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
    ImageHandlers.of(stack).configure({ logGroup: new logs.LogGroup(stack, 'Mine') });
    newImport(stack);
    expect(behind(stack, 'AWS::Logs::LogGroup')).toEqual([]);
  });

  test("a boundary that the app's own aspect sets reaches all roles too", () => {
    const app = new App();
    const stack = new Stack(app, 'S');
    newImport(stack);
    iam.PermissionsBoundary.of(app).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
    for (const { PermissionsBoundary } of behind(stack, 'AWS::IAM::Role')) expect(PermissionsBoundary).toBeDefined();
  });

  test("an organisation's injector for functions reaches them", () => {
    class Injector implements IPropertyInjector {
      public readonly constructUniqueId = lambda.Function.PROPERTY_INJECTION_ID;
      public inject(props: any, _context: InjectionContext) {
        return { ...props, reservedConcurrentExecutions: 7 };
      }
    }
    const stack = new Stack(new App({ propertyInjectors: [new Injector()] }), 'S');
    newImport(stack);
    for (const { ReservedConcurrentExecutions } of behind(stack, 'AWS::Lambda::Function')) expect(ReservedConcurrentExecutions).toBe(7);
  });
});

describe('refused', () => {
  test('a word that comes too late', () => {
    const app = new App();
    newImport(new Stack(app, 'S'));
    expect(() => ImageHandlers.of(app).configure({})).toThrow(new Error('ImageHandlers.configure() must come before the first image below its scope, ' +
      "but 'S/EucImages:Custom::Ec2VmImport' is defined; move the call up (at the app)"));
  });

  test('a second word for one scope', () => {
    const stack = new Stack(new App(), 'S');
    ImageHandlers.of(stack).configure({});
    expect(() => ImageHandlers.of(stack).configure({})).toThrow(new Error(
      'ImageHandlers.configure() must be called once for a scope, got a second call; give all options in one (at S)'));
  });

  test('a word for a part of a stack, whose images all share the functions', () => {
    const stack = new Stack(new App(), 'S');
    const group = new Construct(stack, 'Group');
    ImageHandlers.of(group).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
    expect(() => newImport(group)).toThrow(new Error(
      "ImageHandlers.configure() must be said of a stack or what holds it, got a scope in the stack 'S', whose images all share the functions; say it of the stack (at S/Group)"));
  });

  test('a word for what holds a nested stack is heard there', () => {
    const group = new Construct(new Stack(new App(), 'S'), 'Group');
    ImageHandlers.of(group).configure({ logRetention: logs.RetentionDays.ONE_YEAR });
    const nested = new NestedStack(group, 'Nested');
    newImport(nested);
    expect(behind(nested, 'AWS::Logs::LogGroup')).toEqual([expect.objectContaining({ RetentionInDays: 365 })]);
  });

  test('the retention of a log group of the user', () => {
    expect(() => configured((scope) => ({ logGroup: new logs.LogGroup(scope, 'Mine'), logRetention: logs.RetentionDays.ONE_YEAR }))).toThrow(new Error(
      'logGroup and logRetention exclude each other, got both; set the retention of the log group itself (at S)'));
  });

  test('an alias of a key', () => {
    const message = 'encryptionKey must be a key, got an alias, which Lambda takes for no environment; give the key, such as by kms.Key.fromLookup() (at S)';
    expect(() => configured((scope) => ({ encryptionKey: kms.Alias.fromAliasName(scope, 'Alias', 'alias/logs') }))).toThrow(new Error(message));
    expect(() => configured((scope) => ({ encryptionKey: new kms.Key(scope, 'Key').addAlias('logs') }))).toThrow(new Error(message));
  });

  test('groups without a VPC', () => {
    const stack = new Stack(new App(), 'S');
    ImageHandlers.of(stack).configure({ securityGroups: [] });
    expect(() => newImport(stack)).toThrow(new Error('vpcSubnets and securityGroups need a vpc, got none; add vpc (at S/EucImages:Custom::Ec2VmImport)'));
  });
});
