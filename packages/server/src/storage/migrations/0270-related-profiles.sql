-- What the expressions of an application's settings read beside the user: the user's manager, and other applications by
-- their slugs (its own, where they read its properties). What becomes of those concerns the application's people.
alter table applications
  add column reads_manager boolean not null default false,
  add column reads_applications text[] not null default '{}';

-- Whose manager somebody is.
create index users_manager on users (
  organization_id, (resource -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' -> 'manager' ->> 'value')
) where resource -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' -> 'manager' ->> 'value' is not null;
