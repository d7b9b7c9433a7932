import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { query } from './query';
import { clientOptions, failureOf, world } from '../fixture';
import type { Model } from '../model';
import { ServiceError } from '../service';

const here = world();

/** As no SDK would send it. */
async function post(service: string, fields: { [name: string]: string }) {
  const response = await fetch(here.aws.endpoint(service), { method: 'POST', body: new URLSearchParams(fields) });
  const body = await response.text();
  return { status: response.status, code: /<Code>(.*?)<\/Code>/.exec(body)?.[1], message: /<Message>(.*?)<\/Message>/.exec(body)?.[1], body };
}
const ec2 = (Action: string, fields: { [name: string]: string } = {}) => post('ec2', { Action, Version: '2016-11-15', ...fields });

test.each<[string, string, { [name: string]: string }, string, string]>([
  ['an unknown parameter', 'ImportImage', { 'DiskContainer.1.Fromat': 'OVA' }, 'UnknownParameter', 'The parameter DiskContainer.1.Fromat is not recognized'],
  ['the name of the model instead of the wire', 'CreateTags', { 'Resources.1': 'ami-1' }, 'UnknownParameter', 'The parameter Resources is not recognized'],
  ['a missing parameter', 'DeregisterImage', {}, 'MissingParameter', 'The request must contain the parameter ImageId'],
  ['no integer', 'DescribeImages', { MaxResults: 'ten' }, 'InvalidParameterValue', 'Value (ten) for parameter MaxResults is invalid. It must be an integer.'],
  ['no boolean', 'DescribeImages', { DryRun: 'yes' }, 'InvalidParameterValue', 'Value (yes) for parameter DryRun is invalid. It must be a boolean.'],
  ['no time', 'ImportImage', { 'ClientData.UploadStart': 'soon' }, 'InvalidParameterValue',
    'Value (null) for parameter ClientData.UploadStart is invalid. It must be a timestamp.'],
  ['not of the enum', 'ImportImage', { BootMode: 'bios' }, 'InvalidParameterValue',
    'Value (bios) for parameter BootMode is invalid. It must satisfy enum value set: [legacy-bios, uefi, uefi-preferred].'],
  ['a list without numbers', 'DescribeImages', { 'ImageId.first': 'ami-1' }, 'MalformedQueryString', 'The query string is malformed at ImageId'],
  ['a list as text', 'DescribeImages', { ImageId: 'ami-1' }, 'InvalidParameterValue', 'Value (ami-1) for parameter ImageIds is invalid. It must be a list.'],
  ['a name twice', 'ImportImage', { 'ClientData': 'x', 'ClientData.Comment': 'y' }, 'MalformedQueryString',
    'The query string is malformed at ClientData.Comment'],
  ['a name twice, the other way round', 'ImportImage', { 'ClientData.Comment': 'y', 'ClientData': 'x' }, 'MalformedQueryString',
    'The query string is malformed at ClientData'],
])('EC2 refuses %s', async (_, operation, fields, code, message) => {
  expect(await ec2(operation, fields)).toMatchObject({ status: 400, code, message: message.replaceAll("'", '&#39;') });
});

test('an operation that is not played, another version and an unknown service are refused and recorded', async () => {
  expect(await ec2('RunInstances')).toMatchObject({ status: 400, code: 'UnknownOperation' });
  expect(await ec2('DescribeImages', { Version: '2014-10-01' })).toMatchObject({ status: 400, code: 'UnknownOperation' });
  expect(await post('s3', {})).toMatchObject({ status: 400, code: 'UnknownOperation' });
  expect(here.aws.calls).toMatchObject([
    { service: 'ec2', operation: 'RunInstances', errorCode: 'UnknownOperation' },
    { service: 'ec2', errorCode: 'UnknownOperation' },
    { service: 's3', errorCode: 'UnknownOperation' },
  ]);
});

test('EC2 frames errors, results and empty results in its own way', async () => {
  expect((await ec2('DeregisterImage')).body).toMatch(/<Response><Errors><Error><Code>.*<\/Error><\/Errors><RequestID>[-0-9]+<\/RequestID><\/Response>$/);
  expect((await ec2('DescribeImages')).body.replace(/[-0-9]{36}/, 'ID')).toContain(
    '<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>ID</requestId><imagesSet></imagesSet></DescribeImagesResponse>',
  );
  const id = here.aws.ec2.seedSnapshot();
  expect((await ec2('DeleteSnapshot', { SnapshotId: id })).body).toContain('<return>true</return>');
});

