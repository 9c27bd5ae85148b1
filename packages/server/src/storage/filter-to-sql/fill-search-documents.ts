import type { JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { toSearchDocument } from './search-document.ts';

interface Row {
  readonly organization_id: string;
  readonly id: string;
  readonly resource: JsonObject;
}

const batchSize = 1000;

/**
 * Writes the search documents of users that have none: those older than the column. A migration that changes what the
 * documents hold sets them to null. A write in between keeps its own document. Nothing to do is told by an index, whatever the number of users.
 */
export async function fillSearchDocuments(db: Kysely<Tables>, userType: ResourceTypeDefinition): Promise<void> {
  for (;;) {
    const { rows } = await sql<Row>`
      select organization_id, id, resource from users where search is null limit ${batchSize}`.execute(db);
    if (rows.length === 0) return;
    await sql`
      update users set search = filled.search
      from unnest(
        ${rows.map((row) => row.organization_id)}::uuid[],
        ${rows.map((row) => row.id)}::uuid[],
        ${rows.map((row) => JSON.stringify(toSearchDocument(userType, row.resource)))}::jsonb[]
      ) as filled (organization_id, id, search)
      where users.organization_id = filled.organization_id and users.id = filled.id
        and users.search is null`.execute(db);
  }
}
