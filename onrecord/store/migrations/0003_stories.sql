-- Stories: what each report is about, and which reports are alike enough to be of one story.
create table story_vector (
    report integer primary key references report (n) on delete cascade,
    day integer,                         -- of publication, days since 0001-01-01
    near blob,                           -- how alike its nearest others are, doubles; null: not compared yet
    body blob not null
) strict;
create index story_vector_day on story_vector (day);

create table story_edge (
    a integer not null references report (n) on delete cascade,   -- a < b
    b integer not null references report (n) on delete cascade,
    alike real not null,
    primary key (a, b)
) strict, without rowid;
create index story_edge_b on story_edge (b);
create index story_change_id on story_change (story_id);
