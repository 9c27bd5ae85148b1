import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import { connectionColumns, toConnection, type Connection } from './connection-rows.ts';

/** What to do with the switch. */
export interface PropagationChange {
  readonly propagation: boolean;
  readonly releaseTombstones?: boolean | undefined;
}

/** All connections of an organization. */
export async function listConnections(db: Kysely<Tables>, organizationId: string): Promise<Connection[]> {
  const query = db.selectFrom('connections').select(connectionColumns).where('organization_id', '=', organizationId);
  return (await query.orderBy('slug').execute()).map(toConnection);
}

export async function findConnection(
  db: Kysely<Tables>,
  organizationId: string,
  slug: string,
): Promise<Connection | undefined> {
  const row = await db
    .selectFrom('connections')
    .select(connectionColumns)
    .where('organization_id', '=', organizationId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
}

/** Propagation starts off under the `cybozu` preset, as the document has it switched on by hand, and on under `standard`. */
export async function createConnection(
  db: Kysely<Tables>,
  { organizationId, slug, name, preset }: Pick<Connection, 'organizationId' | 'slug' | 'name' | 'preset'>,
): Promise<Connection> {
  const row = await db
    .insertInto('connections')
    .values({ organization_id: organizationId, id: uuid(), slug, name, preset, propagation: preset === 'standard' })
    .returning(connectionColumns)
    .executeTakeFirstOrThrow();
  return toConnection(row);
}

/** Lets every user whom a tombstone keeps out be created again; returns how many there were. */
async function releaseTombstones(transaction: Kysely<Tables>, { organizationId, id }: Connection): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('links')
    .where('organization_id', '=', organizationId)
    .where('connection_id', '=', id)
    .where('state', '=', 'tombstoned')
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Switches *Propagate provisioning*; switching it off starts the count of refused writes anew. Switching it on releases
 * tombstones where that is asked for.
 */
export async function setPropagation(
  database: Database,
  connection: Connection,
  { propagation, releaseTombstones: release = false }: PropagationChange,
  actor: Actor,
): Promise<Connection> {
  return database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('connections')
      .set({ propagation, ...(propagation ? {} : { refused_while_off: 0 }) })
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', connection.id)
      .where('propagation', '!=', propagation)
      .returning(connectionColumns)
      .executeTakeFirst();
    if (row === undefined) return connection;
    const released = propagation && release ? await releaseTombstones(transaction, connection) : 0;
    await recordChanges(transaction, [
      {
        organizationId: connection.organizationId,
        actor,
        resourceType: 'Connection',
        resourceId: connection.id,
        operation: 'update',
        attributes: [
          { path: 'propagation', before: !propagation, after: propagation },
          ...(released === 0 ? [] : [{ path: 'tombstones', before: released }]),
        ],
      },
    ]);
    return toConnection(row);
  });
}

export async function countRefused(db: Kysely<Tables>, connection: Connection): Promise<void> {
  await db
    .updateTable('connections')
    .set({ refused_while_off: sql`refused_while_off + 1` })
    .where('organization_id', '=', connection.organizationId)
    .where('id', '=', connection.id)
    .execute();
}
