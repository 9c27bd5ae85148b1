-- Grows with every creation and deletion. Where its sum is the same, the rows are the same: a server that remembers
-- where a page ended may begin the next one there.
alter table resource_counts add column changes bigint not null default 0;

create or replace function count_resources() returns trigger language plpgsql as $$
begin
  insert into resource_counts as counts (organization_id, resource_type, shard, total, changes)
  select organization_id, tg_argv[0], pg_backend_pid() % 16,
    case tg_op when 'DELETE' then -count(*) else count(*) end, count(*)
  from moved
  -- not when the organization itself is being deleted
  where exists (select from organizations where organizations.id = moved.organization_id)
  group by organization_id
  order by organization_id
  on conflict (organization_id, resource_type, shard)
    do update set total = counts.total + excluded.total, changes = counts.changes + excluded.changes;
  return null;
end $$;
