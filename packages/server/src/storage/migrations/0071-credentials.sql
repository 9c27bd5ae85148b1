-- what of a credential is no secret, by its kind; null: a bearer token
alter table applications add column credential jsonb;
-- certificates of one application, PEM
alter table applications add column tls_ca text;
alter table applications add column tls_certificate text;
alter table applications add column tls_key_sealed text;
