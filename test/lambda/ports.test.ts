import { sdkImageBuilderApi } from '../../lambda/appstream-image-builder-port';
import { sdkImageApi } from '../../lambda/appstream-image-port';
import { sdkApi as sdkWorkSpacesApi } from '../../lambda/byol-workspace-image-port';
import { sdkApi as sdkEc2Api } from '../../lambda/ec2-vm-import-port';

/*
 * What each verb of a port says to its service, word by word, and what it makes of the answer. That a service takes it so is seen in
 * test/lifecycle, where the bundles call the local AWS.
 */

type Said = readonly [command: string, input: object];

/** A client that writes down what it is to send, and gives one answer after the other; an answer may be an error. */
function clientOf(answers: readonly unknown[]) {
  const said: Said[] = [];
  const send = async (command: { readonly input: object }) => {
    said.push([command.constructor.name, command.input]);
    const answer = answers[said.length - 1] ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { said, client: { send } as never };
}

/** A verb, what it says, what the service answers, and what comes of it. */
type Row<Api> = [verb: string, call: (api: Api) => Promise<unknown>, said: Said[], answers?: unknown[], gives?: unknown];

function describePort<Api>(service: string, sdkApi: (client: never) => Api, rows: Row<Api>[]) {
  describe(service, () => {
    test.each(rows)('%s', async (_, call, expected, answers = [], gives = {}) => {
      const { said, client } = clientOf(answers);
      expect(await call(sdkApi(client))).toEqual(gives);
      expect(said).toEqual(expected);
    });
  });
}

/** A listing of two pages: the second is asked for with the token of the first, and an empty token ends it. */
function paged<Api>(
  call: (api: Api) => Promise<unknown>, command: string, input: object, word: string, items: readonly [unknown, unknown] = ['a', 'b'],
): [(api: Api) => Promise<unknown>, Said[], unknown[], unknown] {
  return [
    call, [[command, { ...input, NextToken: undefined }], [command, { ...input, NextToken: 'more' }]],
    [{ [word]: [items[0]], NextToken: 'more' }, { [word]: [items[1]], NextToken: '' }], ['a', 'b'],
  ];
}

const gone = Object.assign(new Error('no'), { name: 'ResourceNotFoundException' });
const broken = Object.assign(new Error('broken'), { name: 'InternalServerException' });
const FILTERS = [{ Name: 'tag:k', Values: ['v'] }];

describePort('EC2', sdkEc2Api, [
  ['an import', (api) => api.importImage({ DryRun: true }), [['ImportImageCommand', { DryRun: true }]]],
  ['the end of an import', (api) => api.cancelImportTask('t'), [['CancelImportTaskCommand', { ImportTaskId: 't', CancelReason: 'The stack does not want it any more' }]]],
  ['all import tasks', ...paged<ReturnType<typeof sdkEc2Api>>((api) => api.importImageTasks(), 'DescribeImportImageTasksCommand', {}, 'ImportImageTasks')],
  ['our AMIs by their tags, and the disabled ones too', ...paged<ReturnType<typeof sdkEc2Api>>(
    (api) => api.images({ filters: FILTERS }), 'DescribeImagesCommand', { Owners: ['self'], Filters: FILTERS, IncludeDisabled: true }, 'Images',
  )],
  // The service takes no token together with ids.
  ['AMIs by their ids', (api) => api.images({ ids: ['a'] }), [['DescribeImagesCommand', { ImageIds: ['a'], IncludeDisabled: true }]], [{ Images: ['a'] }], ['a']],
  ['our snapshots by their tags', ...paged<ReturnType<typeof sdkEc2Api>>(
    (api) => api.snapshots({ filters: FILTERS }), 'DescribeSnapshotsCommand', { OwnerIds: ['self'], Filters: FILTERS }, 'Snapshots',
  )],
  ['snapshots by their ids', (api) => api.snapshots({ ids: ['s'] }), [['DescribeSnapshotsCommand', { SnapshotIds: ['s'] }]], [{ Snapshots: ['s'] }], ['s']],
  ['a listing without items', (api) => api.snapshots({ ids: ['s'] }), [['DescribeSnapshotsCommand', { SnapshotIds: ['s'] }]], [{}], []],
  ['who may launch an AMI', (api) => api.launchPermissions('a'), [['DescribeImageAttributeCommand', { ImageId: 'a', Attribute: 'launchPermission' }]],
    [{ LaunchPermissions: [{ UserId: '1' }] }], [{ UserId: '1' }]],
  ['an AMI that nobody else may launch', (api) => api.launchPermissions('a'), [['DescribeImageAttributeCommand', expect.anything()]], [{}], []],
  ['a change of an AMI', (api) => api.modifyImage({ ImageId: 'a' }), [['ModifyImageAttributeCommand', { ImageId: 'a' }]]],
  ['a deregistration with its snapshots', (api) => api.deregisterImage('a', true), [['DeregisterImageCommand', { ImageId: 'a', DeleteAssociatedSnapshots: true }]]],
  ['a deletion of a snapshot', (api) => api.deleteSnapshot('s'), [['DeleteSnapshotCommand', { SnapshotId: 's' }]]],
  ['tags', (api) => api.createTags('a', { k: 'v' }), [['CreateTagsCommand', { Resources: ['a'], Tags: [{ Key: 'k', Value: 'v' }] }]]],
  ['tags that go', (api) => api.deleteTags('a', ['k']), [['DeleteTagsCommand', { Resources: ['a'], Tags: [{ Key: 'k' }] }]]],
]);

describePort('WorkSpaces', sdkWorkSpacesApi, [
  ['an import', (api) => api.importImage({} as never), [['ImportWorkspaceImageCommand', {}]]],
  ['an import through Image Builder', (api) => api.importCustomImage({ ImageName: 'n' } as never), [['ImportCustomWorkspaceImageCommand', { ImageName: 'n' }]]],
  ['all images of the account', ...paged<ReturnType<typeof sdkWorkSpacesApi>>(
    (api) => api.images(), 'DescribeWorkspaceImagesCommand', { ImageType: 'OWNED' }, 'Images',
  )],
  ['an import that goes on', (api) => api.customImport('i'), [['DescribeCustomWorkspaceImageImportCommand', { ImageId: 'i' }]], [{ State: 'PENDING' }], { State: 'PENDING' }],
  ['the tags of an image', (api) => api.tags('i'), [['DescribeTagsCommand', { ResourceId: 'i' }]], [{ TagList: [{ Key: 'k' }] }], [{ Key: 'k' }]],
  ['an image without tags', (api) => api.tags('i'), [['DescribeTagsCommand', { ResourceId: 'i' }]], [{}], []],
  ['the accounts that an image is shared with', ...paged<ReturnType<typeof sdkWorkSpacesApi>>(
    (api) => api.sharedAccounts('i'), 'DescribeWorkspaceImagePermissionsCommand', { ImageId: 'i' }, 'ImagePermissions', [{ SharedAccountId: 'a' }, { SharedAccountId: 'b' }],
  )],
  ['an image that is shared with nobody', (api) => api.sharedAccounts('i'), [['DescribeWorkspaceImagePermissionsCommand', expect.anything()]], [{}], []],
  ['a permission without an account', (api) => api.sharedAccounts('i'), [['DescribeWorkspaceImagePermissionsCommand', expect.anything()]], [{ ImagePermissions: [{}] }], []],
  ['a share', (api) => api.share('i', '1', true), [['UpdateWorkspaceImagePermissionCommand', { ImageId: 'i', SharedAccountId: '1', AllowCopyImage: true }]]],
  ['a deletion', (api) => api.deleteImage('i'), [['DeleteWorkspaceImageCommand', { ImageId: 'i' }]]],
  ['tags', (api) => api.createTags('i', { k: 'v' }), [['CreateTagsCommand', { ResourceId: 'i', Tags: [{ Key: 'k', Value: 'v' }] }]]],
  ['tags that go', (api) => api.deleteTags('i', ['k']), [['DeleteTagsCommand', { ResourceId: 'i', TagKeys: ['k'] }]]],
]);

describePort('AppStream image builders', sdkImageBuilderApi, [
  ['a base image by its name', (api) => api.imageNamed('n'), [['DescribeImagesCommand', { Names: ['n'] }]], [{ Images: ['i'] }], ['i']],
  ['a base image by its ARN', (api) => api.imageAt('arn'), [['DescribeImagesCommand', { Arns: ['arn'] }]], [{ Images: ['i'] }], ['i']],
  ['a name that no image has', (api) => api.imageNamed('n'), [['DescribeImagesCommand', expect.anything()]], [gone], []],
  ['an ARN that no image has', (api) => api.imageAt('arn'), [['DescribeImagesCommand', expect.anything()]], [gone], []],
  ['an answer without images', (api) => api.imageNamed('n'), [['DescribeImagesCommand', expect.anything()]], [{}], []],
  ['a creation', (api) => api.createImageBuilder({ Name: 'n' } as never), [['CreateImageBuilderCommand', { Name: 'n' }]]],
  ['all image builders', ...paged<ReturnType<typeof sdkImageBuilderApi>>((api) => api.imageBuilders(), 'DescribeImageBuildersCommand', {}, 'ImageBuilders')],
  ['a start', (api) => api.startImageBuilder('n', 'LATEST'), [['StartImageBuilderCommand', { Name: 'n', AppstreamAgentVersion: 'LATEST' }]]],
  ['a stop', (api) => api.stopImageBuilder('n'), [['StopImageBuilderCommand', { Name: 'n' }]]],
  ['a deletion', (api) => api.deleteImageBuilder('n'), [['DeleteImageBuilderCommand', { Name: 'n' }]]],
  ['the software of a builder', ...paged<ReturnType<typeof sdkImageBuilderApi>>(
    (api) => api.software('arn'), 'DescribeSoftwareAssociationsCommand', { AssociatedResource: 'arn' }, 'SoftwareAssociations',
  )],
  ['software that is added', (api) => api.associateSoftware('n', ['s']), [['AssociateSoftwareToImageBuilderCommand', { ImageBuilderName: 'n', SoftwareNames: ['s'] }]]],
  ['software that goes', (api) => api.disassociateSoftware('n', ['s']),
    [['DisassociateSoftwareFromImageBuilderCommand', { ImageBuilderName: 'n', SoftwareNames: ['s'] }]]],
  ['the deployment of software', (api) => api.deploySoftware('n', true),
    [['StartSoftwareDeploymentToImageBuilderCommand', { ImageBuilderName: 'n', RetryFailedDeployments: true }]]],
  ['the tags of a builder', (api) => api.tags('arn'), [['ListTagsForResourceCommand', { ResourceArn: 'arn' }]], [{ Tags: { k: 'v' } }], { k: 'v' }],
]);

describePort('AppStream images', sdkImageApi, [
  ['an import', (api) => api.importImage({ Name: 'n' } as never), [['CreateImportedImageCommand', { Name: 'n' }]]],
  ['all images of the account', ...paged<ReturnType<typeof sdkImageApi>>((api) => api.images(), 'DescribeImagesCommand', { Type: 'PRIVATE' }, 'Images')],
  ['who an image is shared with', ...paged<ReturnType<typeof sdkImageApi>>(
    (api) => api.permissions('n'), 'DescribeImagePermissionsCommand', { Name: 'n' }, 'SharedImagePermissionsList',
  )],
  ['a share', (api) => api.share('n', '1', { allowFleet: true }),
    [['UpdateImagePermissionsCommand', { Name: 'n', SharedAccountId: '1', ImagePermissions: { allowFleet: true } }]]],
  ['the end of a share', (api) => api.unshare('n', '1'), [['DeleteImagePermissionsCommand', { Name: 'n', SharedAccountId: '1' }]]],
  ['a deletion', (api) => api.deleteImage('n'), [['DeleteImageCommand', { Name: 'n' }]]],
  ['the tags of an image', (api) => api.tags('arn'), [['ListTagsForResourceCommand', { ResourceArn: 'arn' }]], [{ Tags: { k: 'v' } }], { k: 'v' }],
  ['an image without tags', (api) => api.tags('arn'), [['ListTagsForResourceCommand', expect.anything()]], [{}], {}],
  ['tags', (api) => api.tag('arn', { k: 'v' }), [['TagResourceCommand', { ResourceArn: 'arn', Tags: { k: 'v' } }]]],
  ['tags that go', (api) => api.untag('arn', ['k']), [['UntagResourceCommand', { ResourceArn: 'arn', TagKeys: ['k'] }]]],
]);

test('what is gone has not even no tags', async () => {
  expect(await sdkImageApi(clientOf([gone]).client).tags('arn')).toBeUndefined();
});

test('an answer that is broken is not taken for none', async () => {
  await expect(sdkImageApi(clientOf([broken]).client).tags('arn')).rejects.toBe(broken);
});
