import type { Kysely, Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor, AttributeChange, ChangeEntry } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { Connection } from './connection-rows.ts';
import { newTokenSecret } from './token-secret.ts';

/** An API token without its secret. */
export interface ApiToken {
  readonly id: string;
  readonly prefix: string;
  readonly notes: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt?: Date;
  readonly enabled: boolean;
  readonly lastUsedAt?: Date;
  readonly lastUsedAddress?: string;
  readonly lastUsedClient?: string;
  /** From which the token may be used, in CIDR notation; none: from anywhere. */
  readonly networks: readonly string[];
}

interface Row {
  id: string;
  prefix: string;
  notes: string;
  created_at: Date;
  created_by: string;
  expires_at: Date | null;
  enabled: boolean;
  last_used_at: Date | null;
  last_used_address: string | null;
  last_used_client: string | null;
  networks: string[];
}

const columns = [
  'id',
  'prefix',
  'notes',
  'created_at',
  'created_by',
  'expires_at',
  'enabled',
  'last_used_at',
  'last_used_address',
  'last_used_client',
  'networks',
] as const;

function toApiToken(row: Row): ApiToken {
  return {
    id: row.id,
    prefix: row.prefix,
    notes: row.notes,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    enabled: row.enabled,
    networks: row.networks,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.last_used_address === null ? {} : { lastUsedAddress: row.last_used_address }),
    ...(row.last_used_client === null ? {} : { lastUsedClient: row.last_used_client }),
  };
}

/** Whether a token works now; the same word that lists show. */
export function tokenState(
  token: Pick<ApiToken, 'enabled' | 'expiresAt'>,
  now: Date,
): 'usable' | 'disabled' | 'expired' {
  if (!token.enabled) return 'disabled';
  return token.expiresAt !== undefined && token.expiresAt <= now ? 'expired' : 'usable';
}

/** Newest first. */
export async function listTokens(db: Kysely<Tables>, connection: Connection): Promise<ApiToken[]> {
  const rows = await db
    .selectFrom('api_tokens')
    .select(columns)
    .where('organization_id', '=', connection.organizationId)
    .where('connection_id', '=', connection.id)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toApiToken);
}

function entryOf(
  connection: Connection,
  actor: Actor,
  change: { id: string; operation: ChangeEntry['operation']; attributes: AttributeChange[] },
): ChangeEntry {
  return {
    organizationId: connection.organizationId,
    actor,
    resourceType: 'ApiToken',
    resourceId: change.id,
    operation: change.operation,
    attributes: change.attributes,
  };
}

interface NewToken {
  readonly notes: string;
  readonly expiresAt?: Date;
  /** In the form that `normalizeNetwork` gives. */
  readonly networks?: readonly string[];
}

/** Makes a token; this is the only moment at which its secret exists outside the client. */
export async function createToken(
  database: Database,
  connection: Connection,
  { notes, expiresAt, networks = [] }: NewToken,
  actor: Actor,
): Promise<{ readonly token: string; readonly apiToken: ApiToken }> {
  const { secret: token, prefix, digest } = newTokenSecret();
  const apiToken = await database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('api_tokens')
      .values({
        organization_id: connection.organizationId,
        connection_id: connection.id,
        id: uuid(),
        digest,
        prefix,
        notes,
        created_by: actor.name,
        expires_at: expiresAt ?? null,
        networks: [...networks],
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    const attributes = [
      { path: 'prefix', after: prefix },
      { path: 'notes', after: notes },
      ...(expiresAt === undefined ? [] : [{ path: 'expiresAt', after: expiresAt.toISOString() }]),
      ...(networks.length === 0 ? [] : [{ path: 'networks', after: networks }]),
    ];
    await recordChanges(transaction, [entryOf(connection, actor, { id: row.id, operation: 'create', attributes })]);
    return toApiToken(row);
  });
  return { token, apiToken };
}

async function lockToken(
  transaction: Transaction<Tables>,
  connection: Connection,
  id: string,
): Promise<ApiToken | undefined> {
  const row = await transaction
    .selectFrom('api_tokens')
    .select(columns)
    .where('organization_id', '=', connection.organizationId)
    .where('connection_id', '=', connection.id)
    .where((expression) => expression.cast<string>('id', 'text'), '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toApiToken(row);
}

/** Undefined when the connection has no such token. */
export async function setTokenEnabled(
  database: Database,
  connection: Connection,
  { id, enabled }: { readonly id: string; readonly enabled: boolean },
  actor: Actor,
): Promise<ApiToken | undefined> {
  return database.db.transaction().execute(async (transaction) => {
    const token = await lockToken(transaction, connection, id);
    if (token === undefined || token.enabled === enabled) return token;
    await transaction
      .updateTable('api_tokens')
      .set({ enabled })
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', token.id)
      .execute();
    const attributes = [{ path: 'enabled', before: !enabled, after: enabled }];
    await recordChanges(transaction, [entryOf(connection, actor, { id: token.id, operation: 'update', attributes })]);
    return { ...token, enabled };
  });
}

/** A token that still works cannot be deleted: disabling first shows whether anything depends on it. */
export async function deleteToken(
  database: Database,
  connection: Connection,
  id: string,
  actor: Actor,
): Promise<'deleted' | 'unknown' | 'not-disabled'> {
  return database.db.transaction().execute(async (transaction) => {
    const token = await lockToken(transaction, connection, id);
    if (token === undefined) return 'unknown';
    if (token.enabled) return 'not-disabled';
    await transaction
      .deleteFrom('api_tokens')
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', token.id)
      .execute();
    const attributes = [
      { path: 'prefix', before: token.prefix },
      { path: 'notes', before: token.notes },
    ];
    await recordChanges(transaction, [entryOf(connection, actor, { id: token.id, operation: 'delete', attributes })]);
    return 'deleted';
  });
}
