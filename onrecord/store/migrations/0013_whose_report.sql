-- What is to be said of a report beside another: another publisher's claim on it (STATUS_SOURCE), an address it shares (ADDRESS_SHARED).
create table notice (
    report integer not null references report (n) on delete cascade,
    other integer not null references report (n) on delete cascade,
    code text not null,
    message text not null,
    primary key (report, other, code)
) strict, without rowid;
create index notice_other on notice (other);
