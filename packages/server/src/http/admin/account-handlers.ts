import type { routes } from '@lockstep/admin-api';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Administrator } from '../../access/administrators.ts';
import type { Caller } from '../../access/caller.ts';
import { languageOf, setLanguage } from '../../access/language.ts';
import {
  changePassword,
  confirmTotp,
  disableTotp,
  endAllOwnSessions,
  endOwnSession,
  hasTotp,
  listOwnSessions,
  prepareTotp,
  rename,
} from '../../access/own-account.ts';
import {
  addPasskey,
  askForPasskey,
  deletePasskey,
  listPasskeys,
  offerPasskey,
  recognizePasskey,
  type PasskeyContext,
} from '../../access/passkeys.ts';
import { openSession, signInWithCode } from '../../access/sign-in.ts';
import type { Handler, PublicContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { readOwnUsers } from './own-user-handlers.ts';
import { completeSignIn, limited } from './session-handlers.ts';
import { toHeaders } from './to-headers.ts';

/** 403 for an API key: an account is a person's. */
function personOf(caller: Caller): Administrator {
  if (caller.administrator === undefined) throw new ProblemError('forbidden', 'An API key has no account.');
  return caller.administrator;
}

function wrongSecret(what: string, path: string): ProblemError {
  return new ProblemError('wrong_secret', `The ${what} is wrong.`, {
    issues: [{ path, message: `The ${what} is wrong.`, code: 'wrong_secret' }],
  });
}

/** Passkeys belong to the host that browsers see: the configured one, else the one of the request. */
function passkeyContext({ services, request }: PublicContext): PasskeyContext {
  const origin = services.config.publicUrl ?? `${request.protocol}://${request.host}`;
  const { database, sessions, now } = services;
  return { db: database.db, library: sessions, origin: new URL(origin).origin, now: now() };
}

const withCode: Handler<typeof routes.signInWithCode> = async ({ body }, context) => {
  const { services, request } = context;
  const signedIn = await limited(context, 'code', () =>
    signInWithCode(services.sessions, body.code, toHeaders(request)),
  );
  if (signedIn === undefined) throw wrongSecret('code', 'code');
  return completeSignIn(context, signedIn);
};

const offerSignIn: Handler<typeof routes.offerPasskeySignIn> = async (_input, context) => {
  const { challenge, options } = await askForPasskey(passkeyContext(context));
  return { challenge, options: { ...options } };
};

const withPasskey: Handler<typeof routes.signInWithPasskey> = async ({ body }, context) => {
  const { services, request } = context;
  // the library checks the shape of what a browser gives
  const response = body.response as unknown as AuthenticationResponseJSON;
  const signedIn = await limited(context, 'passkey', async () => {
    const id = await recognizePasskey(passkeyContext(context), { challenge: body.challenge, response });
    return id === undefined ? undefined : openSession(services.sessions, id, toHeaders(request));
  });
  if (signedIn === undefined) throw new ProblemError('wrong_sign_in', 'This passkey is not known here.');
  return completeSignIn(context, signedIn);
};

const get: Handler<typeof routes.getAccount> = async (_input, context) => {
  const { services, request, caller } = context;
  const { id, name, email } = personOf(caller);
  const headers = toHeaders(request);
  const [totp, passkeys, sessions, users, language] = await Promise.all([
    hasTotp(services.sessions, headers),
    listPasskeys(services.database.db, id),
    listOwnSessions(services.sessions, headers),
    readOwnUsers(context, id),
    languageOf(services.database.db, id),
  ]);
  return {
    name,
    email,
    ...(language === undefined ? {} : { language }),
    totp,
    users,
    passkeys: passkeys.map(({ createdAt, lastUsedAt, ...passkey }) => ({
      ...passkey,
      createdAt: createdAt.toISOString(),
      ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
    })),
    sessions: sessions.map(({ createdAt, expiresAt, ...session }) => ({
      ...session,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  };
};

const update: Handler<typeof routes.updateAccount> = async ({ body }, { services, request, reply, caller }) => {
  const { id } = personOf(caller);
  const { name, language } = body;
  if (language !== undefined) await setLanguage(services.database.db, id, language);
  if (name === undefined) return;
  reply.header('set-cookie', [...(await rename(services.sessions, name, toHeaders(request)))]);
};

const setPassword: Handler<typeof routes.changePassword> = async ({ body }, context) => {
  const { services, request, reply, caller } = context;
  personOf(caller);
  const cookies = await limited(context, 'password', () => changePassword(services.sessions, body, toHeaders(request)));
  if (cookies === undefined) throw wrongSecret('present password', 'current');
  reply.header('set-cookie', [...cookies]);
};

const beginTotp: Handler<typeof routes.prepareTotp> = async ({ body }, context) => {
  const { services, request, caller } = context;
  personOf(caller);
  const prepared = await limited(context, 'password', () =>
    prepareTotp(services.sessions, body.password, toHeaders(request)),
  );
  if (prepared === undefined) throw wrongSecret('password', 'password');
  return { uri: prepared.uri, backupCodes: [...prepared.backupCodes] };
};

const beginCodes: Handler<typeof routes.confirmTotp> = async ({ body }, context) => {
  const { services, request, reply, caller } = context;
  personOf(caller);
  const cookies = await limited(context, 'code', () => confirmTotp(services.sessions, body.code, toHeaders(request)));
  if (cookies === undefined) throw wrongSecret('code', 'code');
  reply.header('set-cookie', [...cookies]);
};

const endCodes: Handler<typeof routes.disableTotp> = async ({ body }, context) => {
  const { services, request, reply, caller } = context;
  personOf(caller);
  const cookies = await limited(context, 'password', () =>
    disableTotp(services.sessions, body.password, toHeaders(request)),
  );
  if (cookies === undefined) throw wrongSecret('password', 'password');
  reply.header('set-cookie', [...cookies]);
};

const offer: Handler<typeof routes.offerPasskey> = async (_input, context) => {
  const { challenge, options } = await offerPasskey(passkeyContext(context), personOf(context.caller));
  return { challenge, options: { ...options } };
};

const add: Handler<typeof routes.addPasskey> = async ({ body }, context) => {
  const made = { ...body, response: body.response as unknown as RegistrationResponseJSON };
  if (!(await addPasskey(passkeyContext(context), personOf(context.caller), made))) {
    throw new ProblemError('invalid_request', 'The passkey does not fit what was asked for. Begin again.');
  }
};

const remove: Handler<typeof routes.deletePasskey> = async ({ params }, { services, caller }) => {
  if (!(await deletePasskey(services.database.db, personOf(caller).id, params.passkey))) throw notFound('passkey');
};

const end: Handler<typeof routes.endSession> = async ({ params }, { services, request, caller }) => {
  personOf(caller);
  if (!(await endOwnSession(services.sessions, params.session, toHeaders(request)))) throw notFound('session');
};

const endAll: Handler<typeof routes.endAllSessions> = async (_input, { services, request, caller }) => {
  personOf(caller);
  await endAllOwnSessions(services.sessions, toHeaders(request));
};

export const accountHandlers = {
  signInWithCode: withCode,
  offerPasskeySignIn: offerSignIn,
  signInWithPasskey: withPasskey,
  getAccount: get,
  updateAccount: update,
  changePassword: setPassword,
  prepareTotp: beginTotp,
  confirmTotp: beginCodes,
  disableTotp: endCodes,
  offerPasskey: offer,
  addPasskey: add,
  deletePasskey: remove,
  endSession: end,
  endAllSessions: endAll,
};
