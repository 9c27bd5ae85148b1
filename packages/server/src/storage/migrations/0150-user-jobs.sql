-- Work on many users that goes on in the background: a bulk action or a CSV import. A worker that does it holds it until
-- `lease_until`; `position` is where the next step begins, so that another one goes on from there. `input` is the file of
-- an import, for as long as it is needed.
create table user_jobs (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('bulk', 'import')),
  actor jsonb not null,
  request jsonb not null,
  input bytea,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'finished', 'cancelled', 'failed')),
  cancel_asked boolean not null default false,
  position text,
  total integer not null,
  done integer not null default 0,
  created integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  failed integer not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  lease_owner uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  primary key (organization_id, id)
);
create index user_jobs_open on user_jobs (organization_id, id) where state in ('waiting', 'running');

-- The users or rows that a job could not do, in their order.
create table user_job_failures (
  organization_id uuid not null,
  job_id uuid not null,
  number integer not null,
  line integer,
  user_id uuid,
  login_name text,
  code text not null,
  "values" jsonb not null,
  reason text not null,
  primary key (organization_id, job_id, number),
  foreign key (organization_id, job_id) references user_jobs on delete cascade
);
