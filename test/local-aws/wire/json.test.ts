import { DescribeWorkspaceImagesCommand, WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { clientOptions, failureOf, world } from '../fixture';

const here = world();

const TARGET = 'WorkspacesService.DescribeWorkspaceImages';

/** As no SDK would send it. */
async function post(body: string, headers: { [name: string]: string } = {}) {
  const all = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': TARGET, ...headers };
  const response = await fetch(here.aws.endpoint('workspaces'), { method: 'POST', body, headers: all });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() as any };
}

test.each<[string, unknown, string, string]>([
  ['an unknown member', { ImageTipe: 'OWNED' }, 'ValidationException', "1 validation error detected: Value 'undefined' at 'imageTipe' failed to satisfy constraint: Member must not be there"],
  ['not of the enum', { ImageType: 'MINE' }, 'ValidationException',
    "1 validation error detected: Value 'MINE' at 'imageType' failed to satisfy constraint: Member must satisfy enum value set: [OWNED, SHARED]"],
  ['text for a number, and text for a list', { ImageIds: 'wsi-012345678', MaxResults: '5' }, 'ValidationException',
    "2 validation errors detected: Value 'wsi-012345678' at 'imageIds' failed to satisfy constraint: Member must be a list; " +
    "Value '5' at 'maxResults' failed to satisfy constraint: Member must be an integer"],
  ['a list for the whole', [], 'ValidationException', "1 validation error detected: Value '[]' at '' failed to satisfy constraint: Member must be a structure"],
])('refuses %s', async (_, input, code, message) => {
  expect(await post(JSON.stringify(input))).toEqual({ status: 400, type: 'application/x-amz-json-1.1', body: { __type: code, message } });
});

test('names what is missing', async () => {
  const { body } = await post('{}', { 'x-amz-target': 'WorkspacesService.DescribeTags' });
  expect(body.message).toBe("1 validation error detected: Value null at 'resourceId' failed to satisfy constraint: Member must not be null");
});

test('refuses what is no JSON, another version of it, and another target', async () => {
  expect(await post('Action=Describe')).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  expect(await post('{}', { 'content-type': 'application/x-amz-json-1.0' })).toMatchObject({ status: 400, body: { __type: 'UnknownOperation' } });
  expect(await post('{}', { 'x-amz-target': 'Other.DescribeWorkspaceImages' })).toMatchObject({ status: 400, body: { __type: 'UnknownOperation' } });
});

describe('with its client', () => {
  let client: WorkSpacesClient;
  beforeEach(() => { client = new WorkSpacesClient(clientOptions(here.aws, 'workspaces')); });
  afterEach(() => client.destroy());

  test('carries times, lists and structures', async () => {
    const id = here.aws.workspaces.seedImage({ ImageName: 'desktop' }, 500);
    const { Images: images } = await client.send(new DescribeWorkspaceImagesCommand({ ImageIds: [id] }));
    expect(images).toMatchObject([{ Name: 'desktop', OperatingSystem: { Type: 'WINDOWS' }, Created: new Date(here.clock.now() - 500) }]);
  });

  test.each([
    [{ kind: 'throttle' } as const, 'ThrottlingException'], [{ kind: 'denied' } as const, 'AccessDeniedException'],
  ])('%j is %s', async (fault, name) => {
    here.aws.faults.add(fault);
    expect(await failureOf(client.send(new DescribeWorkspaceImagesCommand({})))).toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
