-- Groups of mentions are joined by another mean: the events of every story are worked out again at the next update.
insert or replace into occurrence_stale select id, 1 from story;
