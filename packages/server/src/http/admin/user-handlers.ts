import { userFields, type routes, type User } from '@lockstep/admin-api';
import { v7 as uuid } from 'uuid';
import { readDepartments } from '../../directory/departments/list-departments.ts';
import { findGroupIds } from '../../directory/groups/find-groups.ts';
import { readJobTitles } from '../../directory/job-titles/job-titles.ts';
import { setMembershipIds } from '../../directory/memberships/set-memberships.ts';
import type { OrganizationTypes } from '../../directory/custom-types/compile-types.ts';
import { assertExtended, shownExtensions } from '../../directory/custom-types/extension-values.ts';
import { writeByTypes } from '../../directory/custom-types/write-by-types.ts';
import { availableServicesOf } from '../../directory/services/services.ts';
import { editedUser } from '../../directory/users/edited-user.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import { findListedUser, listUsers, type ListedUser } from '../../directory/users/list-users.ts';
import { emailOf, nameOf } from '../../directory/users/profile.ts';
import { sortOrderOf, textFieldOf, textFields, type TextField } from '../../directory/users/profile-fields.ts';
import type { Connection } from '../../inbound/connection-rows.ts';
import { listConnections } from '../../inbound/connections.ts';
import { locksOf } from '../../inbound/local-edits.ts';
import { userStatusOf } from '../../directory/users/stored-user.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { assertWritten, isLocked, localEditCheck } from './local-edit-check.ts';
import { knownServices } from './known-services.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { decodeRow, encodeRow, toUserFilter } from './user-list-query.ts';

interface Shown {
  readonly connections: readonly Connection[];
  readonly type: OrganizationTypes['user'];
}

function present({ user, departments, groups, connections }: ListedUser, { connections: all, type }: Shown): User {
  const managers = all.filter(({ id }) => connections.includes(id));
  const locks = locksOf(managers);
  const texts = textFields.map((field) => [field, textFieldOf(user.resource, field)] as const);
  const sortOrder = sortOrderOf(user.resource);
  return {
    id: user.id,
    loginName: user.userName,
    displayName: user.displayName,
    surname: nameOf(user.resource, 'familyName'),
    givenName: nameOf(user.resource, 'givenName'),
    email: emailOf(user.resource),
    active: user.active,
    status: userStatusOf(user),
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    ...(Object.fromEntries(texts) as Record<TextField, string>),
    ...(sortOrder === undefined ? {} : { sortOrder }),
    extensions: shownExtensions(type, user.resource) as User['extensions'],
    managed: managers.length > 0,
    managedBy: managers.map(({ name }) => name),
    locked: userFields.filter((field) => isLocked(field, locks)),
    departments: [...departments],
    groups: [...groups],
    availableServices: availableServicesOf(user.resource),
    createdAt: user.createdAt.toISOString(),
    modifiedAt: user.modifiedAt.toISOString(),
  };
}

export async function readUser({ services, organization }: OrganizationContext, id: string): Promise<User> {
  const { db } = services.database;
  const found = isUserId(id) ? await findListedUser(db, organization.id, id) : undefined;
  if (found === undefined) throw notFound('user');
  const { user: type } = await services.types.of(organization);
  return present(found, { connections: await listConnections(db, organization.id), type });
}

const list: Handler<typeof routes.listUsers> = async ({ query }, { services, organization }) => {
  const { cursor, limit, sort, order, ...filter } = query;
  const { db } = services.database;
  const [{ users, total }, connections, { user: type }] = await Promise.all([
    listUsers(db, organization.id, {
      ...toUserFilter(filter),
      sort,
      descending: order === 'descending',
      after: decodeRow(`${sort} ${order}`, cursor),
      limit: limit + 1,
    }),
    listConnections(db, organization.id),
    services.types.of(organization),
  ]);
  const page = users.slice(0, limit);
  const end = users.length > limit ? page.at(-1) : undefined;
  return {
    users: page.map((one) => present(one, { connections, type })),
    total,
    ...(end === undefined ? {} : { next: encodeRow(`${sort} ${order}`, end.place) }),
  };
};

const get: Handler<typeof routes.getUser> = async ({ params }, context) => readUser(context, params.user);

