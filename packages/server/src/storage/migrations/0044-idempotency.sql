-- What was answered to creations that carried an Idempotency-Key; `answer` is encrypted, since it may hold a secret, and
-- absent while the first request runs.
create table idempotency_keys (
  caller text not null,
  key text not null,
  digest bytea not null,
  answer text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_keys_age on idempotency_keys (caller, created_at);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
