import { sql, type Kysely } from 'kysely';
import { enterpriseUserSchema } from '@lockstep/scim';
import type { Tables } from '../../storage/tables/index.ts';
import { textFieldOf } from '../users/profile-fields.ts';
import { emailOf } from '../users/profile.ts';
import { findUsersByNames } from '../users/find-users.ts';
import { toStoredUser, userColumns, type StoredUser } from '../users/stored-user.ts';

/** What says that a row of a file and a user are the same person. */
export type MatchBy = 'login-name' | 'email' | 'employee-number';

/** The column that holds it. */
export const matchColumns = {
  'login-name': 'loginName',
  email: 'email',
  'employee-number': 'employeeNumber',
} as const satisfies Readonly<Record<MatchBy, string>>;

/** Compared without regard to case. */
export function matchKey(value: string): string {
  return value.toLowerCase();
}

const valueOf: Readonly<Record<MatchBy, (user: StoredUser) => string>> = {
  'login-name': ({ userName }) => userName,
  // the one that the console shows: another address of somebody is no reason to change the person
  email: ({ resource }) => emailOf(resource),
  'employee-number': ({ resource }) => textFieldOf(resource, 'employeeNumber'),
};

/** The users whom the values are of, by {@link matchKey}; several where they are not unique. */
export async function matchUsers(
  db: Kysely<Tables>,
  organizationId: string,
  by: MatchBy,
  values: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredUser[]>> {
  const keys = new Set(values.map(matchKey));
  const users = await candidates(db, organizationId, by, [...keys]);
  const matching = users.filter((user) => keys.has(matchKey(valueOf[by](user))));
  return Map.groupBy(matching, (user) => matchKey(valueOf[by](user)));
}

async function candidates(
  db: Kysely<Tables>,
  organizationId: string,
  by: MatchBy,
  keys: readonly string[],
): Promise<StoredUser[]> {
  if (by === 'login-name') return findUsersByNames(db, organizationId, keys);
  // both are folded; of addresses each is looked up in the index of its own
  const condition =
    by === 'email'
      ? sql<boolean>`id in (
          select u.id from unnest(${keys}::text[]) as wanted (address)
          join users u on u.organization_id = ${organizationId}
            and u.email_keys @> jsonb_build_array(wanted.address)
        )`
      : sql<boolean>`case
          when search is null then lower(resource -> ${enterpriseUserSchema.id}::text ->> 'employeeNumber' collate "C")
          else search -> ${enterpriseUserSchema.id.toLowerCase()}::text ->> 'employeenumber'
        end = any(${keys}::text[])`;
  const rows = await db
    .selectFrom('users')
    .select(userColumns)
    .where('organization_id', '=', organizationId)
    .where(condition)
    .execute();
  return rows.map(toStoredUser);
}
