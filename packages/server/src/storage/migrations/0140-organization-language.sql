-- what the organization's mails are written in; the server's language where it is null
alter table organizations add column language text check (language in ('en', 'es', 'ja'));
