-- Which rule deletions of synced users follow: the connection's own, else that of its preset (inbound/policy.ts).
alter table connections add column deleted_users text not null generated always as (
  coalesce(policy -> 'rules' ->> 'deletedUsers', case preset when 'cybozu' then 'tombstone' else 'free' end)
) stored;

-- The ledger of ties between connections and users. A user without a row is unlinked. A tombstone outlives its user,
-- so it holds what is needed to recognise and to restore the user.
create table links (
  organization_id uuid not null,
  connection_id uuid not null,
  user_id uuid not null,
  state text not null check (state in ('linked', 'tombstoned', 'conflict', 'unlinked')),
  since timestamptz not null,
  cause jsonb not null,
  held_login_name text,
  login_name text,
  login_name_key text,
  display_name text,
  external_id text,
  resource json,
  primary key (organization_id, user_id, connection_id),
  check (state <> 'tombstoned' or (login_name_key is not null and resource is not null))
);
create index links_state on links (organization_id, connection_id, state);
create index links_tombstones on links (organization_id, connection_id, login_name_key) where state = 'tombstoned';
create index links_tombstones_external on links (organization_id, connection_id, external_id)
  where state = 'tombstoned' and external_id is not null;

-- In place of a foreign key, which would look its row up for every row written.
create function remove_links() returns trigger language plpgsql as $$
begin
  delete from links where organization_id = old.organization_id and connection_id = old.id;
  return null;
end $$;
create trigger remove_links after delete on connections for each row execute function remove_links();

-- Users that a token has written before are linked from then on.
insert into links (organization_id, connection_id, user_id, state, since, cause)
select distinct on (users.organization_id, users.id)
  users.organization_id, connections.id, users.id, 'linked', changes.at,
  jsonb_build_object(
    'request', case changes.operation when 'create' then 'create' else 'patch' end,
    'actor', changes.actor
  )
from users
join changes on changes.organization_id = users.organization_id and changes.resource_id = users.id
join connections on connections.organization_id = users.organization_id and connections.slug = 'default'
where changes.resource_type = 'User' and changes.actor ->> 'kind' = 'token'
order by users.organization_id, users.id, changes.seq;
