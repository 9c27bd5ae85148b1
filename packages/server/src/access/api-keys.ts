import type { Kysely, Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor, AttributeChange, ChangeEntry } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import { newBearerSecret } from '../storage/bearer-secret.ts';
import { bearerColumns, toBearer, type Bearer, type BearerRow } from '../storage/bearer-row.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { Scope } from './scopes.ts';

/** What every API key begins with. */
export const apiKeyMark = 'lockstep_key_';

/** An API key without its secret. */
export interface ApiKey extends Bearer {
  readonly scopes: readonly Scope[];
}

interface Row extends BearerRow {
  scopes: string[];
}

const columns = [...bearerColumns, 'scopes'] as const;

function toApiKey(row: Row): ApiKey {
  // only what the contract allows is ever stored
  return { ...toBearer(row), scopes: row.scopes as Scope[] };
}

/** Newest first, after the id `after`. */
export async function listApiKeys(
  db: Kysely<Tables>,
  organizationId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<ApiKey[]> {
  let query = db.selectFrom('api_keys').select(columns).where('organization_id', '=', organizationId);
  if (after !== undefined) query = query.where((expression) => expression.cast<string>('id', 'text'), '<', after);
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toApiKey);
}

function entryOf(
  organizationId: string,
  actor: Actor,
  change: { id: string; operation: ChangeEntry['operation']; attributes: AttributeChange[] },
): ChangeEntry {
  const { id, operation, attributes } = change;
  return { organizationId, actor, resourceType: 'ApiKey', resourceId: id, operation, attributes };
}

interface NewApiKey {
  readonly notes: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
  /** The administrator with whom the key ends; absent where automation makes it. */
  readonly administratorId?: string;
}

/** Makes a key; this is the only moment at which its secret exists outside the client. */
export async function createApiKey(
  database: Database,
  organizationId: string,
  { notes, scopes, expiresAt, administratorId }: NewApiKey,
  actor: Actor,
): Promise<{ readonly key: string; readonly apiKey: ApiKey }> {
  const { secret, prefix, digest } = newBearerSecret(apiKeyMark);
  const apiKey = await database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('api_keys')
      .values({
        organization_id: organizationId,
        id: uuid(),
        digest,
        prefix,
        notes,
        scopes: [...scopes],
        administrator_id: administratorId ?? null,
        created_by: actor.name,
        expires_at: expiresAt ?? null,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    const attributes = [
      { path: 'prefix', after: prefix },
      { path: 'notes', after: notes },
      { path: 'scopes', after: [...scopes] },
      ...(expiresAt === undefined ? [] : [{ path: 'expiresAt', after: expiresAt.toISOString() }]),
    ];
    await recordChanges(transaction, [entryOf(organizationId, actor, { id: row.id, operation: 'create', attributes })]);
    return toApiKey(row);
  });
  return { key: secret, apiKey };
}

async function lockApiKey(
  transaction: Transaction<Tables>,
  organizationId: string,
  id: string,
): Promise<ApiKey | undefined> {
  const row = await transaction
    .selectFrom('api_keys')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where((expression) => expression.cast<string>('id', 'text'), '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toApiKey(row);
}

/** Undefined when the organization has no such key. */
export async function setApiKeyEnabled(
  database: Database,
  organizationId: string,
  { id, enabled }: { readonly id: string; readonly enabled: boolean },
  actor: Actor,
): Promise<ApiKey | undefined> {
  return database.db.transaction().execute(async (transaction) => {
    const key = await lockApiKey(transaction, organizationId, id);
    if (key === undefined || key.enabled === enabled) return key;
    await transaction
      .updateTable('api_keys')
      .set({ enabled })
      .where('organization_id', '=', organizationId)
      .where('id', '=', key.id)
      .execute();
    const attributes = [{ path: 'enabled', before: !enabled, after: enabled }];
    await recordChanges(transaction, [entryOf(organizationId, actor, { id: key.id, operation: 'update', attributes })]);
    return { ...key, enabled };
  });
}

/** A key that still works cannot be deleted: disabling first shows whether anything depends on it. */
export async function deleteApiKey(
  database: Database,
  organizationId: string,
  id: string,
  actor: Actor,
): Promise<'deleted' | 'unknown' | 'not-disabled'> {
  return database.db.transaction().execute(async (transaction) => {
    const key = await lockApiKey(transaction, organizationId, id);
    if (key === undefined) return 'unknown';
    if (key.enabled) return 'not-disabled';
    await transaction
      .deleteFrom('api_keys')
      .where('organization_id', '=', organizationId)
      .where('id', '=', key.id)
      .execute();
    const attributes = [
      { path: 'prefix', before: key.prefix },
      { path: 'notes', before: key.notes },
    ];
    await recordChanges(transaction, [entryOf(organizationId, actor, { id: key.id, operation: 'delete', attributes })]);
    return 'deleted';
  });
}
