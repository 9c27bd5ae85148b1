-- null: the template's
alter table applications add column client_profile text;
-- what the target last said is the account's version; sent as If-Match
alter table app_users add column remote_version text;
