-- What people say of two items of different reports: the same event or actor, or not. Tied to characters, so that it outlives a rereading.
create table link_judgement (
    n integer primary key,
    kind text not null,                  -- event, actor
    report_a text not null,
    start_a integer not null,
    end_a integer not null,
    report_b text not null,
    start_b integer not null,
    end_b integer not null,
    verdict text not null,               -- same, different
    note text,
    who text,
    at text not null,
    unique (kind, report_a, start_a, end_a, report_b, start_b, end_b)
) strict;
create index link_judgement_b on link_judgement (kind, report_b);
