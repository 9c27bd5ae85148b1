-- An account that turned out to be gone when its person was unassigned is forgotten with its pair: the groups that still
-- name it at the target become due, as for an account that changes (pushed_groups_of_accounts).
create function mark_pushed_groups_of_forgotten() returns trigger language plpgsql as $$
begin
  if not exists (select from pushed_groups) then
    return null;
  end if;
  with marked as (
    select g.organization_id, g.application_id, g.group_id from pushed_groups g
    where exists (
      select from before_rows o
      join pushed_group_members m on m.organization_id = o.organization_id and m.application_id = o.application_id
        and m.remote_id = o.remote_id
      where m.organization_id = g.organization_id and m.application_id = g.application_id and m.group_id = g.group_id
    )
    order by g.organization_id, g.application_id, g.group_id
    for no key update of g
  )
  update pushed_groups g
  set desired_generation = g.desired_generation + 1,
    next_attempt_at = least(g.next_attempt_at, now() + interval '200 milliseconds')
  from marked k
  where g.organization_id = k.organization_id and g.application_id = k.application_id and g.group_id = k.group_id;
  return null;
end $$;
create trigger pushed_groups_of_forgotten after delete on app_users
  referencing old table as before_rows
  for each statement execute function mark_pushed_groups_of_forgotten();
