import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { withCheckedGroupKeys } from './check-group-keys.ts';
import type { GroupOutcome, GroupWrite } from './group-write.ts';
import { writeGroups } from './write-groups.ts';

/** The one way to write groups: writes of one group queue here rather than each holding a connection to wait for it. */
export type GroupLane = (write: GroupWrite) => Promise<GroupOutcome>;

export function createGroupLane(database: Database, signal: FeedSignal): GroupLane {
  const lane = new Lane<GroupWrite, GroupOutcome>(
    async (writes) => {
      const outcomes = await writeGroups(database, writes);
      signal.notify();
      return outcomes;
    },
    { limit: 50 },
  );
  return async (write) => {
    const checked = withCheckedGroupKeys(write);
    return checked.kind === 'refused' ? checked : lane.submit(checked);
  };
}