interface WantedMemberships {
  readonly departments?:
    | readonly { readonly department: string; readonly jobTitle?: string | null | undefined }[]
    | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** The services named, which must exist; nothing where none are. */
async function servicesIn(
  context: OrganizationContext,
  { availableServices }: { readonly availableServices?: readonly string[] | undefined },
): Promise<{ readonly availableServices?: readonly string[] }> {
  if (availableServices === undefined) return {};
  return { availableServices: await knownServices(context, availableServices, 'availableServices') };
}

/** Everything named must exist; asked before anything is written, so that a refusal has changed nothing. */
async function checkMemberships(
  { services, organization }: OrganizationContext,
  { departments = [], groups = [] }: WantedMemberships,
): Promise<void> {
  const { db } = services.database;
  const titles = departments.flatMap(({ jobTitle }) => jobTitle ?? []);
  const [knownDepartments, knownTitles, knownGroups] = await Promise.all([
    departments.length === 0 ? [] : readDepartments(db, organization.id),
    titles.length === 0 ? [] : readJobTitles(db, organization.id),
    findGroupIds(db, organization.id, groups),
  ]);
  const lists = [
    ['departments', departments.map(({ department }) => department), knownDepartments.map(({ id }) => id)],
    ['departments', titles, knownTitles.map(({ id }) => id)],
    ['groups', groups, knownGroups],
  ] as const;
  for (const [path, wanted, known] of lists) {
    const unknown = wanted.find((id) => !known.includes(id));
    if (unknown === undefined) continue;
    const message = `There is nothing with the id ${JSON.stringify(unknown)}.`;
    throw new ProblemError('invalid_request', `${path}: ${message}`, { issues: [{ path, message }] });
  }
}

async function writeMemberships(
  context: OrganizationContext,
  userId: string,
  { departments, groups }: WantedMemberships,
): Promise<void> {
  if (departments === undefined && groups === undefined) return;
  const wanted = departments?.map(({ department, jobTitle }) => ({ id: department, jobTitleId: jobTitle }));
  await setMembershipIds(context.services.database, ownerOf(context), [
    {
      userId,
      ...(wanted === undefined ? {} : { departments: wanted }),
      ...(groups === undefined ? {} : { groups }),
    },
  ]);
  context.services.signal.notify();
}

const create: Handler<typeof routes.createUser> = async ({ body }, context) => {
  const { services, organization, caller } = context;
  await checkMemberships(context, body);
  const id = uuid();
  const { staged = false, extensions, ...told } = { ...body, ...(await servicesIn(context, body)) };
  const profile = staged ? { ...told, active: false } : told;
  const status = staged ? ({ status: 'staged' } as const) : {};
  const owner = { organizationId: organization.id, actor: caller.actor };
  assertWritten(
    await writeByTypes(
      services.types,
      { ...owner, type: 'user', types: await services.types.of(organization) },
      (types) => {
        const resource = editedUser({ id, resource: {} }, { profile, extensions }, { ...services, types });
        assertExtended(types.user, resource);
        return services.writeUser({ kind: 'create', ...owner, id, resource, types, ...status });
      },
    ),
  );
  await writeMemberships(context, id, body);
  return readUser(context, id);
};

const update: Handler<typeof routes.updateUser> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  if (!isUserId(params.user)) throw notFound('user');
  await checkMemberships(context, body);
  const { extensions, ...profile } = { ...body, ...(await servicesIn(context, body)) };
  const check = await localEditCheck(context);
  const owner = { organizationId: organization.id, actor: caller.actor };
  assertWritten(
    await writeByTypes(
      services.types,
      { ...owner, type: 'user', types: await services.types.of(organization) },
      (types) =>
        services.writeUser({
          kind: 'modify',
          ...owner,
          id: params.user,
          types,
          change: (current) => {
            const after = editedUser(current, { profile, extensions }, { ...services, types });
            check(current, after);
            return after;
          },
        }),
    ),
  );
  await writeMemberships(context, params.user, body);
  return readUser(context, params.user);
};

const remove: Handler<typeof routes.deleteUser> = async ({ params }, { services, organization, caller }) => {
  if (!isUserId(params.user)) throw notFound('user');
  assertWritten(
    await services.writeUser({ kind: 'delete', organizationId: organization.id, id: params.user, actor: caller.actor }),
  );
};

export const userHandlers = {
  listUsers: list,
  getUser: get,
  createUser: create,
  updateUser: update,
  deleteUser: remove,
};
