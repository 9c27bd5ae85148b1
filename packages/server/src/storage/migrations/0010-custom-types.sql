-- What an organization has defined of its own: schemas and resource types, as directory/custom-types writes them.
create table custom_definitions (
  organization_id uuid primary key references organizations on delete cascade,
  definitions jsonb not null
);

-- Counts up with each change of the definitions; 0 while there has never been one. It stands where every request finds
-- it, so that an organization without definitions of its own asks for nothing more.
alter table organizations add column schema_version integer not null default 0;

-- Resources of the types that organizations defined.
create table custom_resources (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  resource_type text not null,
  external_id text collate "C",
  resource jsonb not null,
  search jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index custom_resources_type on custom_resources (organization_id, resource_type, id);
create index custom_resources_modified on custom_resources (organization_id, resource_type, modified_at, id);
create index custom_resources_external_id on custom_resources (organization_id, resource_type, external_id)
  where external_id is not null;
-- `eq` on a list is answered by containment.
create index custom_resources_search on custom_resources
  using gin (search jsonb_path_ops) with (gin_pending_list_limit = 256);

-- Values of custom attributes that are unique: one row per value, so that the database decides who was first.
-- `digest` is the SHA-256 of the folded value, since a value may be longer than an index entry.
create table unique_values (
  organization_id uuid not null references organizations on delete cascade,
  resource_type text not null,
  path text not null,
  digest bytea not null,
  resource_id uuid not null,
  primary key (organization_id, resource_type, path, digest)
);
create index unique_values_resource on unique_values (organization_id, resource_id);

create function count_custom_resources() returns trigger language plpgsql as $$
begin
  insert into resource_counts as counts (organization_id, resource_type, shard, total, changes)
  select organization_id, resource_type, pg_backend_pid() % 16,
    case tg_op when 'DELETE' then -count(*) else count(*) end, count(*)
  from moved
  -- not when the organization itself is being deleted
  where exists (select from organizations where organizations.id = moved.organization_id)
  group by organization_id, resource_type
  order by organization_id, resource_type
  on conflict (organization_id, resource_type, shard)
    do update set total = counts.total + excluded.total, changes = counts.changes + excluded.changes;
  return null;
end $$;

create trigger custom_resources_created after insert on custom_resources
  referencing new table as moved for each statement execute function count_custom_resources();
create trigger custom_resources_deleted after delete on custom_resources
  referencing old table as moved for each statement execute function count_custom_resources();
