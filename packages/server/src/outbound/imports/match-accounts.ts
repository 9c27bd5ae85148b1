import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { AccountTraits } from './account-traits.ts';

/** What makes an account somebody's: an exact rule alone, a partial rule as a guess for a person to confirm. */
export interface MatchRules {
  readonly exact: readonly ('login-name' | 'email')[];
  readonly partial: readonly ('name' | 'login-name-prefix')[];
}

export interface MatchedAccount extends AccountTraits {
  readonly match: 'new' | 'exact' | 'partial' | 'conflict';
  /** Users whom it may belong to, at most {@link mostCandidates}. */
  readonly candidates: readonly string[];
}

const mostCandidates = 10;

interface Hit {
  remote_id: string;
  user_id: string;
  exact: boolean;
}

/**
 * Matches the accounts of a page with users of the directory: one user by an exact rule is an exact match, some by
 * partial rules are a partial one, several by exact rules are a conflict, nobody means a new account. Comparisons are
 * without regard to case.
 */
export async function matchAccounts(
  db: Kysely<Tables>,
  organizationId: string,
  rules: MatchRules,
  accounts: readonly AccountTraits[],
): Promise<MatchedAccount[]> {
  const keys = accounts.map((account) => ({
    remote_id: account.remoteId,
    login: account.userName.toLowerCase(),
    prefix: account.userName.toLowerCase().replace(/@.*$/s, ''),
    email: account.email.toLowerCase(),
    name: account.displayName.toLowerCase(),
  }));
  const has = (rule: string): boolean => [...rules.exact, ...rules.partial].some((one) => one === rule);
  const { rows } = await sql<Hit>`
    with a as (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
        as k(remote_id text, login text, prefix text, email text, name text)
    )
    select a.remote_id, u.id as user_id, true as exact from a
    join users u on u.organization_id = ${organizationId} and u.user_name_key = a.login
    where ${has('login-name')}
    union all
    select a.remote_id, u.id, true from a
    join users u on u.organization_id = ${organizationId}
      and u.email_keys @> jsonb_build_array(a.email)
    where ${has('email')} and a.email <> ''
    union all
    select a.remote_id, u.id, false from a
    join users u on u.organization_id = ${organizationId}
      and left(u.display_key, 300) = left(a.name, 300)
    where ${has('name')} and a.name <> ''
    union all
    select a.remote_id, u.id, false from a
    join users u on u.organization_id = ${organizationId} and u.user_name_key = a.prefix
    where ${has('login-name-prefix')} and a.prefix not in ('', a.login)`.execute(db);
  const hits = Map.groupBy(rows, (row) => row.remote_id);
  return accounts.map((account) => ({ ...account, ...judge(hits.get(account.remoteId) ?? []) }));
}

function judge(hits: readonly Hit[]): Pick<MatchedAccount, 'match' | 'candidates'> {
  const users = (some: readonly Hit[]): string[] =>
    [...new Set(some.map((hit) => hit.user_id))].slice(0, mostCandidates);
  const exact = users(hits.filter((hit) => hit.exact));
  if (exact.length > 0) return { match: exact.length === 1 ? 'exact' : 'conflict', candidates: exact };
  const partial = users(hits);
  return { match: partial.length === 0 ? 'new' : 'partial', candidates: partial };
}
