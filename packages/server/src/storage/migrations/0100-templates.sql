-- Templates of an organization's own. An application keeps a copy of the one that it was made from, so that replacing a
-- template changes nothing of what is sent.
create table templates (
  organization_id uuid not null references organizations on delete cascade,
  id text not null,
  document jsonb not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (organization_id, id)
);
alter table applications add column own_template jsonb;
