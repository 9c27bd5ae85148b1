import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findApplicationId, findApplicationRow } from '../applications/application-rows.ts';
import type { NotOffered } from '../applications/template-limits.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { templateOf } from '../mappings/application-template.ts';
import { markUsers } from '../app-users/mark.ts';
import type { OutboundContext } from '../options.ts';
import type { MatchRules } from './match-accounts.ts';

export type StartImportOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'running' }
  | { readonly kind: 'credentials_missing' }
  /** The template says that the application cannot. */
  | Pick<NotOffered, 'kind' | 'name'>
  | { readonly kind: 'unknown' };

/** Begins to read the users of an application. Only reads are sent, whatever the switches say. */
export async function startImport(
  context: OutboundContext,
  place: ApplicationPlace,
  rules: MatchRules,
  wake: () => void,
): Promise<StartImportOutcome> {
  const { db } = context.database;
  const row = await findApplicationRow(db, place);
  if (row === undefined) return { kind: 'unknown' };
  const template = templateOf(context, row);
  if (template.lacks.includes('import-users')) return { kind: 'not_offered', name: template.name };
  if (row.api_token_sealed === null) return { kind: 'credentials_missing' };
  const started = await sql`
    insert into app_imports as i (organization_id, application_id, id, state, rules)
    values (${place.organizationId}, ${row.id}, ${uuidv7()}, 'running', ${JSON.stringify(rules)}::jsonb)
    on conflict (organization_id, application_id) do update
    set id = excluded.id, state = 'running', rules = excluded.rules, position = null, accounts = 0, total = null,
      error_message = null, attempts = 0, started_at = now(), finished_at = null, lease_until = null
    where i.state <> 'running'
    returning i.id`.execute(db);
  if (started.rows.length === 0) return { kind: 'running' };
  wake();
  return { kind: 'started' };
}

/** Whose an account is. */
export interface AccountLink {
  readonly account: string;
  readonly userId: string;
}

type LinkRefusal = 'account_unknown' | 'user_unknown' | 'account_linked' | 'user_linked';

export interface LinkedAccounts {
  readonly linked: number;
  readonly refused: readonly { readonly account: string; readonly reason: LinkRefusal }[];
}

/**
 * Confirms matches: each user is assigned, with the account as the user's own. No creation is sent: the engine reads the
 * account and sends what differs, under the switches as always. Undefined where there is no such application.
 */
export async function linkAccounts(
  context: OutboundContext,
  place: ApplicationPlace,
  links: readonly AccountLink[],
  actor: Actor,
): Promise<LinkedAccounts | undefined> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return undefined;
  const refused: { account: string; reason: LinkRefusal }[] = [];
  for (const link of links) {
    const reason = await context.database.db
      .transaction()
      .execute((transaction) => linkOne(transaction, { organizationId, applicationId, actor }, link));
    if (reason !== undefined) refused.push({ account: link.account, reason });
  }
  context.touch(organizationId, applicationId);
  context.wake();
  return { linked: links.length - refused.length, refused };
}

interface Linking {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly actor: Actor;
}