describe('the plain query dialect', () => {
  const created = new Date('2026-01-01T00:00:00Z');
  let cloudFormation: CloudFormationClient;
  let answer: unknown;
  beforeEach(() => {
    here.aws.register('cloudformation', { call: () => answer });
    cloudFormation = new CloudFormationClient(clientOptions(here.aws, 'cloudformation'));
  });
  afterEach(() => cloudFormation.destroy());

  test('carries structures, lists, times and difficult characters', async () => {
    const stack = {
      StackId: 'arn:1', StackName: 'Stack', StackStatus: 'CREATE_COMPLETE', CreationTime: created, DisableRollback: false,
      Outputs: [{ OutputKey: 'A', OutputValue: '<&>"\'\r\n\tü' }, { OutputKey: 'B', OutputValue: '' }], Tags: [],
    };
    answer = { Stacks: [stack] };
    expect((await cloudFormation.send(new DescribeStacksCommand({ StackName: 'Stack' }))).Stacks).toEqual([stack]);
    expect(here.aws.calls).toMatchObject([{ service: 'cloudformation', operation: 'DescribeStacks', input: { StackName: 'Stack' } }]);
  });

  test('names all that is wrong at once', async () => {
    expect(await failureOf(cloudFormation.send(new DescribeStackResourceCommand({ StackName: undefined, LogicalResourceId: undefined })))).toMatchObject({
      name: 'ValidationError',
      message: "2 validation errors detected: Value null at 'StackName' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'LogicalResourceId' failed to satisfy constraint: Member must not be null",
    });
  });

  test("carries a service's own error", async () => {
    here.aws.register('cloudformation', { call: () => { throw new ServiceError('ValidationError', 'Stack with id X does not exist'); } });
    const failure = await failureOf(cloudFormation.send(new DescribeStacksCommand({ StackName: 'X' })));
    expect(failure).toMatchObject({ name: 'ValidationError', message: 'Stack with id X does not exist', $metadata: { httpStatusCode: 400 } });
    expect((await post('cloudformation', { Action: 'DescribeStacks', Version: '2010-05-15' })).body.replace(/[-0-9]{36}/, 'ID')).toContain(
      '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code>' +
      '<Message>Stack with id X does not exist</Message></Error><RequestId>ID</RequestId></ErrorResponse>',
    );
  });

  test('an answer that the model does not allow is an error of the local AWS', async () => {
    answer = { Stacks: [{ StackName: 'Stack', StackStatus: 'DREAMING', CreationTime: created }] };
    const failure = await failureOf(cloudFormation.send(new DescribeStacksCommand({})));
    expect(failure).toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    expect(failure.message).toContain('Stacks[0].StackStatus');
    expect(here.aws.defects.splice(0)).toHaveLength(1);
  });

  test('lists are named member, unless they are flattened', () => {
    const model: Model = {
      metadata: { apiVersion: '1', protocol: 'query' },
      operations: { Do: { http: { method: 'POST', requestUri: '/' }, input: { shape: 'In' } } },
      shapes: {
        In: {
          type: 'structure',
          members: { Deep: { shape: 'List' }, Named: { shape: 'NamedList' }, Flat: { shape: 'List', flattened: true }, None: { shape: 'List' } },
        },
        List: { type: 'list', member: { shape: 'Number' } },
        NamedList: { type: 'list', member: { shape: 'Number', locationName: 'Entry' } },
        Number: { type: 'integer' },
      },
    };
    const body = 'Action=Do&Version=1&Deep.member.2=2&Deep.member.10=10&Deep.member.1=1&Named.Entry.1=3&Flat.1=4&None=';
    expect(query('query').parse({ method: 'POST', path: '/', headers: {}, body }, model, 'Do')).toEqual({ Deep: [1, 2, 10], Named: [3], Flat: [4], None: [] });
  });
});

test('what the SDK sends arrives under the names of the model', async () => {
  const input = { ImageIds: ['ami-0123456789abcdef0'], Filters: [{ Name: 'tag:a', Values: ['b c&=ü', 'd'] }], IncludeDisabled: true };
  await failureOf(here.client.send(new DescribeImagesCommand(input)));
  expect(here.aws.calls[0].input).toEqual(input);
});
