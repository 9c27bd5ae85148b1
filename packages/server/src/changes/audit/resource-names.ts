import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Change } from '../change.ts';
import { changeColumns, toChange, type ChangeRow } from '../read-changes.ts';

/** Attributes that name a resource, in the changes of a deletion and a creation. */
const naming = ['userName', 'displayName', 'notes', 'name', 'prefix', 'email'];

function nameInChange({ attributes }: Change): string | undefined {
  for (const name of naming) {
    const attribute = attributes.find(({ path }) => path === name);
    const value = attribute?.after ?? attribute?.before;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** What their deletion calls those that are gone; their creation where something else took them along. */
async function readNamesOfGone(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ChangeRow>`
    select last.* from unnest(${ids}::uuid[]) as gone (id) cross join lateral (
      select ${changeColumns} from changes
      where organization_id = ${organizationId} and resource_id = gone.id and operation <> 'update'
      order by changes.seq desc limit 1
    ) as last`.execute(db);
  return new Map(
    rows.map(toChange).flatMap((change) => {
      const name = nameInChange(change);
      return name === undefined ? [] : [[change.resourceId, name]];
    }),
  );
}

/** What the resources of changes are called now, by id, or were called when they went. */
export async function readResourceNames(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, string>> {
  if (changes.length === 0) return new Map();
  const ids = [...new Set(changes.map(({ resourceId }) => resourceId))];
  const own = sql`organization_id = ${organizationId} and id = any(${ids}::uuid[])`;
  const { rows } = await sql<{ id: string; name: string }>`
    select id, user_name as name from users where ${own}
    union all select id, display_name from groups where ${own}
    union all select id, resource ->> 'displayName' from custom_resources
      where ${own} and jsonb_typeof(resource -> 'displayName') = 'string'
    union all select id, name from departments where ${own}
    union all select id, name from job_titles where ${own}
    union all select id, name from connections where ${own}
    union all select id, name from organizations where id = ${organizationId}
    union all select id, coalesce(nullif(notes, ''), prefix) from api_tokens where ${own}
    union all select id, coalesce(nullif(notes, ''), prefix) from api_keys where ${own}
    union all select id, email from administrator_invitations where ${own}
    union all select id, name from group_rules where ${own}
    union all select held.id, administrators.email
      from administrator_roles as held join administrators on administrators.id = held.administrator_id
      where held.organization_id = ${organizationId} and held.id = any(${ids}::uuid[])
    union all select id, name from applications where ${own}`.execute(db);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const gone = await readNamesOfGone(
    db,
    organizationId,
    ids.filter((id) => !names.has(id)),
  );
  return new Map([...gone, ...names]);
}
