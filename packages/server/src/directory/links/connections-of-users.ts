import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/** The ids of the connections that several users are linked with, by user; who has none is not in the answer. */
export async function readConnectionsOfUsers(
  db: Kysely<Tables>,
  organizationId: string,
  userIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await sql<{ user_id: string; connections: string[] }>`
    select user_id, array_agg(connection_id) as connections from links
    where organization_id = ${organizationId} and user_id = any(${userIds}::uuid[]) and state = 'linked'
    group by user_id`.execute(db);
  return new Map(rows.map(({ user_id, connections }) => [user_id, connections]));
}
