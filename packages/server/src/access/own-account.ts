import type { SessionLibrary } from './sessions.ts';
import { unlessRefused } from './sign-in.ts';

/** A session of one's own. */
export interface OwnSession {
  readonly id: string;
  readonly current: boolean;
  readonly address?: string;
  readonly client?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Whether the signed-in administrator gives a code after the password. */
export async function hasTotp(library: SessionLibrary, headers: Headers): Promise<boolean> {
  return (await library.api.getSession({ headers }))?.user.twoFactorEnabled === true;
}

/** Newest first. */
export async function listOwnSessions(library: SessionLibrary, headers: Headers): Promise<OwnSession[]> {
  const [all, current] = await Promise.all([
    library.api.listSessions({ headers }),
    library.api.getSession({ headers }),
  ]);
  return all
    .map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      current: id === current?.session.id,
      createdAt,
      expiresAt,
      ...(ipAddress ? { address: ipAddress } : {}),
      ...(userAgent ? { client: userAgent } : {}),
    }))
    .toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime());
}

/** Ends one session of one's own; false where there is no such session. */
export async function endOwnSession(library: SessionLibrary, id: string, headers: Headers): Promise<boolean> {
  const found = (await library.api.listSessions({ headers })).find((session) => session.id === id);
  if (found === undefined) return false;
  await library.api.revokeSession({ body: { token: found.token }, headers });
  return true;
}

/** Signs out everywhere, here as well. */
export async function endAllOwnSessions(library: SessionLibrary, headers: Headers): Promise<void> {
  await library.api.revokeSessions({ headers });
}

export async function rename(library: SessionLibrary, name: string, headers: Headers): Promise<readonly string[]> {
  const { headers: answer } = await library.api.updateUser({ body: { name }, headers, returnHeaders: true });
  return answer.getSetCookie();
}

/** Changes the password and ends every other session. Undefined when the present password is wrong. */
export async function changePassword(
  library: SessionLibrary,
  { current, wanted }: { readonly current: string; readonly wanted: string },
  headers: Headers,
): Promise<readonly string[] | undefined> {
  const body = { currentPassword: current, newPassword: wanted, revokeOtherSessions: true };
  const answer = await unlessRefused(library.api.changePassword({ body, headers, returnHeaders: true }));
  return answer?.headers.getSetCookie();
}

/** What an authenticator app reads, and codes for the day it is lost. It counts once a code confirmed it. */
export async function prepareTotp(
  library: SessionLibrary,
  password: string,
  headers: Headers,
): Promise<{ readonly uri: string; readonly backupCodes: readonly string[] } | undefined> {
  const answer = await unlessRefused(library.api.enableTwoFactor({ body: { password }, headers }));
  return answer?.method === 'totp' ? { uri: answer.totpURI, backupCodes: answer.backupCodes } : undefined;
}

/** Undefined when the code is wrong; else the cookies of the session that replaces the present one. */
export async function confirmTotp(
  library: SessionLibrary,
  code: string,
  headers: Headers,
): Promise<readonly string[] | undefined> {
  const answer = await unlessRefused(library.api.verifyTOTP({ body: { code }, headers, returnHeaders: true }));
  return answer?.headers.getSetCookie();
}

/** Undefined when the password is wrong. */
export async function disableTotp(
  library: SessionLibrary,
  password: string,
  headers: Headers,
): Promise<readonly string[] | undefined> {
  const answer = await unlessRefused(
    library.api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
  );
  return answer?.headers.getSetCookie();
}
