-- Questions that people keep under a name.
create table search (
    id text primary key,                 -- its feed and its page are known by it
    name text not null unique collate nocase,
    kind text not null,                  -- of rows: events, statements, reports, ...
    filters text not null,               -- JSON: fields of Filters with their values
    who text,
    made text not null
) strict, without rowid;
create index change_added on change (at, seq) where kind = 'added';
