-- Two functions in place of one that asks which kind of statement it counts: without that question PostgreSQL keeps the
-- plan, which it made anew for every batch.
create function count_created() returns trigger language plpgsql as $$
begin
  -- users have no foreign key to organizations: the one of the counters refuses those of none
  insert into resource_counts as counts (organization_id, resource_type, shard, total, changes)
  select organization_id, tg_argv[0], pg_backend_pid() % 16, count(*), count(*)
  from moved
  group by organization_id
  order by organization_id
  on conflict (organization_id, resource_type, shard)
    do update set total = counts.total + excluded.total, changes = counts.changes + excluded.changes;
  return null;
end $$;

create function count_deleted() returns trigger language plpgsql as $$
begin
  insert into resource_counts as counts (organization_id, resource_type, shard, total, changes)
  select organization_id, tg_argv[0], pg_backend_pid() % 16, -count(*), count(*)
  from moved
  -- not when the organization itself is being deleted
  where exists (select from organizations where organizations.id = moved.organization_id)
  group by organization_id
  order by organization_id
  on conflict (organization_id, resource_type, shard)
    do update set total = counts.total + excluded.total, changes = counts.changes + excluded.changes;
  return null;
end $$;

create or replace trigger users_created after insert on users
  referencing new table as moved for each statement execute function count_created('User');
create or replace trigger users_deleted after delete on users
  referencing old table as moved for each statement execute function count_deleted('User');
create or replace trigger groups_created after insert on groups
  referencing new table as moved for each statement execute function count_created('Group');
create or replace trigger groups_deleted after delete on groups
  referencing old table as moved for each statement execute function count_deleted('Group');
drop function count_resources();
