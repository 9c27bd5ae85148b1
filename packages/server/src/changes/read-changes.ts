import { sql, type Kysely } from 'kysely';
import { prepare } from '../storage/prepared.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { Actor, Change, ChangedResource, ChangeEntry, FeedPosition } from './change.ts';
import { attributesOf, type KeptAttributes } from './entry-attributes.ts';

export const feedStart: FeedPosition = { xid: '0', seq: '0' };

/** A row of `changes`. */
export interface ChangeRow {
  xid: string;
  seq: string;
  organization_id: string;
  at: Date;
  actor: Actor;
  resource_type: ChangeEntry['resourceType'];
  resource_id: string;
  operation: ChangeEntry['operation'];
  attributes: KeptAttributes;
}

/** What a {@link ChangeRow} is read from. */
export const changeColumns = sql`xid::text, seq::text, organization_id, at, actor, resource_type, resource_id, operation, attributes`;

export function toChange(row: ChangeRow): Change {
  return {
    position: { xid: row.xid, seq: row.seq },
    at: row.at,
    organizationId: row.organization_id,
    actor: row.actor,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    operation: row.operation,
    attributes: attributesOf(row.attributes),
  };
}

/**
 * The next entries after `after`, oldest first, at most `limit`.
 *
 * Sequence numbers are handed out before a commit, so a reader that went by them alone would pass an entry whose
 * transaction commits later. Transaction ids together with the snapshot's xmin close the gap: below xmin every
 * transaction has ended, so nothing can appear there any more.
 */
export async function readChanges(db: Kysely<Tables>, after: FeedPosition, limit: number): Promise<Change[]> {
  // "order by xid" alone would sort by the text of the output column: 1000 before 999
  const { rows } = await sql<ChangeRow>`
    select ${changeColumns}
    from changes
    where (xid, seq) > (${after.xid}::xid8, ${after.seq}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by changes.xid, changes.seq
    limit ${limit}`.execute(db);
  return rows.map(toChange);
}

/** A row of `changes` without what changed. */
export interface ChangedRow {
  readonly xid: string;
  readonly seq: string;
  readonly organization_id: string;
  readonly resource_type: ChangeEntry['resourceType'];
  readonly resource_id: string;
}

export function toChangedResource(row: ChangedRow): ChangedResource {
  return {
    position: { xid: row.xid, seq: row.seq },
    organizationId: row.organization_id,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
  };
}

const readTouched = prepare<ChangedRow>(
  'read changed resources',
  `select xid::text, seq::text, organization_id, resource_type, resource_id
   from changes
   where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
   order by changes.xid, changes.seq
   limit $3::integer`,
);

/** Which resources the same entries are of: what changed is most of an entry, and whoever follows seldom needs it. */
export async function readChangedResources(
  db: Kysely<Tables>,
  after: FeedPosition,
  limit: number,
): Promise<ChangedResource[]> {
  return (await readTouched(db, [after.xid, after.seq, limit])).map(toChangedResource);
}
