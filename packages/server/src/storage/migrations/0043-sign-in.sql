-- The first two have the shape that the session library (better-auth, its plugin for two factors) expects.
alter table administrators add column two_factor_enabled boolean not null default false;
create table administrator_totp (
  id text primary key,
  administrator_id text not null references administrators on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index administrator_totp_administrator on administrator_totp (administrator_id);

-- `id` is the credential's, in base64url, as the browser sends it.
create table administrator_passkeys (
  id text primary key,
  administrator_id text not null references administrators on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index administrator_passkeys_administrator on administrator_passkeys (administrator_id);
