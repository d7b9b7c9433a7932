import { seenBy, Test } from './evidence';

/*
 * What the engine sends by itself: to be idempotent, to ask for rights before it acts, to page, and to name what it has found. Each
 * must be seen in the requests of the stacks that say only what must be said.
 */

const EC2 = 'lambda/ec2-vm-import.test.ts';
const IMAGE = 'lambda/appstream-image.test.ts';
const BUILDER = 'lambda/appstream-image-builder.test.ts';
const BYOL = 'lambda/byol-workspace-image.test.ts';
const SCENARIOS = 'lifecycle/scenarios/creations.ts';

const DRY = seenBy(EC2, 'the request to the service › is tried dry first, without the token');
const TAGGED = seenBy(EC2, 'the request to the service › holds everything, in the types of the service');
const CANCELLED = seenBy(EC2, 'a look › at %s', 'a task that is active');
const DEREGISTERED = seenBy(EC2, 'a look › at %s', 'an AMI in line');
const PAGED = seenBy('api-coverage.test.ts', 'a listing of several pages is read to its end: %s');
const DELETED = seenBy(SCENARIOS, 'create › gives the attributes when it is ready, and what it made bears our tags');

/** By operation and name of the member or value. */
export const ENGINE_MEMBERS: { readonly [item: string]: Test } = {
  'ec2:ImportImage ClientToken': DRY,
  'ec2:ImportImage DryRun': DRY,
  'ec2:ImportImage TagSpecifications[].ResourceType': TAGGED,
  'ec2:ImportImage TagSpecifications[].ResourceType=import-image-task': TAGGED,
  'ec2:CancelImportTask CancelReason': CANCELLED,
  'ec2:CancelImportTask ImportTaskId': CANCELLED,
  'ec2:DeregisterImage ImageId': DEREGISTERED,
  'ec2:DeregisterImage DeleteAssociatedSnapshots': DEREGISTERED,
  'workspaces:DescribeCustomWorkspaceImageImport ImageId': seenBy(BYOL, 'a look costs › the record of the import only while there is no image'),
  'workspaces:DeleteWorkspaceImage ImageId': DELETED,
  'appstream:DescribeImageBuilders NextToken': PAGED,
  'appstream:StartImageBuilder Name': seenBy(BUILDER, 'in place › %s', 'it is started, with the agent that is asked for'),
  'appstream:StopImageBuilder Name': seenBy(BUILDER, 'in place › %s', 'it is stopped'),
  'appstream:DeleteImageBuilder Name': DELETED,
  'appstream:DescribeImages Type': PAGED,
  'appstream:DescribeImages Type=PRIVATE': PAGED,
  'appstream:DescribeImages NextToken': PAGED,
  'appstream:DeleteImage Name': DELETED,
  'appstream:CreateImportedImage DryRun': seenBy(IMAGE, 'create › is tried dry first'),
};
