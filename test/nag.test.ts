import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, CfnParameter, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, INagLogger, NagPack, NagPackProps, NagSuppressions, NIST80053R5Checks } from 'cdk-nag';
import { DiskImage, Ec2VmImport, ImageHandlers } from '../src';
import { BARE, HANDLERS, Sample, SAMPLES } from './support/samples';

/*
 * cdk-nag finds nothing of AwsSolutions in our resources but what we accept with a reason, decision 9. What NIST 800-53 finds, and what
 * cures it, docs/security.md tells.
 */

interface Finding {
  readonly rule: string;
  readonly path: string;
  /** Why it is accepted. */
  readonly reason?: string;
}

/** All that a pack of rules finds in a stack. */
function findingsIn(Pack: new (props: NagPackProps) => NagPack, define: Sample): { findings: Finding[]; template: any } {
  const findings: Finding[] = [];
  const ruleOf = ({ ruleId, findingId }: { ruleId: string; findingId: string }) => findingId ? `${ruleId}[${findingId}]` : ruleId;
  const add = (data: any) => { findings.push({ rule: ruleOf(data), path: data.resource.node.path, reason: data.suppressionReason }); };
  const silent = () => undefined;
  const logger: INagLogger = {
    onNonCompliance: add,
    onSuppressed: add,
    onError: (data) => { throw new Error(`${data.ruleId} breaks at ${data.resource.node.path}: ${data.errorMessage}`); },
    onCompliance: silent,
    onNotApplicable: silent,
    onSuppressedError: silent,
  };
  const app = new App();
  const stack = new Stack(app, 'S');
  define(stack);
  Aspects.of(app).add(new Pack({ additionalLoggers: [logger], reports: false }));
  return { template: app.synth().getStackArtifact(stack.artifactId).template, findings };
}

const open = (findings: readonly Finding[]) => findings.filter(({ reason }) => !reason).map(({ rule, path }) => `${rule} ${path}`);

