-- Pushed groups that need a person, and members that the application refused: the newest first, as with app users.
create index pushed_groups_tasks on pushed_groups (organization_id, error_at, application_id, group_id)
  where error_message is not null and next_attempt_at is null and dismissed_at is null;
create index pushed_group_members_tasks on pushed_group_members (
  organization_id, error_at, application_id, group_id, remote_id
) where error_message is not null and dismissed_at is null;
