-- The last import from an application. A worker that reads it holds it until `lease_until`; `position` is where the next
-- page begins, so that another one goes on from there.
create table app_imports (
  organization_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  state text not null check (state in ('running', 'finished', 'failed')),
  rules jsonb not null,
  position jsonb,
  accounts integer not null default 0,
  total integer,
  error_message text,
  attempts integer not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  lease_until timestamptz,
  primary key (organization_id, application_id),
  foreign key (organization_id, application_id) references applications on delete cascade
);
create index app_imports_running on app_imports (lease_until) where state = 'running';

-- Accounts as they were when they were read, with the users of the directory that they may belong to.
create table imported_accounts (
  organization_id uuid not null,
  application_id uuid not null,
  remote_id text not null,
  import_id uuid not null,
  user_name text not null,
  display_name text not null,
  surname text not null,
  given_name text not null,
  email text not null,
  active boolean not null,
  match text not null check (match in ('new', 'exact', 'partial', 'conflict')),
  candidates uuid[] not null,
  ignored boolean not null default false,
  primary key (organization_id, application_id, remote_id),
  foreign key (organization_id, application_id) references app_imports on delete cascade
);
create index imported_accounts_list on imported_accounts (organization_id, application_id, user_name, remote_id);
