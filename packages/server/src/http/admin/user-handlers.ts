import { userFields, type routes, type User } from '@lockstep/admin-api';
import { v7 as uuid } from 'uuid';
import { readDepartments } from '../../directory/departments/list-departments.ts';
import { findGroupIds } from '../../directory/groups/find-groups.ts';
import { readJobTitles } from '../../directory/job-titles/job-titles.ts';
import { setMembershipIds } from '../../directory/memberships/set-memberships.ts';
import { availableServicesOf } from '../../directory/services/services.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import { findListedUser, listUsers, type ListedUser } from '../../directory/users/list-users.ts';
import { emailOf, nameOf, withProfile } from '../../directory/users/profile.ts';
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

function present({ user, departments, groups, connections }: ListedUser, all: readonly Connection[]): User {
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
  return present(found, await listConnections(db, organization.id));
}

const list: Handler<typeof routes.listUsers> = async ({ query }, { services, organization }) => {
  const { cursor, limit, sort, order, ...filter } = query;
  const { db } = services.database;
  const [{ users, total }, connections] = await Promise.all([
    listUsers(db, organization.id, {
      ...toUserFilter(filter),
      sort,
      descending: order === 'descending',
      after: decodeRow(`${sort} ${order}`, cursor),
      limit: limit + 1,
    }),
    listConnections(db, organization.id),
  ]);
  const page = users.slice(0, limit);
  const end = users.length > limit ? page.at(-1) : undefined;
  return {
    users: page.map((one) => present(one, connections)),
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
  const { staged = false, ...profile } = { ...body, ...(await servicesIn(context, body)) };
  const resource = withProfile({}, staged ? { ...profile, active: false } : profile);
  const status = staged ? ({ status: 'staged' } as const) : {};
  assertWritten(
    await services.writeUser({
      kind: 'create',
      organizationId: organization.id,
      id,
      actor: caller.actor,
      resource,
      ...status,
    }),
  );
  await writeMemberships(context, id, body);
  return readUser(context, id);
};

const update: Handler<typeof routes.updateUser> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  if (!isUserId(params.user)) throw notFound('user');
  await checkMemberships(context, body);
  const profile = { ...body, ...(await servicesIn(context, body)) };
  const check = await localEditCheck(context);
  assertWritten(
    await services.writeUser({
      kind: 'modify',
      organizationId: organization.id,
      id: params.user,
      actor: caller.actor,
      change: (current) => {
        const after = withProfile(current.resource, profile);
        check(current, after);
        return after;
      },
    }),
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
