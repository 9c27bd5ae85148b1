-- Departments become a tree with codes, as cybozu.com has them. Until now a department was nothing but its name.
alter table departments
  add column code text collate "C",
  add column parent_id uuid,
  add column description text not null default '',
  -- among the departments of the same parent
  add column position integer not null default 0;
update departments set code = case when length(name) <= 128 then name else id::text end, name = left(name, 128);
update departments set position = ranked.position
from (
  select organization_id, id, row_number() over (partition by organization_id order by name) as position from departments
) as ranked
where departments.organization_id = ranked.organization_id and departments.id = ranked.id;
alter table departments
  alter column code set not null,
  drop constraint departments_organization_id_name_key,
  add unique (organization_id, code),
  add foreign key (organization_id, parent_id) references departments;
create index departments_parent on departments (organization_id, parent_id);
create index departments_name on departments (organization_id, name);

create table job_titles (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  description text not null default '',
  position integer not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, code)
);
create index job_titles_name on job_titles (organization_id, name);

alter table user_departments
  add column job_title_id uuid,
  -- the user's own order; the first department is the preferred one
  add column position integer not null default 0,
  add foreign key (organization_id, job_title_id) references job_titles on delete set null (job_title_id);
update user_departments set position = ranked.position
from (
  select organization_id, user_id, department_id,
    row_number() over (partition by organization_id, user_id order by name) as position
  from user_departments join departments using (organization_id)
  where departments.id = user_departments.department_id
) as ranked
where user_departments.organization_id = ranked.organization_id and user_departments.user_id = ranked.user_id
  and user_departments.department_id = ranked.department_id;
create index user_departments_department on user_departments (organization_id, department_id, user_id);
create index user_departments_job_title on user_departments (organization_id, job_title_id)
  where job_title_id is not null;
