import { prepare, type Prepared } from '../storage/prepared.ts';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { ChangedResource, FeedPosition } from './change.ts';
import { toChangedResource, type ChangedRow } from './read-changes.ts';

/** A stretch of the feed. */
export interface Stretch {
  /** What of it concerns the follower, oldest first. */
  readonly changes: readonly ChangedResource[];
  /** Where it ends; undefined where there is nothing more. */
  readonly end: FeedPosition | undefined;
  /** Whether it is as long as was allowed, so that there may be more. */
  readonly isFull: boolean;
  /** Whether it was skipped, no organization being followed at all. */
  readonly isSkipped: boolean;
}

type FollowedRow = ChangedRow & { readonly concerns: boolean; readonly taken: number };

/** The next stretch after a position, of at most `limit` entries. */
export type ReadFollowed = (db: Kysely<Tables>, after: FeedPosition, limit: number) => Promise<Stretch>;

const next = `(xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())`;

/**
 * Reads the feed for somebody whom only the changes of some organizations concern; `organizations` is SQL that selects
 * their `organization_id`. It is asked in the same statement, so that no change falls between. What concerns nobody is
 * not sent here, and where no organization is followed at all the feed is skipped to its end.
 */
export function prepareFollowed(name: string, organizations: string): ReadFollowed {
  const read: Prepared<FollowedRow> = prepare(
    `read changes for ${name}`,
    `with followed as materialized (${organizations}),
     batch as materialized (
       select xid, seq, organization_id, resource_type, resource_id from changes
       where ${next} and (select true from followed limit 1)
       order by changes.xid, changes.seq
       limit $3::integer
     ),
     skipped as (
       select xid, seq from changes
       where ${next} and (select true from followed limit 1) is null
       order by changes.xid desc, changes.seq desc
       limit 1
     ),
     entries as (
       select xid, seq, organization_id, resource_type, resource_id,
         organization_id in (select organization_id from followed) as concerns
       from batch
       union all
       select xid, seq, null, null, null, false from skipped
     )
     select xid::text, seq::text, organization_id, resource_type, resource_id, concerns,
       (select count(*) from batch)::integer as taken
     from entries
     where concerns or (xid, seq) = (select xid, seq from entries order by entries.xid desc, entries.seq desc limit 1)
     order by entries.xid, entries.seq`,
  );
  return async (db, after, limit) => {
    const rows = await read(db, [after.xid, after.seq, limit]);
    const last = rows.at(-1);
    return {
      changes: rows.filter(({ concerns }) => concerns).map(toChangedResource),
      end: last && { xid: last.xid, seq: last.seq },
      isFull: last?.taken === limit,
      isSkipped: last?.taken === 0,
    };
  };
}
