import { ScimError } from '@lockstep/scim';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { assertExtended } from '../custom-types/extension-values.ts';
import { TypeRegistry } from '../custom-types/type-registry.ts';
import { withCheckedKeys } from './check-keys.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';
import { writeUsers } from './write-users.ts';

/** The one way to write users: concurrent writes share transactions, followers are woken after each commit. */
export type UserLane = (write: UserWrite) => Promise<UserOutcome>;

function isStale(error: unknown): boolean {
  return error instanceof ScimError && error.status === 503;
}

export function createUserLane(
  database: Database,
  signal: FeedSignal,
  registry: TypeRegistry = new TypeRegistry(database.db),
): UserLane {
  const lane = new Lane<UserWrite, UserOutcome>(async (writes) => {
    const outcomes = await writeUsers(database, writes);
    signal.notify();
    return outcomes;
  });
  return async (write) => {
    const checked = withCheckedKeys(write);
    if (checked.kind === 'refused') return checked;
    if (checked.types !== undefined) return lane.submit(checked);
    const outcome = await submitByCurrentTypes(checked);
    if (outcome.kind !== 'refused' || !isStale(outcome.error)) return outcome;
    // another process has changed the definitions within the second; nobody would send a click again
    registry.forget(checked.organizationId);
    return submitByCurrentTypes(checked);
  };

  async function submitByCurrentTypes(checked: UserWrite): Promise<UserOutcome> {
    const types = await registry.current(checked.organizationId);
    // whoever says nothing of types knows nothing of the organization's extensions either
    if (checked.kind === 'create') {
      try {
        assertExtended(types.user, checked.resource);
      } catch (error) {
        return { kind: 'refused', error };
      }
    }
    return lane.submit({ ...checked, types });
  }
}
