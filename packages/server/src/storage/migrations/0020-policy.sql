-- What a connection has otherwise than its preset: {"rules": {…}, "tolerances": {…}}.
alter table connections add column policy jsonb not null default '{}';
