-- when the accounts of the target are next compared with what was applied; null: not until something was applied
alter table applications add column sweep_at timestamptz;
-- null: the limits of the server
alter table applications add column requests_per_second integer check (requests_per_second between 1 and 1000);
alter table applications add column concurrency integer check (concurrency between 1 and 100);
update applications set sweep_at = now() + interval '1 hour' where api_integration;
