import type { JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { jsonbArray, plainArray, textArray } from '../../storage/array-values.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { searchColumnsOf } from './search-columns.ts';

interface Row {
  readonly organization_id: string;
  readonly id: string;
  readonly resource: JsonObject;
}

const batchSize = 1000;

/**
 * Writes the search columns of users that have none: those older than the columns. A migration that changes what they hold
 * sets `email_keys` to null. A write in between keeps its own. Nothing to do is told by an index, whatever the number of
 * users. `userTypeOf` tells the type of an organization's users.
 */
export async function fillSearchColumns(
  db: Kysely<Tables>,
  userTypeOf: (organizationId: string) => Promise<ResourceTypeDefinition>,
): Promise<void> {
  const types = new Map<string, ResourceTypeDefinition>();
  for (;;) {
    const { rows } = await sql<Row>`
      select organization_id, id, resource from users where email_keys is null limit ${batchSize}`.execute(db);
    if (rows.length === 0) return;
    for (const { organization_id: id } of rows) if (!types.has(id)) types.set(id, await userTypeOf(id));
    const columns = rows.map(({ organization_id: id, resource }) => {
      const type = types.get(id);
      if (type === undefined) throw new TypeError('A user has a type.');
      return searchColumnsOf(type, { resource });
    });
    await sql`
      update users set search = filled.search, display_key = filled.display_key, email_keys = filled.email_keys,
        manager_key = filled.manager_key, active_given = filled.active_given
      from unnest(
        ${plainArray(rows.map((row) => row.organization_id))}::uuid[],
        ${plainArray(rows.map((row) => row.id))}::uuid[],
        ${jsonbArray(columns.map(({ search }) => search))}::jsonb[],
        ${textArray(columns.map(({ displayKey }) => displayKey))}::text[],
        ${jsonbArray(columns.map(({ emailKeys }) => emailKeys))}::jsonb[],
        ${textArray(columns.map(({ managerKey }) => managerKey))}::text[],
        ${plainArray(columns.map(({ activeGiven }) => activeGiven))}::boolean[]
      ) as filled (organization_id, id, search, display_key, email_keys, manager_key, active_given)
      where users.organization_id = filled.organization_id and users.id = filled.id
        and users.email_keys is null`.execute(db);
  }
}
