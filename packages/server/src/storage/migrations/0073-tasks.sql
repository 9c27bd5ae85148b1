-- the request that failed and its answer, as people see it
alter table app_users add column error_exchange jsonb;
-- a task that somebody took from the list; until the pair fails again
alter table app_users add column dismissed_at timestamptz;
create index app_users_tasks on app_users (organization_id, error_at, application_id, user_id)
  where error_message is not null and next_attempt_at is null and held_by is null and dismissed_at is null;
