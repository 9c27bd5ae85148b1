-- The last force sync of each application.
create table force_syncs (
  organization_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  -- pairs that it is about
  total integer not null,
  started_at timestamptz not null default now(),
  primary key (organization_id, application_id),
  foreign key (organization_id, application_id) references applications on delete cascade
);

-- The force sync that a pair is compared for, and what came of that; null: still to be compared.
alter table app_users
  add column force_sync_id uuid,
  add column force_sync_result text check (force_sync_result in ('same', 'sent', 'held', 'failed'));
