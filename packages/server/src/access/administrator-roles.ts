import type { Kysely, Transaction } from 'kysely';
import type { Actor, AttributeChange, ChangeEntry } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { AdministratingRole } from './scopes.ts';

/** An administrator's role in an organization; `id` is the role's, `administratorId` the person's. */
export interface AdministratorRole {
  readonly id: string;
  readonly administratorId: string;
  readonly name: string;
  readonly email: string;
  readonly role: AdministratingRole;
  readonly user?: {
    readonly id: string;
    readonly loginName: string;
    readonly displayName: string;
    readonly active: boolean;
  };
}

function select(db: Kysely<Tables>, organizationId: string) {
  return (
    db
      .selectFrom('administrator_roles as held')
      .innerJoin('administrators', 'administrators.id', 'held.administrator_id')
      .leftJoin('users', (join) =>
        join.onRef('users.organization_id', '=', 'held.organization_id').onRef('users.id', '=', 'held.user_id'),
      )
      .select(['held.id', 'held.administrator_id', 'held.role', 'held.user_id', 'administrators.name'])
      .select(['administrators.email', 'users.user_name', 'users.display_name', 'users.active'])
      .where('held.organization_id', '=', organizationId)
      // those who have their own page alone administer nothing
      .where('held.role', '<>', 'user')
      .$narrowType<{ role: AdministratingRole }>()
  );
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function toRole(row: Row): AdministratorRole {
  const { id, administrator_id, name, email, role, user_id, user_name, display_name, active } = row;
  const linked = user_id !== null && user_name !== null && display_name !== null && active !== null;
  return {
    id,
    administratorId: administrator_id,
    name,
    email,
    role,
    ...(linked ? { user: { id: user_id, loginName: user_name, displayName: display_name, active } } : {}),
  };
}

/** By e-mail address, after `after`. */
export async function listAdministratorRoles(
  db: Kysely<Tables>,
  organizationId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<AdministratorRole[]> {
  let query = select(db, organizationId);
  if (after !== undefined) query = query.where('administrators.email', '>', after);
  return (await query.orderBy('administrators.email').limit(limit).execute()).map(toRole);
}

async function findRole(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<AdministratorRole | undefined> {
  const row = await select(db, organizationId)
    .where((expression) => expression.cast<string>('held.id', 'text'), '=', id)
    .forUpdate('held')
    .executeTakeFirst();
  return row === undefined ? undefined : toRole(row);
}

function entryOf(
  organizationId: string,
  actor: Actor,
  change: { id: string; operation: ChangeEntry['operation']; attributes: AttributeChange[] },
): ChangeEntry {
  const { id, operation, attributes } = change;
  return { organizationId, actor, resourceType: 'Administrator', resourceId: id, operation, attributes };
}

export interface RoleChange {
  readonly role?: AdministratingRole;
  /** `null` takes the link away. */
  readonly userId?: string | null;
}

async function change(
  transaction: Transaction<Tables>,
  organizationId: string,
  held: AdministratorRole,
  { role, userId }: RoleChange,
): Promise<AttributeChange[]> {
  const before = held.user?.id ?? null;
  const attributes: AttributeChange[] = [];
  if (role !== undefined && role !== held.role) attributes.push({ path: 'role', before: held.role, after: role });
  if (userId !== undefined && userId !== before) attributes.push({ path: 'user', before, after: userId });
  if (attributes.length === 0) return attributes;
  await transaction
    .updateTable('administrator_roles')
    .set({ role: role ?? held.role, user_id: userId === undefined ? before : userId })
    .where('organization_id', '=', organizationId)
    .where('id', '=', held.id)
    .execute();
  return attributes;
}

/** Undefined when the organization has no such role. The database refuses to take the last administrator away. */
export async function updateAdministratorRole(
  database: Database,
  organizationId: string,
  { id, ...wanted }: RoleChange & { readonly id: string },
  actor: Actor,
): Promise<AdministratorRole | undefined> {
  return database.db.transaction().execute(async (transaction) => {
    const held = await findRole(transaction, organizationId, id);
    if (held === undefined) return undefined;
    const attributes = await change(transaction, organizationId, held, wanted);
    if (attributes.length === 0) return held;
    await recordChanges(transaction, [
      entryOf(organizationId, actor, { id: held.id, operation: 'update', attributes }),
    ]);
    return findRole(transaction, organizationId, held.id);
  });
}

/** False when the organization has no such role. Sessions and keys end in the same transaction, by a trigger. */
export async function removeAdministratorRole(
  database: Database,
  organizationId: string,
  id: string,
  actor: Actor,
): Promise<boolean> {
  return database.db.transaction().execute(async (transaction) => {
    const held = await findRole(transaction, organizationId, id);
    if (held === undefined) return false;
    const attributes = [
      { path: 'email', before: held.email },
      { path: 'role', before: held.role },
    ];
    await recordChanges(transaction, [
      entryOf(organizationId, actor, { id: held.id, operation: 'delete', attributes }),
    ]);
    await transaction
      .deleteFrom('administrator_roles')
      .where('organization_id', '=', organizationId)
      .where('id', '=', held.id)
      .execute();
    return true;
  });
}
