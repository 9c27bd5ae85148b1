import { applyPatch, checkReplace, jsonEquals, ScimError, type JsonObject } from '@lockstep/scim';
import { readGroupsOfUsers, type GroupOfUser } from '../../../directory/groups/groups-of-users.ts';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import { findUsersByIds, isUserId } from '../../../directory/users/find-users.ts';
import type { StoredUser } from '../../../directory/users/stored-user.ts';
import { userResourceType } from '../../../directory/users/user-type.ts';
import type { UserReader, UserWithGroups } from '../../../directory/users/user-reader.ts';
import type { CreateUser, ModifyUser, UserOutcome } from '../../../directory/users/user-write.ts';
import { usersTable } from '../../../directory/users/users-table.ts';
import type { Services } from '../../services.ts';
import { provisionsGroups } from '../provisions-groups.ts';
import { readingResource } from '../reading.ts';
import type { ScimContext } from '../scim-context.ts';
import { keepLoginName } from './keep-login-name.ts';
import { inOrder, type Creation, type ResourceStore, type Shown, type StoredResource } from './resource-store.ts';

const groupsAttribute = userResourceType.attributes.find('groups');

function toResource({ id, resource, version, createdAt, modifiedAt }: StoredUser): StoredResource {
  return { id, attributes: resource, version, createdAt, modifiedAt };
}

/** The user that a write left, or undefined when there is none; refusals are thrown. */
export function writtenUser(outcome: UserOutcome): StoredUser | undefined {
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

function creationOf({ organization, actor }: ScimContext, { id, attributes }: Creation): CreateUser {
  return { kind: 'create', organizationId: organization.id, id, actor, resource: attributes };
}

function showsGroups(context: ScimContext, shown: Shown): boolean {
  return groupsAttribute !== undefined && shown?.includes(groupsAttribute) === true && provisionsGroups(context);
}

function withGroups({ baseUrl }: ScimContext, user: StoredUser, groups: readonly GroupOfUser[]): StoredResource {
  if (groups.length === 0) return toResource(user);
  const shown = groups.map(({ id, displayName }): JsonObject => ({
    value: id,
    $ref: `${baseUrl}/Groups/${id}`,
    display: displayName,
    type: 'direct',
  }));
  return { ...toResource(user), readOnly: { groups: shown } };
}

async function complete(
  db: Snapshot,
  context: ScimContext,
  users: readonly StoredUser[],
  shown: Shown,
): Promise<readonly StoredResource[]> {
  if (!showsGroups(context, shown)) return users.map(toResource);
  const ids = users.map(({ id }) => id);
  const groups = await readGroupsOfUsers(db, context.organization.id, ids);
  return users.map((user) => withGroups(context, user, groups.get(user.id) ?? []));
}

/** The users whose name or identifier this is; undefined for what is not looked up. */
async function lookUp(
  users: UserReader,
  organizationId: string,
  path: string,
  value: string,
): Promise<readonly UserWithGroups[] | undefined> {
  if (path === 'externalId') return users.findByExternalId(organizationId, value);
  if (path !== 'userName') return undefined;
  const user = await users.findByUserName(organizationId, value);
  return user === undefined ? [] : [user];
}

/** Users of the directory as SCIM resources. */
export function createUserStore({ users, writeUser }: Services): ResourceStore {
  function show(context: ScimContext, { user, groups }: UserWithGroups, shown: Shown): StoredResource {
    return showsGroups(context, shown) ? withGroups(context, user, groups) : toResource(user);
  }

  async function modify(
    context: ScimContext,
    { id, shown, change }: { readonly id: string; readonly shown: Shown; readonly change: ModifyUser['change'] },
  ): Promise<StoredResource | undefined> {
    if (!isUserId(id)) return undefined;
    const { organization, actor, caller } = context;
    const checked: ModifyUser['change'] = (current) => keepLoginName(caller, current.resource, change(current));
    const write = { kind: 'modify', organizationId: organization.id, id, actor, change: checked } as const;
    const user = writtenUser(await writeUser(write));
    if (user === undefined) return undefined;
    const groups = showsGroups(context, shown) ? await users.groupsOf(organization.id, id) : [];
    return withGroups(context, user, groups);
  }

  return {
    type: userResourceType,
    async create(context, creation) {
      const user = writtenUser(await writeUser(creationOf(context, creation)));
      if (user === undefined) throw new TypeError('A created user is unknown.');
      // nobody is born into a group
      return toResource(user);
    },
    orderCreation: (context, creation) => ({ kind: 'user', write: creationOf(context, creation) }),
    async find(context, id, shown) {
      const found = await users.findById(context.organization.id, id);
      return found === undefined ? undefined : show(context, found, shown);
    },
    async lookUp(context, { attribute, value }, shown) {
      const found = await lookUp(users, context.organization.id, attribute.path, String(value));
      return found?.map((one) => show(context, one, shown));
    },
    table(context) {
      const { organization, baseUrl } = context;
      return usersTable({ organizationId: organization.id, baseUrl, groups: provisionsGroups(context) });
    },
    async load(context, snapshot, { ids, shown }) {
      const users = await findUsersByIds(snapshot, context.organization.id, ids);
      return inOrder(ids, await complete(snapshot, context, users, shown));
    },
    async replace(context, id, { body, check, shown }) {
      const change: ModifyUser['change'] = (current) => {
        check(toResource(current));
        const { resource } = checkReplace(userResourceType, body, current.resource, readingResource(context));
        return jsonEquals(resource, current.resource) ? current.resource : resource;
      };
      return modify(context, { id, shown, change });
    },
    async patch(context, id, { operations, check, shown }) {
      const dialect = context.dialect.tolerances;
      const change: ModifyUser['change'] = (current) => {
        check(toResource(current));
        return applyPatch(userResourceType, current.resource, operations, dialect).resource;
      };
      return modify(context, { id, shown, change });
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
