-- The feed keeps the attributes of a created user as they are, and whoever reads takes them apart: as a list of paths they
-- took half as much again, and every creation was taken apart, sent and checked a second time.
-- Creates the users whose login names are free, ties them to the connections that create them and appends the entries
-- of the feed. `created` are those who were inserted, `kept_out` those of them whom a tombstone keeps out: they are
-- taken away again. `connected` says how many of the connections are not null. Attributes that are null are the resource.
create or replace function create_users(
  new_organizations uuid[], new_ids uuid[], new_names text[], new_keys text[], new_externals text[],
  new_displays text[], new_active boolean[], new_resources json[], new_searches jsonb[], new_inactive text[],
  new_connections uuid[], new_causes jsonb[], new_actors jsonb[], new_attributes json[],
  connected integer, written_at timestamptz,
  out created uuid[], out kept_out uuid[]
) language plpgsql as $$
declare
  complete boolean;
  tied bigint := 0;
begin
  kept_out := '{}';
  with made as (
    insert into users (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
      search, inactive_as, created_at, modified_at)
    select *, written_at, written_at
    from unnest(new_organizations, new_ids, new_names, new_keys, new_externals, new_displays, new_active,
      new_resources, new_searches, new_inactive)
    on conflict do nothing
    returning id
  )
  select coalesce(array_agg(id), '{}') into created from made;
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
