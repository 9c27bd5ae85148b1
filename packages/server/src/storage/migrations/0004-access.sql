-- The first four tables have the shape that the session library (better-auth) expects.
create table administrators (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table administrator_sessions (
  id text primary key,
  token text not null unique,
  administrator_id text not null references administrators on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index administrator_sessions_administrator on administrator_sessions (administrator_id);

create table administrator_accounts (
  id text primary key,
  administrator_id text not null references administrators on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  id_token text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index administrator_accounts_administrator on administrator_accounts (administrator_id);

create table administrator_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table administrator_roles (
  organization_id uuid not null references organizations on delete cascade,
  administrator_id text not null references administrators on delete cascade,
  role text not null check (role in ('organization_administrator', 'users_administrator', 'auditor')),
  primary key (organization_id, administrator_id)
);
create index administrator_roles_administrator on administrator_roles (administrator_id);

-- An administrator of the whole server may enter every organization.
alter table administrators add column everywhere boolean not null default false;
