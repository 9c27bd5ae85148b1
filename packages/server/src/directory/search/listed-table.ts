import type { JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import { toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import type { SearchTable } from '../../storage/filter-to-sql/search-table.ts';

/** A few resources that are in no table, whole and by the UUIDs of their rows, as queries see them. */
export function listedTable(type: ResourceTypeDefinition, resources: ReadonlyMap<string, JsonObject>): SearchTable {
  const rows = [...resources].map(([id, resource]) => ({ id, search: toSearchDocument(type, resource) }));
  return {
    from: sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as listed (id uuid, search jsonb)`,
    scope: sql`true`,
    id: sql`listed.id`,
    document: sql`listed.search`,
    columns: new Map(),
    documents: new Map(),
    lists: new Map(),
    indexedValues: new Map(),
  };
}
