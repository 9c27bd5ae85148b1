-- Recorded SCIM requests with their answers. Ids grow with time, so the primary key is also the order of the list, and
-- what is too old is one range of it.
create table exchanges (
  -- no foreign key, which would look it up for every row; what deletes an organization deletes its exchanges
  organization_id uuid not null,
  id uuid not null,
  -- null: refused before the token was known
  connection_id uuid,
  token_id uuid,
  token_name text,
  at timestamptz not null,
  duration_ms double precision not null,
  method text not null,
  -- with the query, as it was sent
  path text not null,
  status smallint not null,
  scim_type text,
  detail text,
  client text not null,
  user_agent text not null,
  address text not null,
  -- the user that it is about, where one can be told: lower case, and the id
  login_name text,
  resource_id text,
  tolerances jsonb,
  request_headers jsonb not null,
  request_body text,
  request_kept text not null,
  request_bytes integer not null,
  answer_headers jsonb not null,
  answer_body text,
  answer_kept text not null,
  answer_bytes integer not null,
  primary key (organization_id, id)
);
create index exchanges_resource on exchanges (organization_id, resource_id, id) where resource_id is not null;
create index exchanges_login_name on exchanges (organization_id, login_name, id) where login_name is not null;

-- How much came in each hour. Small, so it outlives the exchanges and is right when they are not recorded.
create table exchange_hours (
  organization_id uuid not null,
  connection_id uuid not null,
  hour timestamptz not null,
  requests integer not null,
  writes integer not null,
  refused integer not null,
  refused_writes integer not null,
  unauthorized integer not null,
  failed integer not null,
  primary key (organization_id, connection_id, hour),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

-- The changes that a request made.
create index changes_request on changes ((actor ->> 'request')) where actor ? 'request';
