import { isAPIError } from 'better-auth/api';
import type { Administrator } from './administrators.ts';
import type { SessionLibrary } from './sessions.ts';

/** `cookies` are whole Set-Cookie headers. */
export interface SignedIn {
  readonly administrator: Administrator;
  readonly cookies: readonly string[];
}

/** The password was right, and a code is still to come; `cookies` remember the password for ten minutes. */
export interface CodeNeeded {
  readonly cookies: readonly string[];
  readonly administrator?: never;
}

/** 401 and 400 are what the library says about wrong secrets, 403 and 429 about too many of them. */
const refusing = new Set([400, 401, 403, 429]);

/** What a step of the library gives, or undefined where it refuses what was sent. */
export async function unlessRefused<T>(step: Promise<T>): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    if (isAPIError(error) && refusing.has(error.statusCode)) return undefined;
    throw error;
  }
}

/** Undefined when e-mail address and password do not belong together. */
export async function signIn(
  library: SessionLibrary,
  credentials: { readonly email: string; readonly password: string },
  headers: Headers,
): Promise<SignedIn | CodeNeeded | undefined> {
  const answer = await unlessRefused(
    library.api.signInEmail({
      body: { ...credentials, email: credentials.email.toLowerCase() },
      headers,
      returnHeaders: true,
    }),
  );
  if (answer === undefined) return undefined;
  const cookies = answer.headers.getSetCookie();
  if (!('user' in answer.response)) return { cookies };
  const { id, name, email } = answer.response.user;
  return { administrator: { id, name, email }, cookies };
}

/** The second step: a code of the authenticator app, or one of the backup codes. Undefined for a wrong one. */
export async function signInWithCode(
  library: SessionLibrary,
  code: string,
  headers: Headers,
): Promise<SignedIn | undefined> {
  const body = { code };
  const answer = await unlessRefused(
    /^\d{6}$/.test(code)
      ? library.api.verifyTOTP({ body, headers, returnHeaders: true })
      : library.api.verifyBackupCode({ body, headers, returnHeaders: true }),
  );
  const user = answer?.response.user;
  if (answer === undefined || user === undefined) return undefined;
  const { id, name, email } = user;
  return { administrator: { id, name, email }, cookies: answer.headers.getSetCookie() };
}

/** Opens a session for somebody whose identity was shown in another way. Undefined for nobody. */
export async function openSession(
  library: SessionLibrary,
  administratorId: string,
  headers: Headers,
): Promise<SignedIn | undefined> {
  const answer = await library.api.openSession({ body: { administratorId }, headers, returnHeaders: true });
  if (answer.response === null) return undefined;
  return { administrator: answer.response, cookies: answer.headers.getSetCookie() };
}

/** Who a request's cookies belong to. */
export async function findSession(library: SessionLibrary, headers: Headers): Promise<Administrator | undefined> {
  const session = await library.api.getSession({ headers });
  if (session === null) return undefined;
  const { id, name, email } = session.user;
  return { id, name, email };
}

/** Ends the session; the answer is the Set-Cookie headers that clear it. */
export async function signOut(library: SessionLibrary, headers: Headers): Promise<readonly string[]> {
  const { headers: answer } = await library.api.signOut({ headers, returnHeaders: true });
  return answer.getSetCookie();
}
