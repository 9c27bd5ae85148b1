import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/** How many resources an organization has, by resource type; from the counters, so it costs nothing. */
export async function countResources(db: Kysely<Tables>, organizationId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ resource_type: string; total: number }>`
    select resource_type, sum(total)::integer as total from resource_counts
    where organization_id = ${organizationId} group by resource_type`.execute(db);
  return new Map(rows.map(({ resource_type, total }) => [resource_type, total]));
}
