-- Available services in three forms that agree: the list, one boolean for each, and entitlements.
update users set
  resource = (
    resource::jsonb || jsonb_build_object('urn:lockstep:params:scim:schemas:extension:services:2.0:User', held.extension)
      || jsonb_build_object('entitlements', coalesce(resource::jsonb -> 'entitlements', '[]') || held.entitlements)
  )::json,
  search = search
    || jsonb_build_object('urn:lockstep:params:scim:schemas:extension:services:2.0:User', held.extension)
    || jsonb_build_object('entitlements', coalesce(search -> 'entitlements', '[]')
      || replace(held.entitlements::text, '"Service"', '"service"')::jsonb)
from (
  select organization_id, id,
    (resource::jsonb -> 'urn:lockstep:params:scim:schemas:extension:services:2.0:User')
      || jsonb_object_agg(code, true) as extension,
    jsonb_agg(jsonb_build_object('value', code, 'type', 'Service')) as entitlements
  from users, jsonb_array_elements_text(
    resource::jsonb -> 'urn:lockstep:params:scim:schemas:extension:services:2.0:User' -> 'availableServices'
  ) as held (code)
  group by organization_id, id, resource::jsonb
) as held
where users.organization_id = held.organization_id and users.id = held.id;
