-- Events across reports: which mentions tell one event. All of it can be worked out again from stories, events and judgements.
create table occurrence_part (           -- mentions of one story that tell one event
    n integer primary key,
    story text not null,
    id text not null,                    -- that of the earliest mention
    occurrence text not null,            -- that of the earliest mention of all parts, in whatever story
    alike real                           -- log-odds that it tells the event of the parts in other stories; null: there are none
) strict;
create index occurrence_part_story on occurrence_part (story);
create index occurrence_part_occurrence on occurrence_part (occurrence);

create table occurrence_mention (
    event integer primary key references event (n) on delete cascade,
    part integer not null references occurrence_part (n) on delete cascade,
    own text not null,                   -- the id that an event told by this mention alone would bear
    sure integer not null,
    why text not null
) strict;
create index occurrence_mention_part on occurrence_mention (part);
create index occurrence_mention_own on occurrence_mention (own);

create table occurrence_key (            -- what parts of different stories must share to be compared
    key integer not null,
    part integer not null references occurrence_part (n) on delete cascade,
    primary key (key, part)
) strict, without rowid;
create index occurrence_key_part on occurrence_key (part);

create table occurrence_link (           -- parts of different stories that tell one event
    a integer not null references occurrence_part (n) on delete cascade,
    b integer not null references occurrence_part (n) on delete cascade,
    alike real not null,                 -- log-odds
    primary key (a, b)
) strict, without rowid;
create index occurrence_link_b on occurrence_link (b);

create table occurrence_near (           -- reports that are alike enough to tell of the same events, be it in different stories
    a integer not null references report (n) on delete cascade,   -- a < b
    b integer not null references report (n) on delete cascade,
    alike real not null,
    primary key (a, b)
) strict, without rowid;
create index occurrence_near_b on occurrence_near (b);

create table occurrence_story (
    story text primary key,
    members text not null                -- digest of its reports, to leave alone what has not changed
) strict, without rowid;

-- Stories whose events are to be worked out (again): 1, though its reports are the same.
create table occurrence_stale (
    story text primary key,
    force integer not null
) strict, without rowid;
create trigger story_insert after insert on story begin
    insert or ignore into occurrence_stale values (new.id, 0);
end;
create trigger story_delete after delete on story begin
    insert or ignore into occurrence_stale values (old.id, 0);
end;
create trigger record_insert after insert on record begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story where m.report = new.report;
end;
create trigger link_judgement_insert after insert on link_judgement when new.kind = 'event' begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id in (new.report_a, new.report_b);
end;
create trigger link_judgement_update after update on link_judgement when new.kind = 'event' begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id in (new.report_a, new.report_b);
end;
create trigger link_judgement_delete after delete on link_judgement when old.kind = 'event' begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id in (old.report_a, old.report_b);
end;
create trigger judgement_insert after insert on judgement when new.kind = 'event' begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id = new.report_id;
end;
create trigger judgement_update after update on judgement when new.kind = 'event' begin
    insert or replace into occurrence_stale select s.id, 1 from story_report m join story s on s.n = m.story join report r on r.n = m.report
        where r.id = new.report_id;
end;
insert into occurrence_stale select id, 1 from story;
