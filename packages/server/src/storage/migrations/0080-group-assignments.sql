-- Everybody in an assigned group is assigned. Of a person's groups the one with the least priority counts.
create table group_assignments (
  organization_id uuid not null,
  application_id uuid not null,
  group_id uuid not null,
  priority integer not null,
  -- values of attributes by their target
  attribute_values jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (organization_id, application_id, group_id),
  foreign key (organization_id, application_id) references applications on delete cascade,
  foreign key (organization_id, group_id) references groups on delete cascade
);
create index group_assignments_group on group_assignments (organization_id, group_id);

-- What is set for one person at an application, however the person is assigned.
create table personal_values (
  organization_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  -- null: the username format makes it
  login_name text,
  attribute_values jsonb not null default '{}',
  primary key (organization_id, application_id, user_id),
  foreign key (organization_id, application_id) references applications on delete cascade,
  foreign key (organization_id, user_id) references users on delete cascade
);
create index personal_values_user on personal_values (organization_id, user_id);
insert into personal_values (organization_id, application_id, user_id, login_name)
select organization_id, application_id, user_id, user_name from assignments where user_name is not null;
alter table assignments drop column user_name;

-- as of the last marking: the group by which the pair is assigned; null: personally, or not at all
alter table app_users add column group_id uuid;
create index app_users_group on app_users (organization_id, group_id) where group_id is not null;