describe('AwsSolutions', () => {
  test.each(Object.entries(SAMPLES))('%s: nothing is left open', (_, define) => {
    const { findings } = findingsIn(AwsSolutionsChecks, define);
    expect(open(findings)).toEqual([]);
    expect(findings.length).toBeGreaterThan(10);
  });

  test('nothing is accepted but these', () => {
    const accepted = Object.values(SAMPLES).flatMap((define) => findingsIn(AwsSolutionsChecks, define).findings);
    const rules = accepted.map(({ rule, path }) => `${rule.split('[')[0].replace('AwsSolutions-', '')} ${/\/Provider\//.test(path) ? 'framework' : 'ours'}`);
    // Wildcards, which docs/permissions.md explains; the framework's runtimes; the logs and traces of its state machine.
    expect(new Set(rules)).toEqual(new Set(['IAM5 ours', 'IAM5 framework', 'L1 framework', 'SF1 framework', 'SF2 framework']));
  });

  test('each wildcard is accepted by its name, on the resource that has it', () => {
    const { template } = findingsIn(AwsSolutionsChecks, BARE.AppStreamImageBuilder);
    const accepted = Object.entries<any>(template.Resources).flatMap(([id, { Metadata: metadata }]) =>
      (metadata?.cdk_nag?.rules_to_suppress ?? []).map(({ applies_to: names = [] }: any) => [id.replace(/[0-9A-F]{8}$/, ''), ...names]));
    const [, ...constant] = accepted.find(([id]) => id.endsWith('BuilderIsCompleteRole'));
    expect(constant).toEqual(['Resource::*', 'Resource::arn:<AWS::Partition>:appstream:<AWS::Region>:<AWS::AccountId>:image-builder/*']);
    expect(accepted.find(([id]) => id.endsWith('FrameworkWaiterRoleDefaultPolicy')).slice(1)).toEqual([
      expect.stringMatching(/^Resource::<EucImages\w+OnEvent\w+\.Arn>:\*$/), expect.stringMatching(/^Resource::<EucImages\w+IsComplete\w+\.Arn>:\*$/),
    ]);
    expect(accepted.map(([id]) => id)).not.toContain('EucImagesCustomAppStreamImageBuilderOnEventRole');
  });

  test('policies that the CDK splits are accepted in each part', () => {
    const { findings } = findingsIn(AwsSolutionsChecks, SAMPLES['so many images that their rights fill several policies']);
    expect(findings.map(({ path }) => path)).toContainEqual(expect.stringMatching(/OverflowPolicy1/));
  });

  const additional = (stack: Stack, resource: string) => {
    ImageHandlers.of(stack).configure({ additionalStatements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [resource] })] });
    BARE.Ec2VmImport(stack);
  };

  test.each(['arn:aws:kms:eu-west-1:111122223333:key/*', '*'])('what the user adds is the user\'s to accept: %s', (resource) => {
    const { findings } = findingsIn(AwsSolutionsChecks, (stack) => additional(stack, resource));
    expect(open(findings)).toEqual([expect.stringContaining(`AwsSolutions-IAM5[Resource::${resource}]`)]);
  });

  test('what the user adds to a role of ours is the user\'s to accept', () => {
    const { findings } = findingsIn(AwsSolutionsChecks, (stack) => {
      const { role } = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::more/*'] }));
    });
    expect(open(findings)).toEqual(['AwsSolutions-IAM5[Resource::arn:aws:s3:::more/*] S/Disk/Role/DefaultPolicy/Resource']);
  });

  test.each(['Ec2VmImport', 'AppStreamImage'])('of roles that are made before the app there is nothing to accept: %s', (kind) => {
    const app = new App();
    iam.Role.customizeRoles(app, { preventSynthesis: true, usePrecreatedRoles: {} });
    const stack = new Stack(app, 'S');
    BARE[kind](stack);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
  });

  // cdk-nag 2 cannot read such a name itself.
  test('a name that is joined of a list that only the deployment knows can be synthesized', () => {
    const stack = new Stack(new App(), 'S');
    const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList;
    new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromBucket(s3.Bucket.fromBucketName(stack, 'Disks', Fn.join('-', names)), 'a.vmdk')] });
    Template.fromStack(stack).resourceCountIs('Custom::Ec2VmImport', 1);
  });

  test('a role of the user\'s is the user\'s to accept', () => {
    const { findings } = findingsIn(AwsSolutionsChecks, (stack) => {
      const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('vmie.amazonaws.com') });
      new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')], role });
    });
    expect(open(findings)).toEqual([
      'AwsSolutions-IAM5[Action::ec2:Describe*] S/Mine/DefaultPolicy/Resource', 'AwsSolutions-IAM5[Resource::*] S/Mine/DefaultPolicy/Resource',
    ]);
  });

  test('a second synthesis says nothing twice', () => {
    const stack = new Stack(new App(), 'S');
    BARE.Ec2VmImport(stack);
    const templates = [1, 2].map(() => Stage.of(stack)!.synth({ force: true }).getStackArtifact(stack.artifactId).template);
    expect(templates[1]).toEqual(templates[0]);
  });

  test('what the user accepts stands beside it', () => {
    const rule = { id: 'AwsSolutions-L1', reason: 'of the user\'s own' };
    const { template } = findingsIn(AwsSolutionsChecks, (stack) => {
      const disk = new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
      NagSuppressions.addResourceSuppressions(disk.role, [rule]);
    });
    const { Metadata: { cdk_nag: { rules_to_suppress: rules } } } = Object.entries<any>(template.Resources).find(([id]) => id.startsWith('DiskRole'))![1];
    expect(rules).toEqual([expect.objectContaining({ id: 'AwsSolutions-IAM5' }), expect.objectContaining({ id: 'AwsSolutions-IAM5' }), rule]);
  });
});

describe('NIST 800-53 R5', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'security.md'), 'utf8');
  const told = (heading: string) => [...page.split(`## ${heading}\n`)[1].split('\n## ')[0].matchAll(/^\| `(\w+)`/gm)].map(([, rule]) => rule);
  const rulesIn = (define: Sample) => [...new Set(findingsIn(NIST80053R5Checks, define).findings.map(({ rule }) => rule.replace('NIST.800.53.R5-', '')))].sort();

  test('docs/security.md tells what is found', () => {
    expect(rulesIn(SAMPLES['all kinds together'])).toEqual(told('What NIST 800-53 finds').sort());
  });

  test('and what is left where the functions run in a VPC, with a key', () => {
    const rows = page.split('\n').filter((line) => /^\| `\w+`.*\| nothing/.test(line)).map((line) => /`(\w+)`/.exec(line)![1]);
    expect(rulesIn(HANDLERS['functions in a VPC, with a key'])).toEqual(rows.sort());
  });
});
