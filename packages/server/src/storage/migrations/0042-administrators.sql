-- A role is addressed by an id of its own, since those of administrators are chosen by the session library, and may be
-- tied to the user of the directory who holds it: it rests while that user is inactive and ends with the user.
alter table administrator_roles add column id uuid not null default gen_random_uuid();
alter table administrator_roles add column user_id uuid;
alter table administrator_roles add constraint administrator_roles_id unique (organization_id, id);
alter table administrator_roles add constraint administrator_roles_user
  foreign key (organization_id, user_id) references users on delete cascade;
create index administrator_roles_user on administrator_roles (organization_id, user_id) where user_id is not null;

create table administrator_invitations (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  digest bytea not null unique,
  email text not null,
  role text not null check (role in ('organization_administrator', 'users_administrator', 'auditor')),
  user_id uuid,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, user_id) references users on delete cascade
);

-- Refuses to leave an organization without an organization administrator, whoever asks and however many ask at once:
-- they wait for each other at the organization's row. Nothing is refused while the organization itself goes.
create function keep_last_administrator(organization uuid) returns void language plpgsql as $$
begin
  perform 1 from organizations where id = organization for no key update;
  if not found then return; end if;
  if not exists (
    select 1 from administrator_roles
      left join users on users.organization_id = administrator_roles.organization_id and users.id = user_id
    where administrator_roles.organization_id = organization and role = 'organization_administrator'
      and (user_id is null or users.active)
  ) then
    raise exception 'The organization would have no administrator left.' using errcode = 'LS001';
  end if;
end $$;

-- Ends what somebody may still do with a role: the sessions, and the API keys of the organization. The feed says how
-- many there were and how long it took from the beginning of the transaction that took the right away.
create function end_access(organization uuid, administrator text, role_id uuid) returns void language plpgsql as $$
declare
  ended_sessions integer;
  ended_keys integer;
begin
  delete from administrator_sessions where administrator_id = administrator;
  get diagnostics ended_sessions = row_count;
  update api_keys set enabled = false
    where organization_id = organization and administrator_id = administrator and enabled;
  get diagnostics ended_keys = row_count;
  if not exists (select 1 from organizations where id = organization) then return; end if;
  insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes) values (
    organization,
    '{"kind": "system", "name": "Lockstep"}',
    'Administrator',
    role_id,
    'update',
    jsonb_build_array(
      jsonb_build_object('path', 'sessions', 'before', ended_sessions, 'after', 0),
      jsonb_build_object('path', 'apiKeys', 'before', ended_keys, 'after', 0),
      jsonb_build_object('path', 'endedAfterMilliseconds', 'after',
        round((extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::numeric, 1))
    )
  );
end $$;

create function administrator_role_moved() returns trigger language plpgsql as $$
begin
  if old.role = 'organization_administrator' then perform keep_last_administrator(old.organization_id); end if;
  if tg_op = 'DELETE' then perform end_access(old.organization_id, old.administrator_id, old.id); end if;
  return null;
end $$;
create trigger administrator_role_moved after delete or update of role, user_id on administrator_roles
  for each row execute function administrator_role_moved();

create function user_deactivated() returns trigger language plpgsql as $$
declare
  held record;
begin
  for held in
    select id, administrator_id, role from administrator_roles
    where organization_id = old.organization_id and user_id = old.id
  loop
    if held.role = 'organization_administrator' then perform keep_last_administrator(old.organization_id); end if;
    perform end_access(old.organization_id, held.administrator_id, held.id);
  end loop;
  return null;
end $$;
create trigger user_deactivated after update of active on users
  for each row when (old.active and not new.active) execute function user_deactivated();

-- The same for those who may enter every organization.
create function keep_last_everywhere() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('administrators everywhere'));
  if not exists (select 1 from administrators where everywhere) then
    raise exception 'The server would have no administrator left.' using errcode = 'LS001';
  end if;
  return null;
end $$;
create trigger keep_last_everywhere_update after update of everywhere on administrators
  for each row when (old.everywhere and not new.everywhere) execute function keep_last_everywhere();
create trigger keep_last_everywhere_delete after delete on administrators
  for each row when (old.everywhere) execute function keep_last_everywhere();
