-- Identity providers look groups up by the id they have for them.
create index groups_external_id on groups (organization_id, external_id) where external_id is not null;
