-- Everything that people said of an item is kept, each word with who, when and why; what stands is worked out from it.
create table words_said (
    n integer primary key,
    id text not null unique,
    report_id text not null,
    kind text not null,                  -- statement, event, figure, time, actor, place
    start integer not null,
    "end" integer not null,
    twin integer not null default 0,     -- which of the items that stand on the same characters
    words text not null,
    verdict text not null,               -- right, wrong, corrected, undone
    field text not null default '',
    value text,                          -- the right value; of a word that takes another back: the id of that
    note text,
    who text,
    at text not null
) strict;
insert into words_said (id, report_id, kind, start, "end", words, verdict, field, value, note, who, at)
    select report_id || ' ' || kind || ' ' || start || ' ' || "end" || ' ' || field || ' ' || at,
    report_id, kind, start, "end", words, verdict, field, value, note, who, at from judgement order by n;
drop table judgement;
alter table words_said rename to judgement;
create index judgement_report on judgement (report_id, at, n);
create trigger judgement_insert after insert on judgement when new.kind in ('event', 'actor', 'place') begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id = new.report_id;
end;
