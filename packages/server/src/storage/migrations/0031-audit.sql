-- The audit log is the change feed, newest first.
create index changes_time on changes (organization_id, at, seq);

-- Entries cannot be changed, and go only with the retention. Whoever must do it all the same (the retention, the repair
-- of a restored feed, the deletion of an organization) says so for the one transaction.
create function refuse_change_of_changes() returns trigger language plpgsql as $$
begin
  if current_setting('lockstep.changes_writable', true) = tg_argv[0] then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  raise exception 'Entries of the audit log cannot be changed or deleted.' using errcode = 'insufficient_privilege';
end $$;

create trigger changes_not_updated before update on changes
  for each row execute function refuse_change_of_changes('repair');
create trigger changes_not_deleted before delete on changes
  for each row execute function refuse_change_of_changes('retention');
create trigger changes_not_truncated before truncate on changes
  for each statement execute function refuse_change_of_changes('never');

-- Deleting an organization takes its audit log and its exchanges along.
create or replace function remove_from_organization() returns trigger language plpgsql as $$
begin
  perform set_config('lockstep.changes_writable', 'retention', true);
  delete from users where organization_id = old.id;
  delete from changes where organization_id = old.id;
  delete from exchanges where organization_id = old.id;
  perform set_config('lockstep.changes_writable', '', true);
  return null;
end $$;
