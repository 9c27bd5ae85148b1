import { ScimError } from '@lockstep/scim';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { TypeRegistry } from '../custom-types/type-registry.ts';
import { withCheckedKeys } from './check-keys.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';
import { writeUsers } from './write-users.ts';

/** The one way to write users: concurrent writes share transactions, followers are woken after each commit. */
export type UserLane = (write: UserWrite) => Promise<UserOutcome>;

function isStale(error: unknown): boolean {
  return error instanceof ScimError && error.status === 503;
}

/** Console and CSV import know nothing of extensions: where one is required, users come over SCIM. */
function requiredExtension(id: string): ScimError {
  return ScimError.invalidValue(`Users need the extension "${id}" here, so they can be created over SCIM only.`);
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
    if (checked.kind === 'create' && types.version > 0) {
      const missing = types.user.extensions.find(
        ({ required, schema }) => required && !Object.hasOwn(checked.resource, schema.id),
      );
      if (missing !== undefined) return { kind: 'refused', error: requiredExtension(missing.schema.id) };
    }
    return lane.submit({ ...checked, types });
  }
}
