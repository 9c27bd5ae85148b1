import type { routes } from '@lockstep/admin-api';
import { createInvitation, entersAlready } from '../../access/invitations.ts';
import type { Handler } from './bind-route.ts';
import { presentInvitation } from './invitation-handlers.ts';
import { ProblemError } from './problem-error.ts';
import { readUser } from './user-handlers.ts';

function unsuitable(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', message, { issues: [{ path, message }] });
}

const invite: Handler<typeof routes.inviteUser> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  const { database } = services;
  const user = await readUser(context, params.user);
  if (!user.active) throw unsuitable('user', 'Only an active user has a page of their own.');
  const email = (body.email ?? user.email).toLowerCase();
  if (email === '') throw unsuitable('email', 'The user has no e-mail address: give one.');
  if (await entersAlready(database.db, organization.id, { email, userId: user.id })) {
    throw new ProblemError('account_exists', `${user.displayName} or ${email} signs in to this organization already.`);
  }
  const offer = { email, role: 'user', userId: user.id, now: services.now() } as const;
  const { secret, invitation } = await createInvitation(database, organization.id, offer, caller.actor);
  return { ...presentInvitation(invitation), link: `${services.publicUrl()}/invitation#${secret}` };
};

export const userInvitationHandlers = { inviteUser: invite };
