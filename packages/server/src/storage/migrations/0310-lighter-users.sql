-- What queries compare with. A search document was half of each user's row, and to take it apart was what PostgreSQL did most
-- for a creation, while identity providers ask for little else than what has an index. What has one is a column now, and the
-- document is only kept where PostgreSQL could not make it of the attributes (see directory/users/folded-by-letters). Names
-- in it are in lower case. Users older than this get theirs at the next start (see fill-search-columns).
alter table users
  add column display_key text collate "C",
  add column email_keys jsonb,
  add column manager_key text collate "C",
  add column active_given boolean not null default true;

drop index users_without_search;
create index users_unfilled on users (organization_id, id) where email_keys is null;

-- A display name may be longer than an index entry.
drop index users_display_name;
create index users_display_name on users (organization_id, left(display_key, 300));

drop index users_inactive;
create index users_inactive on users (organization_id, id)
  where (case when active_given then case when active then 'true'::jsonb else 'false'::jsonb end end) = 'false'::jsonb;

-- One entry per address. A short pending list: every lookup reads it from end to end.
drop index users_email;
create index users_email on users using gin (email_keys jsonb_path_ops) with (gin_pending_list_limit = 256);

-- Whose manager somebody is. What is longer than an id is nobody's.
drop index users_manager;
create index users_manager on users (organization_id, left(manager_key, 40)) where manager_key is not null;

-- The feed keeps the attributes of a created user as they are, and whoever reads takes them apart: as a list of paths they
-- took half as much again, and every creation was taken apart, sent and checked a second time.
drop function create_users;
drop function update_users;

-- Creates the users whose login names are free, ties them to the connections that create them and appends the entries
-- of the feed. `created` are those who were inserted, `kept_out` those of them whom a tombstone keeps out: they are
-- taken away again. `connected` says how many of the connections are not null. Attributes that are null are the resource.
create function create_users(
  new_organizations uuid[], new_ids uuid[], new_names text[], new_keys text[], new_externals text[],
  new_displays text[], new_active boolean[], new_resources json[], new_inactive text[], new_searches jsonb[],
  new_display_keys text[], new_email_keys jsonb[], new_manager_keys text[], new_given boolean[],
  new_connections uuid[], new_causes jsonb[], new_actors jsonb[], new_attributes json[],
  connected integer, written_at timestamptz,
  out created uuid[], out kept_out uuid[]
) language plpgsql as $$
declare
  complete boolean;
  tied bigint := 0;
