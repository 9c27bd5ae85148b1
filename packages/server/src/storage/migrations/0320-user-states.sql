-- What changes most of a user and has an index, beside the users. PostgreSQL leaves the indexes of a table alone while no indexed
-- column changes and the page has room: a change of a user that touches no name, address or manager then writes one row of
-- users, and not into six indexes.
create table user_states (
  organization_id uuid not null,
  user_id uuid not null,
  modified_at timestamptz not null,
  -- As filters see it: null where the resource does not say.
  shown_active jsonb,
  primary key (organization_id, user_id)
);
insert into user_states (organization_id, user_id, modified_at, shown_active)
select organization_id, id, modified_at, case when active_given then to_jsonb(active) end from users;
create index user_states_modified on user_states (organization_id, modified_at, user_id);
create index user_states_inactive on user_states (organization_id, user_id) where shown_active = 'false'::jsonb;
drop index users_modified;
drop index users_inactive;
alter table users set (fillfactor = 80);

-- By statement, and whoever writes users. The settings keep the first statement of a connection, however many rows it had, from
-- settling on a plan that reads the whole table.
create function add_user_states() returns trigger language plpgsql as $$
begin
  insert into user_states (organization_id, user_id, modified_at, shown_active)
  select organization_id, id, modified_at, case when active_given then to_jsonb(active) end from moved;
  return null;
end $$;
create trigger user_states_added after insert on users
  referencing new table as moved for each statement execute function add_user_states();

create function move_user_states() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  update user_states
  set modified_at = moved.modified_at, shown_active = case when moved.active_given then to_jsonb(moved.active) end
  from moved
  where user_states.organization_id = moved.organization_id and user_states.user_id = moved.id;
  return null;
end $$;
create trigger user_states_moved after update on users
  referencing new table as moved for each statement execute function move_user_states();

create function remove_user_states() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  delete from user_states using moved
  where user_states.organization_id = moved.organization_id and user_states.user_id = moved.id;
  return null;
end $$;
create trigger user_states_removed after delete on users
  referencing old table as moved for each statement execute function remove_user_states();
