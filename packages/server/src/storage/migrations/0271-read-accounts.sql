-- The applications, by their slugs, whose accounts the expressions of an application's settings read: what is sent to an
-- account there concerns the same person here.
alter table applications add column reads_accounts text[] not null default '{}';
