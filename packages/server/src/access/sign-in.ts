import { isAPIError } from 'better-auth/api';
import type { Administrator } from './administrators.ts';
import type { SessionLibrary } from './sessions.ts';

/** `cookies` are whole Set-Cookie headers. */
export interface SignedIn {
  readonly administrator: Administrator;
  readonly cookies: readonly string[];
}

/** Undefined when e-mail address and password do not belong together. */
export async function signIn(
  library: SessionLibrary,
  credentials: { readonly email: string; readonly password: string },
  headers: Headers,
): Promise<SignedIn | undefined> {
  try {
    const { headers: answer, response } = await library.api.signInEmail({
      body: { ...credentials, email: credentials.email.toLowerCase() },
      headers,
      returnHeaders: true,
    });
    const { id, name, email } = response.user;
    return { administrator: { id, name, email }, cookies: answer.getSetCookie() };
  } catch (error) {
    // 401 wrong password or unknown address, 400 an address that is none
    if (isAPIError(error) && [400, 401].includes(error.statusCode)) return undefined;
    throw error;
  }
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
