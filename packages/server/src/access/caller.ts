import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Actor } from '../changes/change.ts';
import type { Tables } from '../storage/tables/index.ts';
import { rolesOf, type Administrator, type Roles } from './administrators.ts';
import { apiKeyMark } from './api-keys.ts';
import { findApiKey, type UsableApiKey } from './find-api-key.ts';
import { scopesOfRole, type Scope } from './scopes.ts';
import { findSession } from './sign-in.ts';
import type { SessionLibrary } from './sessions.ts';

/** Who calls the admin API, and what they may do where. */
export interface Caller {
  readonly actor: Actor;
  /** Absent for an API key. */
  readonly administrator?: Administrator;
  /** Absent for a person, and for the configured administrator token. */
  readonly key?: UsableApiKey;
  /** True when a browser's cookie vouches for the caller, so that the request's origin must be checked too. */
  readonly byCookie: boolean;
  readonly roles: Roles;
}

/** What the search for a caller needs beside the request. */
export interface CallerSources {
  readonly db: Kysely<Tables>;
  readonly library: SessionLibrary;
  readonly adminToken: string | undefined;
  readonly now: Date;
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

async function findBearer(
  { db, adminToken, now }: CallerSources,
  bearer: string,
  headers: Headers,
  address: string,
): Promise<Caller | undefined> {
  if (adminToken !== undefined && sameSecret(bearer, adminToken)) {
    const actor: Actor = { kind: 'api-key', name: 'LOCKSTEP_ADMIN_TOKEN', address };
    return { actor, byCookie: false, roles: 'everywhere' };
  }
  if (!bearer.startsWith(apiKeyMark)) return undefined;
  const key = await findApiKey(db, bearer, { at: now, address, client: headers.get('user-agent') ?? '' });
  if (key === undefined) return undefined;
  const actor: Actor = { kind: 'api-key', id: key.id, name: key.name, address };
  return { actor, key, byCookie: false, roles: new Map() };
}

/**
 * Finds the caller by `Authorization: Bearer` (an API key, or the configured administrator token) or by session cookie.
 * A wrong bearer is nobody, even beside a good cookie.
 */
export async function findCaller(
  sources: CallerSources,
  headers: Headers,
  address: string,
): Promise<Caller | undefined> {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const bearer = /^Bearer +(.+)$/i.exec(authorization)?.[1];
    return bearer === undefined ? undefined : findBearer(sources, bearer, headers, address);
  }
  const administrator = await findSession(sources.library, headers);
  if (administrator === undefined) return undefined;
  const actor: Actor = { kind: 'administrator', id: administrator.id, name: administrator.name, address };
  return { actor, administrator, byCookie: true, roles: await rolesOf(sources.db, administrator.id) };
}

/** What the caller may do in an organization; undefined where the caller has no business. */
export function scopesIn({ key, roles }: Caller, organizationId: string): ReadonlySet<Scope> | undefined {
  if (key !== undefined) return key.organizationId === organizationId ? key.scopes : undefined;
  const role = roles === 'everywhere' ? 'organization_administrator' : roles.get(organizationId);
  return role === undefined ? undefined : scopesOfRole[role];
}

/** The organizations that the caller administers, by id. */
export function organizationsOf({ key, roles }: Caller): readonly string[] | 'all' {
  if (key !== undefined) return [key.organizationId];
  return roles === 'everywhere' ? 'all' : [...roles].filter(([, role]) => role !== 'user').map(([id]) => id);
}
