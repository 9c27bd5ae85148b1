-- What the expressions of an application's settings read beside the user: the user's manager, and other applications by
-- their slugs (its own, where they read its properties). What becomes of those concerns the application's people.
alter table applications
  add column reads_manager boolean not null default false,
  add column reads_applications text[] not null default '{}';

-- Whose manager somebody is. Of the search document: it is kept taken apart, while the attributes would be read as text with
-- every write of a user.
create index users_manager on users (
  organization_id, (search -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' -> 'manager' ->> 'value')
) where search -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' -> 'manager' ->> 'value' is not null;
