-- Only the digest of a key is kept. A key ends with the administrator who made it.
create table api_keys (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  digest bytea not null unique,
  prefix text not null,
  notes text not null,
  scopes text[] not null,
  administrator_id text references administrators on delete cascade,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  enabled boolean not null default true,
  last_used_at timestamptz,
  last_used_address text,
  last_used_client text,
  primary key (organization_id, id)
);
create index api_keys_administrator on api_keys (administrator_id);
