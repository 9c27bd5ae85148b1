-- How many active users of an organization may have a service. Null, or no row: as many as there are.
create table service_seats (
  organization_id uuid not null references organizations on delete cascade,
  code text collate "C" not null,
  id uuid not null,
  seats integer check (seats >= 0),
  primary key (organization_id, code)
);
