create table applications (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  slug text not null,
  name text not null,
  template text not null,
  base_url text not null,
  api_token_sealed text,
  api_integration boolean not null default false,
  create_users boolean not null default false,
  update_user_attributes boolean not null default false,
  deactivate_users boolean not null default false,
  created_at timestamptz not null default now(),
  -- Nothing is sent before then. `probe` says that a test of the credentials must succeed first.
  paused_until timestamptz,
  pause_probe boolean not null default false,
  pause_count integer not null default 0,
  pause_message text,
  pause_status integer,
  primary key (organization_id, id),
  unique (organization_id, slug)
);

create table assignments (
  organization_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, application_id, user_id),
  foreign key (organization_id, application_id) references applications on delete cascade,
  foreign key (organization_id, user_id) references users on delete cascade
);
create index assignments_user on assignments (organization_id, user_id);

-- One row per (application, user). No foreign key to users: the account of a deleted user is still to be deactivated.
create table app_users (
  organization_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  -- as of the last marking; still known when the user is gone
  login_name text not null,
  display_name text not null,
  assigned boolean not null,
  -- assigned and active in the directory, as of the last marking: the account should be active at the target
  wanted boolean not null,
  status text not null default 'STAGED' check (status in ('STAGED', 'PROVISIONED', 'DEPROVISIONED')),
  desired_generation bigint not null default 1,
  applied_generation bigint not null default 0,
  -- what the target is known to hold; null with a remote id: unknown, read before anything is sent
  applied_profile jsonb,
  applied_at timestamptz,
  remote_id text,
  -- the profile of a creation that may have been sent and whose outcome is not recorded
  intended_profile jsonb,
  lease_owner uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  -- null: nothing to do
  next_attempt_at timestamptz default now(),
  -- the To App switch that keeps the pair from being synchronized
  held_by text check (held_by in ('createUsers', 'updateUserAttributes', 'deactivateUsers')),
  error_class text,
  error_message text,
  error_status integer,
  error_at timestamptz,
  primary key (organization_id, application_id, user_id),
  foreign key (organization_id, application_id) references applications on delete cascade
);
-- false sorts first: deactivations go before everything else
create index app_users_due on app_users (organization_id, application_id, wanted, next_attempt_at)
  where next_attempt_at is not null;
create index app_users_leased on app_users (organization_id, application_id, lease_until) where lease_until is not null;
create index app_users_list on app_users (organization_id, application_id, login_name, user_id);
create index app_users_user on app_users (organization_id, user_id);
create unique index app_users_remote on app_users (organization_id, application_id, remote_id)
  where remote_id is not null;
