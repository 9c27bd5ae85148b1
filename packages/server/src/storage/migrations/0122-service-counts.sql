-- How many users have a service, and how many of them are active and take a seat: kept by whoever writes users, in a few
-- rows per organization and service that add up, so that writers seldom wait for each other.
create table service_counts (
  organization_id uuid not null references organizations on delete cascade,
  code text collate "C" not null,
  shard integer not null,
  taken integer not null,
  users integer not null,
  primary key (organization_id, code, shard)
);
insert into service_counts (organization_id, code, shard, taken, users)
select organization_id, code, 0, count(*) filter (where active), count(*)
from users, jsonb_array_elements_text(
  resource::jsonb -> 'urn:lockstep:params:scim:schemas:extension:services:2.0:User' -> 'availableServices'
) as held (code)
where exists (select from organizations where organizations.id = users.organization_id)
group by organization_id, code;
