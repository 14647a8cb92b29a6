-- One row a happening, however many reports tell it: worked out from the events of reports, from which of them are one
-- (occurrence_part), and from which texts are copies. A report's event that is tied to no other is a happening of one report.
create table happening (
    n integer primary key,
    id text not null unique,             -- that of its earliest mention; those of its other mentions lead to it (happening_mention.own)
    type text not null,
    own text,
    mode text,
    quad integer not null,
    context text not null default '[]',
    cameo text,
    status text not null,
    actors text not null default '[]',   -- JSON: name, country, sector of each
    recipients text not null default '[]',
    actor_name text,                     -- the first of them of whom a country is known, else the first
    actor_country text,
    actor_sector text,
    recipient_name text,
    recipient_country text,
    recipient_sector text,
    date text,                           -- EDTF, as most independent texts give it; null: no text dates it
    date_from text,                      -- first and last day of it; null: open or not known
    date_to text,
    date_precision text,                 -- day, month, year, interval, open
    place text,
    country text,
    region text,                         -- first-level division
    geonames integer,
    lat real,
    lon real,
    place_precision text,                -- town, region, country
    killed integer,                      -- the count that stands
    killed_low integer,                  -- lowest and highest that outlets and parties give beside it
    killed_high integer,
    injured integer,
    injured_low integer,
    injured_high integer,
    tolls text not null default '[]',    -- JSON: every count with who gives it, since when, and whether it stands
    claims text not null default '[]',   -- JSON: who claims or denies it, since when
    confidence real,
    first_reported text,                 -- days on which a report of it was first and last published
    last_reported text,
    origins integer not null,            -- independent texts that tell it, copies of one counted once
    reports integer not null,
    mentions integer not null,           -- events of reports that tell it
    publishers text not null default '[]',
    report integer not null,             -- where it is told best: the report's number and the event's id there
    item text not null,
    "trigger" text not null,
    sentence text not null,
    known text,                          -- the day that lists are ordered by: date_from, else the day it was first reported
    until text,                          -- date_to, else the same
    shown integer not null,              -- 0: only reports tell it that are superseded, withdrawn, withheld or under embargo
    embargo text,                        -- where only embargoes hide it: when the first of them ends
    judged text                          -- wrong: every mention of it was judged wrong
) strict;
create index happening_known on happening (known desc, id);
create index happening_type on happening (type, known);
create index happening_own on happening (own, known) where own is not null;
create index happening_mode on happening (mode, known) where mode is not null;
create index happening_quad on happening (quad, known);
create index happening_status on happening (status, known);
create index happening_place on happening (place collate nocase) where place is not null;
create index happening_country on happening (country) where country is not null;
create index happening_region on happening (region collate nocase) where region is not null;
create index happening_counted on happening (known, until, shown, embargo) where judged is not 'wrong';
create index happening_embargo on happening (embargo) where embargo is not null;

create table happening_party (
    happening integer not null references happening (n) on delete cascade,
    side text not null,                  -- actor or recipient
    place integer not null,              -- among its side, from 0
    name text not null,
    country text,
    sector text,
    primary key (happening, side, place)
) strict, without rowid;
create index happening_party_country on happening_party (country, happening);
create index happening_party_sector on happening_party (sector, happening);

create table happening_mention (
    event integer primary key,           -- a report's event
    report integer not null,
    happening integer not null,
    own text not null,                   -- the id that a happening told by this event alone would bear
    counted integer not null             -- 0: hidden or judged wrong, while others tell the happening
) strict;
create index happening_mention_report on happening_mention (report, happening);
create index happening_mention_happening on happening_mention (happening);
create index happening_mention_own on happening_mention (own);

-- Reports whose happenings are to be worked out (again): before the transaction ends, so that no answer ever sees an old one.
create table happening_stale (
    report integer primary key,
    told integer not null                -- 1: what it tells changed; 0: only with which others its events and its text are one
) strict;
create trigger happening_event_insert after insert on event begin
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger happening_event_update after update on event begin
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger happening_event_delete after delete on event begin
    insert or replace into happening_stale values (old.report, 1);
end;
create trigger happening_figure after update on figure begin
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger happening_statement after update on statement begin
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger happening_place after update on place begin
    insert or replace into happening_stale values (new.report, 1);
end;
create trigger happening_party_insert after insert on party begin
    insert or replace into happening_stale select report, 1 from event where n = new.event;
end;
create trigger happening_party_update after update on party begin
    insert or replace into happening_stale select report, 1 from event where n = new.event;
end;
create trigger happening_report after update of superseded_by, withdrawn_by, status, embargo, published, publisher on report begin
    insert or replace into happening_stale values (new.n, 1);
end;
create trigger happening_tied after insert on occurrence_mention begin
    insert or ignore into happening_stale select report, 0 from event where n = new.event;
end;
create trigger happening_untied after delete on occurrence_mention begin
    insert or ignore into happening_stale select report, 0 from event where n = old.event;
end;
create trigger happening_renamed after update of occurrence on occurrence_part when new.occurrence <> old.occurrence begin
    insert or ignore into happening_stale select e.report, 0 from occurrence_mention m join event e on e.n = m.event where m.part = new.n;
end;
create trigger happening_copied after insert on copy begin
    insert or ignore into happening_stale values (new.a, 0), (new.b, 0);
end;
create trigger happening_uncopied after delete on copy begin
    insert or ignore into happening_stale values (old.a, 0), (old.b, 0);
end;
insert into happening_stale select n, 1 from report;
