-- Why a user is not active; null with `active` false: deactivated.
alter table users add column inactive_as text check (inactive_as in ('staged', 'suspended'));

-- What becomes of an account at the target when its person is unassigned, deactivated, suspended, deleted.
alter table applications
  add column on_unassign text not null default 'deactivate'
    check (on_unassign in ('deactivate', 'delete', 'delete-later', 'nothing')),
  add column on_deactivate text not null default 'deactivate'
    check (on_deactivate in ('deactivate', 'delete', 'delete-later', 'nothing')),
  add column on_suspend text not null default 'deactivate'
    check (on_suspend in ('deactivate', 'delete', 'delete-later', 'nothing')),
  add column on_delete text not null default 'deactivate'
    check (on_delete in ('deactivate', 'delete', 'delete-later', 'nothing')),
  add column delete_after_days integer not null default 30 check (delete_after_days between 1 and 3650);

-- As of the last marking, while the account is not to be active: what happened, what the application said then is to
-- become of the account, and from when on it is to be deleted.
alter table app_users
  add column ended_by text check (ended_by in ('unassign', 'deactivate', 'suspend', 'delete')),
  add column ending text check (ending in ('deactivate', 'delete', 'delete-later', 'nothing')),
  add column delete_at timestamptz;
create index app_users_deletions on app_users (delete_at) where delete_at is not null;
update app_users p
set ending = 'deactivate',
  ended_by = case
    when not exists (select from users u where u.organization_id = p.organization_id and u.id = p.user_id) then 'delete'
    when not p.assigned then 'unassign'
    else 'deactivate' end
where not p.wanted;
