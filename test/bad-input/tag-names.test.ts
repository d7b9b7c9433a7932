import { toTagChanges } from '../../lambda/appstream-tags';
import { toObservation as toByolObservation } from '../../lambda/byol-workspace-image-maps';
import { toObservation as toVmImportObservation } from '../../lambda/ec2-vm-import-maps';

/*
 * A tag may be named like what each object of JavaScript has. It is put on and taken off as any other, and where it is not, nothing is
 * taken off again and again.
 */

const ID = 'x-aaaaaaaaaa-bbbbbbbbbb-cccccccccc';
const ours = { 'cdk-euc-images:id': ID, 'cdk-euc-images:stack': 'stack', 'cdk-euc-images:self': 'ami-1', 'cdk-euc-images:task': 'task', 'cdk-euc-images:ready': 'true' };

type Tags = { readonly [key: string]: string };
const listed = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const order = (tags: Tags, tagsBefore: Tags): any => ({
  id: ID, request: 'Update', properties: { Description: 'd' }, tags, tagsBefore, retain: false, stackId: 'stack', token: 't', startedAt: new Date(0),
});

/** What each kind would do to the tags of a thing that is ready and ours. */
const KINDS: [string, (now: Tags, wanted: Tags, before: Tags) => string[]][] = [
  ['Ec2VmImport', (now, wanted, before) => {
    const image = { ImageId: 'ami-1', State: 'available', Description: 'd', Tags: listed({ ...ours, ...now }) } as const;
    const task = { ImportTaskId: 'task', Status: 'completed', ImageId: 'ami-1', Tags: listed(ours) };
    return changesOf(toVmImportObservation(order(wanted, before), { tasks: [task], images: [image], snapshots: [], launchPermissions: [] }, {} as any));
  }],
  ['ByolWorkspaceImage', (now, wanted, before) => changesOf(toByolObservation(
    order(wanted, before), [{ image: { ImageId: 'wsi-1', Name: ID, State: 'AVAILABLE' }, tags: listed({ ...ours, ...now }) }], {}, {} as any,
  ))],
  ['AppStream', (now, wanted, before) => toTagChanges(order(wanted, before), 'arn', { ...ours, ...now }, {} as any).map(({ what }) => what)],
];

function changesOf(seen: any): string[] {
  return seen.changes.map(({ what }: { what: string }) => what);
}

describe.each(KINDS)('%s', (_, changes) => {
  test.each(['constructor', 'toString', 'hasOwnProperty'])('a tag that is called %s', (name) => {
    const tag = { [name]: 'x' };
    expect(changes({}, tag, {})).toEqual([expect.stringMatching(/^tag /)]);
    expect(changes(tag, tag, tag)).toEqual([]);
    expect(changes(tag, {}, tag)).toEqual([expect.stringMatching(/^untag /)]);
    expect(changes({}, {}, tag)).toEqual([]);
  });
});
