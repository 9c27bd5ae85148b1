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
    const types = await registry.current(checked.organizationId);
    if (checked.kind === 'create' && types.version > 0) {
      const missing = types.user.extensions.find(
        ({ required, schema }) => required && !Object.hasOwn(checked.resource, schema.id),
      );
      if (missing !== undefined) return { kind: 'refused', error: requiredExtension(missing.schema.id) };
    }
    return lane.submit({ ...checked, types });
  };
}