async function linkOne(
  transaction: Transaction<Tables>,
  { organizationId, applicationId, actor }: Linking,
  { account, userId }: AccountLink,
): Promise<LinkRefusal | undefined> {
  // two links of one account go one after the other
  const imported = await transaction
    .selectFrom('imported_accounts')
    .select('active')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('remote_id', '=', account)
    .forUpdate()
    .executeTakeFirst();
  if (imported === undefined) return 'account_unknown';
  const user = isUserId(userId)
    ? await transaction
        .selectFrom('users')
        .select(['user_name', 'display_name', 'active'])
        .where('organization_id', '=', organizationId)
        .where('id', '=', userId)
        .forShare()
        .executeTakeFirst()
    : undefined;
  if (user === undefined) return 'user_unknown';
  const owner = await transaction
    .selectFrom('app_users')
    .select('user_id')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('remote_id', '=', account)
    .executeTakeFirst();
  if (owner !== undefined) return 'account_linked';
  await sql`
    insert into assignments (organization_id, application_id, user_id)
    select ${organizationId}, ${applicationId}, ${userId}
    -- who is assigned by a group stays so
    where not exists (
      select from app_users
      where organization_id = ${organizationId} and application_id = ${applicationId} and user_id = ${userId} and assigned
    )
    on conflict do nothing`.execute(transaction);
  const status = imported.active ? 'PROVISIONED' : 'DEPROVISIONED';
  const written = await sql`
    insert into app_users as p
      (organization_id, application_id, user_id, login_name, display_name, assigned, wanted, status, remote_id)
    values (${organizationId}, ${applicationId}, ${userId}, ${user.user_name}, ${user.display_name}, true,
      ${user.active}, ${status}, ${account})
    on conflict (organization_id, application_id, user_id) do update
    set remote_id = excluded.remote_id, remote_version = null, applied_profile = null, intended_profile = null,
      status = excluded.status,
      -- who is still working on it without the account has nothing to record any more
      lease_owner = null, lease_until = null
    where p.remote_id is null
    returning p.user_id`.execute(transaction);
  if (written.rows.length === 0) return 'user_linked';
  await markUsers(transaction, organizationId, [userId], applicationId);
  const attributes = [{ path: `account of ${userId}`, after: account }];
  await recordChanges(transaction, [
    { organizationId, actor, resourceType: 'Assignment', resourceId: applicationId, operation: 'create', attributes },
  ]);
  return undefined;
}

/** The links that the exact matches of an import stand for, at most `most` of them. */
export async function exactLinks(
  context: OutboundContext,
  place: ApplicationPlace,
  most: number,
): Promise<readonly AccountLink[] | undefined> {
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return undefined;
  const { rows } = await sql<{ remote_id: string; user_id: string }>`
    select i.remote_id, i.candidates[1] as user_id from imported_accounts i
    where i.organization_id = ${place.organizationId} and i.application_id = ${applicationId}
      and i.match = 'exact' and not i.ignored
      and not exists (
        select from app_users p
        where p.organization_id = i.organization_id and p.application_id = i.application_id
          and (p.remote_id = i.remote_id or (p.user_id = i.candidates[1] and p.remote_id is not null))
      )
    order by i.user_name, i.remote_id limit ${most}`.execute(context.database.db);
  return rows.map(({ remote_id: account, user_id: userId }) => ({ account, userId }));
}

/** Passes accounts over, in later imports, too, or takes that back. Returns how many; undefined: no such application. */
export async function ignoreAccounts(
  context: OutboundContext,
  place: ApplicationPlace,
  accounts: readonly string[],
  ignored: boolean,
): Promise<number | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const { numUpdatedRows } = await db
    .updateTable('imported_accounts')
    .set({ ignored })
    .where('organization_id', '=', place.organizationId)
    .where('application_id', '=', applicationId)
    .where('remote_id', 'in', [...accounts, ''])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** What is known of an account that a user of the directory is to be made of. */
export interface NewPerson {
  readonly userName: string;
  readonly displayName: string;
  readonly surname: string;
  readonly givenName: string;
  readonly email: string;
}

/** Undefined where the last import has no such account, or it is linked already. */
export async function findNewPerson(
  context: OutboundContext,
  place: ApplicationPlace,
  account: string,
): Promise<NewPerson | undefined> {
  const { rows } = await sql<NewPerson>`
    select i.user_name as "userName", i.display_name as "displayName", i.surname, i.given_name as "givenName", i.email
    from imported_accounts i
    join applications a on a.organization_id = i.organization_id and a.id = i.application_id
    where i.organization_id = ${place.organizationId} and a.slug = ${place.slug} and i.remote_id = ${account}
      and not exists (
        select from app_users p
        where p.organization_id = i.organization_id and p.application_id = i.application_id
          and p.remote_id = i.remote_id
      )`.execute(context.database.db);
  return rows[0];
}
