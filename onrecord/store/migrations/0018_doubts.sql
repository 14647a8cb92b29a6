-- Pairs of mentions of which it is doubtful whether they tell one event: put together with little, or nearly put together. What people are
-- asked first (store/worth_judging.py). Whether the two stand together is read from happening_mention.
create table occurrence_doubt (
    a integer not null references event (n) on delete cascade,   -- a < b
    b integer not null references event (n) on delete cascade,
    alike real not null,                 -- log-odds that the two, with those that stand with them, are one event
    why text not null,                   -- what ties them
    primary key (a, b)
) strict, without rowid;
create index occurrence_doubt_b on occurrence_doubt (b);
-- They are found where events are grouped: every story is looked at again at the next comparison.
insert or replace into occurrence_stale select id, 1 from story;
