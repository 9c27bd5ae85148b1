-- What an application says itself about its profile; null: as its template does.
alter table applications
  add column profile_settings jsonb,
  add column profile_version integer not null default 1,
  -- an expression of the settings reads the groups of users, so a change of a group concerns its people
  add column reads_groups boolean not null default false;
-- The login name that an assignment sets; null: the username format makes it.
alter table assignments add column user_name text;
