-- Whether two mentions tell one event is judged anew, and months and years are looked through: all events are worked out again at the next update.
insert or replace into occurrence_stale select id, 1 from story;
