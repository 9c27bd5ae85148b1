-- `search` is the copy of `resource` that queries compare with. The server writes it (see storage/filter-to-sql), since
-- text is folded by its own rules; it is null only until the first start after this migration has filled it in.
alter table users add column search jsonb;
create index users_without_search on users (organization_id, id) where search is null;

-- Code point order, whatever the collation of the database: one index for equality, beginnings, ranges and sorting.
alter table users alter column user_name_key type text collate "C";
alter table users alter column external_id type text collate "C";
alter table groups alter column display_name_key type text collate "C";
alter table groups alter column external_id type text collate "C";

-- A display name may be longer than an index entry.
create index users_display_name on users (organization_id, (left(search ->> 'displayName', 300) collate "C"));
create index users_modified on users (organization_id, modified_at, id);
create index users_inactive on users (organization_id, id) where (search -> 'active') = 'false'::jsonb;
-- One entry per address. A short pending list: every lookup reads it from end to end.
create index users_email on users
  using gin (jsonb_path_query_array(search, '$.emails[*].value') jsonb_path_ops) with (gin_pending_list_limit = 256);

create index groups_modified on groups (organization_id, modified_at, id);

-- How many resources of a type an organization has, so that a page need not count them. The total is the sum over the
-- shards; a connection writes to one of them, so that writers seldom wait for each other.
create table resource_counts (
  organization_id uuid not null references organizations on delete cascade,
  resource_type text not null,
  shard integer not null,
  total bigint not null,
  primary key (organization_id, resource_type, shard)
) with (fillfactor = 50);

create function count_resources() returns trigger language plpgsql as $$
begin
  insert into resource_counts as counts (organization_id, resource_type, shard, total)
  select organization_id, tg_argv[0], pg_backend_pid() % 16,
    case tg_op when 'DELETE' then -count(*) else count(*) end
  from moved
  -- not when the organization itself is being deleted
  where exists (select from organizations where organizations.id = moved.organization_id)
  group by organization_id
  order by organization_id
  on conflict (organization_id, resource_type, shard) do update set total = counts.total + excluded.total;
  return null;
end $$;

create trigger users_created after insert on users
  referencing new table as moved for each statement execute function count_resources('User');
create trigger users_deleted after delete on users
  referencing old table as moved for each statement execute function count_resources('User');
create trigger groups_created after insert on groups
  referencing new table as moved for each statement execute function count_resources('Group');
create trigger groups_deleted after delete on groups
  referencing old table as moved for each statement execute function count_resources('Group');

insert into resource_counts (organization_id, resource_type, shard, total)
select organization_id, 'User', 0, count(*) from users group by organization_id
union all
select organization_id, 'Group', 0, count(*) from groups group by organization_id;
