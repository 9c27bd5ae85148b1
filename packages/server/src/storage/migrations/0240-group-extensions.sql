-- What filters of an organization's own extensions of Group look at, as `toSearchDocument` makes it. Groups without such
-- an extension need nothing there: their name is a column, their members are rows.
alter table groups add column search jsonb not null default '{}';
