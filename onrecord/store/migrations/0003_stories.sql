-- Stories: the heaviest terms of each report, and how alike two reports are.
create table story_term (
    term integer not null,               -- hash of the term
    day integer not null,                -- of publication, days since 0001-01-01; 0: unknown
    report integer not null references report (n) on delete cascade,
    primary key (term, day, report)
) strict, without rowid;
create index story_term_report on story_term (report);

create table story_edge (
    a integer not null references report (n) on delete cascade,   -- a < b
    b integer not null references report (n) on delete cascade,
    alike real not null,
    primary key (a, b)
) strict, without rowid;
create index story_edge_b on story_edge (b);
create index story_change_id on story_change (story_id);
