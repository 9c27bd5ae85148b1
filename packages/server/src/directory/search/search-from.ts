import { ScimError, type SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Condition, Sql } from '../../storage/filter-to-sql/search-table.ts';
import { executeKept } from '../../storage/prepared.ts';
import type { SortKey } from '../../storage/filter-to-sql/sort-key.ts';
import type { Snapshot } from './read-snapshot.ts';
import { filterOf, keyOf, orderBy, orderColumns, walked, type Source } from './source.ts';

/**
 * Where a page ended: the last row's id and, when the query sorts, its key as text or null. A key that is too long to
 * be carried around is left out, with `long`, and read from the row again.
 */
export interface Position {
  readonly id: string;
  readonly key?: string | null;
  readonly long?: true;
}

export interface FoundFrom {
  /** The rows of the page, in order. The query goes on after any of them. */
  readonly positions: readonly Position[];
  /** Whether there are rows after the page. */
  readonly more: boolean;
}

interface Range {
  readonly order: SortOrder;
  readonly limit: number;
  /** Absent for the first page. */
  readonly after?: Position | undefined;
}

interface Row {
  readonly id: string;
  readonly key: string | null;
}

/** Rows with a key, and rows without: each is one range of an index. */
type Segment = 'keys' | 'nulls';

const longestKey = 500;

/**
 * One page after a position (RFC 9865): a deep page costs what the first one does, because the position is looked up and
 * nothing before it is read. Call it within `readSnapshot`.
 * @throws ScimError `expiredCursor` when the row that the position needs is gone
 */
export async function searchFrom(snapshot: Snapshot, source: Source, range: Range): Promise<FoundFrom> {
  const { limit, order } = range;
  const after = await completePosition(snapshot, source, range.after);
  const rows: Row[] = [];
  for (const segment of segmentsOf(keyOf(source), order, after)) {
    const missing = limit + 1 - rows.length;
    const from = rows.length === 0 && after !== undefined && segmentOf(after) === segment ? after : undefined;
    rows.push(...(await readSegment(snapshot, source, { order, segment, after: from, limit: missing })));
    if (rows.length > limit) break;
  }
  const positions = rows.slice(0, limit).map((row) => positionOf(row, source.sortBy !== undefined));
  return { positions, more: rows.length > limit };
}

function segmentOf({ key }: Position): Segment {
  return key === null ? 'nulls' : 'keys';
}

/** The segments from the position on, in order. */
function segmentsOf(key: SortKey | undefined, order: SortOrder, after: Position | undefined): readonly Segment[] {
  if (key?.optional !== true) return ['keys'];
  const all: readonly Segment[] = order === 'ascending' ? ['keys', 'nulls'] : ['nulls', 'keys'];
  return after === undefined ? all : all.slice(all.indexOf(segmentOf(after)));
}

/** The position of a row of a query that is sorted, or is not. */
export function positionOf({ id, key }: Row, isSorted: boolean): Position {
  if (!isSorted) return { id };
  return key !== null && key.length > longestKey ? { id, long: true } : { id, key };
}

/** The position with its key, where that was too long to be carried around. @throws ScimError `expiredCursor` */
export async function completePosition(
  snapshot: Snapshot,
  source: Source,
  position: Position | undefined,
): Promise<Position | undefined> {
  const key = keyOf(source);
  if (position?.long !== true || key === undefined) return position;
  const { table } = source;
  const { rows } = await sql<{ key: string | null }>`
    select (${key.sql})::text as key from ${table.from}
    where ${table.scope} and ${table.id} = ${position.id}`.execute(snapshot);
  if (rows[0] === undefined)
    throw ScimError.expiredCursor('The place of this cursor is gone. Begin with the first page.');
  return { id: position.id, key: rows[0].key };
}

async function readSegment(
  snapshot: Snapshot,
  source: Source,
  { order, segment, after, limit }: Range & { readonly segment: Segment },
): Promise<readonly Row[]> {
  const { from, scope, id } = walked(source);
  const key = segment === 'keys' ? keyOf(source) : undefined;
  const columns = orderColumns(key, id);
  const conditions = [scope, filterOf(source), segmentCondition(keyOf(source), segment)];
  if (after !== undefined) conditions.push(afterCondition(columns, order, boundary(key, after)));
  const statement = sql<Row>`
    select ${id} as id, ${key === undefined ? sql`null` : sql`(${key.sql})::text`} as key
    from ${from} where ${sql.join(conditions, sql` and `)}
    order by ${orderBy(columns, order)} limit ${sql.lit(limit)}`;
  // of filters there is no end; without one planning would take longer than reading
  return source.filter === undefined ? executeKept(snapshot, statement) : (await statement.execute(snapshot)).rows;
}

function segmentCondition(key: SortKey | undefined, segment: Segment): Condition {
  if (key === undefined) return sql`true`;
  return segment === 'nulls' ? sql`${key.sql} is null` : sql`${key.sql} is not null`;
}

function afterCondition(columns: readonly Sql[], order: SortOrder, values: readonly Sql[]): Condition {
  const sign = order === 'ascending' ? sql`>` : sql`<`;
  return sql`(${sql.join(columns)}) ${sign} (${sql.join(values)})`;
}

/** The position's values for the columns that the rows are ordered by. */
function boundary(key: SortKey | undefined, { id, key: text }: Position): readonly Sql[] {
  const last = sql`${id}::uuid`;
  if (key === undefined || text === undefined || text === null) return [last];
  const value = sql`${text}::${sql.raw(key.type)}`;
  return key.prefix === undefined
    ? [value, last]
    : [sql`left(${text}, ${sql.lit(key.prefixLength ?? 0)})`, value, last];
}
