-- Nothing asks what is inside of these two, so they are kept as the text that was written: PostgreSQL neither takes it
-- apart nor puts it together again, and attributes stay in the order in which they came.
alter table users alter column resource type json;
alter table changes alter column attributes type json;

-- A foreign key looks its row up for every row written. The counters do so once for all rows of a statement.
alter table users drop constraint users_organization_id_fkey;
alter table changes drop constraint changes_organization_id_fkey;

create or replace function count_resources() returns trigger language plpgsql as $$
begin
  -- users have no foreign key to organizations: the one of the counters refuses those of none
  insert into resource_counts as counts (organization_id, resource_type, shard, total, changes)
  select organization_id, tg_argv[0], pg_backend_pid() % 16,
    case tg_op when 'DELETE' then -count(*) else count(*) end, count(*)
  from moved
  -- not when the organization itself is being deleted
  where tg_op = 'INSERT' or exists (select from organizations where organizations.id = moved.organization_id)
  group by organization_id
  order by organization_id
  on conflict (organization_id, resource_type, shard)
    do update set total = counts.total + excluded.total, changes = counts.changes + excluded.changes;
  return null;
end $$;

create function remove_from_organization() returns trigger language plpgsql as $$
begin
  delete from users where organization_id = old.id;
  delete from changes where organization_id = old.id;
  return null;
end $$;

-- Triggers run in the order of their names: after those of the foreign keys, so that whatever was being written when the
-- deletion began has been waited for.
create trigger remove_users_and_changes after delete on organizations
  for each row execute function remove_from_organization();
