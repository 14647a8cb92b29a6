-- What is known across reports: fingerprints, copies, stories. All of it can be worked out again from the reports.
create table fingerprint (
    hash integer not null,
    report integer not null,             -- at most 4 of one publisher, 256 in all
    primary key (hash, report)
) strict, without rowid;

create table shingles (
    report integer primary key references report (n) on delete cascade,
    body blob not null                   -- hash of every run of five words, in order, 4 bytes each
) strict;

create table template (
    house integer not null,              -- compared.house; 0: everybody's
    hash integer not null,               -- fingerprint of a line that the house prints again and again
    primary key (house, hash)
) strict, without rowid;

create table compared (
    report integer primary key references report (n) on delete cascade,
    words integer not null,              -- words of the compared parts
    prints integer not null,             -- fingerprints of it
    house integer not null,              -- the publisher as a number; 0: not known
    done integer not null default 0      -- 0: fingerprints are in, copies and story are still to be looked for
) strict;
create index compared_waiting on compared (report) where not done;

create table copy (
    a integer not null references report (n) on delete cascade,   -- a < b
    b integer not null references report (n) on delete cascade,
    kind text not null,                  -- reprint, excerpt, rewrite, borrowing
    shared_a real not null,              -- share of a's words that stand in b
    shared_b real not null,
    origin integer,                      -- the likely origin of the two, where one can be told
    why text not null,
    primary key (a, b)
) strict, without rowid;
create index copy_b on copy (b);

create table story (
    n integer primary key,
    id text not null unique,
    title text,
    first text,
    last text,
    reports integer not null,
    origins integer not null             -- reports that are no copies of one another
) strict;

create table story_report (
    report integer primary key references report (n) on delete cascade,
    story integer not null references story (n) on delete cascade
) strict;
create index story_report_story on story_report (story);

create table story_change (
    seq integer primary key autoincrement,
    story_id text not null,
    kind text not null,                  -- new, grew, merged, split, gone
    other text,
    at text not null
) strict;
