import { ScimError, type JsonObject } from '@lockstep/scim';
import { readGroupsOfUsers, type GroupOfUser } from '../../../directory/groups/groups-of-users.ts';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import { isUserId } from '../../../directory/users/find-users.ts';
import { readUsersByIds } from '../../../directory/users/read-users.ts';
import type { ReadUser, StoredUser } from '../../../directory/users/stored-user.ts';
import type { OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import { digestSecrets } from '../../../directory/custom-types/digest-secrets.ts';
import type { UserReader, UserWithGroups } from '../../../directory/users/user-reader.ts';
import type { CreateUser, ModifyUser, UserOutcome } from '../../../directory/users/user-write.ts';
import { usersTable } from '../../../directory/users/users-table.ts';
import { acceptAttributes } from '../../../inbound/accept-attributes.ts';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import { keepLoginName } from '../../../inbound/keep-login-name.ts';
import type { Services } from '../../services.ts';
import { provisionsGroups } from '../provisions-groups.ts';
import type { ScimContext } from '../scim-context.ts';
import { patchKept, replaceKept, toResource } from './kept-resource.ts';
import { inOrder, type Creation, type ResourceStore, type Shown, type StoredResource } from './resource-store.ts';

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

function groupsShown({ baseUrl }: ScimContext, groups: readonly GroupOfUser[]): Pick<StoredResource, 'readOnly'> {
  if (groups.length === 0) return {};
  const shown = groups.map(({ id, displayName }): JsonObject => ({
    value: id,
    $ref: `${baseUrl}/Groups/${id}`,
    display: displayName,
    type: 'direct',
  }));
  return { readOnly: { groups: shown } };
}

function fromText({ text, ...user }: ReadUser, groups: Pick<StoredResource, 'readOnly'>): StoredResource {
  return {
    ...user,
    ...groups,
    text,
    get attributes() {
      return JSON.parse(text) as JsonObject;
    },
  };
}

async function complete(
  db: Snapshot,
  context: ScimContext,
  { users, groups }: { readonly users: readonly ReadUser[]; readonly groups: boolean },
): Promise<readonly StoredResource[]> {
  if (!groups) return users.map((user) => fromText(user, {}));
  const ids = users.map(({ id }) => id);
  const byUser = await readGroupsOfUsers(db, context.organization.id, ids);
  return users.map((user) => fromText(user, groupsShown(context, byUser.get(user.id) ?? [])));
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

/** What the connection's rules let become of a user. */
function byRules({ connection: { policy } }: InboundCaller, before: JsonObject, wanted: JsonObject): JsonObject {
  return acceptAttributes(policy, before, keepLoginName(policy, before, wanted));
}

/** Users of the directory as SCIM resources, with the extensions that the organization has. */
export function createUserStore({ users, writeUser, secretsKey }: Services, types: OrganizationTypes): ResourceStore {
  const type = types.user;
  const groupsAttribute = type.attributes.find('groups');

  function showsGroups(context: ScimContext, shown: Shown): boolean {
    return groupsAttribute !== undefined && shown?.includes(groupsAttribute) === true && provisionsGroups(context);
  }

  const storable = (resourceId: string, before: JsonObject, after: JsonObject): JsonObject =>
    types.version === 0 ? after : digestSecrets(type, before, after, { key: secretsKey, resourceId });

  function creationOf({ organization, actor, caller }: ScimContext, { id, attributes }: Creation): CreateUser {
    const resource = storable(id, {}, acceptAttributes(caller.connection.policy, {}, attributes));
    return { kind: 'create', organizationId: organization.id, id, actor, resource, types };
  }

  function show(context: ScimContext, { user, groups }: UserWithGroups, shown: Shown): StoredResource {
    return fromText(user, showsGroups(context, shown) ? groupsShown(context, groups) : {});
  }

  async function modify(
    context: ScimContext,
    { id, shown, change }: { readonly id: string; readonly shown: Shown; readonly change: ModifyUser['change'] },
  ): Promise<StoredResource | undefined> {
    if (!isUserId(id)) return undefined;
    const { organization, actor, caller } = context;
    const checked: ModifyUser['change'] = (current) =>
      storable(id, current.resource, byRules(caller, current.resource, change(current)));
    const write = { kind: 'modify', organizationId: organization.id, id, actor, change: checked, types } as const;
    const user = writtenUser(await writeUser(write));
    if (user === undefined) return undefined;
    const groups = showsGroups(context, shown) ? await users.groupsOf(organization.id, id) : [];
    return { ...toResource(user), ...groupsShown(context, groups) };
  }

  return {
    type,
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
      return usersTable({ organizationId: organization.id, baseUrl, groups: provisionsGroups(context) }, type);
    },
    async load(context, snapshot, { ids, shown }) {
      const users = await readUsersByIds(snapshot, context.organization.id, ids);
      return inOrder(ids, await complete(snapshot, context, { users, groups: showsGroups(context, shown) }));
    },
    replace: (context, id, replacement) =>
      modify(context, { id, shown: replacement.shown, change: replaceKept(type, context, replacement) }),
    patch: (context, id, patch) => modify(context, { id, shown: patch.shown, change: patchKept(type, context, patch) }),
    async remove({ organization, actor }, id, check) {
      if (!isUserId(id)) return false;
      const outcome = await writeUser({
        kind: 'delete',
        organizationId: organization.id,
        id,
        actor,
        types,
        check: (current) => check(toResource(current)),
      });
      return writtenUser(outcome) !== undefined;
    },
  };
}
