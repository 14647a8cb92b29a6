-- The index of fingerprints as sorted blocks instead of a row an entry: a lot of reports is merged in as a whole, where rows in the order
-- of their hashes touch every page of a large table. What an archive has is carried over.
create table fingerprint_block (
    level integer not null,              -- from 0: each eight times as large as the one before, blocks without overlap inside one
    first integer not null,              -- the block's first entry
    body blob not null                   -- entries, ascending: hash * 2^32 + report, 8 bytes each, little-endian
) strict;
create unique index fingerprint_block_first on fingerprint_block (level, first);

insert into fingerprint_block (level, first, body)
    select 4, min(entry), unhex(group_concat(printf('%02x%02x%02x%02x%02x%02x%02x%02x', entry & 255, entry >> 8 & 255, entry >> 16 & 255,
        entry >> 24 & 255, entry >> 32 & 255, entry >> 40 & 255, entry >> 48 & 255, entry >> 56 & 255), '' order by entry))
    from (select hash * 4294967296 + report as entry, (row_number() over (order by hash, report) - 1) / 2048 as block from fingerprint)
    group by block;
drop table fingerprint;
