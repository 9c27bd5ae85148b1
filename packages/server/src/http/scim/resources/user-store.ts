import { ScimError, userResourceType } from '@lockstep/scim';
import { v7 as uuid } from 'uuid';
import { findUser, isUserId } from '../../../directory/users/find-users.ts';
import { searchUsers } from '../../../directory/users/search-users.ts';
import type { StoredUser } from '../../../directory/users/stored-user.ts';
import type { UserOutcome } from '../../../directory/users/user-write.ts';
import type { Services } from '../../services.ts';
import type { ResourceStore, StoredResource } from './resource-store.ts';

function toResource({ id, resource, version, createdAt, modifiedAt }: StoredUser): StoredResource {
  return { id, attributes: resource, version, createdAt, modifiedAt };
}

/** The user that a write left, or undefined when there is none; refusals are thrown. */
function writtenUser(outcome: UserOutcome): StoredUser | undefined {
  switch (outcome.kind) {
    case 'written':
    case 'deleted':
      return outcome.user;
    case 'taken':
      throw ScimError.uniqueness(`A user with the userName "${outcome.userName}" exists already.`);
    case 'refused':
      throw outcome.error;
    case 'unknown':
      return undefined;
  }
}

/** Users of the directory as SCIM resources. */
export function createUserStore({ database, writeUser }: Services): ResourceStore {
  return {
    type: userResourceType,
    async create({ organization, actor }, resource) {
      const write = { kind: 'create', organizationId: organization.id, id: uuid(), actor, resource } as const;
      const user = writtenUser(await writeUser(write));
      if (user === undefined) throw new TypeError('A created user is unknown.');
      return toResource(user);
    },
    async find({ organization }, id) {
      const user = await findUser(database.db, organization.id, id);
      return user === undefined ? undefined : toResource(user);
    },
    async search({ organization }, query) {
      const { total, users } = await searchUsers(database.db, organization.id, query);
      return { total, resources: users.map(toResource) };
    },
    async modify({ organization, actor }, id, change) {
      if (!isUserId(id)) return undefined;
      const user = writtenUser(
        await writeUser({
          kind: 'modify',
          organizationId: organization.id,
          id,
          actor,
          change: (current) => change(toResource(current)),
        }),
      );
      return user === undefined ? undefined : toResource(user);
    },
    async remove({ organization, actor }, id, check) {
      if (!isUserId(id)) return false;
      const outcome = await writeUser({
        kind: 'delete',
        organizationId: organization.id,
        id,
        actor,
        check: (current) => check(toResource(current)),
      });
      return writtenUser(outcome) !== undefined;
    },
  };
}
