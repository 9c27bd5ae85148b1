import type { Administrator as AdministratorView, routes } from '@lockstep/admin-api';
import {
  listAdministratorRoles,
  removeAdministratorRole,
  updateAdministratorRole,
  type AdministratorRole,
} from '../../access/administrator-roles.ts';
import type { Caller } from '../../access/caller.ts';
import { findUser } from '../../directory/users/find-users.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { notFound, ProblemError } from './problem-error.ts';

function present({ administratorId, user, ...held }: AdministratorRole, caller: Caller): AdministratorView {
  return {
    ...held,
    state: user?.active === false ? 'suspended' : 'active',
    own: administratorId === caller.administrator?.id,
    ...(user === undefined ? {} : { user: { id: user.id, loginName: user.loginName, displayName: user.displayName } }),
  };
}

/** 400 unless the organization's directory has the user. */
export async function assertUser({ services, organization }: OrganizationContext, id: string): Promise<void> {
  if (await findUser(services.database.db, organization.id, id)) return;
  throw new ProblemError('invalid_request', 'The directory has no such user.', {
    issues: [{ path: 'user', message: 'The directory has no such user.' }],
  });
}

const list: Handler<typeof routes.listAdministrators> = async ({ query }, { services, organization, caller }) => {
  const after = decodeCursor(query.cursor);
  const held = await listAdministratorRoles(services.database.db, organization.id, { after, limit: query.limit + 1 });
  const page = held.slice(0, query.limit);
  const last = held.length > query.limit ? page.at(-1) : undefined;
  return {
    administrators: page.map((one) => present(one, caller)),
    ...(last === undefined ? {} : { next: encodeCursor(last.email) }),
  };
};

const update: Handler<typeof routes.updateAdministrator> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  if (typeof body.user === 'string') await assertUser(context, body.user);
  const change = {
    id: params.administrator,
    ...(body.role === undefined ? {} : { role: body.role }),
    ...(body.user === undefined ? {} : { userId: body.user }),
  };
  const held = await updateAdministratorRole(services.database, organization.id, change, caller.actor);
  if (held === undefined) throw notFound('administrator');
  return present(held, caller);
};

const remove: Handler<typeof routes.removeAdministrator> = async ({ params }, { services, organization, caller }) => {
  const { database } = services;
  if (!(await removeAdministratorRole(database, organization.id, params.administrator, caller.actor))) {
    throw notFound('administrator');
  }
};

export const administratorHandlers = {
  listAdministrators: list,
  updateAdministrator: update,
  removeAdministrator: remove,
};
