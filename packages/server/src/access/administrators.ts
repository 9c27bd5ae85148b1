import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { Role } from './scopes.ts';
import type { SessionLibrary } from './sessions.ts';

export interface Administrator {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export async function countAdministrators(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('administrators')
    .select((expression) => expression.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Makes an administrator who signs in with a password. The e-mail address is compared in lower case. */
export async function createAdministrator(
  library: SessionLibrary,
  { name, email, password }: { readonly name: string; readonly email: string; readonly password: string },
): Promise<Administrator> {
  const context = await library.$context;
  const user = await context.internalAdapter.createUser(
    { name, email: email.toLowerCase(), emailVerified: true },
    { method: 'admin' },
  );
  await context.internalAdapter.linkAccount({
    userId: user.id,
    accountId: user.id,
    providerId: 'credential',
    password: await context.password.hash(password),
  });
  return { id: user.id, name, email: user.email };
}

export async function grantRole(
  db: Kysely<Tables>,
  { administratorId, organizationId, role }: { administratorId: string; organizationId: string; role: Role },
): Promise<void> {
  await db
    .insertInto('administrator_roles')
    .values({ administrator_id: administratorId, organization_id: organizationId, role })
    .onConflict((conflict) => conflict.columns(['organization_id', 'administrator_id']).doUpdateSet({ role }))
    .execute();
}

/** Lets an administrator enter every organization. */
export async function grantEverywhere(db: Kysely<Tables>, administratorId: string): Promise<void> {
  await db.updateTable('administrators').set({ everywhere: true }).where('id', '=', administratorId).execute();
}

/** Where an administrator may do what: roles by organization id, or everything everywhere. */
export type Roles = ReadonlyMap<string, Role> | 'everywhere';

export async function rolesOf(db: Kysely<Tables>, administratorId: string): Promise<Roles> {
  const administrator = await db
    .selectFrom('administrators')
    .select('everywhere')
    .where('id', '=', administratorId)
    .executeTakeFirst();
  if (administrator?.everywhere === true) return 'everywhere';
  const rows = await db
    .selectFrom('administrator_roles')
    .leftJoin('users', (join) =>
      join
        .onRef('users.organization_id', '=', 'administrator_roles.organization_id')
        .onRef('users.id', '=', 'administrator_roles.user_id'),
    )
    .select(['administrator_roles.organization_id', 'role'])
    .where('administrator_id', '=', administratorId)
    // the role of somebody who is deactivated rests
    .where((expression) => expression.or([expression('user_id', 'is', null), expression('users.active', '=', true)]))
    .execute();
  return new Map(rows.map((row) => [row.organization_id, row.role]));
}

export async function findAdministratorByEmail(db: Kysely<Tables>, email: string): Promise<Administrator | undefined> {
  return db
    .selectFrom('administrators')
    .select(['id', 'name', 'email'])
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
}
