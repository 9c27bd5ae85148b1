import {
  readUserProfile,
  referenceOf,
  type AppProfile,
  type SourceAccount,
  type SourceManager,
  type SourceUser,
} from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** What the expressions of an application read of others than the user. */
export interface RelatedReads {
  readonly manager: boolean;
  /** The slugs of applications. */
  readonly applications: readonly string[];
}

/**
 * The users with what expressions read of their managers and of other applications: a few statements for all of them,
 * and none where nothing of the kind is read. Users of one organization, in their order.
 */
export async function withRelated(
  db: Kysely<Tables>,
  organizationId: string,
  users: readonly SourceUser[],
  { manager, applications }: RelatedReads,
): Promise<readonly SourceUser[]> {
  if (users.length === 0 || (!manager && applications.length === 0)) return users;
  const managers = manager ? await findManagers(db, organizationId, users) : new Map<string, SourceManager>();
  const named = await findNamed(db, organizationId, applications);
  const people = [...new Set([...users.map(({ id }) => id), ...managers.keys()])];
  const accounts = await findAccounts(db, organizationId, named, people);
  return users.map((user) => {
    const found = managers.get(managerIdOf(user) ?? '');
    const of = found === undefined ? {} : { manager: found };
    return { ...user, ...of, accounts: named.map((one) => accountOf(one, accounts, user.id, found?.id)) };
  });
}

function managerIdOf(user: SourceUser): string | undefined {
  const id = readUserProfile(user, 'managerId');
  return typeof id === 'string' && isUserId(id) ? id.toLowerCase() : undefined;
}

async function findManagers(
  db: Kysely<Tables>,
  organizationId: string,
  users: readonly SourceUser[],
): Promise<ReadonlyMap<string, SourceManager>> {
  const ids = [...new Set(users.map(managerIdOf).filter((id) => id !== undefined))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<SourceManager>`
    select id, user_name as "userName", resource from users
    where organization_id = ${organizationId} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

interface NamedRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly base_url: string;
}

async function findNamed(
  db: Kysely<Tables>,
  organizationId: string,
  slugs: readonly string[],
): Promise<readonly NamedRow[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<NamedRow>`
    select id, slug, name, base_url from applications
    where organization_id = ${organizationId} and slug = any(${slugs}::text[])
    order by slug`.execute(db);
  return rows;
}

/** What was last applied, by application and user; empty where an account is there and that is not known. */
async function findAccounts(
  db: Kysely<Tables>,
  organizationId: string,
  applications: readonly NamedRow[],
  people: readonly string[],
): Promise<ReadonlyMap<string, AppProfile>> {
  if (applications.length === 0) return new Map();
  const { rows } = await sql<{ application_id: string; user_id: string; applied_profile: JsonObject | null }>`
    select application_id, user_id, applied_profile from app_users
    where organization_id = ${organizationId} and application_id = any(${applications.map(({ id }) => id)}::uuid[])
      and user_id = any(${people}::uuid[]) and remote_id is not null`.execute(db);
  return new Map(
    rows.map((row) => [`${row.application_id}/${row.user_id}`, (row.applied_profile ?? {}) as AppProfile]),
  );
}

function accountOf(
  { id, slug, name, base_url: baseUrl }: NamedRow,
  accounts: ReadonlyMap<string, AppProfile>,
  user: string,
  manager: string | undefined,
): SourceAccount {
  const applied = accounts.get(`${id}/${user}`);
  const managerApplied = manager === undefined ? undefined : accounts.get(`${id}/${manager}`);
  return {
    reference: referenceOf(slug),
    name,
    baseUrl,
    ...(applied === undefined ? {} : { applied }),
    ...(managerApplied === undefined ? {} : { managerApplied }),
  };
}
