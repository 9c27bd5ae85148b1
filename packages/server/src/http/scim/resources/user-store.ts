import type { JsonObject } from '@lockstep/scim';
import { readGroupsOfUsers, type GroupOfUser } from '../../../directory/groups/groups-of-users.ts';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import { readUsersByIds } from '../../../directory/users/read-users.ts';
import { agreePatched, agreeWhole, type Understanding } from '../../../directory/services/services.ts';
import type { ModifyUser } from '../../../directory/users/user-write.ts';
import type { ReadUser, StoredUser } from '../../../directory/users/stored-user.ts';
import type { OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import { digestSecrets } from '../../../directory/custom-types/digest-secrets.ts';
import type { UserReader, UserWithGroups } from '../../../directory/users/user-reader.ts';
import { usersTable } from '../../../directory/users/users-table.ts';
import type { Services } from '../../services.ts';
import { provisionsGroups } from '../provisions-groups.ts';
import type { ScimContext } from '../scim-context.ts';
import { patchKept, replaceKept, toResource } from './kept-resource.ts';
import { orderInCircle, understandingOf, type Keeping } from './user-via.ts';
import { createUserWrites } from './user-writes.ts';
import { inOrder, type ResourceStore, type Shown, type StoredResource } from './resource-store.ts';

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

/** A change after which the forms of the available services agree. */
function agreeing(change: ModifyUser['change'], agree: typeof agreePatched, by: Understanding): ModifyUser['change'] {
  return (current) => agree(current.resource, change(current), by);
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

/** Users of the directory as SCIM resources, with the extensions that the organization has. */
export function createUserStore(services: Services, types: OrganizationTypes): ResourceStore {
  const { users, secretsKey } = services;
  const type = types.user;
  const groupsAttribute = type.attributes.find('groups');

  function showsGroups(context: ScimContext, shown: Shown): boolean {
    return groupsAttribute !== undefined && shown?.includes(groupsAttribute) === true && provisionsGroups(context);
  }

  const storable = (resourceId: string, before: JsonObject, after: JsonObject): JsonObject =>
    types.version === 0 ? after : digestSecrets(type, before, after, { key: secretsKey, resourceId });

  const codes = types.services.map(({ code }) => code);
  const keeping: Keeping = { types, codes, storable };
  const understanding = ({ caller }: ScimContext): Understanding => understandingOf(caller.connection, codes);

  function show(context: ScimContext, { user, groups }: UserWithGroups, shown: Shown): StoredResource {
    return fromText(user, showsGroups(context, shown) ? groupsShown(context, groups) : {});
  }

  const writes = createUserWrites(services, keeping);

  async function showWritten(
    context: ScimContext,
    user: StoredUser | undefined,
    shown: Shown,
  ): Promise<StoredResource | undefined> {
    if (user === undefined) return undefined;
    if (!showsGroups(context, shown)) return toResource(user);
    const groups = user.groups ?? (await users.groupsOf(context.organization.id, user.id));
    return { ...toResource(user), ...groupsShown(context, groups) };
  }

  return {
    type,
    async create(context, creation, shown) {
      const user = await writes.create(context, creation);
      // nobody is born into a group; who was there before, under another id, may be in some
      if (user.id === creation.id || !showsGroups(context, shown)) return toResource(user);
      const groups = await users.groupsOf(context.organization.id, user.id);
      return { ...toResource(user), ...groupsShown(context, groups) };
    },
    orderCreation: (context, creation) => ({ kind: 'user', write: orderInCircle(context, creation, keeping) }),
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
    replace: async (context, id, replacement) => {
      const change = agreeing(replaceKept(type, context, replacement), agreeWhole, understanding(context));
      return showWritten(context, await writes.modify(context, { id, change, request: 'replace' }), replacement.shown);
    },
    patch: async (context, id, patch) => {
      const change = agreeing(patchKept(type, context, patch), agreePatched, understanding(context));
      return showWritten(context, await writes.modify(context, { id, change, request: 'patch' }), patch.shown);
    },
    remove: (context, id, check) => writes.remove(context, id, (current) => check(toResource(current))),
  };
}
