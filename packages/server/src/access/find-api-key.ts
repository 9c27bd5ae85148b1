import type { Kysely } from 'kysely';
import { bearerDigest } from '../storage/bearer-secret.ts';
import type { Tables } from '../storage/tables/index.ts';
import { rolesOf } from './administrators.ts';
import { bearerState } from '../storage/bearer-row.ts';
import { covers, scopesOfRole, type Scope } from './scopes.ts';

/** A key that works now, and what it may do: never more than the administrator it belongs to. */
export interface UsableApiKey {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Last use is written this often at most, in milliseconds: a script sends many requests in a row. */
const noteEvery = 10_000;
/** What a list shows of a client; a stranger decides how long it is. */
const clientLength = 200;

export interface KeyUse {
  readonly at: Date;
  readonly address: string;
  readonly client: string;
}

interface Row {
  id: string;
  organization_id: string;
  prefix: string;
  notes: string;
  scopes: string[];
  administrator_id: string | null;
  enabled: boolean;
  expires_at: Date | null;
  last_used_at: Date | null;
}

async function noteUse(db: Kysely<Tables>, row: Row, { at, address, client }: KeyUse): Promise<void> {
  if (row.last_used_at !== null && at.getTime() - row.last_used_at.getTime() < noteEvery) return;
  await db
    .updateTable('api_keys')
    .set({ last_used_at: at, last_used_address: address, last_used_client: client.slice(0, clientLength) })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .execute();
}

async function scopesNow(db: Kysely<Tables>, row: Row): Promise<ReadonlySet<Scope>> {
  const own = new Set(row.scopes as Scope[]);
  if (row.administrator_id === null) return own;
  const roles = await rolesOf(db, row.administrator_id);
  if (roles === 'everywhere') return own;
  const role = roles.get(row.organization_id);
  const granted = role === undefined ? new Set<Scope>() : scopesOfRole[role];
  return new Set([...own].filter((scope) => covers(granted, scope)));
}

/** Finds whom a secret speaks for, and notes its use. Undefined for one that is unknown, disabled or expired. */
export async function findApiKey(db: Kysely<Tables>, secret: string, use: KeyUse): Promise<UsableApiKey | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'organization_id', 'prefix', 'notes', 'scopes', 'administrator_id', 'enabled', 'expires_at'])
    .select('last_used_at')
    .where('digest', '=', bearerDigest(secret))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const state = bearerState(
    { enabled: row.enabled, ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }) },
    use.at,
  );
  if (state !== 'usable') return undefined;
  await noteUse(db, row, use);
  return {
    id: row.id,
    name: row.notes === '' ? row.prefix : row.notes,
    organizationId: row.organization_id,
    scopes: await scopesNow(db, row),
  };
}
