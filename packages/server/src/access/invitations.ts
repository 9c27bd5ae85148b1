import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import { bearerDigest, newBearerSecret } from '../storage/bearer-secret.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { Role } from './scopes.ts';

const mark = 'lockstep_invitation_';
const validMilliseconds = 7 * 24 * 60 * 60 * 1000;

/** An offer of a role, or of an own page, to whoever has an e-mail address; the secret in its link is shown once. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

interface Row {
  id: string;
  email: string;
  role: Role;
  created_at: Date;
  created_by: string;
  expires_at: Date;
}
const columns = ['id', 'email', 'role', 'created_at', 'created_by', 'expires_at'] as const;

function toInvitation({ created_at, created_by, expires_at, ...row }: Row): Invitation {
  return { ...row, createdAt: created_at, createdBy: created_by, expiresAt: expires_at };
}

/** Newest first, after the id `after`, those that have not expired. */
export async function listInvitations(
  db: Kysely<Tables>,
  organizationId: string,
  { after, limit, now }: { readonly after: string | undefined; readonly limit: number; readonly now: Date },
): Promise<Invitation[]> {
  let query = db
    .selectFrom('administrator_invitations')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('expires_at', '>', now);
  if (after !== undefined) query = query.where((expression) => expression.cast<string>('id', 'text'), '<', after);
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toInvitation);
}

interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  readonly userId?: string;
  readonly now: Date;
}

/** Invites; what was offered to the address before is withdrawn. Expired invitations of the organization go as well. */
export async function createInvitation(
  database: Database,
  organizationId: string,
  { email, role, userId, now }: NewInvitation,
  actor: Actor,
): Promise<{ readonly secret: string; readonly invitation: Invitation }> {
  const { secret, digest } = newBearerSecret(mark);
  const invitation = await database.db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('administrator_invitations')
      .where('organization_id', '=', organizationId)
      .where((expression) => expression.or([expression('email', '=', email), expression('expires_at', '<=', now)]))
      .execute();
    const row = await transaction
      .insertInto('administrator_invitations')
      .values({
        organization_id: organizationId,
        id: uuid(),
        digest,
        email,
        role,
        user_id: userId ?? null,
        created_by: actor.name,
        expires_at: new Date(now.getTime() + validMilliseconds),
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    const attributes = [
      { path: 'email', after: email },
      { path: 'role', after: role },
    ];
    await recordChanges(transaction, [
      { organizationId, actor, resourceType: 'Invitation', resourceId: row.id, operation: 'create', attributes },
    ]);
    return toInvitation(row);
  });
  return { secret, invitation };
}

/** False when the organization has no such invitation. */
export async function withdrawInvitation(
  database: Database,
  organizationId: string,
  id: string,
  actor: Actor,
): Promise<boolean> {
  return database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .deleteFrom('administrator_invitations')
      .where('organization_id', '=', organizationId)
      .where((expression) => expression.cast<string>('id', 'text'), '=', id)
      .returning(['id', 'email', 'role'])
      .executeTakeFirst();
    if (row === undefined) return false;
    const attributes = [
      { path: 'email', before: row.email },
      { path: 'role', before: row.role },
    ];
    await recordChanges(transaction, [
      { organizationId, actor, resourceType: 'Invitation', resourceId: row.id, operation: 'delete', attributes },
    ]);
    return true;
  });
}

/** What a link offers; undefined for one that was used or withdrawn, or has expired. */
export async function findInvitation(
  db: Kysely<Tables>,
  secret: string,
  now: Date,
): Promise<(Invitation & { readonly organizationId: string; readonly organizationName: string }) | undefined> {
  const row = await db
    .selectFrom('administrator_invitations')
    .innerJoin('organizations', 'organizations.id', 'administrator_invitations.organization_id')
    .select(['administrator_invitations.id', 'email', 'role', 'administrator_invitations.created_at'])
    .select(['created_by', 'expires_at', 'organization_id', 'organizations.name'])
    .where('digest', '=', bearerDigest(secret))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...toInvitation(row), organizationId: row.organization_id, organizationName: row.name };
}

/** Uses an invitation up and gives what it promised, once even when two come with it. */
async function takeIn(transaction: Transaction<Tables>, secret: string, administratorId: string): Promise<string> {
  const offer = await transaction
    .deleteFrom('administrator_invitations')
    .where('digest', '=', bearerDigest(secret))
    .returning(['organization_id', 'role', 'user_id'])
    .executeTakeFirst();
  if (offer === undefined) return 'gone';
  const role = await transaction
    .insertInto('administrator_roles')
    .values({
      organization_id: offer.organization_id,
      administrator_id: administratorId,
      role: offer.role,
      user_id: offer.user_id,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'administrator_id'])
        .doUpdateSet({ role: offer.role, user_id: offer.user_id ?? sql`administrator_roles.user_id` })
        // nobody loses what they may do by an own page
        .where((expression) =>
          expression.or([expression.val(offer.role !== 'user'), expression('administrator_roles.role', '=', 'user')]),
        ),
    )
    .returning('id')
    .executeTakeFirst();
  if (role === undefined) return 'accepted';
  const { name } = await transaction
    .selectFrom('administrators')
    .select('name')
    .where('id', '=', administratorId)
    .executeTakeFirstOrThrow();
  await recordChanges(transaction, [
    {
      organizationId: offer.organization_id,
      actor: { kind: 'administrator', id: administratorId, name },
      resourceType: 'Administrator',
      resourceId: role.id,
      operation: 'create',
      attributes: [{ path: 'role', after: offer.role }],
    },
  ]);
  return 'accepted';
}

/** Gives an administrator the role that a link offers. False when somebody was faster. */
export async function acceptInvitation(database: Database, secret: string, administratorId: string): Promise<boolean> {
  const outcome = await database.db
    .transaction()
    .execute((transaction) => takeIn(transaction, secret, administratorId));
  return outcome === 'accepted';
}

/** Whether somebody enters the organization already: with this e-mail address, or as this user. */
export async function entersAlready(
  db: Kysely<Tables>,
  organizationId: string,
  { email, userId }: { readonly email: string; readonly userId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('administrator_roles')
    .innerJoin('administrators', 'administrators.id', 'administrator_roles.administrator_id')
    .select('administrator_roles.id')
    .where('organization_id', '=', organizationId)
    .where((expression) => expression.or([expression('email', '=', email), expression('user_id', '=', userId)]))
    .executeTakeFirst();
  return row !== undefined;
}
