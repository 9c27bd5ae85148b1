import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Actor } from '../changes/change.ts';
import type { Tables } from '../storage/tables/index.ts';
import { rolesOf, type Administrator, type Role, type Roles } from './administrators.ts';
import { findSession } from './sign-in.ts';
import type { SessionLibrary } from './sessions.ts';

/** Who calls the admin API, and what they may do where. */
export interface Caller {
  readonly actor: Actor;
  /** Absent for an API key. */
  readonly administrator?: Administrator;
  /** True when a browser's cookie vouches for the caller, so that the request's origin must be checked too. */
  readonly byCookie: boolean;
  readonly roles: Roles;
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Finds the caller by `Authorization: Bearer` (the configured administrator token) or by session cookie.
 * A wrong bearer is nobody, even beside a good cookie.
 */
export async function findCaller(
  { db, library, adminToken }: { db: Kysely<Tables>; library: SessionLibrary; adminToken: string | undefined },
  headers: Headers,
  address: string,
): Promise<Caller | undefined> {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const bearer = /^Bearer +(.+)$/i.exec(authorization)?.[1];
    if (bearer === undefined || adminToken === undefined || !sameSecret(bearer, adminToken)) return undefined;
    const actor: Actor = { kind: 'api-key', name: 'LOCKSTEP_ADMIN_TOKEN', address };
    return { actor, byCookie: false, roles: 'everywhere' };
  }
  const administrator = await findSession(library, headers);
  if (administrator === undefined) return undefined;
  const actor: Actor = { kind: 'administrator', id: administrator.id, name: administrator.name, address };
  return { actor, administrator, byCookie: true, roles: await rolesOf(db, administrator.id) };
}

/** The caller's role in an organization; undefined where the caller has no business. */
export function roleIn(caller: Caller, organizationId: string): Role | undefined {
  return caller.roles === 'everywhere' ? 'organization_administrator' : caller.roles.get(organizationId);
}
