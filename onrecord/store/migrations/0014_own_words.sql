-- Events of the user's own types, and which words of the user's own a record was read with.
alter table event add column own text;
alter table record add column lexicon text;
create index event_own on event (own, date_from) where own is not null;
