create table connections (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  slug text not null,
  name text not null,
  preset text not null check (preset in ('cybozu', 'standard')),
  propagation boolean not null,
  refused_while_off integer not null default 0,
  last_request_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, slug)
);

-- Only the digest of a token is kept.
create table api_tokens (
  organization_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  digest bytea not null unique,
  prefix text not null,
  notes text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  enabled boolean not null default true,
  last_used_at timestamptz,
  last_used_address text,
  last_used_client text,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);
