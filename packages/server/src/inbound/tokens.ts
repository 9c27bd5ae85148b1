import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor, AttributeChange, ChangeEntry } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import { bearerColumns, toBearer, type Bearer, type BearerRow } from '../storage/bearer-row.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { Connection } from './connection-rows.ts';
import { newTokenSecret } from './token-secret.ts';

/** An API token without its secret. */
export interface ApiToken extends Bearer {
  /** From which the token may be used, in CIDR notation; none: from anywhere. */
  readonly networks: readonly string[];
}

interface Row extends BearerRow {
  networks: string[];
}

const columns = [...bearerColumns, 'networks'] as const;

function toApiToken(row: Row): ApiToken {
  return { ...toBearer(row), networks: row.networks };
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

interface TokenChange {
  readonly id: string;
  readonly enabled?: boolean | undefined;
  readonly notes?: string | undefined;
  /** In the form that `normalizeNetwork` gives. */
  readonly networks?: readonly string[] | undefined;
}

const changeable = ['enabled', 'notes', 'networks'] as const;

/** Changes what is given and different; undefined when the connection has no such token. */
export async function changeToken(
  database: Database,
  connection: Connection,
  { id, ...wanted }: TokenChange,
  actor: Actor,
): Promise<ApiToken | undefined> {
  return database.db.transaction().execute(async (transaction) => {
    const token = await lockToken(transaction, connection, id);
    if (token === undefined) return undefined;
    const attributes = changeable.flatMap((path) => {
      const [before, after] = [token[path], wanted[path]];
      return after === undefined || isDeepStrictEqual(before, after) ? [] : [{ path, before, after }];
    });
    if (attributes.length === 0) return token;
    const { networks, ...rest } = {
      ...token,
      ...Object.fromEntries(attributes.map(({ path, after }) => [path, after])),
    };
    const row = await transaction
      .updateTable('api_tokens')
      .set({ enabled: rest.enabled, notes: rest.notes, networks: [...networks] })
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', token.id)
      .returning(columns)
      .executeTakeFirstOrThrow();
    await recordChanges(transaction, [entryOf(connection, actor, { id: token.id, operation: 'update', attributes })]);
    return toApiToken(row);
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