begin
  kept_out := '{}';
  begin
    insert into users (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
      inactive_as, search, display_key, email_keys, manager_key, active_given, created_at, modified_at)
    select *, written_at, written_at
    from unnest(new_organizations, new_ids, new_names, new_keys, new_externals, new_displays, new_active,
      new_resources, new_inactive, new_searches, new_display_keys, new_email_keys, new_manager_keys, new_given);
    created := new_ids;
  exception when unique_violation then
    -- some names are taken: to be ready for that costs every row, and it is rare
    with made as (
      insert into users (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
        inactive_as, search, display_key, email_keys, manager_key, active_given, created_at, modified_at)
      select *, written_at, written_at
      from unnest(new_organizations, new_ids, new_names, new_keys, new_externals, new_displays, new_active,
        new_resources, new_inactive, new_searches, new_display_keys, new_email_keys, new_manager_keys, new_given)
      on conflict do nothing
      returning id
    )
    select coalesce(array_agg(id), '{}') into created from made;
  end;
  complete := cardinality(created) = cardinality(new_ids);

  -- a statement of its own, to see the tombstones of those deletions that the insertion has waited for
  if connected > 0 then
    insert into links (organization_id, connection_id, user_id, state, since, cause)
    select wanted.organization_id, wanted.connection_id, wanted.user_id, 'linked', written_at, wanted.cause
    from unnest(new_organizations, new_connections, new_ids, new_keys, new_externals, new_causes)
      as wanted (organization_id, connection_id, user_id, login_name_key, external_id, cause)
    where wanted.connection_id is not null and (complete or wanted.user_id = any(created))
      and not exists (
        select from links
        where links.organization_id = wanted.organization_id and links.connection_id = wanted.connection_id
          and links.state = 'tombstoned' and links.login_name_key = wanted.login_name_key
      ) and not exists (
        select from links
        where links.organization_id = wanted.organization_id and links.connection_id = wanted.connection_id
          and links.state = 'tombstoned' and links.external_id = wanted.external_id
      );
    get diagnostics tied = row_count;
  end if;
  if tied < connected then
    complete := false;
    kept_out := array(
      select wanted.id
      from unnest(new_organizations, new_connections, new_ids) as wanted (organization_id, connection_id, id)
      where wanted.connection_id is not null and wanted.id = any(created) and not exists (
        select from links
        where links.organization_id = wanted.organization_id and links.user_id = wanted.id
          and links.connection_id = wanted.connection_id
      )
    );
    delete from users
    where (organization_id, id) in (
      select wanted.organization_id, wanted.id
      from unnest(new_organizations, new_ids) as wanted (organization_id, id)
      where wanted.id = any(kept_out)
    );
  end if;

  insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
  select organization_id, actor, 'User', id, 'create', coalesce(attributes, resource)
  from unnest(new_organizations, new_ids, new_actors, new_attributes, new_resources)
    as entry (organization_id, id, actor, attributes, resource)
  where complete or (entry.id = any(created) and entry.id <> all(kept_out));
end $$;

-- Writes the users who are still of the version that the change was worked out from, with the entries of the feed.
-- `written` are those. What queries compare with stays as it is where the addresses are null. One row after the other in the
-- order given, so that two batches do not lock each other's rows crosswise, and so that a plan from the time when there were
-- few users does not read all of them.
create function update_users(
  new_organizations uuid[], new_ids uuid[], new_names text[], new_keys text[], new_externals text[],
  new_displays text[], new_active boolean[], new_resources json[], new_inactive text[], new_searches jsonb[],
  new_display_keys text[], new_email_keys jsonb[], new_manager_keys text[], new_given boolean[],
  old_versions integer[], new_versions integer[], new_actors jsonb[], new_attributes json[], written_at timestamptz,
  out written uuid[]
) language plpgsql set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  complete boolean;
begin
  with made as (
    update users set
      user_name = new.user_name,
      user_name_key = new.user_name_key,
      external_id = new.external_id,
      display_name = new.display_name,
      active = new.active,
      resource = new.resource,
      inactive_as = new.inactive_as,
      search = case when new.email_keys is null then users.search else new.search end,
      display_key = case when new.email_keys is null then users.display_key else new.display_key end,
      manager_key = case when new.email_keys is null then users.manager_key else new.manager_key end,
      email_keys = coalesce(new.email_keys, users.email_keys),
      active_given = coalesce(new.active_given, users.active_given),
      version = new.version,
      modified_at = written_at
    from unnest(new_organizations, new_ids, new_names, new_keys, new_externals, new_displays, new_active,
      new_resources, new_inactive, new_searches, new_display_keys, new_email_keys, new_manager_keys, new_given,
      old_versions, new_versions)
      as new (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource, inactive_as,
        search, display_key, email_keys, manager_key, active_given, old_version, version)
    where users.organization_id = new.organization_id and users.id = new.id and users.version = new.old_version
    returning users.id
  )
  select coalesce(array_agg(id), '{}') into written from made;
  complete := cardinality(written) = cardinality(new_ids);
  insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
  select organization_id, actor, 'User', id, 'update', attributes
  from unnest(new_organizations, new_ids, new_actors, new_attributes) as entry (organization_id, id, actor, attributes)
  where complete or entry.id = any(written);
end $$;
