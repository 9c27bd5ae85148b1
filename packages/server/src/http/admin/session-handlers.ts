import { basePath, type routes, type Session } from '@lockstep/admin-api';
import { rolesOf, type Administrator } from '../../access/administrators.ts';
import { languageOf } from '../../access/language.ts';
import { scopesOfRole } from '../../access/scopes.ts';
import { signIn, signOut, type SignedIn } from '../../access/sign-in.ts';
import { listOrganizations } from '../../directory/organizations/organizations.ts';
import type { Services } from '../services.ts';
import type { Handler, PublicContext } from './bind-route.ts';
import { ProblemError } from './problem-error.ts';
import { toHeaders } from './to-headers.ts';

/** The signed-in administrator and where they may go. */
export async function presentSession({ database }: Services, administrator: Administrator): Promise<Session> {
  const { id, name, email } = administrator;
  const [roles, language] = await Promise.all([rolesOf(database.db, id), languageOf(database.db, id)]);
  const organizations = await listOrganizations(database.db, roles === 'everywhere' ? 'all' : [...roles.keys()]);
  return {
    administrator: { id, name, email, ...(language === undefined ? {} : { language }) },
    organizations: organizations.flatMap((one) => {
      const role = roles === 'everywhere' ? 'organization_administrator' : roles.get(one.id);
      if (role === undefined) return [];
      const { slug, name: called, timeZone } = one;
      const zone = timeZone === undefined ? {} : { timeZone };
      return [{ slug, name: called, role, scopes: [...scopesOfRole[role]], ...zone }];
    }),
  };
}

/** 403 for somebody whose roles all rest or are gone: the session that was just made ends again. */
async function assertAccess({ database, sessions }: Services, { administrator, cookies }: SignedIn): Promise<void> {
  const roles = await rolesOf(database.db, administrator.id);
  if (roles === 'everywhere' || roles.size > 0) return;
  await signOut(sessions, new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') }));
  throw new ProblemError('access_ended', 'You are not an administrator of any organization any more.');
}

/** The end of every way to sign in: the cookies, and where the administrator may go. */
export async function completeSignIn({ services, reply }: PublicContext, signedIn: SignedIn): Promise<Session> {
  await assertAccess(services, signedIn);
  reply.header('set-cookie', [...signedIn.cookies]);
  return presentSession(services, signedIn.administrator);
}

/**
 * Slows the guessing of a secret down: what comes back undefined was a wrong one. `name` tells secrets apart that are
 * guessed from the same address.
 */
export async function limited<T>(
  { services, request }: PublicContext,
  name: string,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const key = `${request.ip} ${name}`;
  const retryAfter = services.signInLimit.waitFor(key, services.now().getTime());
  if (retryAfter > 0) {
    throw new ProblemError('too_many_requests', 'Too many failed sign-ins. Wait a few minutes.', { retryAfter });
  }
  const result = await attempt();
  if (result === undefined) services.signInLimit.noteFailure(key, services.now().getTime());
  else services.signInLimit.noteSuccess(key);
  return result;
}

const handleSignIn: Handler<typeof routes.signIn> = async ({ body }, context) => {
  const { services, request, reply } = context;
  const signedIn = await limited(context, body.email.toLowerCase(), () =>
    signIn(services.sessions, body, toHeaders(request)),
  );
  if (signedIn === undefined) throw new ProblemError('wrong_sign_in', 'The e-mail address or the password is wrong.');
  if (signedIn.administrator === undefined) {
    reply.header('set-cookie', [...signedIn.cookies]);
    throw new ProblemError('code_needed', 'Give the code of your authenticator app.');
  }
  return completeSignIn(context, signedIn);
};

const handleGetSession: Handler<typeof routes.getSession> = async (_input, { services, caller }) => {
  if (caller.administrator === undefined) throw new ProblemError('forbidden', 'An API key has no session.');
  return presentSession(services, caller.administrator);
};

const handleSignOut: Handler<typeof routes.signOut> = async (_input, { services, request, reply }) => {
  reply.header('set-cookie', [...(await signOut(services.sessions, toHeaders(request)))]);
};

const handleMethods: Handler<typeof routes.getSignInMethods> = async (_input, { services }) =>
  services.singleSignOn === undefined ? {} : { singleSignOn: `${basePath}/session/sso` };

export const sessionHandlers = {
  getSignInMethods: handleMethods,
  signIn: handleSignIn,
  getSession: handleGetSession,
  signOut: handleSignOut,
};
