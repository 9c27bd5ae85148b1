import type { JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { toSearchDocument } from './search-document.ts';

interface Row {
  readonly organization_id: string;
  readonly id: string;
  readonly resource: JsonObject;
}

/** What the users of an organization have: their search documents are made by it. */
export type UserTypeOf = (db: Kysely<Tables>, organizationId: string) => Promise<ResourceTypeDefinition>;

const batchSize = 1000;

/**
 * Writes the search documents of users that have none: those older than the column. A migration that changes what the
 * documents hold sets them to null. A write in between keeps its own document. Nothing to do is told by an index, whatever the number of users.
 */
export async function fillSearchDocuments(db: Kysely<Tables>, userTypeOf: UserTypeOf): Promise<void> {
  const types = new Map<string, ResourceTypeDefinition>();
  const documentOf = async ({ organization_id, resource }: Row): Promise<string> => {
    const type = types.get(organization_id) ?? (await userTypeOf(db, organization_id));
    types.set(organization_id, type);
    return JSON.stringify(toSearchDocument(type, resource));
  };
  for (;;) {
    const { rows } = await sql<Row>`
      select organization_id, id, resource from users where search is null limit ${batchSize}`.execute(db);
    if (rows.length === 0) return;
    const documents: string[] = [];
    for (const row of rows) documents.push(await documentOf(row));
    await sql`
      update users set search = filled.search
      from unnest(
        ${rows.map((row) => row.organization_id)}::uuid[],
        ${rows.map((row) => row.id)}::uuid[],
        ${documents}::jsonb[]
      ) as filled (organization_id, id, search)
      where users.organization_id = filled.organization_id and users.id = filled.id
        and users.search is null`.execute(db);
  }
}
