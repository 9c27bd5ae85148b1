-- Networks in CIDR notation; none means that every address is allowed.
alter table organizations add column console_networks text[] not null default '{}';
alter table organizations add column scim_networks text[] not null default '{}';
