import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Change, ChangeEntry } from '../change.ts';
import { changeColumns, toChange, type ChangeRow } from '../read-changes.ts';
import { readResourceNames } from './resource-names.ts';

/** What the audit log is searched for. */
export interface AuditQuery {
  /** Part of the actor's name or address, in any case. */
  readonly actor?: string | undefined;
  readonly actorKind?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly operation?: ChangeEntry['operation'] | undefined;
  /** Part of an attribute's path or of a value, in any case. */
  readonly search?: string | undefined;
  /** The recorded SCIM request that made the changes. */
  readonly request?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Where the page before ended. */
  readonly after?: AuditPosition | undefined;
  readonly limit: number;
}

/** A place in the log: time, and the number that tells entries of one time apart. */
interface AuditPosition {
  readonly at: string;
  readonly seq: string;
}

/** An entry with what its resource is called. */
export interface AuditEntry extends Change {
  readonly resourceName?: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Where to go on, also where nothing of this stretch fits; absent at the end. */
  readonly next?: AuditPosition;
}

/** How many entries one query looks through; a rare filter goes on with the next page. */
const mostLookedAt = 20_000;

function pattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** What an index answers. */
function range(organizationId: string, { resourceId, request, from, to, after }: AuditQuery): RawBuilder<unknown> {
  const parts = [sql`organization_id = ${organizationId}`];
  if (resourceId !== undefined) parts.push(sql`resource_id = ${resourceId}::uuid`);
  if (request !== undefined) parts.push(sql`actor ? 'request' and actor ->> 'request' = ${request}`);
  if (from !== undefined) parts.push(sql`at >= ${from}`);
  if (to !== undefined) parts.push(sql`at < ${to}`);
  if (after !== undefined) parts.push(sql`(at, seq) < (${after.at}::timestamptz, ${after.seq}::bigint)`);
  return sql.join(parts, sql` and `);
}

/** A creation may hold its attributes as they are nested, where the last name of a path stands by itself. */
function mentions(search: string): RawBuilder<unknown> {
  const text = sql`lower(attributes::text)`;
  const nested = sql`json_typeof(attributes) = 'object' and ${text} like ${pattern(search.replace(/^.*[.:]/s, ''))}`;
  return sql`(${text} like ${pattern(search)} or (${nested}))`;
}

/** What must be looked at. */
function conditions({ actor, actorKind, resourceType, operation, search }: AuditQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (actor !== undefined && actor !== '')
    parts.push(sql`lower(concat_ws(' ', actor ->> 'name', actor ->> 'address')) like ${pattern(actor)}`);
  if (actorKind !== undefined) parts.push(sql`actor ->> 'kind' = ${actorKind}`);
  if (resourceType !== undefined) parts.push(sql`resource_type = ${resourceType}`);
  if (operation !== undefined) parts.push(sql`operation = ${operation}`);
  if (search !== undefined && search !== '') parts.push(mentions(search));
  return sql.join(parts, sql` and `);
}

type PositionedRow = ChangeRow & { position: string };

/** Microseconds matter for the order, and a Date has none. */
const position = sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position`;

async function findEdge(
  db: Kysely<Tables>,
  organizationId: string,
  query: AuditQuery,
): Promise<AuditPosition | undefined> {
  const { rows } = await sql<{ position: string; seq: string }>`
    select ${position}, seq::text from changes where ${range(organizationId, query)}
    order by changes.at desc, changes.seq desc offset ${mostLookedAt - 1} limit 1`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { at: row.position, seq: row.seq };
}

async function withNames(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly Change[],
): Promise<readonly AuditEntry[]> {
  const names = await readResourceNames(db, organizationId, changes);
  return changes.map((change) => {
    const resourceName = names.get(change.resourceId);
    return resourceName === undefined ? change : { ...change, resourceName };
  });
}

/** Changes of an organization, newest first; a page may hold fewer than `limit` where few fit the filter. */
export async function listAudit(db: Kysely<Tables>, organizationId: string, query: AuditQuery): Promise<AuditPage> {
  const { limit, actor, actorKind, resourceType, operation, search } = query;
  const looksThrough = [actor, actorKind, resourceType, operation, search].some(Boolean);
  const edge = looksThrough ? await findEdge(db, organizationId, query) : undefined;
  const within = edge === undefined ? sql`true` : sql`(at, seq) >= (${edge.at}::timestamptz, ${edge.seq}::bigint)`;
  const { rows } = await sql<PositionedRow>`
    select ${changeColumns}, ${position} from changes
    where ${range(organizationId, query)} and ${within} and ${conditions(query)}
    order by changes.at desc, changes.seq desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? { at: last.position, seq: last.seq } : edge;
  const entries = await withNames(db, organizationId, page.map(toChange));
  return next === undefined ? { entries } : { entries, next };
}
