import { ScimError } from '@lockstep/scim';
import { findTombstone } from '../../../directory/links/find-tombstone.ts';
import type { LinkCause } from '../../../directory/links/link.ts';
import { isUserId } from '../../../directory/users/find-users.ts';
import type { StoredUser } from '../../../directory/users/stored-user.ts';
import type { ModifyUser, UserOutcome } from '../../../directory/users/user-write.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import type { Creation } from './resource-store.ts';
import { orderCreation, viaOf, type Keeping } from './user-via.ts';

interface Modification {
  readonly id: string;
  readonly change: ModifyUser['change'];
  readonly request: LinkCause['request'];
}

/** Writes of users on behalf of a connection; refusals are thrown, undefined or false is for nobody. */
interface UserWrites {
  create(context: ScimContext, creation: Creation): Promise<StoredUser>;
  modify(context: ScimContext, modification: Modification): Promise<StoredUser | undefined>;
  remove(context: ScimContext, id: string, check: (current: StoredUser) => void): Promise<boolean>;
}

function tombstoned(userName: string): string {
  return `The user "${userName}" was deleted here after it was synced, and is therefore not created again. An administrator can restore it or allow it again on the Link ledger page of this organization.`;
}

/** The user that a write left, or undefined when there is none; refusals are thrown. */
export function writtenUser(outcome: UserOutcome): StoredUser | undefined {
  switch (outcome.kind) {
    case 'written':
    case 'deleted':
      return outcome.user;
    case 'tombstoned':
      throw ScimError.uniqueness(tombstoned(outcome.userName));
    case 'taken':
      throw ScimError.uniqueness(`A user with the userName "${outcome.userName}" exists already.`);
    case 'refused':
      throw outcome.error;
    case 'unknown':
      return undefined;
  }
}

export function createUserWrites({ database, writeUser }: Services, keeping: Keeping): UserWrites {
  const { types, storable } = keeping;

  /** 404 as for any user who does not exist, but saying why where a tombstone tells. */
  async function refuseTombstoned({ organization, caller }: ScimContext, id: string): Promise<undefined> {
    const user = { organizationId: organization.id, userId: id };
    const name = await findTombstone(database.db, user, caller.connection.id);
    if (name !== undefined) throw ScimError.notFound(tombstoned(name));
    return undefined;
  }

  return {
    async create(context, creation) {
      const user = writtenUser(await writeUser(orderCreation(context, creation, keeping)));
      if (user === undefined) throw new TypeError('A created user is unknown.');
      return user;
    },
    async modify(context, { id, change, request }) {
      if (!isUserId(id)) return undefined;
      const { organization, actor } = context;
      const via = viaOf(context, request, storable);
      const who = { organizationId: organization.id, id, actor, types, via };
      return writtenUser(await writeUser({ kind: 'modify', ...who, change })) ?? refuseTombstoned(context, id);
    },
    async remove(context, id, check) {
      if (!isUserId(id)) return false;
      const { organization, actor } = context;
      const via = viaOf(context, 'delete', storable);
      const who = { organizationId: organization.id, id, actor, types, via };
      return writtenUser(await writeUser({ kind: 'delete', ...who, check })) !== undefined;
    },
  };
}
