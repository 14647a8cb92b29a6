-- Every table opens as it is in Datasette. Offsets are code points into report.text, "end" exclusive.
create table report (
    n integer primary key,
    id text not null unique,             -- SHA-256 of the source bytes
    text_hash text not null,             -- SHA-256 of the text
    plain_hash text not null,            -- SHA-256 of the text with white space folded
    kind text not null,
    title text,
    publisher text,
    section text,
    language text,
    url text,
    published text,
    published_from text,
    modified text,
    version integer,
    status text not null default 'usable', -- usable, withheld, canceled
    embargo text,
    superseded_by text,                  -- id of the later version of the same report
    withdrawn_by text,                   -- id of the advisory that withdrew it
    added text not null,                 -- before the text: what stands behind it is read through all of its pages
    authors text not null default '[]',
    agencies text not null default '[]',
    encoding text,
    warnings text not null default '[]',
    parts text not null default '[]',    -- anatomy as [kind, start, end]
    hints text not null default '{}',    -- what its container said, as JSON: title, identifiers, subjects, editor's note, ...
    source_warnings text not null default '[]',
    length integer not null,             -- code points
    text text not null,
    plain text,                          -- the text without invisible characters, where it has any: what is searched
    exact blob                           -- UTF-8 of the text where it holds NUL or lone surrogates, which SQL text cannot
) strict;
create index report_text_hash on report (text_hash);
create index report_plain_hash on report (plain_hash);
create index report_url on report (url) where url is not null;
create index report_published on report (published desc, id);
create index report_publisher on report (publisher collate nocase, published);
create index report_embargo on report (embargo) where embargo is not null;

create table agency (
    report integer not null references report (n) on delete cascade,
    name text not null,
    primary key (report, name)
) strict, without rowid;
create index agency_name on agency (name collate nocase);

create table sighting (
    report integer not null references report (n) on delete cascade,
    source text not null,
    url text,
    seen text not null,
    primary key (report, source)
) strict, without rowid;

create table record (
    report integer primary key references report (n) on delete cascade,
    version text not null,
    model text,
    body blob not null                   -- zlib of the record's JSON with an empty text
) strict;

create table actor (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    name text not null,
    type text not null,
    country text,
    sector text,
    roles text not null default '[]',
    mentions integer not null,
    start integer not null,
    "end" integer not null,
    rule text not null,
    confidence real,
    judged text,
    unique (report, id)
) strict;
create index actor_country on actor (country, sector);
create index actor_report_country on actor (report, country);
create index actor_sector on actor (sector) where sector is not null;

create table place (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    name text not null,
    country text,
    geonames integer,
    lat real,
    lon real,
    start integer not null,
    "end" integer not null,
    rule text not null,
    confidence real,
    judged text,
    unique (report, id)
) strict;
create index place_name on place (name collate nocase);
create index place_country on place (country);

create table time (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    words text not null,
    type text not null,
    value text not null,
    mod text,
    edtf text,
    date_from text,
    date_to text,
    anchor text,
    start integer not null,
    "end" integer not null,
    rule text not null,
    judged text,
    unique (report, id)
) strict;
create index time_date on time (date_from, date_to);

create table figure (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    words text not null,
    value real not null,
    high real,
    bound text not null,
    unit text,
    measure text,
    event text,
    start integer not null,
    "end" integer not null,
    rule text not null,
    judged text,
    unique (report, id)
) strict;
create index figure_measure on figure (measure, value);
create index figure_unit on figure (unit, value);

create table statement (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    form text not null,
    act text not null,
    speaker text,
    speaker_name text,
    speaker_country text,
    speaker_sector text,
    content text not null,
    plain text,                          -- the content without invisible characters, where it has any: what is searched
    cue text not null,
    date text,                           -- when it was said, where the text says so
    date_from text,                      -- that day, else the day the report was published
    channel text,
    addressee text,
    within text,
    start integer not null,
    "end" integer not null,
    rule text not null,
    confidence real,
    judged text,
    unique (report, id)
) strict;
create index statement_country on statement (speaker_country, date_from) where speaker_country is not null;
create index statement_sector on statement (speaker_sector, date_from) where speaker_sector is not null;
create index statement_act on statement (act, date_from);
create index statement_date on statement (date_from);

