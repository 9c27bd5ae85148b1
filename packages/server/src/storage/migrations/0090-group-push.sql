-- To App switch: off, nothing is sent of groups.
alter table applications
  add column push_groups boolean not null default false,
  -- a group was made or renamed, or a rule: the groups that rules choose are to be looked at again
  add column push_rules_pending boolean not null default false;

create table group_push_rules (
  organization_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  operator text not null check (operator in ('starts-with', 'contains', 'ends-with', 'matches')),
  pattern text not null,
  -- where the application has a group of that name already: link it, or ask a person
  existing text not null check (existing in ('link', 'task')),
  created_at timestamptz not null default now(),
  primary key (organization_id, application_id, id),
  foreign key (organization_id, application_id) references applications on delete cascade
);

-- One row per (application, pushed group). No foreign key to groups: what becomes of the group at the target when the
-- directory's is deleted is for a person to say.
create table pushed_groups (
  organization_id uuid not null,
  application_id uuid not null,
  group_id uuid not null,
  -- as of the last marking; still known when the group is gone
  display_name text not null,
  -- null: chosen by name
  rule_id uuid,
  existing text not null check (existing in ('link', 'task')),
  -- the group of the target that somebody chose to link
  chosen_remote_id text,
  -- false: paused
  active boolean not null default true,
  -- being unlinked: what becomes of the target's group
  ending text check (ending in ('leave', 'delete')),
  desired_generation bigint not null default 1,
  remote_id text,
  -- the name that the target is known to hold; null with a remote id: unknown
  remote_name text,
  -- the name of a creation that may have been sent and whose outcome is not recorded
  intended_name text,
  -- whether the held rows of pushed_group_members are what the target holds; else they are read before members are sent
  members_known boolean not null default false,
  created_at timestamptz not null default now(),
  pushed_at timestamptz,
  lease_owner uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  -- null: nothing to do
  next_attempt_at timestamptz default now(),
  error_class text,
  error_message text,
  error_status integer,
  error_at timestamptz,
  error_exchange jsonb,
  dismissed_at timestamptz,
  primary key (organization_id, application_id, group_id),
  foreign key (organization_id, application_id) references applications on delete cascade
);
create index pushed_groups_due on pushed_groups (organization_id, application_id, next_attempt_at)
  where next_attempt_at is not null;
create index pushed_groups_leased on pushed_groups (organization_id, application_id) where lease_until is not null;
create index pushed_groups_list on pushed_groups (organization_id, application_id, display_name, group_id);
create index pushed_groups_group on pushed_groups (organization_id, group_id);
create unique index pushed_groups_remote on pushed_groups (organization_id, application_id, remote_id)
  where remote_id is not null;

-- By the account's id at the target, since the target may hold members whom we do not know.
create table pushed_group_members (
  organization_id uuid not null,
  application_id uuid not null,
  group_id uuid not null,
  remote_id text not null,
  -- a member at the target
  held boolean not null,
  -- the target refused to add (not held) or to remove (held) this one; it is left alone until somebody retries
  error_message text,
  error_status integer,
  error_at timestamptz,
  error_exchange jsonb,
  dismissed_at timestamptz,
  primary key (organization_id, application_id, group_id, remote_id),
  foreign key (organization_id, application_id, group_id) references pushed_groups on delete cascade
);
create index pushed_group_members_refused on pushed_group_members (organization_id, application_id, group_id)
  where error_message is not null;

-- Who has an active account belongs into the pushed groups: an account that comes, goes or becomes another one makes
-- the groups of its person due, a moment later, so that many people who come at once are few requests.
create function mark_pushed_groups_of_accounts() returns trigger language plpgsql as $$
begin
  if not exists (select from pushed_groups) then
    return null;
  end if;
  with moved as (
    select n.organization_id, n.application_id, n.user_id
    from after_rows n join before_rows o using (organization_id, application_id, user_id)
    where n.status is distinct from o.status or n.remote_id is distinct from o.remote_id
  ), marked as (
    select g.organization_id, g.application_id, g.group_id from pushed_groups g
    where exists (
      select from moved v join group_members m on m.organization_id = v.organization_id and m.user_id = v.user_id
      where v.organization_id = g.organization_id and v.application_id = g.application_id and m.group_id = g.group_id
    )
    order by g.organization_id, g.application_id, g.group_id
    for no key update of g
  )
  update pushed_groups g
  set desired_generation = g.desired_generation + 1,
    next_attempt_at = least(g.next_attempt_at, now() + interval '200 milliseconds')
  from marked k
  where g.organization_id = k.organization_id and g.application_id = k.application_id and g.group_id = k.group_id;
  return null;
end $$;
create trigger pushed_groups_of_accounts after update on app_users
  referencing old table as before_rows new table as after_rows
  for each statement execute function mark_pushed_groups_of_accounts();
