import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { isResourceId } from '../resource-id.ts';
import { toStoredGroup, type GroupRow, type StoredGroup } from './stored-group.ts';

/** One group, without its members. */
export async function findGroup(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<StoredGroup | undefined> {
  if (!isResourceId(id)) return undefined;
  const { rows } = await sql<GroupRow>`
    select organization_id, id, display_name, external_id, resource, version, created_at, modified_at
    from groups where organization_id = ${organizationId} and id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toStoredGroup(rows[0]);
}

/** The groups with these ids, without their members, in no particular order. */
export async function findGroupsByIds(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<StoredGroup[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<GroupRow>`
    select organization_id, id, display_name, external_id, resource, version, created_at, modified_at
    from groups where organization_id = ${organizationId} and id = any(${ids}::uuid[])`.execute(db);
  return rows.map(toStoredGroup);
}

/** Those of these ids that are groups. */
export async function findGroupIds(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<string[]> {
  const known = ids.filter(isResourceId);
  if (known.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from groups where organization_id = ${organizationId} and id = any(${known}::uuid[])`.execute(db);
  return rows.map(({ id }) => id);
}
