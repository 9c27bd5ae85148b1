-- The language in which an administrator uses the console; null: that of the browser.
alter table administrators add column language text check (language in ('en', 'es', 'ja'));
