import { ownUserFields, type Account, type routes } from '@lockstep/admin-api';
import { linkedUsers } from '../../access/linked-users.ts';
import { availableServicesOf } from '../../directory/services/services.ts';
import { findListedUser } from '../../directory/users/list-users.ts';
import { textFieldOf } from '../../directory/users/profile-fields.ts';
import { withProfile } from '../../directory/users/profile.ts';
import { listConnections } from '../../inbound/connections.ts';
import { locksOf } from '../../inbound/local-edits.ts';
import type { AdministratorContext, Handler } from './bind-route.ts';
import { enterOrganization } from './enter-organization.ts';
import { assertWritten, isLocked, localEditCheck } from './local-edit-check.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** The users of directories that an administrator is tied to, by the organization's name. */
export async function readOwnUsers(
  { services: { database, types } }: AdministratorContext,
  administratorId: string,
): Promise<Account['users']> {
  const links = await linkedUsers(database.db, administratorId);
  const users = await Promise.all(
    links.map(async ({ organizationId, organizationName, userId }) => {
      const found = await findListedUser(database.db, organizationId, userId);
      if (found === undefined) return [];
      const { user, connections } = found;
      const managers = (await listConnections(database.db, organizationId)).filter(({ id }) =>
        connections.includes(id),
      );
      const locks = locksOf(managers);
      const { services: known } = await types.current(organizationId);
      return [
        {
          id: user.id,
          organization: organizationName,
          loginName: user.userName,
          displayName: user.displayName,
          availableServices: availableServicesOf(user.resource).map(
            (code) => known.find((one) => one.code === code) ?? { code },
          ),
          phone: textFieldOf(user.resource, 'phone'),
          mobilePhone: textFieldOf(user.resource, 'mobilePhone'),
          extensionNumber: textFieldOf(user.resource, 'extensionNumber'),
          timeZone: textFieldOf(user.resource, 'timeZone'),
          locked: ownUserFields.filter((field) => isLocked(field, locks)),
        },
      ];
    }),
  );
  return users.flat();
}

const update: Handler<typeof routes.updateOwnUser> = async ({ params, body }, context) => {
  const { services, caller, request } = context;
  if (caller.administrator === undefined) throw new ProblemError('forbidden', 'An API key has no account.');
  const links = await linkedUsers(services.database.db, caller.administrator.id);
  const own = links.find(({ userId }) => userId === params.user);
  if (own === undefined) throw notFound('user');
  // the organization's networks and the administrator's access hold here, too; no scope is needed for oneself
  const { organization } = await enterOrganization(services, caller, {
    slug: own.slug,
    address: request.ip,
    scopes: [],
  });
  const check = await localEditCheck({ services, organization });
  assertWritten(
    await services.writeUser({
      kind: 'modify',
      organizationId: organization.id,
      id: own.userId,
      actor: caller.actor,
      change: (current) => {
        const after = withProfile(current.resource, body);
        check(current, after);
        return after;
      },
    }),
  );
};

export const ownUserHandlers = { updateOwnUser: update };
