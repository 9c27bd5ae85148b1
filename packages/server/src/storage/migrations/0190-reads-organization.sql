-- Whether an expression of the application's settings reads the organization: then a new name of it concerns its people.
alter table applications add column reads_organization boolean not null default false;
