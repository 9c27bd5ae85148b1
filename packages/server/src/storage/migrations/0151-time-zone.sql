-- an IANA name: what dates of the console, of exports and of mails are shown in; null: the browser's, UTC where there is none
alter table organizations add column time_zone text;
