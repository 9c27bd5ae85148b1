import { sql, type RawBuilder } from 'kysely';
import type { Limits } from '../options.ts';

/*
 * People and pushed groups share the places of an application (its concurrency), so that neither waits for all of the
 * other: groups hold half of them at most, and one place is kept free for groups while one is due. Where there is one
 * place only, it goes to whoever has been due for longer.
 *
 * The fragments are about the application `r` with its columns organization_id, id, concurrency and push_groups.
 */

const places = ({ perApplication }: Limits): RawBuilder<number> =>
  sql<number>`coalesce(r.concurrency, ${perApplication}::integer)`;

const peopleLeased = sql<number>`(
  select count(*) from app_users l
  where l.organization_id = r.organization_id and l.application_id = r.id and l.lease_until > now()
)`;

const groupsLeased = sql<number>`(
  select count(*) from pushed_groups l
  where l.organization_id = r.organization_id and l.application_id = r.id and l.lease_until > now()
)`;

/** Since when somebody is due and taken by nobody; null where nobody is. */
const personDueSince = sql<Date | null>`(
  select min(d.next_attempt_at) from app_users d
  where d.organization_id = r.organization_id and d.application_id = r.id and d.next_attempt_at <= now()
    and (d.lease_until is null or d.lease_until <= now())
)`;

const groupDueSince = sql<Date | null>`(
  select min(d.next_attempt_at) from pushed_groups d
  where d.organization_id = r.organization_id and d.application_id = r.id and d.next_attempt_at <= now()
    and (d.active or d.ending is not null) and (d.lease_until is null or d.lease_until <= now()) and r.push_groups
)`;

/** How many more people may be worked on now; may be negative. */
export function roomForPeople(limits: Limits): RawBuilder<number> {
  return sql<number>`(${places(limits)} - ${peopleLeased} - ${groupsLeased} - case
    when ${places(limits)} = 1 then (coalesce(${groupDueSince} < ${personDueSince}, false))::int
    else (${groupsLeased} = 0 and ${groupDueSince} is not null)::int
  end)`;
}

/** How many more groups may be worked on now; may be negative. */
export function roomForGroups(limits: Limits): RawBuilder<number> {
  return sql<number>`(case
    when ${places(limits)} = 1
    then 1 - ${peopleLeased} - ${groupsLeased} - (coalesce(${personDueSince} <= ${groupDueSince}, false))::int
    else least(${places(limits)} - ${peopleLeased}, ${places(limits)} / 2) - ${groupsLeased}
  end)`;
}
