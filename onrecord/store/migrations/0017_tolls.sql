-- Killed and injured in the rows of happenings, as accounts have them: which figures of a story's reports count one thing, and of which
-- happening. Worked out when reports are compared (compare/row_tolls.py); a figure that has no row here counts for the event it is told with.
create table toll (
    figure integer primary key references figure (n) on delete cascade,
    report integer not null,
    story text not null,
    event integer references event (n) on delete set null,  -- of the happening whose row gives it; null: of none (a part, another place)
    source text not null,                -- the outlet, all copies of one text being one
    party text,                          -- on whose word; null: the report's own voice
    lowers integer not null,             -- 1: its report says that the count was lowered
    copied integer not null              -- 1: its report prints another one's text
) strict;
create index toll_event on toll (event) where event is not null;
create index toll_report on toll (report);
create index toll_story on toll (story);

create table toll_telling (              -- events that only tell the toll of another one: "84 died in the attack"
    event integer primary key references event (n) on delete cascade,
    story text not null,
    counts integer not null references event (n) on delete cascade   -- an event of the happening whose toll it is
) strict;
create index toll_telling_story on toll_telling (story);
create index toll_telling_counts on toll_telling (counts);

create table toll_stale (                -- stories whose tolls are to be worked out (again)
    n integer primary key,
    story text not null unique
) strict;
insert into toll_stale (story) select id from story;

create trigger toll_insert after insert on toll begin
    insert or replace into happening_stale select report, 1 from event where n = new.event;
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger toll_delete after delete on toll begin
    insert or replace into happening_stale select report, 1 from event where n = old.event;
    insert or replace into happening_stale values (old.report, 1);
end;
create trigger toll_figure after update on figure begin
    insert or replace into happening_stale select e.report, 1 from toll t join event e on e.n = t.event where t.figure = new.n;
    insert or ignore into toll_stale (story) select story from toll where figure = new.n;
end;
create trigger toll_reported after update of superseded_by, withdrawn_by, status, embargo, published, publisher on report begin
    insert or replace into happening_stale select e.report, 1 from toll t join event e on e.n = t.event where t.report = new.n;
    insert or ignore into toll_stale (story) select distinct story from toll where report = new.n;
end;
create trigger toll_telling_insert after insert on toll_telling begin
    insert or ignore into happening_stale select report, 0 from event where n = new.event;
end;
create trigger toll_telling_delete after delete on toll_telling begin
    insert or ignore into happening_stale select report, 0 from event where n = old.event;
end;
create trigger toll_telling_renamed after update of occurrence on occurrence_part when new.occurrence <> old.occurrence begin
    insert or ignore into happening_stale select e.report, 0 from occurrence_mention m join toll_telling t on t.counts = m.event
        join event e on e.n = t.event where m.part = new.n;
end;
