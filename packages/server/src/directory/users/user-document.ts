import { sql } from 'kysely';
import { likePattern } from '../../storage/filter-to-sql/compare.ts';
import type { Condition, Sql } from '../../storage/filter-to-sql/search-table.ts';

/**
 * The search document of a row of `users` (see `toSearchDocument`), which `name` stands for; its names are in lower case.
 * It is kept where its making takes more than the letters A to Z in lower case, else made of the attributes when a query
 * asks for what has no index (see `isFoldedByLetters`).
 */
export function userDocument(name: 'users' | 'member'): Sql {
  const row = sql.table(name);
  return sql`coalesce(${row}.search, lower(${row}.resource::text collate "C")::jsonb)`;
}

/** Whether a document that would have to be made may have the part in a text value. */
export function userMentions(part: string): Condition {
  return sql`(users.search is not null or lower(users.resource::text collate "C") like ${`%${likePattern(part)}%`})`;
}
