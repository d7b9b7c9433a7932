import type { DeleteSnapshotRequest, DescribeSnapshotsRequest, DescribeSnapshotsResult, Snapshot, SnapshotState } from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { notPlayed, notYours } from './errors';
import { BY_TAG, filtered, FilterTable, pageOf } from './listing';
import type { SnapshotResource } from './resources';
import { toTags } from './tags';
import { ServiceError } from '../service';

const FILTERS: FilterTable<SnapshotResource> = {
  ...BY_TAG,
  'snapshot-id': ({ id }) => [id],
  'description': ({ description }) => [description],
  'status': ({ state }) => [state],
  'owner-id': ({ owner }) => [owner],
  'encrypted': ({ encrypted }) => [String(encrypted)],
  'volume-size': ({ size }) => [String(size)],
};

export function snapshotOperations(account: Account) {
  const { settings, context: { account: me } } = account;
  const isReadable = ({ owner, sharedWith }: SnapshotResource) => owner === me || sharedWith.includes(me);

  return {
    /** An unknown id is an error, one that may not be read is left out. */
    DescribeSnapshots({ SnapshotIds: ids, OwnerIds: owners, Filters, RestorableByUserIds, ...page }: DescribeSnapshotsRequest): DescribeSnapshotsResult {
      if (RestorableByUserIds) throw notPlayed('RestorableByUserIds');
      const all = ids ? ids.map((id) => account.snapshot(id)) : [...account.snapshots.values()].filter((snapshot) => account.visible(snapshot));
      const shown = all.filter(isReadable).filter(({ owner }) => !owners || owners.some((one) => (one === 'self' ? me : one) === owner));
      const result = pageOf(filtered(shown, Filters, FILTERS), page, settings.pageSize);
      return { Snapshots: result.page.map(describe), NextToken: result.NextToken };
    },

    /** The guide speaks of root devices only; that any device of an AMI counts is assumed. */
    DeleteSnapshot({ SnapshotId: id }: DeleteSnapshotRequest): void {
      const snapshot = account.snapshot(id!);
      if (snapshot.owner !== me) throw notYours('snapshot', id!);
      const [user] = account.usersOf(id!);
      if (user) throw new ServiceError('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${user.id}`);
      account.snapshots.delete(id!);
    },
  };
}

function describe(snapshot: SnapshotResource): Snapshot {
  return {
    SnapshotId: snapshot.id,
    OwnerId: snapshot.owner,
    Description: snapshot.description,
    State: snapshot.state as SnapshotState,
    StartTime: new Date(snapshot.created),
    Progress: snapshot.state === 'completed' ? '100%' : '0%',
    VolumeId: 'vol-ffffffff', // what EC2 says of a snapshot without a volume
    VolumeSize: snapshot.size,
    Encrypted: snapshot.encrypted,
    KmsKeyId: snapshot.kmsKeyId,
    StorageTier: 'standard',
    Tags: toTags(snapshot.tags),
  };
}
