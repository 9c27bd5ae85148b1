import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Tables } from '../../storage/tables/index.ts';
import { groupNameKey } from '../groups/stored-group.ts';

/** Ids by name, as far as names go for being the same. */
type IdsByKey = ReadonlyMap<string, string>;

export interface EnsuredGroups {
  readonly ids: IdsByKey;
  readonly created: readonly { readonly id: string; readonly displayName: string }[];
}

/** The groups of these names, compared without regard to case; those missing are made. */
export async function ensureGroups(
  db: Kysely<Tables>,
  organizationId: string,
  names: readonly string[],
): Promise<EnsuredGroups> {
  const byKey = new Map(names.map((name) => [groupNameKey(name), name]));
  const keys = [...byKey.keys()].sort();
  if (keys.length === 0) return { ids: new Map(), created: [] };
  const created = await sql<{ id: string; displayName: string }>`
    insert into groups (organization_id, id, display_name, display_name_key, resource)
    select ${organizationId}, id, name, key, jsonb_build_object('displayName', name)
    from unnest(${keys.map(() => uuid())}::uuid[], ${keys.map((key) => byKey.get(key))}::text[], ${keys}::text[])
      as new (id, name, key)
    on conflict do nothing
    returning id, display_name as "displayName"`.execute(db);
  const { rows } = await sql<{ id: string; key: string }>`
    select id, display_name_key as key from groups
    where organization_id = ${organizationId} and display_name_key = any(${keys}::text[])`.execute(db);
  return { ids: new Map(rows.map(({ id, key }) => [key, id])), created: created.rows };
}
