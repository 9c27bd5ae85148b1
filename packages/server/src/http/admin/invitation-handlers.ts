import type { Invitation as InvitationView, routes } from '@lockstep/admin-api';
import { createAdministrator, findAdministratorByEmail } from '../../access/administrators.ts';
import {
  acceptInvitation,
  createInvitation,
  findInvitation,
  listInvitations,
  withdrawInvitation,
  type Invitation,
} from '../../access/invitations.ts';
import { signIn } from '../../access/sign-in.ts';
import { assertUser } from './administrator-handlers.ts';
import type { Handler } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { identifyCaller } from './identify-caller.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { presentSession } from './session-handlers.ts';
import { toHeaders } from './to-headers.ts';

export function presentInvitation({ createdAt, expiresAt, ...invitation }: Invitation): InvitationView {
  return { ...invitation, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

const list: Handler<typeof routes.listInvitations> = async ({ query }, { services, organization }) => {
  const after = decodeCursor(query.cursor);
  const asked = { after, limit: query.limit + 1, now: services.now() };
  const invitations = await listInvitations(services.database.db, organization.id, asked);
  const page = invitations.slice(0, query.limit);
  const last = invitations.length > query.limit ? page.at(-1) : undefined;
  return { invitations: page.map(presentInvitation), ...(last === undefined ? {} : { next: encodeCursor(last.id) }) };
};

const create: Handler<typeof routes.createInvitation> = async ({ body }, context) => {
  const { services, organization, caller } = context;
  const { user, ...offer } = body;
  if (user !== undefined) await assertUser(context, user);
  const { secret, invitation } = await createInvitation(
    services.database,
    organization.id,
    { ...offer, now: services.now(), ...(user === undefined ? {} : { userId: user }) },
    caller.actor,
  );
  return { ...presentInvitation(invitation), link: `${services.publicUrl()}/invitation#${secret}` };
};

const withdraw: Handler<typeof routes.withdrawInvitation> = async ({ params }, { services, organization, caller }) => {
  const { database } = services;
  if (!(await withdrawInvitation(database, organization.id, params.invitation, caller.actor))) {
    throw notFound('invitation');
  }
};

const read: Handler<typeof routes.readInvitation> = async ({ body }, { services }) => {
  const offer = await findInvitation(services.database.db, body.token, services.now());
  if (offer === undefined) throw notFound('invitation');
  return { organization: offer.organizationName, email: offer.email, role: offer.role };
};

const accept: Handler<typeof routes.acceptInvitation> = async ({ body }, { services, request, reply }) => {
  const { database, sessions } = services;
  const offer = await findInvitation(database.db, body.token, services.now());
  if (offer === undefined) throw notFound('invitation');
  let administrator = await findAdministratorByEmail(database.db, offer.email);
  if (administrator !== undefined || body.account === undefined) {
    // somebody who has an account shows by signing in that the address is theirs
    const known = request.headers.cookie === undefined ? undefined : await identifyCaller(services, request);
    if (known?.administrator === undefined || known.administrator.id !== administrator?.id) {
      throw new ProblemError('sign_in_first', `Sign in as ${offer.email} first, then open the link again.`);
    }
  } else {
    administrator = await createAdministrator(sessions, { email: offer.email, ...body.account });
    const signedIn = await signIn(
      sessions,
      { email: offer.email, password: body.account.password },
      toHeaders(request),
    );
    if (signedIn !== undefined) reply.header('set-cookie', [...signedIn.cookies]);
  }
  if (!(await acceptInvitation(database, body.token, administrator.id))) throw notFound('invitation');
  return presentSession(services, administrator);
};

export const invitationHandlers = {
  listInvitations: list,
  createInvitation: create,
  withdrawInvitation: withdraw,
  readInvitation: read,
  acceptInvitation: accept,
};
