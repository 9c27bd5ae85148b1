import type { routes } from '@lockstep/admin-api';
import { isUserId } from '../../directory/users/find-users.ts';
import { withProfile } from '../../directory/users/profile.ts';
import { userStatusOf, type StoredUser, type UserStatus } from '../../directory/users/stored-user.ts';
import type { Handler } from './bind-route.ts';
import { assertWritten, localEditCheck } from './local-edit-check.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { readUser } from './user-handlers.ts';

type Action = 'activate' | 'suspend' | 'unsuspend' | 'deactivate';

/** What an action makes of a user, and of whom it can be asked: who is in neither list is as wanted already. */
const actions: Readonly<Record<Action, { readonly to: UserStatus; readonly from: readonly UserStatus[] }>> = {
  activate: { to: 'active', from: ['staged', 'suspended', 'deactivated', 'active'] },
  suspend: { to: 'suspended', from: ['active', 'suspended'] },
  unsuspend: { to: 'active', from: ['suspended', 'active'] },
  deactivate: { to: 'deactivated', from: ['staged', 'active', 'suspended', 'deactivated'] },
};

function assertSuitable(action: Action, user: StoredUser): void {
  const status = userStatusOf(user);
  if (actions[action].from.includes(status)) return;
  const message = `A ${status} user cannot be asked to ${action}.`;
  throw new ProblemError('invalid_request', message, { issues: [{ path: 'action', message }] });
}

const setStatus: Handler<typeof routes.setUserStatus> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  if (!isUserId(params.user)) throw notFound('user');
  const check = await localEditCheck(context);
  const status = actions[body.action].to;
  assertWritten(
    await services.writeUser({
      kind: 'modify',
      organizationId: organization.id,
      id: params.user,
      actor: caller.actor,
      status,
      change: (current) => {
        assertSuitable(body.action, current);
        const after = withProfile(current.resource, { active: status === 'active' });
        check(current, after);
        return after;
      },
    }),
  );
  return readUser(context, params.user);
};

export const userStatusHandlers = { setUserStatus: setStatus };
