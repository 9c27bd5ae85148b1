import type { CheckedFilter, ResourceAttribute, SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import { filterToSql } from '../../storage/filter-to-sql/filter-to-sql.ts';
import type { Condition, SearchTable, Sql } from '../../storage/filter-to-sql/search-table.ts';
import { sortKeyOf, type SortKey } from '../../storage/filter-to-sql/sort-key.ts';

export type { SearchTable } from '../../storage/filter-to-sql/search-table.ts';

/** A table and what is wanted of it. */
export interface Source {
  readonly table: SearchTable;
  readonly filter?: CheckedFilter | undefined;
  /** What to sort by before the id; absent where the type has no such attribute. */
  readonly sortBy?: ResourceAttribute | undefined;
}

/** The rows that the filter selects. */
export function filterOf({ table, filter }: Source): Condition {
  return filter === undefined ? sql`true` : filterToSql(filter, table);
}

/** The rows that the filter selects, within the table's scope. */
export function conditionOf(source: Source): Condition {
  return sql`${source.table.scope} and ${filterOf(source)}`;
}

/** What the rows are walked along in order: a table beside that of the resources where it has the index. */
export function walked({ table, filter, sortBy }: Source): Pick<SearchTable, 'from' | 'scope' | 'id'> {
  const { narrow } = table;
  if (narrow === undefined || sortBy?.path !== narrow.path) return table;
  return filter === undefined ? narrow : { ...table, id: narrow.id };
}

export function keyOf({ table, sortBy }: Source): SortKey | undefined {
  return sortBy === undefined ? undefined : sortKeyOf(sortBy, table);
}

/**
 * `order by`: the key, then the id in the same direction, so that one direction is the other read backwards. Nulls are
 * last when ascending and first when descending (RFC 7644 §3.4.2.3), which is what PostgreSQL does.
 */
export function orderBy(columns: readonly Sql[], order: SortOrder): Sql {
  const direction = order === 'ascending' ? sql`asc` : sql`desc`;
  return sql.join(columns.map((column) => sql`${column} ${direction}`));
}

/** What the rows of one table are ordered by, coarse to fine. */
export function orderColumns(key: SortKey | undefined, id: Sql): readonly Sql[] {
  if (key === undefined) return [id];
  return key.prefix === undefined ? [key.sql, id] : [key.prefix, key.sql, id];
}