create table event (
    n integer primary key,
    report integer not null references report (n) on delete cascade,
    id text not null,
    type text not null,
    mode text,
    quad integer not null,               -- 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    context text not null default '[]',
    cameo text,
    "trigger" text not null,
    sentence text not null,
    actors text not null default '[]',
    recipients text not null default '[]',
    status text not null,
    attributed_to text not null default '[]',
    date text,
    date_from text,                      -- the event's own date; where the text gives none, the day the report was published
    date_given integer not null,         -- 1: the text dates the event, 0: date_from is the publication date
    place text,
    place_country text,
    figures text not null default '[]',
    start integer not null,
    "end" integer not null,
    rule text not null,
    confidence real,
    judged text,
    unique (report, id)
) strict;
create index event_type on event (type, date_from);
create index event_mode on event (mode, date_from) where mode is not null;
create index event_quad on event (quad, date_from);
create index event_status on event (status, date_from);
create index event_place on event (place collate nocase) where place is not null;
create index event_place_country on event (place_country) where place_country is not null;
create index event_date on event (date_from);

create table party (
    event integer not null references event (n) on delete cascade,
    side text not null,                  -- actor or recipient
    actor text not null,
    name text not null,
    country text,
    sector text,
    primary key (event, side, actor)
) strict, without rowid;
create index party_country on party (country, event);
create index party_sector on party (sector, event);

create table link (
    source text not null,                -- report id
    target text not null,                -- report id, or another identifier that no report bears yet
    kind text not null,                  -- corrects, updates, withdraws
    why text not null,
    primary key (source, kind, target)
) strict, without rowid;
create index link_target on link (target, kind);

create table identifier (
    value text not null,                 -- GUID, NewsML item id or canonical URL that names the report in its own world
    report integer not null references report (n) on delete cascade,
    primary key (value, report)
) strict, without rowid;
create index identifier_report on identifier (report);

create table quarantine (
    n integer primary key,
    id text not null,
    source text not null,
    code text not null,
    stage text,
    message text not null,
    remedy text,
    bytes blob,
    seen text not null,
    unique (id, source)
) strict;

create table judgement (
    n integer primary key,
    report_id text not null,
    kind text not null,                  -- statement, event, figure, time, actor, place
    start integer not null,
    "end" integer not null,
    words text not null,
    verdict text not null,               -- right, wrong, corrected
    field text not null default '',
    value text,
    note text,
    who text,
    at text not null,
    unique (report_id, kind, start, "end", field)
) strict;

create table change (
    seq integer primary key autoincrement,
    report_id text not null,
    kind text not null,                  -- added, seen, superseded, withdrawn, restored, reread, judged
    at text not null
) strict;
create index change_at on change (at);

create table feed (
    url text primary key,
    title text,
    etag text,
    modified text,
    next_at text,
    failures integer not null default 0,
    last_error text
) strict, without rowid;

create table feed_item (
    feed text not null,
    guid text not null,
    link text,
    report_id text,
    seen text not null,
    primary key (feed, guid)
) strict, without rowid;

-- New rows come into the search indexes all at once before a commit (Archive.writing): a trigger would have each index written out
-- after every statement, at five times the cost. What is changed or deleted goes by triggers.
-- Invisible characters would cut the words that are searched in two: where there are any, `plain` is searched instead.
create view report_searched as select n, title, coalesce(plain, text) as text from report;
create view statement_searched as select n, coalesce(plain, content) as content, speaker_name from statement;

create virtual table report_text using fts5 (
    title, text, content='report_searched', content_rowid='n', tokenize="unicode61 remove_diacritics 2"
);
create trigger report_delete after delete on report begin
    insert into report_text (report_text, rowid, title, text) values ('delete', old.n, old.title, coalesce(old.plain, old.text));
end;

create virtual table statement_text using fts5 (
    content, speaker_name, content='statement_searched', content_rowid='n', tokenize="unicode61 remove_diacritics 2"
);
create trigger statement_delete after delete on statement begin
    insert into statement_text (statement_text, rowid, content, speaker_name) values ('delete', old.n, coalesce(old.plain, old.content), old.speaker_name);
end;
create trigger statement_update after update of content, speaker_name on statement begin
    insert into statement_text (statement_text, rowid, content, speaker_name) values ('delete', old.n, coalesce(old.plain, old.content), old.speaker_name);
    insert into statement_text (rowid, content, speaker_name) values (new.n, coalesce(new.plain, new.content), new.speaker_name);
end;
create virtual table statement_words using fts5vocab (statement_text, row);

create virtual table actor_text using fts5 (name, content='actor', content_rowid='n', tokenize="unicode61 remove_diacritics 2");
create trigger actor_delete after delete on actor begin
    insert into actor_text (actor_text, rowid, name) values ('delete', old.n, old.name);
end;
create trigger actor_update after update of name on actor begin
    insert into actor_text (actor_text, rowid, name) values ('delete', old.n, old.name);
    insert into actor_text (rowid, name) values (new.n, new.name);
end;

-- What answers show by default: the latest version, not withdrawn, withheld or canceled. Embargoes are a matter of the hour.
create view shown as
    select * from report where superseded_by is null and withdrawn_by is null and status = 'usable';
