-- The items of which the program is least sure, for who judges (store/worth_judging.py): found without looking at all others.
create index event_unsure on event (confidence) where judged is null and confidence is not null;
create index statement_unsure on statement (confidence) where judged is null and confidence is not null;
create index actor_unsure on actor (confidence) where judged is null and confidence is not null;
create index place_unsure on place (confidence) where judged is null and confidence is not null;
