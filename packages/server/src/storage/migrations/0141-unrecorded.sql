-- requests that were counted but came too fast to be recorded one by one
alter table exchange_hours add column unrecorded integer not null default 0;
