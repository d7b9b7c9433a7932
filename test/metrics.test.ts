import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { measure } from '../lambda/metrics';
import { DiskImage, Ec2VmImport } from '../src';

const newImport = (stack: Stack) => new Ec2VmImport(stack, 'Disk', { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(`${line}`) > 0);
});

test('an alarm watches what the functions write', () => {
  const stack = new Stack(new App(), 'S');
  const disk = newImport(stack);
  new cloudwatch.Alarm(stack, 'Alarm', { metric: disk.metricLeftovers(), threshold: 1, evaluationPeriods: 1 });
  const template = Template.fromStack(stack);
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const [first] = Object.keys(template.findResources('Custom::Ec2VmImport'));

  measure('Leftovers', 1, { stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1', first }, new Date(5000));
  const { _aws: { Timestamp, CloudWatchMetrics: [{ Namespace, Dimensions: [names], Metrics: [metric] }] }, ...values } = JSON.parse(lines[0]);
  expect(Timestamp).toBe(5000);
  expect(alarm).toMatchObject({
    Namespace,
    MetricName: metric.Name,
    Unit: metric.Unit,
    Statistic: 'Sum',
    Dimensions: [{ Name: 'Image', Value: values.Image }, { Name: 'Stack', Value: values.Stack }],
  });
  expect([...names].sort()).toEqual(['Image', 'Stack']);
  expect(values).toEqual({ Stack: 'S', Image: first, Leftovers: 1 });
});

test('a nested stack is known by its own name, which only the deployment knows', () => {
  const nested = new NestedStack(new Stack(new App(), 'S'), 'Nested');
  new cloudwatch.Alarm(nested, 'Alarm', { metric: newImport(nested).metricFailures(), threshold: 1, evaluationPeriods: 1 });
  Template.fromStack(nested).hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'Failures',
    Dimensions: [{ Name: 'Image' }, { Name: 'Stack', Value: { Ref: 'AWS::StackName' } }],
  });
});

test('the user chooses period, statistic and label', () => {
  const metric = newImport(new Stack(new App(), 'S')).metricDuration({ statistic: 'Maximum', label: 'Import' });
  expect(metric).toMatchObject({ namespace: 'CdkEucImages', metricName: 'Duration', statistic: 'Maximum', label: 'Import', unit: 'Seconds' });
});
