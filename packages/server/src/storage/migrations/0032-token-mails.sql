-- The last expiry warning of a token that administrators were written to about, as warned_days: days before the expiry.
alter table api_tokens add column mailed_days integer;
create index api_tokens_expiry on api_tokens (expires_at) where enabled and expires_at is not null;
