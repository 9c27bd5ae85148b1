import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** The departments and groups that a user is to be in, by name. */
export interface Memberships {
  readonly userId: string;
  readonly departments: readonly string[];
  readonly groups: readonly string[];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The departments of these names; those missing are made. */
async function ensureDepartments(
  db: Kysely<Tables>,
  organizationId: string,
  names: readonly string[],
): Promise<Named[]> {
  if (names.length === 0) return [];
  await sql`
    insert into departments (organization_id, id, name)
    select ${organizationId}, * from unnest(${names.map(() => uuid())}::uuid[], ${names}::text[])
    on conflict do nothing`.execute(db);
  const { rows } = await sql<Named>`
    select id, name from departments where organization_id = ${organizationId} and name = any(${names}::text[])`.execute(
    db,
  );
  return rows;
}

/** The groups of these names, compared without regard to case; those missing are made. */
async function ensureGroups(db: Kysely<Tables>, organizationId: string, names: readonly string[]): Promise<Named[]> {
  if (names.length === 0) return [];
  await sql`
    insert into groups (organization_id, id, display_name, display_name_key, resource)
    select ${organizationId}, id, name, lower(name), jsonb_build_object('displayName', name)
    from unnest(${names.map(() => uuid())}::uuid[], ${names}::text[]) as new (id, name)
    on conflict do nothing`.execute(db);
  const { rows } = await sql<Named>`
    select id, display_name_key as name from groups
    where organization_id = ${organizationId} and display_name_key in (select lower(name) from unnest(${names}::text[]) as wanted (name))`.execute(
    db,
  );
  return rows;
}

type JoinTable = {
  readonly table: 'user_departments' | 'group_members';
  readonly column: 'department_id' | 'group_id';
};

/** Makes the rows of one user's join table equal to `ids`; returns whether anything moved. */
async function setRows(
  db: Kysely<Tables>,
  { table, column }: JoinTable,
  { organizationId, userId, ids }: { organizationId: string; userId: string; ids: readonly string[] },
): Promise<boolean> {
  const removed = await sql`
    delete from ${sql.table(table)}
    where organization_id = ${organizationId} and user_id = ${userId} and not (${sql.ref(column)} = any(${ids}::uuid[]))`.execute(
    db,
  );
  const added = await sql`
    insert into ${sql.table(table)} (organization_id, user_id, ${sql.ref(column)})
    select ${organizationId}, ${userId}, id from unnest(${ids}::uuid[]) as wanted (id)
    on conflict do nothing`.execute(db);
  return (removed.numAffectedRows ?? 0n) + (added.numAffectedRows ?? 0n) > 0n;
}

const namesOf = (list: readonly Memberships[], pick: (one: Memberships) => readonly string[]): string[] => [
  ...new Set(list.flatMap(pick)),
];

function idsFor(names: readonly string[], known: readonly Named[], fold: (name: string) => string): string[] {
  const wanted = new Set(names.map(fold));
  return known.filter(({ name }) => wanted.has(name)).map(({ id }) => id);
}

/**
 * Puts each user into exactly the departments and groups named, making those that do not exist. One transaction;
 * a Change for each user that moved. Returns the ids of those users.
 */
export async function setMemberships(
  database: Database,
  { organizationId, actor }: { readonly organizationId: string; readonly actor: Actor },
  list: readonly Memberships[],
): Promise<Set<string>> {
  return database.db.transaction().execute(async (transaction) => {
    const departments = await ensureDepartments(
      transaction,
      organizationId,
      namesOf(list, (one) => one.departments),
    );
    const groups = await ensureGroups(
      transaction,
      organizationId,
      namesOf(list, (one) => one.groups),
    );
    const entries: ChangeEntry[] = [];
    for (const one of list) {
      const { userId } = one;
      const departmentIds = idsFor(one.departments, departments, (name) => name);
      const groupIds = idsFor(one.groups, groups, (name) => name.toLowerCase());
      const movedDepartments = await setRows(
        transaction,
        { table: 'user_departments', column: 'department_id' },
        { organizationId, userId, ids: departmentIds },
      );
      const movedGroups = await setRows(
        transaction,
        { table: 'group_members', column: 'group_id' },
        { organizationId, userId, ids: groupIds },
      );
      const attributes = [
        ...(movedDepartments ? [{ path: 'departments', after: one.departments }] : []),
        ...(movedGroups ? [{ path: 'groups', after: one.groups }] : []),
      ];
      if (attributes.length === 0) continue;
      entries.push({
        organizationId,
        actor,
        resourceType: 'User',
        resourceId: userId,
        operation: 'update',
        attributes,
      });
    }
    await recordChanges(transaction, entries);
    return new Set(entries.map(({ resourceId }) => resourceId));
  });
}
