create table organizations (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  preset text not null check (preset in ('cybozu', 'standard')),
  created_at timestamptz not null default now()
);

-- `resource` holds the SCIM attributes as they arrived; the columns beside it repeat what is looked up or shown in lists.
create table users (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  user_name text not null,
  -- lower case: userName is caseExact false (RFC 7643 §4.1.1)
  user_name_key text not null,
  external_id text,
  display_name text not null,
  active boolean not null,
  resource jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index users_user_name on users (organization_id, user_name_key);
create index users_external_id on users (organization_id, external_id) where external_id is not null;

create table groups (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  display_name text not null,
  display_name_key text not null,
  external_id text,
  resource jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index groups_display_name on groups (organization_id, display_name_key);

create table group_members (
  organization_id uuid not null,
  group_id uuid not null,
  user_id uuid not null,
  primary key (organization_id, group_id, user_id),
  foreign key (organization_id, group_id) references groups on delete cascade,
  foreign key (organization_id, user_id) references users on delete cascade
);
create index group_members_user on group_members (organization_id, user_id);

create table departments (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);

create table user_departments (
  organization_id uuid not null,
  department_id uuid not null,
  user_id uuid not null,
  primary key (organization_id, user_id, department_id),
  foreign key (organization_id, department_id) references departments on delete cascade,
  foreign key (organization_id, user_id) references users on delete cascade
);

-- The change feed. A reader orders by (xid, seq) and stops before the oldest transaction still running, so that a
-- change which commits late is never skipped.
create table changes (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  organization_id uuid not null references organizations on delete cascade,
  at timestamptz not null default now(),
  actor jsonb not null,
  resource_type text not null,
  resource_id uuid not null,
  operation text not null check (operation in ('create', 'update', 'delete')),
  attributes jsonb not null,
  primary key (xid, seq)
);
create index changes_resource on changes (organization_id, resource_id, seq);

create table change_followers (
  name text primary key,
  xid xid8 not null,
  seq bigint not null
);
