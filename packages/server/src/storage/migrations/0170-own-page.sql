-- Somebody who administers nothing and has their own page alone: tied to a user of the directory, always.
alter table administrator_roles drop constraint administrator_roles_role_check;
alter table administrator_roles add constraint administrator_roles_role_check
  check (role in ('organization_administrator', 'users_administrator', 'auditor')
    or (role = 'user' and user_id is not null));
alter table administrator_invitations drop constraint administrator_invitations_role_check;
alter table administrator_invitations add constraint administrator_invitations_role_check
  check (role in ('organization_administrator', 'users_administrator', 'auditor')
    or (role = 'user' and user_id is not null));

-- There may be as many of them as there are users; administrators are found without reading them.
create index administrator_roles_administering on administrator_roles (organization_id) where role <> 'user';
