-- Actors across reports. A card is one named actor of one report; a profile gathers the cards that say the same of themselves (name,
-- country, field of work); identities are groups of profiles. Grouping looks at profiles and a fixed sample of their reports, so that
-- the ten-thousandth mention of a well-known name costs no more than the tenth.
create table profile (
    n integer primary key,
    kind text not null,                  -- person, organization, government
    form text not null,                  -- words of the name, spellings folded
    country text not null,               -- that the text gives ('': none)
    near text not null,                  -- that the context suggests, where the text gives none
    field text not null,                 -- field of work: public, BUS, EDU, ...
    lone text not null,                  -- what keeps it apart: month or report of a bare surname, place of a judged mention
    reports integer not null default 0,
    reach integer,                       -- greatest rank of its sample; null: all of its reports are in it
    identity text,
    seen text,                           -- company and offices in its sample, as JSON; holds while it is not dirty
    dirty integer not null default 1,
    unique (kind, form, country, near, field, lone)
) strict;
create index profile_identity on profile (identity);
create index profile_dirty on profile (n) where dirty;

create table card (
    actor integer primary key references actor (n) on delete cascade,
    report integer not null references report (n) on delete cascade,
    profile integer not null references profile (n),
    rank integer not null,               -- beginning of the report's id: the order in which a sample is drawn
    place integer not null               -- among the named actors of the report, from 0
) strict;
create index card_profile on card (profile, rank, report);
create index card_report on card (report, place, profile);

create table spelling (
    actor integer not null references card (actor) on delete cascade,
    words text not null,
    primary key (actor, words)
) strict, without rowid;

create index spelling_short on spelling (words, actor) where length(words) <= 9;

create table judged_card (               -- the cards that people's judgements speak of
    judgement integer not null references link_judgement (n) on delete cascade,
    side text not null,                  -- a or b
    actor integer not null references card (actor) on delete cascade,
    primary key (judgement, side)
) strict, without rowid;
create index judged_card_actor on judged_card (actor);

create table profile_key (
    key text not null,                   -- pair of words of a full name (p:), surname (w:), surname alone (b:), body's name (o:, g:)
    profile integer not null references profile (n) on delete cascade,
    primary key (key, profile)
) strict, without rowid;
create index profile_key_profile on profile_key (profile);

create table stop_key (                  -- keys that so many names share that they say nothing
    key text primary key
) strict, without rowid;

create table bearers (                   -- what was known of those whom a surname alone may mean, to leave alone what has not changed
    form text primary key,
    digest text not null
) strict, without rowid;

create table doubt (
    profile integer not null references profile (n) on delete cascade,
    other integer not null references profile (n) on delete cascade,
    why text not null,
    primary key (profile, other)
) strict, without rowid;
create index doubt_other on doubt (other);

create table identity_moved (            -- ids that identities once had
    id text primary key,
    now text not null
) strict, without rowid;

create table carded (                    -- records whose actors have their cards
    report integer primary key references record (report) on delete cascade
) strict;

create trigger card_insert after insert on card begin
    update profile set reports = reports + 1, dirty = dirty or reach is null or new.rank < reach where n = new.profile;
end;
create trigger card_delete after delete on card begin
    update profile set reports = reports - 1, dirty = 1 where n = old.profile;
end;
create trigger actor_judged after update of name, type, country, sector, judged on actor begin
    delete from carded where report = new.report;
end;
create trigger spelling_insert after insert on spelling when length(new.words) <= 9 begin
    update profile set dirty = 1 where n in (select profile from profile_key where key = 'o:a:' || lower(replace(new.words, '.', ''))
        and profile <> coalesce((select profile from card where actor = new.actor), 0));
end;
create trigger spelling_delete after delete on spelling when length(old.words) <= 9 begin
    update profile set dirty = 1 where n in (select profile from profile_key where key = 'o:a:' || lower(replace(old.words, '.', ''))
        and profile <> coalesce((select profile from card where actor = old.actor), 0));
end;
create trigger link_insert after insert on link_judgement when new.kind = 'actor' begin
    delete from carded where report in (select n from report where id in (new.report_a, new.report_b));
end;
create trigger link_update after update on link_judgement when new.kind = 'actor' begin
    delete from carded where report in (select n from report where id in (new.report_a, new.report_b));
end;
create trigger link_delete after delete on link_judgement when old.kind = 'actor' begin
    delete from carded where report in (select n from report where id in (old.report_a, old.report_b));
end;
