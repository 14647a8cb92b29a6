-- Counts of several kinds of people side by side are one toll, tolls of other stories and years are a row's: all is worked out again at the next update.
insert or replace into occurrence_stale select id, 1 from story;
insert or ignore into toll_stale (story) select id from story;
insert or replace into happening_stale select n, 1 from report;
