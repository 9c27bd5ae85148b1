import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { withCheckedKeys } from './check-keys.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';
import { writeUsers } from './write-users.ts';

/** The one way to write users: concurrent writes share transactions, followers are woken after each commit. */
export type UserLane = (write: UserWrite) => Promise<UserOutcome>;

export function createUserLane(database: Database, signal: FeedSignal): UserLane {
  const lane = new Lane<UserWrite, UserOutcome>(async (writes) => {
    const outcomes = await writeUsers(database, writes);
    signal.notify();
    return outcomes;
  });
  return async (write) => {
    const checked = withCheckedKeys(write);
    return checked.kind === 'refused' ? checked : lane.submit(checked);
  };
}
