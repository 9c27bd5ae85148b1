-- Networks in CIDR notation from which a token may be used; none: from anywhere.
alter table api_tokens add column networks text[] not null default '{}';
-- Days before the expiry at which was warned last.
alter table api_tokens add column warned_days integer;
